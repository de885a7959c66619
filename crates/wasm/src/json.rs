//! Answers as JSON: one string that the browser's own parser makes objects of is quicker than an object made field by
//! field, and less code. Not for plots: what writes a float in digits is long.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::maths::{
    Decimal, Hint, HintGiven, Method, Practice, PracticeGiven, Refusal, Refused, Review,
    ReviewedLine, Solution, Solved, Step, StepCheck, StepRelation, Substitution, Verdict,
};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = JSON)]
    fn parse(text: &str) -> JsValue;
}

/// As it is serialised.
pub(crate) fn parsed(answer: &dyn Json) -> JsValue {
    parse(&written(answer))
}

fn written(answer: &dyn Json) -> String {
    let mut out = String::with_capacity(2048);
    answer.write(&mut out);
    out
}

/// What can be written as JSON.
pub(crate) trait Json {
    fn write(&self, out: &mut String);
}

/// Before a field or an item, unless it is the first.
#[inline(never)]
fn comma(out: &mut String) {
    if !out.ends_with(['{', '[']) {
        out.push(',');
    }
}

#[inline(never)]
fn field(name: &str, value: &dyn Json, out: &mut String) {
    comma(out);
    name.write(out);
    out.push(':');
    value.write(out);
}

#[inline(never)]
fn list(items: &mut dyn Iterator<Item = &dyn Json>, out: &mut String) {
    out.push('[');
    for item in items {
        comma(out);
        item.write(out);
    }
    out.push(']');
}

impl Json for str {
    fn write(&self, out: &mut String) {
        out.push('"');
        let mut from = 0;
        for (at, byte) in self.bytes().enumerate() {
            let escaped = match byte {
                b'"' => "\\\"",
                b'\\' => "\\\\",
                0..b' ' => "\\u00",
                _ => continue,
            };
            out.push_str(&self[from..at]);
            out.push_str(escaped);
            if byte < b' ' {
                let digit = |n: u8| char::from_digit(n.into(), 16).unwrap_or_default();
                out.push(digit(byte >> 4));
                out.push(digit(byte & 15));
            }
            from = at + 1;
        }
        out.push_str(&self[from..]);
        out.push('"');
    }
}

impl Json for String {
    fn write(&self, out: &mut String) {
        self.as_str().write(out);
    }
}

impl Json for bool {
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl Json for usize {
    fn write(&self, out: &mut String) {
        out.push_str(&self.to_string());
    }
}

impl Json for u32 {
    fn write(&self, out: &mut String) {
        (*self as usize).write(out);
    }
}

impl Json for u8 {
    fn write(&self, out: &mut String) {
        usize::from(*self).write(out);
    }
}

impl<T: Json> Json for Option<T> {
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }
}

impl<T: Json> Json for Vec<T> {
    fn write(&self, out: &mut String) {
        list(&mut self.iter().map(|item| item as &dyn Json), out);
    }
}

impl Json for (usize, usize) {
    fn write(&self, out: &mut String) {
        list(&mut [&self.0 as &dyn Json, &self.1].into_iter(), out);
    }
}

/// Names every field, so that none can be forgotten.
macro_rules! object {
    ($twin:ident: $($field:ident $name:literal),+) => {
        impl Json for $twin {
            fn write(&self, out: &mut String) {
                let $twin { $($field),+ } = self;
                out.push('{');
                $(field($name, $field, out);)+
                out.push('}');
            }
        }
    };
}

macro_rules! name {
    ($twin:ident: $($variant:ident $name:literal),+) => {
        impl Json for $twin {
            fn write(&self, out: &mut String) {
                let name = match self {
                    $($twin::$variant => $name,)+
                };
                name.write(out);
            }
        }
    };
}

macro_rules! either {
    ($twin:ident: $($variant:ident),+) => {
        impl Json for $twin {
            fn write(&self, out: &mut String) {
                match self {
                    $($twin::$variant(answer) => answer.write(out),)+
                }
            }
        }
    };
}

either!(Solution: Solved, Refused);
object!(Solved: ok "ok", kind "kind", variables "variables", read_as_latex "readAsLatex", answer_latex "answerLatex",
    answers_latex "answersLatex", steps "steps", method "method", alternatives "alternatives", decimal "decimal");
object!(Decimal: latex "latex", places "places", exact "exact", error_latex "errorLatex");
object!(Method: name "name", text "text");
object!(Step: number "number", rule "rule", relation "relation", before_latex "beforeLatex", focus "focus",
    after_latex "afterLatex", text "text", where_ "where", substeps "substeps", case_latex "caseLatex", level "level",
    check "check");
name!(StepCheck: Verified "verified", Undecided "undecided");
name!(StepRelation: Equivalent "equivalent", Implies "implies", Restrict "restrict", Info "info");
object!(Substitution: name "name", latex "latex");
object!(Refused: ok "ok", refusal "refusal");
object!(Refusal: code "code", text "text", about_latex "aboutLatex", at "at", steps "steps");
object!(Review: lines "lines", first_wrong "firstWrong");
object!(ReviewedLine: read_as_latex "readAsLatex", verdict "verdict", mistake "mistake", text "text",
    part_latex "partLatex", became_latex "becameLatex");
name!(Verdict: Start "start", Equivalent "equivalent", Implies "implies", Loses "loses", Definition "definition",
    Wrong "wrong", Undecided "undecided", Unreadable "unreadable");
either!(Hint: Given, Refused);
object!(HintGiven: ok "ok", rule "rule", levels "levels", after_latex "afterLatex");
either!(Practice: Given, Refused);
object!(PracticeGiven: ok "ok", kind "kind", latex "latex");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Wish, check_work, hint_for, practice_like, solve_problem};

    #[track_caller]
    fn same(answer: &(impl Json + serde::Serialize)) {
        assert_eq!(written(answer), serde_json::to_string(answer).expect("a plain object"));
    }

    #[test]
    fn what_is_written_is_what_serde_writes() {
        let wish = Wish { decimals: Some(3), ..Wish::default() };
        for latex in
            ["x^2-5x+6=0", "x^2=2", r"\int 2x(x^2+1)^5\,dx", "x^x=\\text{\"}", r"\frac{1}{"]
        {
            for locale in ["en", "hi"] {
                same(&solve_problem(latex, None, None, locale, wish));
                same(&hint_for(latex, &[], None, None, locale, None));
                same(&practice_like(latex, 2, None, None, locale, None));
                let lines = ["x+1=2", "x=3", latex].map(str::to_owned);
                same(&check_work(&lines, locale, None));
            }
        }
        for check in [StepCheck::Verified, StepCheck::Undecided] {
            same(&check);
        }
        use StepRelation as R;
        [R::Equivalent, R::Implies, R::Restrict, R::Info].iter().for_each(same);
        use Verdict as V;
        let verdicts = [V::Start, V::Equivalent, V::Implies, V::Loses];
        verdicts.iter().for_each(same);
        [V::Definition, V::Wrong, V::Undecided, V::Unreadable].iter().for_each(same);
    }

    #[test]
    fn quotes_backslashes_and_control_signs_are_written_so_that_they_are_read_back() {
        for text in ["", "\"\\\u{0}\u{1f}\n", "x\\frac{1}{2}\"y\"", "कोई हल नहीं\t𝑥"]
        {
            let back: String = serde_json::from_str(&written(&text.to_owned())).expect("JSON");
            assert_eq!(back, text);
        }
    }
}
