//! Powers of one letter collected, class 8; the slope of a curve given by a parameter, class 12.

use super::arrays::Array;
use super::{Ask, Sheet, equals, items, plain, tex, w};
use crate::algebra::{coefficients, expand};
use crate::derive::derivative;
use crate::explain::sides;
use crate::expr::{E, ZERO, add, powi, sym};
use crate::meaning::meaning;
use crate::number::Q;
use crate::show::show;
use crate::solution::{Refusal, Solution};
use ganita_notation::Node;

/// ax + bx + ay as (a + b)x + ay; said: the letter.
pub(super) fn collect(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let e = expand(meaning(ask.problem)?);
    let letter = ask.said.first().map(|name| sym(name)).or_else(|| e.symbols().last().copied());
    let Some((x, c)) = letter.and_then(|x| Some((x, coefficients(e, x)?))) else {
        return ask.refuse();
    };
    let powers = c.iter().enumerate().filter(|(_, c)| **c != ZERO);
    let answer = show(add(powers.map(|(k, c)| *c * powi(x, k as i64))));
    let mut sheet = Sheet::on(ask.problem);
    sheet.goes("multiply out", show(e), vec![]);
    sheet.goes("collect", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![answer.clone()])
}

/// x = f(t), y = g(t), taken apart: f, g and t.
fn curve(problem: &Node) -> Option<[E; 3]> {
    let both = items(problem);
    let [first, second] = both.as_slice() else { return None };
    let body = |item: &Node, name: &str| {
        let (left, right) = sides(item)?;
        (*left == Node::symbol(name)).then(|| meaning(right).ok())?
    };
    let (f, g) = (body(first, "x")?, body(second, "y")?);
    let usual = ["t", "theta"].map(sym);
    let t = usual.into_iter().find(|&t| f.has(t) && g.has(t));
    let t = t.or_else(|| f.symbols().into_iter().find(|&t| g.has(t)))?;
    (![f, g].iter().any(|e| e.has(sym("x")) || e.has(sym("y")))).then_some([f, g, t])
}

pub(crate) fn is_curve(problem: &Node) -> bool {
    matches!(problem, Node::List(_) | Node::Lines(_)) && curve(problem).is_some()
}

/// dy/dx = (dy/dt)/(dx/dt).
pub(super) fn slope(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let Some([f, g, t]) = curve(ask.problem) else { return ask.refuse() };
    let by = w(&show(t));
    let mut sheet = Sheet::on(ask.problem);
    sheet.coarse();
    let name = |above: &str, below: &str| tex(&format!(r"\frac{{d{above}}}{{d{below}}}"));
    let h = crate::expr::num(Q::new(1, 1 << 14));
    for (letter, e) in [("x", f), ("y", g)] {
        let (high, low) = (e.replace(t, t + h), e.replace(t, t - h));
        sheet.know(&name(letter, &by), &|world| world.of((high - low) / (h + h)));
    }
    let ratio = |world: &super::World| {
        let slope = |letter| super::array(&name(letter, &by), world)?.number();
        Some(Array::scalar(slope("y")? / slope("x")?))
    };
    sheet.know(&name("y", "x"), &ratio);
    let (dx, dy) = (plain(derivative(f, t)), plain(derivative(g, t)));
    if dx == ZERO || dx == crate::expr::UNDEFINED || dy == crate::expr::UNDEFINED {
        return ask.refuse();
    }
    let lines =
        Node::List(vec![equals(name("x", &by), show(dx)), equals(name("y", &by), show(dy))]);
    sheet.say("parametric", lines, vec![("t", show(t))]);
    let quotient = Node::fraction(show(dy), show(dx));
    sheet.say("slope of a curve", equals(name("y", "x"), quotient), vec![("t", show(t))]);
    let value = plain(crate::tasks::integrate::doubled_angles(dy * powi(dx, -1)));
    let answer = equals(name("y", "x"), show(value));
    sheet.done(ask, &answer, vec![])
}
