//! What helps a student who works alone: own lines checked, hints, further problems.

use crate::maths::{
    Hint, HintGiven, Practice, PracticeGiven, Refused, Review, ReviewedLine, Verdict,
};
use crate::solution::{language, refused, unknown_kind, unreadable};
use ganita_algebra::{Task, tell_line, tell_refusal};
use ganita_notation::{Language, Node, ReadOptions, in_language, read_with, write_latex};

/// Checks lines of work, LaTeX each.
#[must_use]
pub fn check_work(lines: &[String], locale: &str, class: Option<u32>) -> Review {
    let language = language(locale);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let review = ganita_algebra::check_work_as(&lines, &ReadOptions::of(class));
    let lines = review.lines.iter().map(|line| line_of(line, language)).collect();
    Review { lines, first_wrong: review.first_wrong }
}

fn line_of(line: &ganita_algebra::Line, language: Language) -> ReviewedLine {
    use ganita_algebra::Verdict as V;
    let mistake = line.mistake.as_ref();
    ReviewedLine {
        read_as_latex: line.read.as_ref().map(write_latex),
        verdict: match line.verdict {
            V::Start => Verdict::Start,
            V::Equivalent => Verdict::Equivalent,
            V::Implies => Verdict::Implies,
            V::Loses => Verdict::Loses,
            V::Definition => Verdict::Definition,
            V::Wrong => Verdict::Wrong,
            V::Undecided => Verdict::Undecided,
            V::Unreadable => Verdict::Unreadable,
        },
        mistake: mistake.map(|mistake| mistake.name.to_owned()),
        text: tell_line(line, language),
        part_latex: mistake.map(|mistake| write_latex(&mistake.part)),
        became_latex: mistake.map(|mistake| write_latex(&mistake.became)),
    }
}

/// A problem and its task.
fn understood(
    latex: &str,
    kind: Option<&str>,
    variable: Option<&str>,
    options: &ReadOptions,
    language: Language,
) -> Result<(Task, Node), Refused> {
    let problem = read_with(latex, options).map_err(|error| unreadable(latex, &error, language))?;
    let task = Task::asked(kind, variable, &problem).ok_or_else(|| unknown_kind(language))?;
    Ok((task, problem))
}

/// A hint for the next step after `so_far`.
#[must_use]
pub fn hint(
    latex: &str,
    so_far: &[String],
    kind: Option<&str>,
    variable: Option<&str>,
    locale: &str,
    class: Option<u32>,
) -> Hint {
    let language = language(locale);
    let options = ReadOptions::of(class);
    let (task, problem) = match understood(latex, kind, variable, &options, language) {
        Ok(found) => found,
        Err(refused) => return Hint::Refused(refused),
    };
    let so_far: Vec<&str> = so_far.iter().map(String::as_str).collect();
    match ganita_algebra::hint(&task, &problem, &so_far, &options, language) {
        Ok(hint) => Hint::Given(HintGiven {
            ok: true,
            rule: hint.rule.to_owned(),
            levels: hint.levels.to_vec(),
            after_latex: hint.after.map(|after| write_latex(&in_language(&after, language))),
        }),
        Err(refusal) => Hint::Refused(refused(
            refusal.reason.code(),
            tell_refusal(&refusal, language),
            refusal.about.as_deref(),
        )),
    }
}

/// A similar problem; the seed chooses which.
#[must_use]
pub fn practice(
    latex: &str,
    seed: u32,
    kind: Option<&str>,
    variable: Option<&str>,
    locale: &str,
    class: Option<u32>,
) -> Practice {
    let language = language(locale);
    let options = ReadOptions::of(class);
    let (task, problem) = match understood(latex, kind, variable, &options, language) {
        Ok(found) => found,
        Err(refused) => return Practice::Refused(refused),
    };
    match ganita_algebra::practice(&task, &problem, u64::from(seed)) {
        Some(similar) => Practice::Given(PracticeGiven {
            ok: true,
            kind: task.kind.name().to_owned(),
            latex: write_latex(&similar),
        }),
        None => {
            let text = match language {
                Language::English => "I found no similar problem with a decent answer.",
                Language::Hindi => "उचित उत्तर वाला ऐसा कोई और प्रश्न नहीं मिला।",
            };
            Practice::Refused(refused("no_practice", text.to_owned(), None))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_wrong_line_is_told_in_the_language_asked_for() {
        let lines = ["2x+3=7", "2x=10"].map(str::to_owned);
        let (english, hindi) = (check_work(&lines, "en", None), check_work(&lines, "hi", None));
        assert_eq!((english.first_wrong, english.lines[1].verdict), (Some(1), Verdict::Wrong));
        assert_eq!(english.lines[1].mistake, hindi.lines[1].mistake);
        assert_ne!(english.lines[1].text, hindi.lines[1].text);
    }

    #[test]
    fn lines_and_hints_are_read_as_in_the_class_and_as_meant_where_none_is_said() {
        let lines = [r"\log x=2", "x=100"].map(str::to_owned);
        let wrong = |class| check_work(&lines, "en", class).first_wrong;
        assert_eq!((wrong(Some(9)), wrong(Some(12)), wrong(None)), (None, Some(1), None));
        let hint = |class| match hint(&lines[0], &[], None, None, "en", class) {
            Hint::Given(hint) => hint.levels.join(" "),
            Hint::Refused(refused) => panic!("{:?}", refused.refusal),
        };
        // To the base 10 it is a power of 10; no other logarithm has to be known.
        let as_power = "as a power";
        assert!(hint(Some(9)).contains(as_power) && !hint(Some(9)).contains("ln"));
        assert!(!hint(Some(12)).contains(as_power));
        let practice = |class| match practice(&lines[0], 3, None, None, "en", class) {
            Practice::Given(given) => given.latex,
            Practice::Refused(refused) => panic!("{:?}", refused.refusal),
        };
        assert!(practice(Some(9)).contains(r"\log_{10}") && !practice(Some(11)).contains("10"));
    }

    #[test]
    fn hints_and_practice_say_why_there_are_none() {
        assert!(matches!(hint(r"\frac{1}{", &[], None, None, "en", None), Hint::Refused(_)));
        assert!(matches!(practice("x", 1, Some("cook"), None, "en", None), Practice::Refused(_)));
        assert!(matches!(practice("2x+3=7", 1, None, None, "en", None), Practice::Given(_)));
    }
}
