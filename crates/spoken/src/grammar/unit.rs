//! Units: "5 metres per second squared", "20 square metres", "5 किलोमीटर प्रति घंटा".

use ganita_notation::{Join, Node, Style};

use crate::Role;
use crate::grammar::postfix::small;
use crate::grammar::sum::product_of;
use crate::lattice::Arc;
use crate::lexicon::name;
use crate::meaning::Meaning;
use crate::parser::Parser;

/// More units in a row than any quantity has.
const MOST_UNITS: usize = 6;

impl Parser<'_> {
    /// A unit and those it is multiplied with or divided by.
    pub(crate) fn unit(&mut self, arc: Arc) -> Node {
        let mut units = vec![(Join::Beside, self.one_unit(arc, 1))];
        while units.len() < MOST_UNITS {
            let per = self.find(|meaning| meaning == Meaning::Per);
            if let Some(per) = per {
                self.take(per, Role::Operator);
            }
            let power = self.unit_power_ahead();
            let Some(arc) = self.unit_arc(per.is_some()) else { break };
            let join = if per.is_some() { Join::Slash } else { Join::Beside };
            let unit = self.one_unit(arc, power);
            units.push((join, unit));
        }
        product_of(units)
    }

    /// "square metres", "वर्ग मीटर": the power is said before its unit.
    pub(crate) fn unit_power_follows(&self, raised: Arc) -> bool {
        let at = raised.end as usize;
        at < self.limit
            && self.lattice.first(at).is_some_and(|meaning| matches!(meaning, Meaning::Unit(_)))
    }

    /// "square", "cubic" before a unit.
    pub(crate) fn powered_unit(&mut self) -> Option<Node> {
        let power = self.unit_power_ahead();
        let arc = self.unit_arc(false)?;
        Some(self.one_unit(arc, power))
    }

    fn unit_power_ahead(&mut self) -> i8 {
        let raised = self.find(|meaning| matches!(meaning, Meaning::Raised(2 | 3)));
        match raised {
            Some(arc) if self.unit_power_follows(arc) => {
                self.take(arc, Role::Operator);
                let Meaning::Raised(power) = arc.meaning else { return 1 };
                power
            }
            _ => 1,
        }
    }

    /// A "second" is a unit only after "per".
    fn unit_arc(&self, per: bool) -> Option<Arc> {
        let unit = self.find(|meaning| matches!(meaning, Meaning::Unit(_)));
        unit.filter(|arc| per || arc.cost < 25)
    }

    fn one_unit(&mut self, arc: Arc, power: i8) -> Node {
        self.take(arc, Role::Symbol);
        let Meaning::Unit(unit) = arc.meaning else { return Node::Raw(String::new()) };
        let symbol = Node::Styled(Style::Upright, Box::new(Node::Raw(name(unit).to_owned())));
        if power != 1 {
            return Node::power(symbol, small(power));
        }
        match self.find(|meaning| matches!(meaning, Meaning::Raised(_))) {
            Some(arc) if !self.unit_power_follows(arc) => {
                self.take(arc, Role::Operator);
                let Meaning::Raised(power) = arc.meaning else { return symbol };
                Node::power(symbol, small(power))
            }
            _ => symbol,
        }
    }
}
