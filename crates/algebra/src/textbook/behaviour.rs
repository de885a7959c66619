//! Where a function rises and falls, and its greatest and least value on an interval. Class 12.

use super::arrays::{Array, World};
use super::calculus::{at, function, name_of, slope};
use super::{Ask, Sheet, equals, items, l, plain, tex};
use crate::complex::real;
use crate::derive::derivative;
use crate::expr::{E, I, UNDEFINED, sym};
use crate::meaning::{letter, meaning};
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use crate::tasks::inequality::{critical, sets, union};
use crate::tasks::simplify::simplest;
use crate::tasks::solve::roots::{Set, roots};
use crate::tasks::solve::{statement, within};
use crate::value::real_value;
use ganita_notation::{Bracket, Node, Relation};

/// Places looked at within an interval, as shares of it.
const PLACES: [f64; 5] = [0.07, 0.29, 0.5, 0.73, 0.94];

/// How far out an interval without an end is looked at.
const FAR: f64 = 6.0;

/// A function, and the interval it is looked at on.
struct Curve {
    node: Node,
    f: E,
    first: E,
    x: E,
    letter: String,
    interval: Option<Interval>,
}

struct Interval {
    bounds: Node,
    ends: [E; 2],
    closed: bool,
}

/// "0 ≤ x ≤ 2π", "x ∈ [0, 3]", "[0, 3]".
fn interval(node: &Node, x: E) -> Option<Interval> {
    let ends = |node: &Node| match node {
        Node::Group(open @ (Bracket::Round | Bracket::Square), inner, shut) => match &**inner {
            Node::List(ends) => match ends.as_slice() {
                [low, high] => {
                    let closed = (*open, *shut) == (Bracket::Square, Bracket::Square);
                    Some(([meaning(low).ok()?, meaning(high).ok()?], closed))
                }
                _ => None,
            },
            _ => None,
        },
        _ => None,
    };
    let (ends, closed) = match node {
        Node::Relation(low, rest) => match rest.as_slice() {
            [(first, middle), (second, high)] if letter(middle) == Some(x) => {
                let closed = match (first, second) {
                    (Relation::LessEqual, Relation::LessEqual) => true,
                    (
                        Relation::Less | Relation::LessEqual,
                        Relation::Less | Relation::LessEqual,
                    ) => false,
                    _ => return None,
                };
                ([meaning(low).ok()?, meaning(high).ok()?], closed)
            }
            [(Relation::In, set)] if letter(low) == Some(x) => ends(set)?,
            _ => return None,
        },
        other => ends(other)?,
    };
    let [low, high] = [real_value(ends[0])?, real_value(ends[1])?];
    let sign = if closed { Relation::LessEqual } else { Relation::Less };
    let sides = vec![(sign.clone(), show(x)), (sign, show(ends[1]))];
    let bounds = Node::Relation(Box::new(show(ends[0])), sides);
    (low < high).then_some(Interval { bounds, ends, closed })
}

/// Whether an interval with its ends stands beside the function; within one without them extrema are local.
pub(super) fn on_an_interval(node: &Node) -> bool {
    let with_ends = |(sign, side): &(Relation, Node)| match sign {
        Relation::In => matches!(side, Node::Group(Bracket::Square, _, Bracket::Square)),
        sign => *sign == Relation::LessEqual,
    };
    match items(node).as_slice() {
        [_, Node::Relation(_, rest)] => rest.iter().all(with_ends),
        [_, second] => matches!(second, Node::Group(..)),
        _ => false,
    }
}

impl Curve {
    fn of(ask: &Ask<'_>) -> Result<Curve, Refusal> {
        let all = items(ask.problem);
        let (f, x) = function(ask, &all[0])?;
        let interval = match all.as_slice() {
            [_] => None,
            [_, bounds] => {
                Some(interval(bounds, x).ok_or(Refusal::about(Reason::NotUnderstood, bounds))?)
            }
            _ => return ask.refuse(),
        };
        let first = simplest(derivative(f, x));
        if first == UNDEFINED {
            return Err(Refusal::new(Reason::NoMethod));
        }
        let node = super::calculus::body(&all[0]).clone();
        Ok(Curve { node, f, first, x, letter: name_of(x), interval })
    }

    fn at(&self, v: f64) -> Option<f64> {
        at(&self.node, &self.letter, v)
    }

