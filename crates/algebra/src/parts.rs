//! The pieces of written mathematics, and the same with one piece replaced.

use ganita_notation::{Bracket, Node, Relation};

/// `F|_{x = a}` and `[F]_a^b`: what is taken, the letter where it is named, and at which values.
pub(crate) struct Taken<'a> {
    pub(crate) body: &'a Node,
    pub(crate) letter: Option<String>,
    /// Subtracted, where there is one.
    pub(crate) low: Option<&'a Node>,
    pub(crate) high: &'a Node,
}

/// Whether it is [`Taken`]; the letter is then the only one of the body, if it is not named.
#[inline(never)]
pub(crate) fn taken(node: &Node) -> Option<Taken<'_>> {
    let (base, high) = match node {
        Node::Power(base, high) => (&**base, Some(&**high)),
        other => (other, None),
    };
    let Node::Subscript(group, low) = base else { return None };
    let Node::Group(Bracket::None | Bracket::Square, body, Bracket::Bar | Bracket::Square) =
        &**group
    else {
        return None;
    };
    let named = |side: &Node| match side {
        Node::Relation(letter, rest) if rest.len() == 1 => crate::check::letter_name(letter),
        _ => None,
    };
    fn value(side: &Node) -> &Node {
        match side {
            Node::Relation(_, rest) if rest.len() == 1 && rest[0].0 == Relation::Equal => {
                &rest[0].1
            }
            other => other,
        }
    }
    let only = || {
        let mut letters = Vec::new();
        crate::explain::names(body, &mut letters);
        if letters.len() == 1 { letters.pop() } else { None }
    };
    // [x]_2 is a name.
    if high.is_none() && !matches!(**group, Node::Group(_, _, Bracket::Bar)) {
        return None;
    }
    let letter = named(low).or_else(|| high.and_then(named)).or_else(only);
    let (low, high) = match high {
        Some(high) => (Some(value(low)), value(high)),
        None => (None, value(low)),
    };
    Some(Taken { body, letter, low, high })
}

/// The node with every direct piece replaced by what `f` makes of it. Letters, indices and variables stay.
pub(crate) fn map(node: &Node, f: &mut dyn FnMut(&Node) -> Node) -> Node {
    let mut boxed = |inner: &Node| Box::new(f(inner));
    match node {
        Node::Fraction(a, b) => Node::Fraction(boxed(a), boxed(b)),
        Node::Power(a, b) => Node::Power(boxed(a), boxed(b)),
        Node::Binomial(a, b) => Node::Binomial(boxed(a), boxed(b)),
        Node::Choose(letter, a, b) => Node::Choose(*letter, boxed(a), boxed(b)),
        Node::Root { degree, radicand } => {
            Node::Root { degree: degree.clone(), radicand: boxed(radicand) }
        }
        Node::Apply { function, power, index, argument } => Node::Apply {
            function: function.clone(),
            power: power.clone(),
            index: index.clone(),
            argument: boxed(argument),
        },
        Node::Factorial(a) => Node::Factorial(boxed(a)),
        Node::Percent(a) => Node::Percent(boxed(a)),
        Node::Degrees(a) => Node::Degrees(boxed(a)),
        Node::Absolute(a) => Node::Absolute(boxed(a)),
        Node::Group(open, a, shut) => Node::Group(*open, boxed(a), *shut),
        Node::Derivative { partial, order, variables, of: Some(of), inside } => Node::Derivative {
            partial: *partial,
            order: *order,
            variables: variables.clone(),
            of: Some(boxed(of)),
            inside: *inside,
        },
        Node::Integral { fold, closed, lower, upper, body, variables } => Node::Integral {
            fold: *fold,
            closed: *closed,
            lower: lower.as_deref().map(&mut boxed),
            upper: upper.as_deref().map(&mut boxed),
            body: boxed(body),
            variables: variables.clone(),
        },
        Node::Limit { variable, target, side, body } => Node::Limit {
            variable: variable.clone(),
            target: boxed(target),
            side: *side,
            body: boxed(body),
        },
        Node::Big { operator, lower, upper, body } => Node::Big {
            operator: *operator,
            lower: lower.clone(),
            upper: upper.as_deref().map(&mut boxed),
            body: boxed(body),
        },
        Node::Sum(items) => Node::Sum(items.iter().map(|(sign, a)| (*sign, f(a))).collect()),
        Node::Product(items) => {
            Node::Product(items.iter().map(|(join, a)| (*join, f(a))).collect())
        }
        Node::List(items) => Node::List(items.iter().map(f).collect()),
        Node::Lines(items) => Node::Lines(items.iter().map(f).collect()),
        Node::Operation(name, items) => {
            Node::Operation(name.clone(), items.iter().map(f).collect())
        }
        Node::Cases(rows) => {
            Node::Cases(rows.iter().map(|(row, when)| (f(row), when.clone())).collect())
        }
        Node::Relation(first, rest) => Node::Relation(
            Box::new(f(first)),
            rest.iter().map(|(relation, side)| (relation.clone(), f(side))).collect(),
        ),
        Node::Matrix(open, rows, shut) => {
            let rows = rows.iter().map(|row| row.iter().map(&mut *f).collect()).collect();
            Node::Matrix(*open, rows, *shut)
        }
        other => other.clone(),
    }
}

