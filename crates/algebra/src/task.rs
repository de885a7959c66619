//! What is asked.

use ganita_notation::Node;

/// The kinds of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The value of a number.
    Evaluate,
    /// A simpler form.
    Simplify,
    /// Without brackets.
    Expand,
    /// As a product.
    Factor,
    /// A fraction as a sum of simple ones.
    PartialFractions,
    /// An equation.
    Solve,
    /// Several equations at once.
    SolveSystem,
    /// An inequality, or several joined.
    Inequality,
    /// An identity to be proved.
    TrigIdentity,
    /// A derivative.
    Diff,
    /// dy/dx from an equation in x and y.
    ImplicitDiff,
    /// An indefinite integral.
    Integrate,
    /// A definite integral.
    Definite,
    /// A limit.
    Limit,
    /// A formula of a chapter put to work: matrices, vectors, statistics, …
    Textbook(crate::textbook::Topic),
}

impl Kind {
    /// All kinds but the chapters', with the names they have in files and on the wire.
    pub const ALL: [(Kind, &'static str); 14] = [
        (Kind::Evaluate, "evaluate"),
        (Kind::Simplify, "simplify"),
        (Kind::Expand, "expand"),
        (Kind::Factor, "factor"),
        (Kind::PartialFractions, "partial_fractions"),
        (Kind::Solve, "solve"),
        (Kind::SolveSystem, "solve_system"),
        (Kind::Inequality, "inequality"),
        (Kind::TrigIdentity, "trig_identity"),
        (Kind::Diff, "diff"),
        (Kind::ImplicitDiff, "implicit_diff"),
        (Kind::Integrate, "integrate"),
        (Kind::Definite, "definite"),
        (Kind::Limit, "limit"),
    ];

    /// Every kind's name, the chapters' behind the others.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Kind::ALL.into_iter().map(|(_, name)| name).chain(crate::textbook::topics())
    }

    /// Its name in files and on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        if let Kind::Textbook(topic) = self {
            return topic.name();
        }
        Kind::ALL.iter().find(|(kind, _)| *kind == self).expect("every kind is in the list").1
    }
}

/// A problem's kind and its unknowns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What is asked.
    pub kind: Kind,
    /// The unknowns; empty: found in the problem.
    pub variables: Vec<String>,
}

impl Task {
    /// From the names used in files and on the wire. `variable` may hold several, separated by commas.
    #[must_use]
    pub fn from_kind(kind: &str, variable: Option<&str>) -> Option<Task> {
        let kind = match Kind::ALL.iter().find(|(_, name)| *name == kind) {
            Some((kind, _)) => *kind,
            None => Kind::Textbook(crate::textbook::Topic::named(kind)?),
        };
        let variables = variable
            .unwrap_or_default()
            .split(',')
            .map(|name| name.trim().trim_start_matches('\\').to_owned());
        Some(Task { kind, variables: variables.filter(|name| !name.is_empty()).collect() })
    }

    /// From one of the engine's kinds or from the word of a command ("integrate", "prove"): what a sentence asks to be
    /// done with this problem. "Integrate" of an integral with limits is `definite`; without a word it is [`Task::infer`].
    #[must_use]
    pub fn asked(kind: Option<&str>, variable: Option<&str>, problem: &Node) -> Option<Task> {
        let inferred = Task::infer(problem).kind;
        let unless =
            |kinds: &[Kind], kind: Kind| if kinds.contains(&inferred) { inferred } else { kind };
        let other_than_equations =
            [Kind::SolveSystem, Kind::Inequality, Kind::Integrate, Kind::Definite, Kind::Limit];
        let chapter = matches!(inferred, Kind::Textbook(_));
        let name = match kind {
            Some("differentiate" | "diff" | "implicit_diff")
                if crate::textbook::is_curve(problem) =>
            {
                "parametric"
            }
            None | Some("steps") => inferred.name(),
            Some("solve" | "evaluate" | "simplify") if chapter => inferred.name(),
            Some("solve") => unless(&other_than_equations, Kind::Solve).name(),
            Some("differentiate") if inferred == Kind::Solve => Kind::ImplicitDiff.name(),
            // Of xʸ = yˣ neither side is the function.
            Some("diff") if inferred == Kind::Solve && !names_a_function(problem) => {
                Kind::ImplicitDiff.name()
            }
            Some("differentiate") => Kind::Diff.name(),
            Some("integrate") => unless(&[Kind::Definite], Kind::Integrate).name(),
            Some("prove") => Kind::TrigIdentity.name(),
            Some(name) => name,
        };
        Task::from_kind(name, variable)
    }

    /// What somebody who writes this probably wants.
    #[must_use]
    pub fn infer(node: &Node) -> Task {
        // Nothing is left of what was asked before, or there was nothing yet.
        crate::expr::reset(crate::FUEL);
        Task { kind: infer_kind(node), variables: Vec::new() }
    }
}

