//! Functions that are only named: what holds for all of them is looked at for others, f(u) = e^{u/3} + u² + 2.

use crate::solution::Step;
use ganita_notation::{Function, Node};

/// The step with functions in the place of those that are only named; `None`: there are none.
pub(super) fn exemplified(step: &Step) -> Option<Step> {
    let named = |part: &Node| matches!(part, Node::Apply { function: Function::Letter(_), .. });
    let any = |node: &Node| crate::parts::any(node, &named);
    let given = step.where_.iter().any(|(_, e)| any(e));
    (given || any(&step.before) || any(&step.after)).then(|| Step {
        before: example(&step.before),
        after: example(&step.after),
        where_: step.where_.iter().map(|(name, e)| (name.clone(), example(e))).collect(),
        ..step.clone()
    })
}

fn example(node: &Node) -> Node {
    crate::parts::rewrite(node, &mut |part| {
        let Node::Apply { function: Function::Letter(name), power, argument, .. } = &part else {
            return part;
        };
        let primes = if let Node::Prime(_, count) = &**name { *count } else { 0 };
        let u = ganita_notation::write_latex(argument);
        let rest = match primes {
            0 => format!("+({u})^2+2"),
            1 => format!("+2({u})"),
            2 => "+2".to_owned(),
            _ => String::new(),
        };
        let below = 3_u32.saturating_pow(u32::from(primes));
        let f = format!(r"\left(\frac{{e^{{({u})/3}}}}{{{below}}}{rest}\right)");
        let f = crate::textbook::tex(&f);
        match power {
            Some(power) => Node::Power(Box::new(f), power.clone()),
            None => f,
        }
    })
}
