//! D = b² − 4ac of the quadratic equation in the first line, and what a condition on it says of another letter.

use super::compare::{self, Link, Mode, link};
use super::kinds::sides;
use super::lines::Work;
use super::mistakes::QUADRATIC;
use super::spots::bare;
use super::{Mistake, Verdict, asides};
use crate::algebra::{coefficients, expand};
use crate::explain::names;
use crate::expr::{E, int, sym};
use crate::meaning::meaning;
use crate::show::show;
use ganita_notation::{Node, Relation};

impl Work {
    /// A line about D, or about the letter that D = 0 is to find.
    pub(super) fn discriminant(&mut self, node: &Node) -> Option<(Verdict, Option<Mistake>)> {
        let first = self.first.clone().filter(|_| !self.on_condition)?;
        if !matches!(self.mode, Mode::Equation(_)) {
            return None;
        }
        let f = expand(meaning(&compare::difference(&first)?).ok()?);
        let (mut known, mut letters) = (Vec::new(), Vec::new());
        names(&first, &mut known);
        names(node, &mut letters);
        let new = |name: &&str| !known.iter().any(|letter| letter == name);
        let mut others = known.iter().filter(|x| !letters.contains(x));
        let c = others.find_map(|x| coefficients(f, sym(x)).filter(|c| c.len() == 3))?;
        let wrong = |part: &Node| {
            let mistake = Mistake { name: QUADRATIC, part: first.clone(), became: part.clone() };
            Some((Verdict::Wrong, Some(mistake)))
        };
        let Node::Relation(_, rest) = bare(node) else { return None };
        let d = expand(c[1] * c[1] - int(4) * c[2] * c[0]);
        let is_zero = |side: &Node| *bare(side) == Node::number("0");
        let all = sides(node);
        let zero = all.iter().position(is_zero);
        let relation = rest[zero.unwrap_or(1).max(1) - 1].0.clone();
        let called =
            ["D", "Delta"].into_iter().find(|name| new(name) && letters.iter().any(|l| l == name));
        let spelt =
            ["a", "b", "c"].iter().all(|name| new(name) && letters.iter().any(|l| l == name));
        let condition = |k: E| {
            let mode = |k: String| {
                if relation == Relation::Equal { Mode::Equation(k) } else { Mode::Inequality(k) }
            };
            Some((
                mode(k.name()?.to_string()),
                Node::relation(show(d), relation.clone(), Node::number("0")),
            ))
        };
        if called.is_some() || spelt {
            let put = [("D", d), ("Delta", d), ("a", c[2]), ("b", c[1]), ("c", c[0])];
            for side in all.iter().filter(|side| !is_zero(side)) {
                let value = put
                    .iter()
                    .filter(|(name, _)| new(name))
                    .fold(side.clone(), |side, (name, e)| asides::put(&side, name, &show(*e)));
                match link(&Mode::Value(None), &show(d), &value, &self.given) {
                    Link::Same => {}
                    Link::Unknown => return None,
                    _ => return wrong(side),
                }
            }
            if zero.is_none() {
                return Some((Verdict::Definition, None));
            }
            match (crate::value::sign(d), d.symbols().as_slice()) {
                (_, &[k]) => {
                    let (mode, line) = condition(k)?;
                    self.look_for(mode, line, c[2], k);
                }
                (Some(sign), []) => {
                    let holds = match relation {
                        Relation::Equal => sign == 0,
                        Relation::Less => sign < 0,
                        Relation::Greater => sign > 0,
                        Relation::LessEqual => sign <= 0,
                        Relation::GreaterEqual => sign >= 0,
                        _ => return None,
                    };
                    if !holds {
                        return wrong(node);
                    }
                }
                _ => {}
            }
            return Some((Verdict::Definition, None));
        }
        // k² − 24 = 0 without a word.
        let &[k] = d.symbols().as_slice() else { return None };
        let (mode, line) = condition(k)?;
        if letters.len() != 1 || link(&mode, &line, node, &[]) != Link::Same {
            return None;
        }
        self.look_for(mode, line, c[2], k);
        self.last = Some(node.clone());
        Some((Verdict::Definition, None))
    }

    /// From here on k is looked for; the equation stays quadratic.
    fn look_for(&mut self, mode: Mode, line: Node, leading: E, k: E) {
        let quadratic = |side: &Node| Node::fraction(side.clone(), show(leading));
        self.first = Some(match bare(&line) {
            Node::Relation(left, rest) if leading.has(k) && rest[0].0 == Relation::Equal => {
                Node::relation(quadratic(left), Relation::Equal, Node::number("0"))
            }
            _ => line.clone(),
        });
        self.mode = mode;
        self.on_condition = true;
        self.settled = None;
        self.last = Some(line);
        self.letters = k.name().map(|name| name.to_string()).into_iter().collect();
    }
}