    /// Those in the interval, in order; nothing where they are not numbers.
    fn sorted(&self, found: Vec<E>) -> Option<Vec<(f64, E)>> {
        let found = match &self.interval {
            Some(interval) => within::within(&interval.bounds, self.x, &found)?,
            None => found,
        };
        let mut out = Vec::new();
        for e in found.into_iter().map(plain).filter(|e| !e.has(I)) {
            if e.has(sym("n")) {
                return None;
            }
            // What has no real value is no place on the axis.
            out.extend(real_value(e).map(|v| (v, e)));
        }
        crate::sort::by(&mut out, &mut |a, b| a.0.total_cmp(&b.0));
        out.dedup_by(|a, b| (a.0 - b.0).abs() < 1e-9);
        Some(out)
    }

    /// The derivative is known to the sheet by differences of what is written.
    fn sheet(&self, ask: &Ask<'_>) -> Result<Sheet, Refusal> {
        let mut sheet = Sheet::on(&Node::number("0"));
        sheet.problem_is(ask.problem);
        let name = tex(&format!("f'({})", self.letter));
        let (low, high) = self.reach();
        sheet.worlds = PLACES
            .iter()
            .filter_map(|share| {
                let v = low + share * (high - low);
                let mut world = World::default();
                world.letters.push((self.letter.clone(), real(v)));
                world.learn(name.clone(), Array::real(slope(&self.node, &self.letter, v)?));
                Some(world)
            })
            .collect();
        if sheet.worlds.is_empty() {
            return Err(Refusal::new(Reason::Unverified));
        }
        sheet.coarse();
        // Multiplied out and as factors, where that is not the same.
        let factored = crate::algebra::factored(self.first);
        let plain = crate::algebra::expand(self.first);
        let first =
            if crate::algebra::coefficients(plain, self.x).is_some() { plain } else { self.first };
        sheet.say("first derivative", equals(name.clone(), show(first)), vec![]);
        if factored != first {
            sheet.say("factor the derivative", equals(name, show(factored)), vec![]);
        }
        Ok(sheet)
    }

    fn reach(&self) -> (f64, f64) {
        let value = |e: E| real_value(e).unwrap_or(0.0);
        match &self.interval {
            Some(Interval { ends: [low, high], .. }) => (value(*low), value(*high)),
            None => (0.1, FAR),
        }
    }
}

/// Intervals on which f rises and falls.
pub(super) fn monotonic(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let curve = Curve::of(ask)?;
    let none = || Refusal::new(Reason::NoMethod);
    let mut points =
        curve.sorted(critical(curve.first, curve.x).ok_or_else(none)?).ok_or_else(none)?;
    let zeros: Vec<E> = points
        .iter()
        .filter(|(v, _)| {
            slope(&curve.node, &curve.letter, *v).is_some_and(|rise| rise.abs() < 1e-6)
        })
        .map(|(_, e)| *e)
        .collect();
    if let Some(interval) = &curve.interval {
        let [low, high] = interval.ends;
        let (a, b) = curve.reach();
        points.retain(|(v, _)| a < *v && *v < b);
        points.insert(0, (a, low));
        points.push((b, high));
    }
    // Rising, falling or not defined, between the points.
    let mut signs: Vec<Option<bool>> = Vec::new();
    for k in 0..=points.len() {
        if curve.interval.is_some() && (k == 0 || k == points.len()) {
            signs.push(None);
            continue;
        }
        let low = k.checked_sub(1).map(|k| points[k].0);
        let high = points.get(k).map(|point| point.0);
        let (low, high) = match (low, high) {
            (Some(low), Some(high)) => (low, high),
            (Some(low), None) => (low, low + FAR),
            (None, Some(high)) => (high - FAR, high),
            (None, None) => (-FAR, FAR),
        };
        let rises: Vec<Option<bool>> = PLACES
            .iter()
            .map(|share| slope(&curve.node, &curve.letter, low + share * (high - low)))
            .map(|rise| rise.map(|rise| rise > 0.0))
            .collect();
        if rises.iter().any(|sign| *sign != rises[0]) {
            return Err(curve.sheet(ask)?.stopped(Reason::Unverified));
        }
        signs.push(rises[0]);
    }
    let mut sheet = curve.sheet(ask)?;
    if !zeros.is_empty() {
        sheet.remark("critical points", statement(curve.x, &zeros));
    }
    let name = tex(&format!("f'({})", curve.letter));
    let mut lines = Vec::new();
    for (rising, rule, strict, weak) in [
        (true, "rising where", Relation::Greater, Relation::GreaterEqual),
        (false, "falling where", Relation::Less, Relation::LessEqual),
    ] {
        let here: Vec<bool> = signs.iter().map(|sign| *sign == Some(rising)).collect();
        if !here.contains(&true) {
            continue;
        }
        // It goes on rising through a point at which it is defined.
        let through: Vec<bool> = points
            .iter()
            .enumerate()
            .map(|(k, (v, _))| here[k] && here[k + 1] && curve.at(*v).is_some())
            .collect();
        let sign = if through.contains(&true) { weak } else { strict };
        let set = union(sets(&points, &here, &through));
        let line = Node::Relation(
            Box::new(name.clone()),
            vec![
                (sign, Node::number("0")),
                (Relation::Named("Leftrightarrow".to_owned()), show(curve.x)),
                (Relation::In, set),
            ],
        );
        sheet.remark(rule, line.clone());
        lines.push(line);
    }
    match lines.as_slice() {
        [] => Err(Refusal::new(Reason::NoMethod)),
        [one] => {
            let one = one.clone();
            sheet.finished(ask, &one)
        }
        _ => {
            let answer = Node::List(lines.clone());
            sheet.remark("so", answer.clone());
            let mut solution = sheet.finished(ask, &answer)?;
            solution.answers = lines;
            Ok(solution)
        }
    }
}

