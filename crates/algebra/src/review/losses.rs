//! Solutions lost on the way, and values that came in: mistakes seen in the solutions themselves.

use super::angles;
use super::compare::{self, Link, Mode, link};
use super::kinds::{is_name, sides};
use super::lines::Work;
use super::mistakes::{
    BARS, DIVIDED, EXTRANEOUS, GENERAL, LOST, NEGATIVE, ROOT_SIGN, SQUARE, TOO_MANY, UNKNOWN_SIGN,
};
use super::solutions;
use super::spots::bare;
use super::{Line, Mistake, Verdict};
use crate::explain::names;
use crate::expr::sym;
use crate::parts;
use ganita_notation::{Node, Relation};

impl Work {
    /// An inequality cleared of a denominator that may be negative.
    pub(super) fn multiplied_by_unknown(&self, before: &Node, after: &Node) -> Option<Mistake> {
        let Mode::Inequality(x) = &self.mode else { return None };
        let below = |line: &Node| {
            let mut found = None;
            parts::rewrite(line, &mut |part| {
                if let Node::Fraction(_, bottom) = &part {
                    let mut letters = Vec::new();
                    names(bottom, &mut letters);
                    if letters.contains(x) {
                        found = Some((**bottom).clone());
                    }
                }
                part
            });
            found
        };
        let part = below(before)?;
        below(after).is_none().then(|| Mistake { name: UNKNOWN_SIGN, part, became: after.clone() })
    }

    /// A line with fewer solutions: a sign of a root, or a division by something that is zero there.
    pub(super) fn lost(&self, before: &Node, after: &Node) -> Option<Mistake> {
        let Mode::Equation(x) = &self.mode else {
            let square = sides(before).iter().any(even);
            let bars = |part: &Node| matches!(part, Node::Absolute(_));
            let absolute = parts::any(before, &bars) && !parts::any(after, &bars);
            return (square || absolute).then(|| Mistake {
                name: if square { SQUARE } else { BARS },
                part: before.clone(),
                became: after.clone(),
            });
        };
        let root = solutions::lost(before, after, x);
        let divided = || {
            let isolated = sides(after)[0] == Node::symbol(x);
            let zero = |side: &Node| {
                let values = vec![(x.clone(), crate::complex::real(root.unwrap_or(f64::NAN)))];
                let at = crate::check::Letters { values, given: &[], minus: false, beside: false };
                crate::check::evaluate(side, &at).abs() < 1e-9
            };
            let literal = sides(before).iter().any(|side| *bare(side) == Node::number("0"));
            if isolated && (literal || !sides(before).iter().all(zero)) {
                return None;
            }
            let (f, g) = (compare::difference(before)?, compare::difference(after)?);
            let (f, g) = (crate::meaning::meaning(&f).ok()?, crate::meaning::meaning(&g).ok()?);
            let (top, bottom) = crate::algebra::fraction(f / g);
            let letter = sym(x);
            (top.has(letter) && !bottom.has(letter))
                .then(|| crate::show::show(crate::algebra::factored(top)))
        };
        if let Some(by) = divided() {
            return Some(Mistake { name: DIVIDED, part: by, became: after.clone() });
        }
        let part = root.map_or_else(|| before.clone(), |v| rounded(x, v));
        let squared = matches!(bare(after), Node::Relation(..));
        let rule = match () {
            () if !even(before)
                && isolated(after, x)
                && solutions::negative_lost(before, after, x).is_some()
                && !mirrored(before, after, x, root) =>
            {
                NEGATIVE
            }
            () if squared && (even(before) || mirrored(before, after, x, root)) => ROOT_SIGN,
            () if angles::periodic(before, x)
                && (isolated(after, x) || !angles::periodic(after, x)) =>
            {
                GENERAL
            }
            () => LOST,
        };
        Some(Mistake { name: rule, part, became: after.clone() })
    }

