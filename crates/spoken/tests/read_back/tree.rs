//! Trees of every kind, by dice: what a board may hold, each kind with any formula in its places.

use ganita_notation::{
    Accent, BigOperator, Bracket, Function, Join, Node, Relation, Side, Sign, Style,
};
use proptest::prelude::*;

/// Names the kind of a node. The compiler sees to it that none is forgotten.
pub(crate) fn kind(node: &Node) -> &'static str {
    match node {
        Node::Number(_) => "number",
        Node::Symbol(_) => "symbol",
        Node::Styled(..) => "styled",
        Node::Text(_) => "text",
        Node::Missing => "missing",
        Node::Sum(_) => "sum",
        Node::Product(_) => "product",
        Node::Fraction(..) => "fraction",
        Node::Mixed(..) => "mixed",
        Node::Power(..) => "power",
        Node::Subscript(..) => "subscript",
        Node::Root { .. } => "root",
        Node::Apply { .. } => "apply",
        Node::Factorial(_) => "factorial",
        Node::Percent(_) => "percent",
        Node::Degrees(_) => "degrees",
        Node::Prime(..) => "prime",
        Node::Accented(..) => "accented",
        Node::Binomial(..) => "binomial",
        Node::Choose(..) => "choose",
        Node::Absolute(_) => "absolute",
        Node::Norm(_) => "norm",
        Node::Floor(_) => "floor",
        Node::Ceiling(_) => "ceiling",
        Node::Group(..) => "group",
        Node::List(_) => "list",
        Node::SetBuilder(..) => "set builder",
        Node::Big { .. } => "big",
        Node::Integral { .. } => "integral",
        Node::Derivative { .. } => "derivative",
        Node::Differential(_) => "differential",
        Node::Limit { .. } => "limit",
        Node::Matrix(..) => "matrix",
        Node::Cases(_) => "cases",
        Node::Lines(_) => "lines",
        Node::Relation(..) => "relation",
        Node::Operation(..) => "operation",
        Node::Prefix(..) => "prefix",
        // LaTeX that nobody modelled has no words.
        Node::Raw(_) => "raw",
    }
}

/// Every kind that has words.
pub(crate) const KINDS: [&str; 38] = [
    "number",
    "symbol",
    "styled",
    "text",
    "missing",
    "sum",
    "product",
    "fraction",
    "mixed",
    "power",
    "subscript",
    "root",
    "apply",
    "factorial",
    "percent",
    "degrees",
    "prime",
    "accented",
    "binomial",
    "choose",
    "absolute",
    "norm",
    "floor",
    "ceiling",
    "group",
    "list",
    "set builder",
    "big",
    "integral",
    "derivative",
    "differential",
    "limit",
    "matrix",
    "cases",
    "lines",
    "relation",
    "operation",
    "prefix",
];

type Nodes = BoxedStrategy<Node>;

fn one_of(names: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(names)
}

fn letter() -> Nodes {
    one_of(&["x", "y", "z", "a", "b", "p", "q", "n", "theta", "alpha", "A", "E"])
        .prop_map(Node::symbol)
        .boxed()
}

fn capital() -> Nodes {
    one_of(&["A", "B", "P", "Q"]).prop_map(Node::symbol).boxed()
}

fn number() -> Nodes {
    one_of(&["2", "3", "5", "12", "100", "2.5"]).prop_map(Node::number).boxed()
}

fn boxed(node: Node) -> Box<Node> {
    Box::new(node)
}

fn product(factors: Vec<(Join, Node)>) -> Node {
    Node::Product(factors)
}