/// The greatest and the least value on a closed interval; on an open one there may be none, and it is refused.
pub(super) fn extremes(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let curve = Curve::of(ask)?;
    let none = || Refusal::new(Reason::NoMethod);
    let Some(interval) = &curve.interval else { return ask.refuse() };
    let Some(Set::Roots(found)) = roots(curve.first, curve.x, 0) else { return Err(none()) };
    // Where the derivative does not exist counts too.
    let mut all = critical(curve.first, curve.x).unwrap_or_default();
    all.extend(found);
    let mut points = curve.sorted(all).ok_or_else(none)?;
    points.retain(|(v, _)| curve.at(*v).is_some());
    let (low, high) = curve.reach();
    let inside = |v: f64| v - low > 1e-9 && high - v > 1e-9;
    points.retain(|(v, _)| inside(*v));
    let mut sheet = curve.sheet(ask)?;
    let between: Vec<E> = points.iter().map(|(_, e)| *e).collect();
    if !between.is_empty() {
        sheet.remark("critical points in the interval", statement(curve.x, &between));
    }
    if !interval.closed {
        return Err(none());
    }
    points.insert(0, (low, interval.ends[0]));
    points.push((high, interval.ends[1]));
    let mut values: Vec<(f64, Node)> = Vec::new();
    for (v, e) in &points {
        let here = curve.at(*v).ok_or_else(none)?;
        let named = tex(&format!("f({})", l(*e)));
        sheet.know(&named, &|_| Some(Array::real(here)));
        let line = equals(named, show(plain(curve.f.replace(curve.x, *e))));
        sheet.say("value there", line.clone(), vec![("point", equals(show(curve.x), show(*e)))]);
        values.push((here, line));
    }
    let top = values.iter().map(|value| value.0).fold(f64::MIN, f64::max);
    let bottom = values.iter().map(|value| value.0).fold(f64::MAX, f64::min);
    let near = 1e-9 * top.abs().max(bottom.abs()).max(1.0);
    // Nowhere else is it greater or less.
    let beyond = (0..=400).any(|k| {
        let v = low + (high - low) * f64::from(k) / 400.0;
        curve.at(v).is_none_or(|here| here > top + near || here < bottom - near)
    });
    if beyond {
        return Err(sheet.stopped(Reason::Unverified));
    }
    let reached = |value: f64| {
        let all: Vec<Node> = values
            .iter()
            .filter(|(here, _)| (here - value).abs() <= near)
            .map(|(_, line)| line.clone())
            .collect();
        super::given::listed(&all)
    };
    let lines = [("max", reached(top)), ("min", reached(bottom))];
    let all: Vec<Node> = lines.iter().flat_map(|(_, line)| items(line)).collect();
    let answer = Node::List(all);
    sheet.remark_with("greatest and least", answer.clone(), lines.to_vec());
    let mut solution = sheet.finished(ask, &answer)?;
    solution.answers = lines
        .into_iter()
        .map(|(word, line)| Node::List(vec![Node::Text(word.to_owned()), line]))
        .collect();
    Ok(solution)
}
