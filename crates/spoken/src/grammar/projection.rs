//! "the projection of a on b", "सदिश a का सदिश b पर प्रक्षेप": `\operatorname{proj}_{b} a`.

use ganita_notation::{Function, Node};

use crate::Role;
use crate::lattice::Arc;
use crate::meaning::Meaning;
use crate::parser::{OrNothing, Parser};

impl Parser<'_> {
    /// "the projection of", and both vectors.
    pub(crate) fn projection(&mut self, said: Arc) -> Option<Node> {
        self.take(said, Role::Operator);
        let on = (self.at + 1..self.limit).find(|at| self.words.says(*at, "on onto along"))?;
        let of = self.within(on, |parser| parser.product().or_nothing());
        self.pass_to(on + 1, Role::Operator);
        let onto = self.factor().or_nothing();
        Some(projected(of, onto))
    }

    /// What is projected, "का", and the vector before "पर प्रक्षेप".
    pub(crate) fn projection_said_last(&mut self) -> Option<Node> {
        let (at, said) =
            self.noun_ahead(self.at + 2, |meaning| meaning == Meaning::ProjectionPost)?;
        let of = (self.at + 1..at).find(|at| self.words.says(*at, "का ka"))?;
        let projecting = self.part(of, Self::product)?;
        self.pass_to(of + 1, Role::Operator);
        let onto = self.part(at, Self::product)?;
        self.take(said, Role::Operator);
        Some(projected(projecting, onto))
    }
}

fn projected(of: Node, onto: Node) -> Node {
    Node::Apply {
        function: Function::Named("proj".to_owned()),
        power: None,
        index: Some(Box::new(onto)),
        argument: Box::new(of),
    }
}
