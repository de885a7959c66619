//! Order and degree of a differential equation.

use crate::algebra::{coefficients, fraction};
use crate::explain::sides;
use crate::expr::{E, X, int, sym};
use crate::meaning::meaning;
use crate::parts;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use crate::textbook::{Ask, Sheet, equals};
use ganita_notation::Node;

/// How often the letter is differentiated.
fn order_of(part: &Node) -> Option<u8> {
    match part {
        Node::Derivative { order, of: Some(of), .. } if matches!(**of, Node::Symbol(_)) => {
            Some(*order)
        }
        Node::Prime(inner, times) if matches!(**inner, Node::Symbol(_)) => Some(*times),
        _ => None,
    }
}

/// The highest derivative, and its highest power once the equation is a polynomial in the derivatives.
pub(crate) fn order_and_degree(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let Some((left, right)) = sides(ask.problem) else { return ask.refuse() };
    let mut orders = Vec::new();
    let mut named = |node: &Node| {
        parts::rewrite(node, &mut |part| match order_of(&part) {
            Some(order) => {
                if !orders.contains(&order) {
                    orders.push(order);
                }
                Node::symbol(&format!("derivative{order}"))
            }
            None => part,
        })
    };
    let (left, right) = (named(left), named(right));
    let Some(highest) = orders.iter().max().copied() else { return ask.refuse() };
    let letter = |order: u8| sym(&format!("derivative{order}"));
    let f = fraction(meaning(&left)? - meaning(&right)?).0;
    let is_polynomial = |e: E| orders.iter().all(|order| coefficients(e, letter(*order)).is_some());
    let whole = Some(f).filter(|f| is_polynomial(*f));
    // Roots would first have to be squared away.
    let is_root = |part: E| match part.get() {
        X::Pow(base, k) => {
            k.num().is_some_and(|k| !k.is_integer())
                && orders.iter().any(|order| base.has(letter(*order)))
        }
        _ => false,
    };
    if whole.is_none() && f.any(&is_root) {
        return Err(Refusal::new(Reason::NoMethod));
    }
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    let order = equals(Node::Text("order".to_owned()), show(int(i64::from(highest))));
    sheet.remark("order", order.clone());
    let degree = match whole.and_then(|f| coefficients(f, letter(highest))) {
        Some(c) if c.len() > 1 => {
            let degree = i64::try_from(c.len() - 1).map_err(|_| Refusal::new(Reason::TooLong))?;
            let degree = equals(Node::Text("degree".to_owned()), show(int(degree)));
            sheet.remark("degree", degree.clone());
            degree
        }
        _ => {
            let degree =
                equals(Node::Text("degree".to_owned()), Node::Text("not defined".to_owned()));
            sheet.remark("no degree", degree.clone());
            degree
        }
    };
    let answer = Node::List(vec![order, degree]);
    sheet.remark("so", answer.clone());
    sheet.finished(ask, &answer)
}
