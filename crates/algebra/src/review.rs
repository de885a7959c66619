//! A student's own work, line by line: which lines follow, which is the first that does not, and what went wrong there.
//!
//! Every line is compared with the one before it by numbers and by the solutions each has alone. Where a line is wrong,
//! the mistakes of a table are made on purpose on the line before until one gives what the student wrote.

use crate::expr::reset;
use asides::Side;
use compare::Mode;
use ganita_notation::{Language, Node, ReadOptions, filled, read_with, write_plain};
use kinds::{calculus_letter, mode};
use lines::Work;
use mistakes::RULES;

mod angles;
mod asides;
mod calculus;
mod chances;
mod compare;
mod compositions;
mod conics;
mod curves;
mod digits;
mod discriminant;
mod equations;
mod factors;
mod fractions;
mod functions;
mod intervals;
mod kinds;
mod laws;
mod lines;
mod losses;
mod mistakes;
mod numerators;
mod powers;
mod quantities;
mod rates;
mod sets;
mod shapes;
mod slopes;
mod solutions;
mod spots;
mod sums;
mod systems;
mod written;
mod zeros;

/// The work a whole review may take, in nodes made and terms touched.
const FUEL: u64 = 12_000_000;
/// Lines looked at.
const MOST_LINES: usize = 60;
/// Changes of one line that are tried for one mistake.
const MOST_CHANGES: usize = 60;
/// Characters a line may have.
const LONGEST: usize = 2_000;

/// What became of a student's work.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// A verdict for every line given.
    pub lines: Vec<Line>,
    /// The first line that is wrong or loses a solution.
    pub first_wrong: Option<usize>,
}

/// A line of a student's work.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The line as it was understood; absent if it cannot be read.
    pub read: Option<Node>,
    /// How it follows from the line before.
    pub verdict: Verdict,
    /// What probably went wrong, if it can be named.
    pub mistake: Option<Mistake>,
}

/// How a line follows from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The first line: what the work starts from.
    Start,
    /// The same value, or the same solutions.
    Equivalent,
    /// It follows, but may have more solutions than the line before: they must be tried at the end.
    Implies,
    /// A solution is lost.
    Loses,
    /// It names something for the lines that follow: u = x² + 1.
    Definition,
    /// It does not follow.
    Wrong,
    /// It cannot be decided.
    Undecided,
    /// It cannot be read.
    Unreadable,
}

impl Verdict {
    /// A stable name for the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Start => "start",
            Verdict::Equivalent => "equivalent",
            Verdict::Implies => "implies",
            Verdict::Loses => "loses",
            Verdict::Definition => "definition",
            Verdict::Wrong => "wrong",
            Verdict::Undecided => "undecided",
            Verdict::Unreadable => "unreadable",
        }
    }
}

/// What probably went wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Mistake {
    /// Its name: the key of its wording.
    pub name: &'static str,
    /// The piece in which it happened.
    pub part: Node,
    /// What became of it, or what it should be: the wording says which.
    pub became: Node,
}

/// Checks lines of work, LaTeX each: expressions that should have one value, an equation and what follows from it, an
/// inequality, a system, a derivative, an integral.
#[must_use]
pub fn check_work(lines: &[&str]) -> Review {
    check_work_as(lines, &ReadOptions::default())
}

/// [`check_work`] of lines that are read with options: `\log` as in the student's class.
#[must_use]
pub fn check_work_as(lines: &[&str], options: &ReadOptions) -> Review {
    let review = check_lines(lines, options);
    if !options.class_is_unknown || review.first_wrong.is_none() {
        return review;
    }
    // The student may mean the other logarithm, in every line.
    let other = ReadOptions { common_logarithms: true, ..options.clone() };
    if !lines.iter().any(|line| written::find(line, "\\log").is_some()) {
        return review;
    }
    let again = check_lines(lines, &other);
    if again.first_wrong.is_none() { again } else { review }
}