/// A formula: anything that may stand in another formula's place.
pub(crate) fn formula() -> Nodes {
    let leaf = prop_oneof![3 => letter(), 2 => number()];
    leaf.prop_recursive(3, 20, 3, |inner| {
        let inner = inner.boxed();
        let often = prop_oneof![
            3 => of_kind("sum", &inner),
            3 => of_kind("product", &inner),
            3 => of_kind("fraction", &inner),
            3 => of_kind("power", &inner),
            2 => of_kind("root", &inner),
            2 => of_kind("apply", &inner),
        ];
        let seldom =
            prop::sample::select(&IN_PLACES[..]).prop_flat_map(move |kind| of_kind(kind, &inner));
        prop_oneof![3 => often, 2 => seldom]
    })
    .boxed()
}

/// What stands in another formula's place besides the everyday kinds.
const IN_PLACES: [&str; 16] = [
    "styled",
    "mixed",
    "subscript",
    "factorial",
    "percent",
    "degrees",
    "prime",
    "accented",
    "binomial",
    "choose",
    "absolute",
    "norm",
    "floor",
    "ceiling",
    "integral",
    "matrix",
];

/// Any tree of this kind, with what `inner` gives in its places.
pub(crate) fn of_kind(kind: &str, inner: &Nodes) -> Nodes {
    let inner = inner.clone();
    match kind {
        "number" => number(),
        "symbol" => prop_oneof![letter(), capital(), one_of(&[
            "infinity", "emptyset", "pi", "beta", "gamma", "delta", "lambda", "mu", "omega", "phi",
            "Delta", "Omega", "sigma", "rho", "tau", "AB", "ABC", "epsilon", "nu", "xi", "psi",
            "chi", "kappa", "zeta", "eta", "nabla",
        ]).prop_map(Node::symbol)].boxed(),
        "styled" => prop_oneof![
            one_of(&["R", "N", "Z", "Q", "C"]).prop_map(|set| Node::Styled(Style::Blackboard, boxed(Node::symbol(set)))),
            one_of(&["v", "a", "F"]).prop_map(|letter| Node::Styled(Style::Bold, boxed(Node::symbol(letter)))),
            one_of(&["L", "F", "P"]).prop_map(|letter| Node::Styled(Style::Calligraphic, boxed(Node::symbol(letter)))),
            one_of(&["g", "h"]).prop_map(|letter| Node::Styled(Style::Fraktur, boxed(Node::symbol(letter)))),
        ].boxed(),
        "text" => (one_of(&["apples", "rupees", "नमस्ते"]), inner).prop_map(|(words, side)| {
            Node::relation(Node::Text(words.to_owned()), Relation::Equal, side)
        }).boxed(),
        "missing" => prop_oneof![
            inner.clone().prop_map(|above| Node::fraction(above, Node::Missing)),
            inner.clone().prop_map(|term| Node::Sum(vec![(Sign::Plus, term), (Sign::Plus, Node::Missing)])),
            inner.prop_map(|side| Node::relation(side, Relation::Equal, Node::Missing)),
        ].boxed(),
        "sum" => prop::collection::vec(
            (prop::sample::select(vec![Sign::Plus, Sign::Plus, Sign::Minus, Sign::Minus, Sign::PlusMinus]), inner),
            2..4,
        ).prop_map(|mut terms| {
            if terms[0].0 == Sign::PlusMinus { terms[0].0 = Sign::Plus; }
            Node::Sum(terms)
        }).boxed(),
        "product" => {
            let join = prop::sample::select(vec![
                Join::Times, Join::Times, Join::Dot, Join::Divide, Join::Slash, Join::Ratio,
            ]);
            prop_oneof![
                3 => (number(), letter()).prop_map(|(n, x)| product(vec![(Join::Beside, n), (Join::Beside, x)])),
                4 => (inner.clone(), join, inner).prop_map(|(a, join, b)| product(vec![(Join::Beside, a), (join, b)])),
                1 => (number(), letter(), letter()).prop_map(|(n, x, y)| {
                    product(vec![(Join::Beside, n), (Join::Beside, x), (Join::Beside, y)])
                }),
            ].boxed()
        }
        "fraction" => (inner.clone(), inner).prop_map(|(a, b)| Node::fraction(a, b)).boxed(),
        "mixed" => (one_of(&["1", "2", "7"]), one_of(&["1", "2", "3"]), one_of(&["4", "5", "7"]))
            .prop_map(|(whole, a, b)| Node::Mixed(whole.into(), a.into(), b.into())).boxed(),
        "power" => {
            let exponent = prop_oneof![
                3 => Just(Node::number("2")), 2 => Just(Node::number("3")), 2 => number(), 1 => letter(),
                1 => letter().prop_map(Node::negative), 2 => inner.clone(),
            ];
            prop_oneof![
                (letter(), exponent).prop_map(|(base, exponent)| Node::power(base, exponent)),
                (inner, one_of(&["2", "3", "4"])).prop_map(|(base, digits)| Node::power(base, Node::number(digits))),
            ].boxed()
        }
        "subscript" => {
            let index = prop_oneof![
                Just(Node::number("1")), Just(Node::number("2")), Just(Node::symbol("n")), inner,
            ];
            (letter(), index).prop_map(|(base, index)| Node::Subscript(boxed(base), boxed(index))).boxed()
        }
        "root" => (prop::option::of(prop_oneof![Just(Node::number("3")), Just(Node::number("4")), Just(Node::symbol("n"))]), inner)
            .prop_map(|(degree, radicand)| Node::Root { degree: degree.map(boxed), radicand: boxed(radicand) }).boxed(),
        "apply" => applied(&inner),
        "factorial" => inner.prop_map(|inner| Node::Factorial(boxed(inner))).boxed(),
        "percent" => inner.prop_map(|inner| Node::Percent(boxed(inner))).boxed(),
        "degrees" => inner.prop_map(|inner| Node::Degrees(boxed(inner))).boxed(),
        "prime" => (one_of(&["f", "g", "y", "x"]), 1..4_u8)
            .prop_map(|(letter, count)| Node::Prime(boxed(Node::symbol(letter)), count)).boxed(),
        "accented" => {
            let accent = prop::sample::select(vec![
                Accent::Vector, Accent::Hat, Accent::Bar, Accent::Tilde, Accent::Dot, Accent::DoubleDot, Accent::Underline,
            ]);
            (accent, prop_oneof![3 => letter(), 1 => Just(Node::symbol("AB"))])
                .prop_map(|(accent, node)| Node::Accented(accent, boxed(node))).boxed()
        }
        "binomial" => (inner.clone(), inner).prop_map(|(n, k)| Node::Binomial(boxed(n), boxed(k))).boxed(),
        "choose" => {
            let entry = || prop_oneof![letter(), number()];
            (prop::sample::select(vec!['C', 'P']), entry(), entry())
                .prop_map(|(sign, n, r)| Node::Choose(sign, boxed(n), boxed(r))).boxed()
        }
        "absolute" => inner.prop_map(|inner| Node::Absolute(boxed(inner))).boxed(),
        "norm" => inner.prop_map(|inner| Node::Norm(boxed(inner))).boxed(),
        "floor" => inner.prop_map(|inner| Node::Floor(boxed(inner))).boxed(),
        "ceiling" => inner.prop_map(|inner| Node::Ceiling(boxed(inner))).boxed(),
        "group" => {
            let fence = prop::sample::select(vec![
                (Bracket::Round, Bracket::Round), (Bracket::Square, Bracket::Square), (Bracket::Square, Bracket::Round),
                (Bracket::Round, Bracket::Square), (Bracket::Curly, Bracket::Curly), (Bracket::Angle, Bracket::Angle),
            ]);
            (fence, inner.clone(), inner).prop_map(|((open, close), a, b)| {
                Node::Group(open, boxed(Node::List(vec![a, b])), close)
            }).boxed()
        }
        "list" => prop::collection::vec(inner, 2..4).prop_map(Node::List).boxed(),
        "set builder" => (letter(), of_kind("relation", &inner))
            .prop_map(|(element, condition)| Node::SetBuilder(boxed(element), boxed(condition))).boxed(),
        "big" => {
            let operator = prop::sample::select(vec![
                BigOperator::Sum, BigOperator::Product, BigOperator::Union, BigOperator::Intersection,
            ]);
            (operator, prop_oneof![Just("1"), Just("0")], prop_oneof![Just(Node::symbol("n")), Just(Node::symbol("infinity"))], inner)
                .prop_map(|(operator, from, upper, body)| Node::Big {
                    operator,
                    lower: Some(boxed(Node::relation(Node::symbol("i"), Relation::Equal, Node::number(from)))),
                    upper: Some(boxed(upper)),
                    body: boxed(body),
                }).boxed()
        }
        "integral" => {
            let limits = prop::option::of((prop_oneof![number(), letter()], prop_oneof![number(), letter(), Just(Node::symbol("infinity"))]));
            (limits, inner, one_of(&["x", "t", "theta"]), prop::sample::select(vec![(1_u8, false), (1, false), (1, true), (2, false), (3, false)]))
                .prop_map(|(limits, body, variable, (fold, closed))| {
                    let (lower, upper) = limits.filter(|_| fold == 1 && !closed).unzip();
                    let variables = [variable, "y", "z"][..usize::from(fold)].iter().map(|v| Node::symbol(v)).collect();
                    Node::Integral {
                        fold, closed, lower: lower.map(boxed), upper: upper.map(boxed), body: boxed(body), variables,
                    }
                }).boxed()
        }
        "derivative" => (any::<bool>(), 1..5_u8, one_of(&["x", "t"]), prop_oneof![
            2 => Just(None), 3 => letter().prop_map(|of| Some((of, true))), 3 => inner.prop_map(|of| Some((of, false))),
        ]).prop_map(|(partial, order, variable, of)| {
            let (of, inside) = of.map_or((None, false), |(of, inside)| (Some(boxed(of)), inside));
            Node::Derivative { partial, order, variables: vec![Node::symbol(variable)], of, inside }
        }).boxed(),
        "differential" => (one_of(&["x", "y", "t"]), inner).prop_map(|(variable, body)| {
            let d = |name| Node::Differential(boxed(Node::symbol(name)));
            Node::relation(d("u"), Relation::Equal, product(vec![(Join::Beside, body), (Join::Beside, d(variable))]))
        }).boxed(),
        "limit" => (letter(), prop_oneof![number(), Just(Node::symbol("infinity")), letter().prop_map(Node::negative)],
            prop::sample::select(vec![Side::Both, Side::Both, Side::Left, Side::Right]), inner)
            .prop_map(|(variable, target, side, body)| Node::Limit {
                variable: boxed(variable), target: boxed(target), side, body: boxed(body),
            }).boxed(),
        "matrix" => (prop::sample::select(vec![Bracket::Round, Bracket::Bar]), 1..4_usize, 1..4_usize).prop_flat_map(move |(fence, rows, columns)| {
            let columns = if fence == Bracket::Bar { rows } else { columns };
            let rows = if rows * columns == 1 { 2 } else { rows };
            let columns = if fence == Bracket::Bar { rows } else { columns };
            prop::collection::vec(prop::collection::vec(inner.clone(), columns), rows)
                .prop_map(move |cells| Node::Matrix(fence, cells, fence))
        }).boxed(),
        "cases" => prop::collection::vec((inner.clone(), of_kind("relation", &inner)), 2..4)
            .prop_map(|rows| Node::Cases(rows.into_iter().map(|(value, when)| (value, Some(when))).collect())).boxed(),
        "lines" => prop::collection::vec(of_kind("relation", &inner), 2..4).prop_map(Node::Lines).boxed(),
        "relation" => {
            let named = one_of(&[
                "subset", "subseteq", "perp", "parallel", "Rightarrow", "Leftrightarrow", "cong", "sim", "equiv", "propto", "notin",
            ]).prop_map(|name| Relation::Named(name.to_owned()));
            let common = prop::sample::select(vec![
                Relation::Equal, Relation::NotEqual, Relation::Less, Relation::LessEqual, Relation::Greater,
                Relation::GreaterEqual, Relation::Approximately, Relation::To, Relation::In,
            ]);
            prop_oneof![
                4 => (inner.clone(), common, inner.clone()).prop_map(|(a, sign, b)| Node::relation(a, sign, b)),
                1 => (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| {
                    Node::Relation(boxed(a), vec![(Relation::LessEqual, b), (Relation::Less, c)])
                }),
                1 => (capital(), named, capital()).prop_map(|(a, sign, b)| Node::relation(a, sign, b)),
            ].boxed()
        }
        "operation" => {
            let sets = (one_of(&["cup", "cap", "setminus"]), capital(), capital());
            let logic = (one_of(&["land", "lor", "circ"]), letter(), letter());
            let sides = (one_of(&["or", "and"]), of_kind("relation", &inner), of_kind("relation", &inner));
            prop_oneof![sets, logic, sides]
                .prop_map(|(name, a, b)| Node::Operation(name.to_owned(), vec![a, b])).boxed()
        }
        "prefix" => prop_oneof![
            (one_of(&["angle", "triangle"]), one_of(&["ABC", "PQR", "A"])).prop_map(|(name, of)| Node::Prefix(name.to_owned(), boxed(Node::symbol(of)))),
            (one_of(&["neg", "forall", "exists"]), letter()).prop_map(|(name, of)| Node::Prefix(name.to_owned(), boxed(of))),
            (one_of(&["ABC", "PQR"]), number()).prop_map(|(of, degrees)| Node::relation(
                Node::Prefix("angle".to_owned(), boxed(Node::symbol(of))), Relation::Equal, Node::Degrees(boxed(degrees)),
            )),
        ].boxed(),
        other => panic!("{other} is no kind of node"),
    }
}

