//! y = … or f(x) = … that later lines come back to: its derivative, its values, where its slope is zero.

use super::asides;
use super::compare::{self, Link, Mode, link};
use super::kinds::{is_equation, is_name, sides};
use super::lines::Work;
use super::quantities::numeric;
use super::solutions::{WINDOW, solutions};
use super::spots::bare;
use crate::algebra::coefficients;
use crate::check::{self, Letters};
use crate::complex::{C, real};
use crate::derive::derivative;
use crate::explain::names;
use crate::expr::sym;
use crate::meaning::meaning;
use crate::show::show;
use crate::value::value;
use ganita_notation::{Function, Node, Relation};

impl Work {
    /// f′(x) = 0, or what f′(x) is = 0, or p(2) = 0 with an open letter in it: the letter that is looked for.
    pub(super) fn condition_on_named(&mut self, node: &Node) -> Option<String> {
        self.named.as_ref()?;
        let both = sides(node);
        let [left, right] = both.as_slice() else { return None };
        if !numeric(right) || !is_equation(node) {
            return None;
        }
        let told = self.derivative_of_named(left);
        let last = self.last.clone()?;
        let is_last = |told| link(&self.mode, told, &last, &self.given) == Link::Same;
        let shown = match &told {
            Some(told) if is_last(told) => last.clone(),
            // f′(x) = 2 says what f′ is, unless that was said.
            Some(_) if *bare(right) != Node::number("0") => return None,
            Some(told) => told.clone(),
            None => left.clone(),
        };
        if told.is_none() && link(&self.mode, &last, left, &self.given) != Link::Same {
            return None;
        }
        let mut letters = Vec::new();
        names(&shown, &mut letters);
        let [letter] = letters.as_slice() else { return None };
        let line = Node::relation(shown, Relation::Equal, right.clone());
        self.first = Some(line.clone());
        self.settled = None;
        self.last = Some(line);
        self.letters = vec![letter.clone()];
        Some(letter.clone())
    }

    /// f(1) = −2 or f″(x) = 6x, of the f that was said.
    pub(super) fn value_of_named(&self, node: &Node) -> Option<bool> {
        let mut all = sides(node);
        all[0] = self.derivative_of_named(&all[0])?;
        // f′(x) = 0 asks for x.
        if !numeric(&all[0]) && all[1..].iter().any(numeric) {
            return None;
        }
        let same = |two: &[Node]| link(&Mode::Value(None), &two[0], &two[1], &[]);
        let links: Vec<Link> = all.windows(2).map(same).collect();
        (!links.contains(&Link::Unknown)).then(|| links.iter().all(|link| *link == Link::Same))
    }

    /// An equation that follows from y = …: log y = x log x, and what comes of it by differentiating.
    pub(super) fn derived(&self, node: &Node) -> Option<bool> {
        let (name, body) = self.named.as_ref()?;
        let y = check::letter_name(name)?;
        let all = sides(node);
        // I = eˣ sin x − eˣ cos x − I is no new name.
        let named = is_name(name, &all[1..]) && all[0] == *name;
        if all.len() < 2 || named || self.derivative_of_named(&all[0]).is_some() {
            return None;
        }
        let slope = self.derivative_of_named(&Node::Prime(Box::new(name.clone()), 1))?;
        let put = |side: &Node| asides::put(&asides::with_slope(side, &y, &slope), &y, body);
        let all: Vec<Node> = all.iter().map(put).collect();
        Some(
            all.windows(2).all(|two| link(&self.mode, &two[0], &two[1], &self.given) == Link::Same),
        )
    }

    /// What dy/dx or f′(x) means when y = … was said.
    pub(super) fn derivative_of_named(&self, side: &Node) -> Option<Node> {
        let (name, body) = self.named.as_ref()?;
        let of = |variables: Vec<Node>, order: u8| Node::Derivative {
            partial: false,
            order,
            variables,
            of: Some(Box::new(body.clone())),
            inside: false,
        };
        let letter = || {
            let mut letters = Vec::new();
            names(body, &mut letters);
            let usual = letters.iter().find(|name| *name == "x").or(letters.first());
            vec![Node::symbol(usual.map_or("x", String::as_str))]
        };
        match side {
            Node::Derivative { order, variables, of: Some(inner), .. } if **inner == *name => {
                Some(of(variables.clone(), *order))
            }
            Node::Prime(inner, order) if **inner == *name => Some(of(letter(), *order)),
            Node::Apply { function: Function::Letter(f), argument, .. } => match (&**f, name) {
                (
                    Node::Prime(inner, order),
                    Node::Apply { function: Function::Letter(g), argument: letter, .. },
                ) if inner == g => {
                    if numeric(argument) {
                        let x = sym(&check::letter_name(letter)?);
                        let f = meaning(body).ok()?;
                        let slope = (0..*order).fold(f, |f, _| derivative(f, x));
                        return Some(show(slope.replace(x, meaning(argument).ok()?)));
                    }
                    Some(of(vec![(**argument).clone()], *order))
                }
                // f(2) of f(x) = ….
                (_, Node::Apply { function: Function::Letter(g), argument: letter, .. })
                    if f == g && argument != letter =>
                {
                    let letter = check::letter_name(letter)?;
                    Some(asides::put(body, &letter, argument))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a line is the tangent or the normal where dy/dx has the value that was found last.
    pub(super) fn touches(&self, node: &Node) -> Option<bool> {
        let ((Node::Symbol(y), body), of, at) =
            (self.named.as_ref()?, self.slope.as_ref()?, self.last.as_ref()?)
        else {
            return None;
        };
        let mut letters = Vec::new();
        names(body, &mut letters);
        let [x] = letters.as_slice() else { return None };
        let line = meaning(&compare::difference(node)?).ok()?;
        let two = coefficients(line, sym(y))?;
        let [rest, front] = two.as_slice() else { return None };
        let right = coefficients(-*rest / *front, sym(x))?;
        let [_, slope] = right.as_slice() else { return None };
        let here = meaning(at).ok()?;
        let (slope, is) = (value(*slope, &[]), value(here, &[]));
        let near = |a: C, b: C| (a - b).abs() < 1e-9 * a.abs().max(1.0);
        if !near(slope, is) && !near(slope * is, real(-1.0)) {
            return Some(false);
        }
        let equation = Node::relation(of.clone(), Relation::Equal, at.clone());
        let points = solutions(&equation, x, &[], WINDOW)?.points;
        let on = |v: &f64| {
            let values = vec![(x.clone(), real(*v))];
            let y_there =
                check::evaluate(body, &Letters { values, given: &[], minus: false, beside: false });
            let values = vec![(x.clone(), real(*v)), (y.clone(), y_there)];
            check::holds(node, &Letters { values, given: &[], minus: false, beside: false })
                == Some(true)
        };
        Some(points.iter().any(on))
    }
}