fn check_lines(lines: &[&str], options: &ReadOptions) -> Review {
    reset(FUEL);
    let options = &with_polynomials(lines, options);
    let lines = &lines[..lines.len().min(MOST_LINES)];
    if let Some(review) = factors::review(lines, options) {
        return review;
    }
    let marked = lines.iter().map(|line| asides::marked(cleaned(line)));
    let mut where_ = None;
    let read: Vec<(Option<Side>, Option<Node>)> = marked
        .map(|(side, line)| {
            let read = |line: &str| read_with(line, options).ok();
            let node = (line.len() <= LONGEST).then(|| {
                let line = &written::apart(line);
                read(line).or_else(|| read(&written::without_words(line)?))
            });
            let node = node.flatten().map(|node| {
                let (node, condition) = asides::condition(asides::plain(node, None));
                if where_.is_none() {
                    where_ = condition;
                }
                node
            });
            (side, node)
        })
        .collect();
    let read: Vec<(Option<Side>, Option<Node>)> = match read.first() {
        Some((_, Some(first))) if asides::of_sides(first) => read
            .into_iter()
            .map(|(side, node)| (side, node.as_ref().map(asides::segments)))
            .collect(),
        _ => read,
    };
    let known: Vec<&Node> = read.iter().filter_map(|(_, node)| node.as_ref()).collect();
    let mode = if read.iter().any(|(side, _)| side.is_some()) {
        Mode::Value(calculus_letter(&known))
    } else {
        mode(&known)
    };
    let mut work = Work {
        mode,
        last: None,
        settled: None,
        first: None,
        given: Vec::new(),
        named: None,
        letters: Vec::new(),
        side: None,
        sides: [None, None],
        rows: Vec::new(),
        parametric: asides::parametric(&known),
        known: quantities::known(&known),
        on_condition: false,
        sets: sets::sets(&known),
        of_zeros: false,
        reasoned: false,
        where_,
        slope: None,
        at_point: false,
        rates: None,
        of_angles: false,
        bound: None,
        conic: conics::conic(&known),
        numerators: numerators::numerators(&known),
        sums: sums::sums(&known),
        functions: compositions::functions(&known),
    };
    work.rates = rates::time(&known);
    if work.rates.is_some() {
        work.known = Some(quantities::Known::default());
    }
    let mut out = Vec::new();
    for ((side, node), written) in read.iter().zip(lines) {
        work.reasoned |= written::gives_reason(written);
        out.push(match node {
            _ if side.is_some() => work.marked(*side, node.as_ref()),
            None => Line { read: None, verdict: Verdict::Unreadable, mistake: None },
            // Words between the lines.
            Some(node) if written::gives_reason(written) && !kinds::is_statement(node) => {
                Line { read: Some(node.clone()), verdict: Verdict::Definition, mistake: None }
            }
            Some(node @ Node::Text(words)) if words != "no solution" => {
                Line { read: Some(node.clone()), verdict: Verdict::Definition, mistake: None }
            }
            Some(node) => work.line(node),
        });
    }
    work.last_look(&mut out);
    work.roots_apart(&mut out);
    let bad = |line: &Line| matches!(line.verdict, Verdict::Wrong | Verdict::Loses);
    let first_wrong = out.iter().position(bad);
    Review { lines: out, first_wrong }
}

/// With the letters that the lines use as functions: p(x) = x² + 1.
fn with_polynomials(lines: &[&str], options: &ReadOptions) -> ReadOptions {
    let mut options = options.clone();
    for line in lines {
        let mut start = line.trim_start().chars();
        if let (Some(name @ ('p' | 'q' | 'r' | 'P' | 'Q')), "(x)") =
            (start.next(), start.as_str().get(..3).unwrap_or(""))
        {
            options.functions.push(name.to_string());
        }
    }
    options
}

/// Without the signs that say "therefore" and a leading "=".
fn cleaned(line: &str) -> &str {
    const LEADING: [&str; 12] = [
        "=",
        r"\Rightarrow",
        r"\implies",
        r"\therefore",
        r"\Leftrightarrow",
        r"\iff",
        r"\to",
        r"\quad",
        r"\because",
        r"\,",
        "&",
        r"\longrightarrow",
    ];
    let mut line = line.trim();
    while let Some(rest) = LEADING.iter().find_map(|mark| line.strip_prefix(mark)) {
        line = rest.trim_start();
    }
    line.trim_end_matches(['.', ',', ' '])
}

