//! Linear programming in two unknowns by the corner points of the feasible region. Class 12.

use super::{Ask, Sheet, equals, items};
use crate::algebra::coefficients;
use crate::expr::{E, num};
use crate::meaning::meaning;
use crate::number::Q;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use ganita_notation::{Bracket, Node, Relation};

/// Conditions that are looked at: their pairs are tried.
const MOST: usize = 12;

/// ax + by ≤ c.
struct Half {
    a: Q,
    b: Q,
    c: Q,
}

type Point = (Q, Q);

impl Half {
    fn excess(&self, (x, y): &Point) -> Q {
        &(&(&self.a * x) + &(&self.b * y)) - &self.c
    }

    /// Whether going on in this direction never leaves it.
    fn keeps(&self, (u, v): &Point) -> bool {
        (&(&self.a * u) + &(&self.b * v)).sign() <= 0
    }
}

/// The coefficients of x, of y, and the number of a linear expression.
fn linear(e: E, x: E, y: E) -> Option<(Q, Q, Q)> {
    let split = |e: E, letter: E| -> Option<(Q, E)> {
        let c = coefficients(e, letter)?;
        match c.as_slice() {
            [] => Some((Q::ZERO, crate::expr::ZERO)),
            [rest] => Some((Q::ZERO, *rest)),
            [rest, front] => Some((front.num()?, *rest)),
            _ => None,
        }
    };
    let (a, rest) = split(e, x)?;
    let (b, rest) = split(rest, y)?;
    Some((a, b, rest.num()?))
}

/// The conditions of a row, `x, y ≥ 0` and chains among them.
fn halves(row: &Node, x: E, y: E) -> Option<Vec<Half>> {
    let Node::Relation(first, rest) = row else { return None };
    let mut left = &**first;
    let mut out = Vec::new();
    for (relation, right) in rest {
        let (a, b, c) = linear(meaning(left).ok()? - meaning(right).ok()?, x, y)?;
        let half = Half { a, b, c: -&c };
        out.push(match relation {
            Relation::LessEqual | Relation::Less => half,
            Relation::GreaterEqual | Relation::Greater => {
                Half { a: -&half.a, b: -&half.b, c: -&half.c }
            }
            _ => return None,
        });
        left = right;
    }
    Some(out)
}

/// Where the borders of two conditions meet.
fn meeting(p: &Half, q: &Half) -> Option<Point> {
    let d = &(&p.a * &q.b) - &(&q.a * &p.b);
    if d.is_zero() {
        return None;
    }
    let x = &(&(&p.c * &q.b) - &(&q.c * &p.b)) / &d;
    let y = &(&(&p.a * &q.c) - &(&q.a * &p.c)) / &d;
    Some((x, y))
}

/// What stands in lines or between commas.
fn rows(problem: &Node) -> Vec<Node> {
    match problem {
        Node::Cases(rows) => rows.iter().map(|(row, _)| row.clone()).collect(),
        other => items(other).iter().flat_map(items).collect(),
    }
}

/// The two unknowns; the objective's name is none.
fn letters(rows: &[Node], name: &Node) -> Option<(E, E)> {
    let mut letters: Vec<E> = Vec::new();
    for row in rows {
        let mut found = Vec::new();
        crate::explain::names(row, &mut found);
        for letter in found.iter().map(|name| crate::expr::sym(name)) {
            if !letters.contains(&letter) && show(letter) != *name {
                letters.push(letter);
            }
        }
    }
    crate::sort::by(&mut letters, &mut |a, b| crate::expr::order(*a, *b));
    let [x, y] = *letters.as_slice() else { return None };
    Some((x, y))
}

/// All conditions; `None`: too many, or what is none among them.
fn all_halves<'a>(
    rows: impl Iterator<Item = &'a Node>,
    x: E,
    y: E,
) -> Result<Option<Vec<Half>>, Refusal> {
    let mut conditions: Vec<Half> = Vec::new();
    // x, y ≥ 0: what is said of y is said of x.
    let mut waiting: Option<&Node> = None;
    for row in rows {
        let Node::Relation(first, rest) = row else {
            waiting = Some(row);
            continue;
        };
        let shared =
            waiting.take().map(|other| Node::Relation(Box::new(other.clone()), rest.clone()));
        for row in [Node::Relation(first.clone(), rest.clone())].iter().chain(&shared) {
            conditions.extend(halves(row, x, y).ok_or(Refusal::about(Reason::NotUnderstood, row))?);
        }
    }
    let usable = !conditions.is_empty() && conditions.len() <= MOST && waiting.is_none();
    Ok(usable.then_some(conditions))
}

/// The corner points of the region.
fn corners(conditions: &[Half]) -> Vec<Point> {
    let inside = |point: &Point| conditions.iter().all(|half| half.excess(point).sign() <= 0);
    let mut corners: Vec<Point> = Vec::new();
    for (i, one) in conditions.iter().enumerate() {
        for other in &conditions[i + 1..] {
            if let Some(point) = meeting(one, other).filter(|point| inside(point))
                && !corners.contains(&point)
            {
                corners.push(point);
            }
        }
    }
    corners
}

/// For a drawing: the letters, every condition ax + by ≤ c as its three numbers, and the corners.
pub(crate) type Conditions = ((String, String), Vec<[f64; 3]>, Vec<(f64, f64)>);

