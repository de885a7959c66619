//! Maps: "f from R to R", "f colon A right arrow B".

use ganita_notation::Node;

use crate::lattice::Arc;
use crate::meaning::{Comparison, Meaning};
use crate::parser::{OrNothing, Parser};

impl Parser<'_> {
    /// "phi: W to W prime", as a recogniser writes what is mapped.
    pub(crate) fn colon_then_to(&self) -> bool {
        let labelled = self.words.words.get(self.at).is_some_and(|word| word.labelled);
        labelled
            && (self.at + 1..self.limit.min(self.at + 8)).any(|at| {
                self.lattice.any(at, |meaning| {
                    matches!(meaning, Meaning::To | Meaning::Compare(Comparison::To))
                })
            })
    }

    /// Whether two sets follow, named by capitals, the second behind "to": "from A to B".
    pub(crate) fn map_follows(&self, from: Arc) -> bool {
        let set = |at: usize| {
            let arc = self.lattice.at(at).iter().find(|arc| match arc.meaning {
                Meaning::NumberSet(_) => true,
                Meaning::Symbol(_) => self.words.words[at].upper,
                _ => false,
            })?;
            (arc.end as usize <= self.limit).then_some(arc.end as usize)
        };
        set(from.end as usize).is_some_and(|to| {
            let arrow = |meaning| matches!(meaning, Meaning::To | Meaning::Compare(Comparison::To));
            let arc = self.lattice.at(to).iter().find(|arc| arrow(arc.meaning));
            to < self.limit && arc.is_some_and(|arc| set(arc.end as usize).is_some())
        })
    }

    /// What a map starts from.
    pub(crate) fn within_map(&mut self) -> Node {
        self.stop_at_to += 1;
        let from = self.side().or_nothing();
        self.stop_at_to -= 1;
        from
    }
}

/// A letter, which may be a map.
pub(crate) fn names_a_map(node: &Node) -> bool {
    matches!(node, Node::Symbol(_) | Node::Subscript(..) | Node::Accented(..) | Node::Prime(..))
}