/// Shows the direct pieces, in the order of [`map`].
fn each<'a>(node: &'a Node, see: &mut dyn FnMut(&'a Node)) {
    match node {
        Node::Root { radicand: part, .. }
        | Node::Apply { argument: part, .. }
        | Node::Factorial(part)
        | Node::Percent(part)
        | Node::Degrees(part)
        | Node::Absolute(part)
        | Node::Group(_, part, _)
        | Node::Derivative { of: Some(part), .. } => see(part),
        Node::Big { upper, body, .. } => {
            upper.iter().for_each(|upper| see(upper));
            see(body);
        }
        Node::Integral { lower, upper, body, .. } => {
            lower.iter().chain(upper).for_each(|bound| see(bound));
            see(body);
        }
        Node::Limit { target, body, .. } => {
            see(target);
            see(body);
        }
        Node::Cases(rows) => rows.iter().for_each(|(row, _)| see(row)),
        Node::Fraction(..)
        | Node::Power(..)
        | Node::Binomial(..)
        | Node::Choose(..)
        | Node::Sum(_)
        | Node::Product(_)
        | Node::List(_)
        | Node::Lines(_)
        | Node::Operation(..)
        | Node::Relation(..)
        | Node::Matrix(..) => node.for_each_child(&mut |part| see(part)),
        _ => {}
    }
}

/// The direct pieces, in the order of [`map`].
pub(crate) fn of(node: &Node) -> Vec<&Node> {
    let mut out = Vec::new();
    each(node, &mut |part| out.push(part));
    out
}

/// With the `place`-th direct piece replaced.
pub(crate) fn replaced(node: &Node, place: usize, by: &Node) -> Node {
    let mut at = 0;
    map(node, &mut |part| {
        at += 1;
        if at == place + 1 { by.clone() } else { part.clone() }
    })
}

/// Every piece changed from the inside out.
pub(crate) fn rewrite(node: &Node, f: &mut dyn FnMut(Node) -> Node) -> Node {
    let inner = map(node, &mut |part| rewrite(part, f));
    f(inner)
}

/// Whether a piece, at any depth, passes.
pub(crate) fn any(node: &Node, test: &dyn Fn(&Node) -> bool) -> bool {
    let mut found = test(node);
    if !found {
        each(node, &mut |part| found = found || any(part, test));
    }
    found
}

/// One way to change one piece, anywhere in a line.
pub(crate) struct Change {
    /// The line with the piece changed.
    pub(crate) line: Node,
    /// The piece before.
    pub(crate) part: Node,
    /// The piece after.
    pub(crate) became: Node,
}

/// Every way in which `rule` changes one piece of a line, at most `most`.
pub(crate) fn changes(node: &Node, rule: fn(&Node) -> Vec<Node>, most: usize) -> Vec<Change> {
    let mut out: Vec<Change> = rule(node)
        .into_iter()
        .map(|became| Change { line: became.clone(), part: node.clone(), became })
        .collect();
    for (place, part) in of(node).into_iter().enumerate() {
        if out.len() >= most {
            break;
        }
        for change in changes(part, rule, most - out.len()) {
            out.push(Change { line: replaced(node, place, &change.line), ..change });
        }
    }
    out.truncate(most);
    out
}

/// The smallest piece in which two lines differ, on both sides.
pub(crate) fn difference(before: &Node, after: &Node) -> (Node, Node) {
    let same_shape = std::mem::discriminant(before) == std::mem::discriminant(after);
    let (a, b) = (of(before), of(after));
    if same_shape && a.len() == b.len() {
        let differing: Vec<usize> = (0..a.len()).filter(|&k| a[k] != b[k]).collect();
        if let [k] = differing.as_slice()
            && replaced(before, *k, b[*k]) == *after
        {
            return difference(a[*k], b[*k]);
        }
    }
    (before.clone(), after.clone())
}

/// A sum in brackets that something is multiplied with.
pub(crate) fn is_product_of_sum(node: &Node) -> bool {
    let sum = |node: &Node| match node {
        Node::Group(_, inner, _) => matches!(**inner, Node::Sum(_)),
        other => matches!(other, Node::Sum(_)),
    };
    match node {
        Node::Product(factors) => factors.iter().any(|(_, factor)| sum(factor)),
        Node::Power(base, _) => sum(base),
        _ => false,
    }
}