/// y = …, f(x) = …
fn names_a_function(problem: &Node) -> bool {
    let call = |left: &Node| {
        matches!(left, Node::Apply { function: ganita_notation::Function::Letter(_), .. })
    };
    crate::explain::sides(problem)
        .is_none_or(|(left, _)| crate::check::letter_name(left).is_some() || call(left))
}

fn infer_kind(node: &Node) -> Kind {
    use ganita_notation::Relation as R;
    if let Some(topic) = crate::textbook::infer(node) {
        return Kind::Textbook(topic);
    }
    let inequality =
        |item: &Node| matches!(item, Node::Relation(..)) && infer_kind(item) == Kind::Inequality;
    match node {
        _ if crate::tasks::solve::within::interval(node).is_some() => Kind::Solve,
        Node::List(items) | Node::Lines(items)
            if items.len() > 1 && items.iter().all(inequality) =>
        {
            Kind::Inequality
        }
        Node::Cases(rows) if rows.len() > 1 && rows.iter().all(|(row, _)| inequality(row)) => {
            Kind::Inequality
        }
        Node::Integral { lower: None, .. } => Kind::Integrate,
        Node::Integral { .. } => Kind::Definite,
        Node::Limit { .. } => Kind::Limit,
        Node::Derivative { of: Some(_), .. } => Kind::Diff,
        Node::Cases(_) | Node::Lines(_) => Kind::SolveSystem,
        Node::List(items)
            if items.len() > 1 && items.iter().all(|item| matches!(item, Node::Relation(..))) =>
        {
            Kind::SolveSystem
        }
        Node::Operation(name, items) if name == "and" || name == "or" => {
            if items.iter().any(|item| infer_kind(item) == Kind::Inequality) {
                Kind::Inequality
            } else {
                Kind::SolveSystem
            }
        }
        Node::Relation(_, rest) if rest.iter().all(|(relation, _)| *relation == R::Equal) => {
            let mut letters = Vec::new();
            crate::explain::names(node, &mut letters);
            letters.sort();
            let complex = [["x", "y"], ["a", "b"]].iter().any(|pair| letters == pair)
                && crate::parts::any(node, &|part| *part == Node::symbol("i"));
            // Numbers on both sides: whether they are the same.
            if letters.is_empty() && rest.len() == 1 {
                Kind::TrigIdentity
            } else if complex {
                Kind::SolveSystem
            } else {
                Kind::Solve
            }
        }
        Node::Relation(_, rest)
            if rest.iter().any(|(relation, _)| {
                matches!(relation, R::Less | R::LessEqual | R::Greater | R::GreaterEqual)
            }) =>
        {
            Kind::Inequality
        }
        Node::Relation(..) => Kind::Solve,
        _ if has_letter(node) => Kind::Simplify,
        _ => Kind::Evaluate,
    }
}

fn has_letter(node: &Node) -> bool {
    match node {
        Node::Symbol(name) => !matches!(name.as_str(), "e" | "i" | "pi" | "infinity"),
        Node::Sum(terms) => terms.iter().any(|(_, term)| has_letter(term)),
        Node::Product(factors) => factors.iter().any(|(_, factor)| has_letter(factor)),
        Node::Fraction(a, b) | Node::Power(a, b) | Node::Binomial(a, b) => {
            has_letter(a) || has_letter(b)
        }
        Node::Subscript(..) => true,
        Node::Root { degree, radicand } => {
            degree.as_deref().is_some_and(has_letter) || has_letter(radicand)
        }
        Node::Apply { argument, .. } => has_letter(argument),
        Node::Factorial(a)
        | Node::Percent(a)
        | Node::Degrees(a)
        | Node::Absolute(a)
        | Node::Group(_, a, _) => has_letter(a),
        Node::List(items) => items.iter().any(has_letter),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_become_kinds() {
        let kind = |command: &str, latex: &str| {
            let problem = ganita_notation::read(latex).expect("the cases are readable");
            Task::asked(Some(command), None, &problem).map(|task| task.kind)
        };
        assert_eq!(kind("solve", "x = 1"), Some(Kind::Solve));
        assert_eq!(kind("solve", "x < 1"), Some(Kind::Inequality));
        assert_eq!(kind("differentiate", "x^{2}"), Some(Kind::Diff));
        assert_eq!(kind("differentiate", "x^{2} + y^{2} = 1"), Some(Kind::ImplicitDiff));
        assert_eq!(kind("diff", "x^{y} = y^{x}"), Some(Kind::ImplicitDiff));
        assert_eq!(kind("diff", "y = x^{2}"), Some(Kind::Diff));
        assert_eq!(kind("diff", "f(x) = x^{2}"), Some(Kind::Diff));
        assert_eq!(kind("integrate", "x"), Some(Kind::Integrate));
        assert_eq!(kind("integrate", r"\int_{0}^{1} x \, dx"), Some(Kind::Definite));
        assert_eq!(kind("steps", r"\frac{1}{2} + \frac{1}{3}"), Some(Kind::Evaluate));
        assert_eq!(kind("steps", r"2 + 2 = 4"), Some(Kind::TrigIdentity));
        assert_eq!(kind("clear", "x"), None);
    }
}
