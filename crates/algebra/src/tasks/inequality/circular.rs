//! Inequalities of angles: what holds in one period holds in all.

use super::{PLACES, union};
use crate::algebra::{coefficients, expand};
use crate::complex::real;
use crate::expr::{E, X, ZERO, int, num, rat, sym};
use crate::number::Q;
use crate::solution::{Reason, Refusal};
use crate::value::{real_value, value};
use ganita_notation::{Bracket, Node, Relation};

/// Members of all families that are looked at.
const MEMBERS: f64 = 200.0;
/// Two points that are one.
const SAME: f64 = 1e-9;

/// start + period · n.
#[derive(Clone, Copy)]
pub(super) struct Family {
    start: E,
    period: E,
}

impl Family {
    pub(super) fn of(root: E) -> Option<Family> {
        let c = coefficients(expand(root), sym("n"))?;
        let &[start, period] = c.as_slice() else { return None };
        let positive = crate::value::sign(period)? > 0;
        Some(Family { start, period: if positive { period } else { -period } })
    }

    /// The members from `low` to `high`.
    pub(super) fn between(self, low: f64, high: f64, out: &mut Vec<(f64, E)>) -> Option<()> {
        let (start, period) = (real_value(self.start)?, real_value(self.period)?);
        let first = libm::ceil((low - start) / period - SAME);
        let last = libm::floor((high - start) / period + SAME);
        if last - first > MEMBERS {
            return None;
        }
        for k in first as i64..=last as i64 {
            let member = expand(self.start + self.period * int(k));
            let v = real_value(member)?;
            if !out.iter().any(|(known, _)| (known - v).abs() < SAME) {
                out.push((v, member));
            }
        }
        Some(())
    }
}

/// Between which numbers the linear ones among the inequalities leave x, all of which must hold.
pub(super) fn window(parts: &[(E, Relation)], x: E) -> Option<(f64, f64)> {
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    for (f, relation) in parts {
        let Some(c) = coefficients(*f, x).filter(|c| c.len() == 2) else { continue };
        let (v, slope) = (real_value(-c[0] / c[1])?, crate::value::sign(c[1])?);
        let above = matches!(relation, Relation::Greater | Relation::GreaterEqual) == (slope > 0);
        if above {
            low = low.max(v);
        } else {
            high = high.min(v);
        }
    }
    (low.is_finite() && high.is_finite() && low < high).then_some((low, high))
}

/// After how much all families, and all of the inequalities, repeat.
fn period(parts: &[(E, Relation)], x: E, families: &[Family]) -> Option<E> {
    let unit = families.first()?.period;
    let mut ratios = Vec::new();
    for family in families {
        ratios.push(crate::tasks::simplify::evaluated(unit / family.period).num()?);
    }
    let whole = unit / num(Q::content(&ratios));
    let repeats = |by: E| {
        let by = real_value(by)?;
        let same = |f: E, v: f64| {
            let (a, b) = (value(f, &[(x, real(v))]), value(f, &[(x, real(v + by))]));
            a.is_finite() && b.is_finite() && (a - b).abs() < SAME * a.abs().max(1.0)
        };
        let all = parts.iter().all(|(f, _)| [0.317, 1.933, 4.71].iter().all(|v| same(*f, *v)));
        all.then_some(by)
    };
    let times = [(1, 6), (1, 4), (1, 3), (1, 2), (1, 1), (2, 1), (3, 1), (4, 1)];
    times.into_iter().map(|(p, q)| whole * rat(p, q)).find(|by| repeats(*by).is_some())
}

/// What holds in every period.
pub(super) struct Periodic {
    pub(super) period: E,
    /// Where the truth may change in one of them.
    pub(super) points: Vec<(f64, E)>,
    /// The solutions, for every whole n.
    pub(super) set: Node,
    /// Whether all or nothing is one.
    pub(super) all: Option<bool>,
}

pub(super) fn everywhere(
    parts: &[(E, Relation)],
    x: E,
    families: &[Family],
    truth: &dyn Fn(f64) -> Option<bool>,
    holds_at: &dyn Fn(&(f64, E)) -> bool,
) -> Result<Periodic, Refusal> {
    let none = || Refusal::new(Reason::NoMethod);
    let period = period(parts, x, families).ok_or(none())?;
    let length = real_value(period).ok_or(none())?;
    let mut points = Vec::new();
    for family in families {
        family.between(0.0, length, &mut points).ok_or(none())?;
    }
    points.retain(|(v, _)| *v < length - SAME);
    crate::sort::by(&mut points, &mut |a, b| a.0.total_cmp(&b.0));
    let count = points.len();
    let mut stretches = Vec::new();
    for k in 0..count {
        let low = points[k].0;
        let high = if k + 1 < count { points[k + 1].0 } else { points[0].0 + length };
        let samples: Vec<Option<bool>> =
            PLACES.iter().map(|t| truth(low + (high - low) * t)).collect();
        // Several samples must agree, or a point was missed.
        if samples.iter().any(|found| found.is_none() || *found != samples[0]) {
            return Err(Refusal::new(Reason::Unverified));
        }
        stretches.push(samples[0] == Some(true));
    }
    let at: Vec<bool> = points.iter().map(holds_at).collect();
    let same = |all: bool| stretches.iter().chain(&at).all(|&one| one == all);
    let all = if same(true) { Some(true) } else { same(false).then_some(false) };
    let n = sym("n");
    let shown = |e: E| crate::show::show(expand(period * n + e));
    let mut sets = Vec::new();
    for k in 0..count {
        let before = stretches[(k + count - 1) % count];
        if at[k] && !before && !stretches[k] {
            let only = Box::new(shown(points[k].1));
            sets.push((points[k].0, Node::Group(Bracket::Curly, only, Bracket::Curly)));
        }
        if !stretches[k] || at[k] && before {
            continue;
        }
        let mut last = k + 1;
        while last < k + count && at[last % count] && stretches[last % count] {
            last += 1;
        }
        // From the end of one period into the next: from below 0, but not to 0 itself.
        let over = last >= count && !(last == count && points[0].1 == ZERO);
        let after = last >= count && !over;
        let end = points[last % count].1 + if after { period } else { ZERO };
        let start = if over { points[k].1 - period } else { points[k].1 };
        let bracket = |closed: bool| if closed { Bracket::Square } else { Bracket::Round };
        let ends = Node::List(vec![shown(start), shown(end)]);
        let set = Node::Group(bracket(at[k]), Box::new(ends), bracket(at[last % count]));
        sets.push((points[k].0 - if over { length } else { 0.0 }, set));
    }
    crate::sort::by(&mut sets, &mut |a, b| a.0.total_cmp(&b.0));
    let sets = sets.into_iter().map(|(_, set)| set).collect();
    Ok(Periodic { period, points, set: union(sets), all })
}

/// Whether a part of an expression is a function of an angle with x in it.
pub(super) fn of_angles(part: E, x: E) -> bool {
    matches!(part.get(), X::Fun(f, h) if crate::trig::is_circular(f) && h.has(x))
}