    /// x = 2 and then x = 3, each in a line of its own: together they are the answer.
    pub(super) fn roots_apart(&self, out: &mut [Line]) {
        let Mode::Equation(x) = &self.mode else { return };
        let is_root = |line: &Line| {
            let both = line.read.as_ref().map(sides).unwrap_or_default();
            both.len() == 2 && both[0] == Node::symbol(x) && is_name(&both[0], &both[1..])
        };
        let count = out.iter().rev().take_while(|line| is_root(line)).count();
        if count < 2 || count >= out.len() {
            return;
        }
        let start = out.len() - count;
        let roots: Vec<Node> = out[start..].iter().filter_map(|line| line.read.clone()).collect();
        let together = Node::Operation("or".to_owned(), roots);
        let Some(before) = out[..start].iter().rev().find_map(|line| line.read.clone()) else {
            return;
        };
        if link(&self.mode, &before, &together, &self.given) == Link::Same {
            for line in &mut out[start..] {
                (line.verdict, line.mistake) = (Verdict::Equivalent, None);
            }
        }
    }

    /// The last line must not say more than the first.
    pub(super) fn last_look(&self, out: &mut [Line]) {
        let (Mode::Equation(_) | Mode::Inequality(_), Some(first), Some(last)) =
            (&self.mode, &self.first, &self.last)
        else {
            return;
        };
        if !out.iter().any(|line| line.verdict == Verdict::Implies)
            || out.iter().any(|line| matches!(line.verdict, Verdict::Wrong | Verdict::Loses))
        {
            return;
        }
        let Mode::Equation(x) = &self.mode else {
            let alone =
                |line: &Node| sides(line).iter().any(|side| matches!(side, Node::Symbol(_)));
            let solved = match bare(last) {
                Node::Operation(_, all) => all.iter().all(alone),
                last => alone(last),
            };
            if solved
                && link(&self.mode, first, last, &[]) == Link::Gains
                && let Some(line) = out.iter_mut().rfind(|line| line.read.is_some())
            {
                line.verdict = Verdict::Wrong;
                let (part, became) = (first.clone(), last.clone());
                line.mistake = Some(Mistake { name: TOO_MANY, part, became });
            }
            return;
        };
        if isolated(last, x)
            && link(&self.mode, first, last, &[]) == Link::Gains
            && let Some(line) = out.iter_mut().rfind(|line| line.read.is_some())
        {
            let root = solutions::lost(last, first, x);
            let rule = if angles::periodic(first, x) { GENERAL } else { EXTRANEOUS };
            line.verdict = Verdict::Wrong;
            line.mistake = Some(Mistake {
                name: rule,
                part: root.map_or_else(|| last.clone(), |v| rounded(x, v)),
                became: last.clone(),
            });
        }
    }
}

/// x² − 36 = 0 with only one of ±6 left.
fn mirrored(before: &Node, after: &Node, x: &str, root: Option<f64>) -> bool {
    let holds = |line: &Node, v: f64| {
        let values = vec![(x.to_owned(), crate::complex::real(v))];
        crate::check::holds(
            line,
            &crate::check::Letters { values, given: &[], minus: false, beside: false },
        )
    };
    let squares = parts::any(before, &|part| {
        even(&Node::relation(part.clone(), Relation::Equal, Node::number("0")))
    });
    root.is_some_and(|v| {
        v != 0.0 && squares && holds(before, -v) == Some(true) && holds(after, -v) == Some(true)
    })
}

/// Whether a line only says what x is.
fn isolated(line: &Node, x: &str) -> bool {
    solutions::alternatives(line, x).iter().all(|one| {
        let all = sides(one);
        all.len() > 1 && all[0] == Node::symbol(x) && is_name(&all[0], &all[1..])
    })
}

/// `x = 2` for a value that is shown to the student; whole numbers and simple fractions exactly.
fn rounded(x: &str, v: f64) -> Node {
    for d in 1..=60 {
        let n = v * f64::from(d);
        if (n - libm::round(n)).abs() < 1e-9 {
            let q = crate::number::Q::new(libm::round(n) as i64, i64::from(d));
            return Node::relation(
                Node::symbol(x),
                Relation::Equal,
                crate::show::show(crate::expr::num(q)),
            );
        }
    }
    let thousandths = libm::round(v.abs() * 1000.0) as u64;
    let digits = Node::Number(format!("{}.{:03}", thousandths / 1000, thousandths % 1000));
    let value = if v < 0.0 { Node::negative(digits) } else { digits };
    Node::relation(Node::symbol(x), Relation::Approximately, value)
}

/// x² = c, (x - 1)² = c.
fn even(line: &Node) -> bool {
    sides(line).iter().any(|side| {
        matches!(bare(side), Node::Power(_, k) if matches!(&**k, Node::Number(n) if n.parse::<u32>().is_ok_and(|n| n % 2 == 0)))
    })
}
