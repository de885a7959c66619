import { expect, test } from "vitest";
import { asSchoolClass } from "./school-class";

test("only a class that can be chosen is one", () => {
  expect(["9", "13", "", "7", "9.5", "x", null].map(asSchoolClass)).toEqual([
    9,
    13,
    null,
    null,
    null,
    null,
    null,
  ]);
});
