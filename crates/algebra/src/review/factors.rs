//! HCF and LCM of numbers whose prime factors were written out.

use super::compare::{Link, Mode, link};
use super::kinds::{is_equation, sides};
use super::mistakes::FACTORS;
use super::quantities::numeric;
use super::written::{find, without_words};
use super::{Line, Mistake, Review, Verdict, cleaned};
use crate::parts;
use crate::textbook::items;
use ganita_notation::{Node, ReadOptions, read_with};

/// What they are called; the letter is put in their place.
const NAMES: [(&str, &[&str]); 2] = [
    ("h", &["H.C.F.", "H.C.F", "HCF", "GCD", r"\gcd", "gcd", "hcf", "म.स.", "म॰स॰"]),
    ("l", &["L.C.M.", "L.C.M", "LCM", "lcm", "ल.स.", "ल॰स॰"]),
];
const WRAPS: [&str; 5] = [r"\text{", r"\mathrm{", r"\operatorname{", r"\textbf{", r"\mbox{"];

fn number(text: &str) -> Option<u64> {
    text.trim().trim_matches(['{', '}', '$']).parse().ok().filter(|n| (1..1 << 40).contains(n))
}

/// A line with letters for HCF and LCM, and the numbers that stand with them.
fn lettered(line: &str) -> Option<(String, Vec<u64>)> {
    let (mut out, mut numbers, mut found) = (line.to_owned(), Vec::new(), false);
    for (letter, words) in NAMES {
        for word in words {
            while let Some(at) = find(&out, word) {
                found = true;
                let mut start = at;
                let mut end = at + word.len();
                for wrap in WRAPS {
                    if out[..start].ends_with(wrap) {
                        start -= wrap.len();
                        end += find(&out[end..], "}").map_or(0, |to| to + 1);
                        break;
                    }
                }
                // (96, 404), or "of 96 and 404".
                let rest = &out[end..];
                let bare = |text| -> &str { str::strip_prefix(text, r"\left").unwrap_or(text) };
                let open = bare(rest.trim_start());
                if open.starts_with('(')
                    && let Some(close) = find(rest, ")")
                {
                    let inside = bare(rest[..close].trim_start()).trim_start_matches('(');
                    let inside = inside.strip_suffix(r"\right").unwrap_or(inside);
                    let own: Option<Vec<u64>> = inside.split(',').map(number).collect();
                    numbers = own.filter(|own| own.len() > 1)?;
                    end += close + 1;
                }
                out.replace_range(start..end, &["{", letter, "}"].concat());
            }
        }
    }
    found.then_some((out, numbers))
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// n of n = 2⁵ · 3.
fn factored(item: &Node) -> Option<u64> {
    let both = sides(item);
    let right = both.get(1)?;
    let product = matches!(right, Node::Product(_) | Node::Power(..) | Node::Number(_));
    let sum = parts::any(right, &|part| matches!(part, Node::Sum(_) | Node::Fraction(..)));
    match &both[0] {
        Node::Number(digits) if is_equation(item) && product && !sum => number(digits),
        _ => None,
    }
}

/// The review of lines that are about them.
pub(super) fn review(lines: &[&str], options: &ReadOptions) -> Option<Review> {
    let lettered: Vec<Option<(String, Vec<u64>)>> =
        lines.iter().map(|line| lettered(line)).collect();
    if lettered.iter().all(Option::is_none) {
        return None;
    }
    let mut numbers: Vec<u64> = Vec::new();
    let mut out = Vec::new();
    let same = |a: &Node, b: &Node| link(&Mode::Value(None), a, b, &[]);
    for (written, about) in lines.iter().zip(&lettered) {
        let read = |line: &str| read_with(cleaned(line), options).ok();
        let read = |line: &str| read(line).or_else(|| read(&without_words(cleaned(line))?));
        let shown = read(written);
        let Some(node) = about.as_ref().map_or_else(|| shown.clone(), |(line, _)| read(line))
        else {
            out.push(Line { read: None, verdict: Verdict::Unreadable, mistake: None });
            continue;
        };
        if let Some((_, own)) = about.as_ref().filter(|(_, own)| !own.is_empty()) {
            numbers.clone_from(own);
        }
        let letters = if numbers.len() > 1 {
            let h = numbers.iter().fold(0, |all, &n| gcd(all, n));
            let l = numbers.iter().try_fold(1_u64, |all, &n| all.checked_mul(n / gcd(all, n)));
            Some(("h", h)).into_iter().chain(l.map(|l| ("l", l))).collect()
        } else {
            Vec::new()
        };
        let (mut verdict, mut mistake) = (Verdict::Equivalent, None);
        for item in items(&node) {
            let put = letters.iter().fold(item.clone(), |line, (name, value)| {
                super::asides::put(&line, name, &Node::number(&value.to_string()))
            });
            let both = sides(&put);
            if !is_equation(&item) || both.len() < 2 || !both.iter().skip(1).all(numeric) {
                verdict = Verdict::Undecided;
                continue;
            }
            for two in both.windows(2).filter(|two| two.iter().all(numeric)) {
                match same(&two[0], &two[1]) {
                    Link::Same => {}
                    Link::Unknown => verdict = Verdict::Undecided,
                    _ => {
                        verdict = Verdict::Wrong;
                        mistake = about.is_some().then(|| {
                            let became = two[1].clone();
                            Mistake { name: FACTORS, part: became.clone(), became }
                        });
                    }
                }
            }
            if !numeric(&both[0]) && verdict == Verdict::Equivalent {
                verdict = Verdict::Undecided;
            }
            if about.is_none()
                && let Some(n) = factored(&item)
                && !numbers.contains(&n)
            {
                numbers.push(n);
            }
        }
        if verdict == Verdict::Equivalent && out.is_empty() && about.is_some() {
            verdict = Verdict::Start;
        }
        out.push(Line { read: shown.or(Some(node)), verdict, mistake });
    }
    let first_wrong = out.iter().position(|line: &Line| line.verdict == Verdict::Wrong);
    Some(Review { lines: out, first_wrong })
}