/// The linear conditions of a problem, its objective passed over. `None`: it has others too.
pub(crate) fn conditions(problem: &Node) -> Option<Conditions> {
    let is_objective = |row: &Node| matches!(row, Node::Relation(_, rest) if rest.len() == 1 && rest[0].0 == Relation::Equal);
    let (objectives, rows): (Vec<Node>, Vec<Node>) =
        rows(problem).into_iter().partition(is_objective);
    if objectives.len() > 1 {
        return None;
    }
    let (x, y) = letters(&rows, &Node::Missing)?;
    let found = all_halves(rows.iter(), x, y).ok()??;
    let corners = corners(&found).iter().map(|(x, y)| (x.to_f64(), y.to_f64())).collect();
    let halves = found.iter().map(|half| [half.a.to_f64(), half.b.to_f64(), half.c.to_f64()]);
    Some(((x.name()?.to_string(), y.name()?.to_string()), halves.collect(), corners))
}

fn pair((x, y): &Point) -> Node {
    let both = Node::List(vec![show(num(x.clone())), show(num(y.clone()))]);
    Node::Group(Bracket::Round, Box::new(both), Bracket::Round)
}

pub(super) fn program(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let largest = match ask.said.first().map(String::as_str) {
        Some("max" | "maximum" | "maximise" | "maximize") => true,
        Some("min" | "minimum" | "minimise" | "minimize") => false,
        _ => return ask.refuse(),
    };
    let rows = rows(ask.problem);
    let objective = rows.iter().find_map(|row| match row {
        Node::Relation(name, rest) if rest.len() == 1 && rest[0].0 == Relation::Equal => {
            Some((row, (**name).clone(), rest[0].1.clone()))
        }
        _ => None,
    });
    let Some((stated, name, body)) = objective else { return ask.refuse() };
    let z = meaning(&body)?;
    let Some((x, y)) = letters(&rows, &name) else { return ask.refuse() };
    let Some((p, q, k)) = linear(z, x, y) else { return ask.refuse() };
    let Some(conditions) = all_halves(rows.iter().filter(|row| *row != stated), x, y)? else {
        return ask.refuse();
    };
    let inside = |point: &Point| conditions.iter().all(|half| half.excess(point).sign() <= 0);
    let corners = corners(&conditions);
    let value = |(u, v): &Point| &(&(&p * u) + &(&q * v)) + &k;
    let mut sheet = Sheet::on(ask.problem);
    if corners.is_empty() {
        let parallel = conditions
            .iter()
            .all(|half| (&(&half.a * &conditions[0].b) - &(&half.b * &conditions[0].a)).is_zero());
        if parallel {
            return Err(Refusal::new(Reason::NoMethod));
        }
        let answer = Node::Text("no solution".to_owned());
        sheet.remark("no feasible region", answer.clone());
        return sheet.finished(ask, &answer);
    }
    sheet.remark("corner points", Node::List(corners.iter().map(pair).collect()));
    let at = |point: &Point| {
        let with = [(show(x), num(point.0.clone())), (show(y), num(point.1.clone()))];
        let put = super::substituted(&body, &with);
        let value = show(num(value(point)));
        Node::Relation(
            Box::new(name.clone()),
            vec![(Relation::Equal, put), (Relation::Equal, value)],
        )
    };
    sheet.remark("values at the corners", Node::List(corners.iter().map(at).collect()));
    let better = |a: &Q, b: &Q| if largest { (a - b).sign() > 0 } else { (a - b).sign() < 0 };
    let mut best = &corners[0];
    for corner in &corners[1..] {
        if better(&value(corner), &value(best)) {
            best = corner;
        }
    }
    let top = value(best);
    // Directions in which the region has no end run along its borders.
    let along =
        conditions.iter().flat_map(|half| [(half.b.clone(), -&half.a), (-&half.b, half.a.clone())]);
    let endless: Vec<Point> =
        along.filter(|way| conditions.iter().all(|half| half.keeps(way))).collect();
    let gains = |way: &Point| better(&(&(&p * &way.0) + &(&q * &way.1)), &Q::ZERO);
    if endless.iter().any(gains) {
        let answer = Node::Text("does not exist".to_owned());
        sheet.remark("objective without bound", answer.clone());
        return sheet.finished(ask, &answer);
    }
    // By the definition: no point of the region has a better value. Points between the corners and far out are tried.
    let far = |from: &Point, way: &Point, t: i64| {
        let t = Q::int(t);
        (&from.0 + &(&way.0 * &t), &from.1 + &(&way.1 * &t))
    };
    let tried = corners.iter().flat_map(|corner| {
        let between = corners.iter().map(|other| {
            let half = Q::new(1, 2);
            (&(&corner.0 + &other.0) * &half, &(&corner.1 + &other.1) * &half)
        });
        between.chain(endless.iter().map(|way| far(corner, way, 7))).collect::<Vec<_>>()
    });
    if tried.into_iter().any(|point| !inside(&point) || better(&value(&point), &top)) {
        return Err(sheet.stopped(Reason::Unverified));
    }
    if !endless.is_empty() {
        let relation = if largest { Relation::LessEqual } else { Relation::GreaterEqual };
        let bound = Node::relation(body.clone(), relation, show(num(top.clone())));
        sheet.remark("region without end", bound);
    }
    let tied: Vec<&Point> = corners.iter().filter(|corner| value(corner) == top).collect();
    let optimum = equals(name.clone(), show(num(top.clone())));
    let place = |point: &Point| {
        vec![
            equals(show(x), show(num(point.0.clone()))),
            equals(show(y), show(num(point.1.clone()))),
        ]
    };
    let mut parts = vec![optimum];
    let rule = if tied.len() > 1 { "whole edge" } else { "optimal corner" };
    if tied.len() > 1 {
        let ways = tied.iter().map(|point| Node::Operation("and".to_owned(), place(point)));
        parts.push(Node::Operation("or".to_owned(), ways.collect()));
    } else {
        parts.extend(place(best));
    }
    let answer = Node::List(parts);
    sheet.remark(rule, answer.clone());
    sheet.finished(ask, &answer)
}
