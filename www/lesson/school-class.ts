/** The classes that can be chosen; 13 stands for college. */
export const SCHOOL_CLASSES: readonly number[] = [8, 9, 10, 11, 12, 13];

/** What was stored or chosen as a class; null where it is none. */
export function asSchoolClass(value: string | null): number | null {
  const found = SCHOOL_CLASSES.find((schoolClass) => String(schoolClass) === value);
  return found ?? null;
}
