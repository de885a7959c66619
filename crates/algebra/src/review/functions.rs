//! y = … or f(x) = … that later lines come back to: its derivative, its values, where its slope is zero.

use super::asides;
use super::compare::{Link, Mode, link};
use super::kinds::sides;
use super::lines::Work;
use super::spots::bare;
use crate::explain::names;
use ganita_notation::{Function, Node, Relation};

impl Work {
    /// f′(x) = 0, or what f′(x) is = 0: the letter that is looked for.
    pub(super) fn zero_of_slope(&mut self, node: &Node) -> Option<String> {
        let (_, body) = self.named.as_ref()?;
        let both = sides(node);
        let [left, right] = both.as_slice() else { return None };
        if *bare(right) != Node::number("0") {
            return None;
        }
        let mut letters = Vec::new();
        names(body, &mut letters);
        let [letter] = letters.as_slice() else { return None };
        let told = self.derivative_of_named(left);
        let last = self.last.clone()?;
        let shown = match &told {
            Some(told) if link(&self.mode, told, &last, &self.given) == Link::Same => last.clone(),
            Some(told) => told.clone(),
            None => left.clone(),
        };
        if told.is_none() && link(&self.mode, &last, left, &self.given) != Link::Same {
            return None;
        }
        let line = Node::relation(shown, Relation::Equal, right.clone());
        self.first = Some(line.clone());
        self.settled = None;
        self.last = Some(line);
        self.letters = vec![letter.clone()];
        Some(letter.clone())
    }

    /// f(1) = −2, of the f that was said.
    pub(super) fn value_of_named(&self, node: &Node) -> Option<bool> {
        let mut all = sides(node);
        if !matches!(all[0], Node::Apply { function: Function::Letter(_), .. }) {
            return None;
        }
        all[0] = self.derivative_of_named(&all[0])?;
        let mut letters = Vec::new();
        all.iter().for_each(|side| names(side, &mut letters));
        if !letters.is_empty() {
            return None;
        }
        let same = |two: &[Node]| link(&Mode::Value(None), &two[0], &two[1], &[]);
        let links: Vec<Link> = all.windows(2).map(same).collect();
        (!links.contains(&Link::Unknown)).then(|| links.iter().all(|link| *link == Link::Same))
    }

    /// An equation that follows from y = …: log y = x log x, and what comes of it by differentiating.
    pub(super) fn derived(&self, node: &Node) -> Option<bool> {
        let (name, body) = self.named.as_ref()?;
        let y = crate::check::letter_name(name)?;
        let all = sides(node);
        if all.len() < 2 || all[0] == *name || self.derivative_of_named(&all[0]).is_some() {
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
                (Node::Prime(inner, order), Node::Apply { function: Function::Letter(g), .. })
                    if inner == g =>
                {
                    Some(of(vec![(**argument).clone()], *order))
                }
                // f(2) of f(x) = ….
                (_, Node::Apply { function: Function::Letter(g), argument: letter, .. })
                    if f == g && argument != letter =>
                {
                    let letter = crate::check::letter_name(letter)?;
                    Some(asides::put(body, &letter, argument))
                }
                _ => None,
            },
            _ => None,
        }
    }
}
