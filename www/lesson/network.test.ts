import { expect, test } from "vitest";
import { isDear } from "./network";

test("data is saved where the person asked for it, and on a network like 2G", () => {
  expect(isDear({ saveData: true, effectiveType: "4g" })).toBe(true);
  expect(isDear({ saveData: false, effectiveType: "slow-2g" })).toBe(true);
  expect(isDear({ effectiveType: "2g" })).toBe(true);
});

test("elsewhere, and where the browser says nothing, all is loaded ahead", () => {
  expect(isDear({ saveData: false, effectiveType: "3g" })).toBe(false);
  expect(isDear({})).toBe(false);
  expect(isDear(undefined)).toBe(false);
});