/// What is said of a line: how it follows, and the mistake if one is named.
#[must_use]
pub fn tell_line(line: &Line, language: Language) -> String {
    let (english, hindi) = match &line.mistake {
        Some(mistake) => {
            let rule = RULES.iter().find(|rule| rule.name == mistake.name);
            let (english, hindi) = rule.map_or(("", ""), |rule| (rule.english, rule.hindi));
            let text = if language == Language::Hindi { hindi } else { english };
            return filled(text, &mut |name| match name {
                "part" => Some(write_plain(&mistake.part)),
                "became" => Some(write_plain(&mistake.became)),
                _ => None,
            });
        }
        None => match line.verdict {
            Verdict::Start => ("The work starts here.", "हल यहाँ से आरंभ होता है।"),
            Verdict::Equivalent => {
                ("Right: this line says the same.", "सही: यह पंक्ति वही बात कहती है।")
            }
            Verdict::Implies => (
                "Right: this follows; values found from here on must be put back into the first line.",
                "सही: यह निष्कर्ष निकलता है; आगे मिले मान पहली पंक्ति में रखकर जाँचिए।",
            ),
            Verdict::Loses => ("A solution is lost here.", "यहाँ एक हल छूट गया।"),
            Verdict::Definition => (
                "Right: noted for the lines that follow.",
                "सही: यह आगे की पंक्तियों के लिए लिखा गया है।",
            ),
            Verdict::Wrong => {
                ("This does not follow from the line before.", "यह पिछली पंक्ति से नहीं निकलता।")
            }
            Verdict::Undecided => (
                "I cannot decide whether this line follows.",
                "यह पंक्ति पिछली से निकलती है या नहीं, मैं तय नहीं कर सका।",
            ),
            Verdict::Unreadable => ("I cannot read this line.", "यह पंक्ति पढ़ी नहीं जा सकी।"),
        },
    };
    (if language == Language::Hindi { hindi } else { english }).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_found_in_its_example_and_told_in_both_languages() {
        let mut wrong = Vec::new();
        for rule in RULES {
            let review = check_work(rule.example);
            let last = review.lines.last().expect("lines");
            let found = last.mistake.as_ref().map(|mistake| mistake.name);
            if found != Some(rule.name) {
                wrong.push(format!("{}: {:?} {found:?}", rule.name, last.verdict));
                continue;
            }
            for language in [Language::English, Language::Hindi] {
                let text = tell_line(last, language);
                assert!(!text.is_empty() && !text.contains('{'), "{}: {text}", rule.name);
            }
            let hindi = tell_line(last, Language::Hindi);
            assert!(hindi.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c)), "{hindi}");
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    fn verdicts(lines: &[&str]) -> Vec<&'static str> {
        check_work(lines).lines.iter().map(|line| line.verdict.name()).collect()
    }

    #[test]
    fn right_work_has_no_wrong_line() {
        for lines in [
            &["2x+3=7", "2x=4", "x=2"][..],
            &["x^2-5x+6=0", "(x-2)(x-3)=0", r"x=2 \text{ or } x=3"],
            &["x^2=9", r"x=\pm 3"],
            &[r"\frac{x^2-1}{x-1}", "=x+1"],
            &[r"\int 2x\cos(x^2)dx", "u=x^2", r"\int \cos u\,du", r"\sin u+C", r"\sin(x^2)+C"],
            &["y=x^2\\sin x", r"\frac{dy}{dx}=2x\sin x+x^2\cos x"],
            &["-2x<6", "x>-3"],
            &[r"\sin x=\frac12", r"x=n\pi+(-1)^n\frac{\pi}{6}"],
            &["(a+b)^2=a^2+2ab+b^2"],
            &["y=mx+c", "y-c=mx", r"x=\frac{y-c}{m}"],
            &[r"\begin{cases}x+y=5\\x-y=1\end{cases}", "2x=6", "x=3", "y=2", "x=3,y=2"],
            &["x^2+1=0", r"x=\pm i"],
        ] {
            let review = check_work(lines);
            let unsure = review
                .lines
                .iter()
                .any(|line| matches!(line.verdict, Verdict::Undecided | Verdict::Unreadable));
            assert!(review.first_wrong.is_none() && !unsure, "{lines:?}: {:?}", verdicts(lines));
        }
    }

    #[test]
    fn relations_are_named() {
        assert_eq!(verdicts(&[r"\sqrt{x+2}=x", "x+2=x^2"]), ["start", "implies"]);
        assert_eq!(verdicts(&["x^2=4", "x=2"]), ["start", "loses"]);
        assert_eq!(verdicts(&["x+1", "y+1"])[1], "wrong");
        assert_eq!(verdicts(&["x+1", r"\frac{"])[1], "unreadable");
    }
}
