import type { Language } from "../live/events.ts";

// Words of mathematics that recognisers trained on everyday speech write as something else: "sine" as "sign",
// "cosec" as "co-sick", "x squared" as "ex squared".

const ENGLISH = [
  "x squared",
  "x cubed",
  "x square",
  "to the power",
  "under root",
  "square root of",
  "cube root of",
  "whole square",
  "sine theta",
  "cos theta",
  "tan theta",
  "cosec theta",
  "sec theta",
  "cot theta",
  "sine inverse",
  "log base",
  "natural log",
  "d y by d x",
  "derivative of",
  "integral of",
  "with respect to",
  "limit x tends to",
  "tends to infinity",
  "alpha",
  "beta",
  "gamma",
  "lambda",
  "theta",
  "pi",
  "determinant",
  "n choose r",
  "factorial",
  "equals zero",
  "minus b plus minus",
];

const HINDI = [
  "का वर्ग",
  "का घन",
  "का वर्गमूल",
  "का घनमूल",
  "की घात",
  "पूरे का वर्ग",
  "बटा",
  "जमा",
  "घटा",
  "बराबर शून्य",
  "का समाकलन",
  "का अवकलज",
  "के सापेक्ष",
  "की सीमा",
  "ज्या",
  "कोज्या",
  "साइन थीटा",
  "कॉस थीटा",
  "टैन थीटा",
  "सारणिक",
  "आव्यूह",
  "हल करो",
];

/** What a lesson is likely to contain, for the recogniser of this language. */
export function phrases(language: Language): readonly string[] {
  if (language === "en") return ENGLISH;
  return language === "hi" ? [...HINDI, ...ENGLISH.slice(0, 8)] : [...ENGLISH, ...HINDI];
}