fn applied(inner: &Nodes) -> Nodes {
    let named = |name: &str| Function::Named(name.to_owned());
    let apply = |function, power: Option<Node>, index: Option<Node>, argument| Node::Apply {
        function,
        power: power.map(boxed),
        index: index.map(boxed),
        argument: boxed(argument),
    };
    let power = prop::option::of(prop_oneof![
        3 => Just(Node::number("2")),
        1 => Just(Node::number("3")),
        1 => Just(Node::symbol("n")),
        2 => Just(Node::negative(Node::number("1"))),
    ]);
    let circular = one_of(&["sin", "cos", "tan", "cot", "sec", "csc"]);
    let plain = one_of(&["ln", "log", "exp", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan"]);
    prop_oneof![
        3 => (circular, power, inner.clone()).prop_map(move |(name, power, x)| apply(named(name), power, None, x)),
        3 => (plain, inner.clone()).prop_map(move |(name, x)| apply(named(name), None, None, x)),
        // The determinant of a matrix is written with bars.
        1 => inner.clone().prop_map(move |x| {
            let x = if matches!(x, Node::Matrix(..)) { Node::symbol("A") } else { x };
            apply(named("det"), None, None, x)
        }),
        1 => (number(), inner.clone()).prop_map(move |(base, x)| apply(named("log"), None, Some(base), x)),
        1 => (one_of(&["max", "min", "gcd", "lcm"]), inner.clone(), inner.clone())
            .prop_map(move |(name, a, b)| apply(named(name), None, None, Node::List(vec![a, b]))),
        2 => (one_of(&["f", "g", "h"]), inner.clone()).prop_map(move |(name, x)| {
            apply(Function::Letter(boxed(Node::symbol(name))), None, None, x)
        }),
    ]
    .boxed()
}
