//! What `notation::speak` says, `convert` hears: the same formula comes back, in English and in Hindi.

use ganita_notation::{
    Bracket, Function, Join, Language, Node, Relation, Sign, read, speak, write_latex,
};
use ganita_spoken::{Context, convert};
use proptest::prelude::*;

fn letter() -> impl Strategy<Value = Node> {
    prop::sample::select(vec!["x", "y", "z", "a", "b", "p", "q", "theta", "alpha"])
        .prop_map(Node::symbol)
}

fn number() -> impl Strategy<Value = Node> {
    prop::sample::select(vec!["2", "3", "5", "12", "100", "2.5"]).prop_map(Node::number)
}

fn power(base: Node, exponent: Node) -> Node {
    Node::power(base, exponent)
}

/// Formulas as a board holds them: every operand of a product can stand beside another.
fn formula() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![3 => letter(), 2 => number()];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let exponent = prop_oneof![
            3 => Just(Node::number("2")),
            2 => Just(Node::number("3")),
            2 => number(),
            1 => letter(),
            1 => letter().prop_map(Node::negative),
        ];
        let sum = prop::collection::vec(
            (prop::sample::select(vec![Sign::Plus, Sign::Minus]), inner.clone()),
            2..4,
        )
        .prop_map(|mut terms| {
            terms[0].0 = Sign::Plus;
            Node::Sum(terms)
        });
        prop_oneof![
            3 => sum,
            2 => (number(), letter()).prop_map(|(number, letter)| {
                Node::Product(vec![(Join::Beside, number), (Join::Beside, letter)])
            }),
            2 => (inner.clone(), inner.clone()).prop_map(|(a, b)| {
                Node::Product(vec![(Join::Beside, a), (Join::Times, b)])
            }),
            2 => (inner.clone(), inner.clone()).prop_map(|(a, b)| Node::fraction(a, b)),
            2 => (letter(), exponent).prop_map(|(base, exponent)| power(base, exponent)),
            1 => inner.clone().prop_map(|base| power(base, Node::number("2"))),
            1 => inner.clone().prop_map(|radicand| Node::Root {
                degree: None,
                radicand: Box::new(radicand)
            }),
            1 => (prop::sample::select(vec!["sin", "cos", "tan", "ln"]), inner.clone()).prop_map(
                |(name, argument)| Node::Apply {
                    function: Function::Named(name.to_owned()),
                    power: None,
                    index: None,
                    argument: Box::new(argument)
                }
            ),
            1 => inner.clone().prop_map(|inner| Node::Absolute(Box::new(inner))),
            1 => (letter(), prop::sample::select(vec!["1", "2", "n"])).prop_map(|(base, index)| {
                let index = if index == "n" { Node::symbol(index) } else { Node::number(index) };
                Node::Subscript(Box::new(base), Box::new(index))
            }),
            1 => letter().prop_map(|letter| Node::Factorial(Box::new(letter))),
        ]
    })
}

fn statement() -> impl Strategy<Value = Node> {
    let relation = prop::sample::select(vec![
        Relation::Equal,
        Relation::NotEqual,
        Relation::Less,
        Relation::LessEqual,
        Relation::Greater,
        Relation::GreaterEqual,
    ]);
    prop_oneof![
        formula(),
        (formula(), relation, formula()).prop_map(|(a, sign, b)| Node::relation(a, sign, b)),
    ]
}

/// What is shown is what counts: brackets that only held words together are not compared.
fn shown(node: &Node) -> String {
    fn bare(node: Node) -> Node {
        match node {
            Node::Group(Bracket::Round, inner, Bracket::Round) => bare(*inner),
            Node::Sum(terms) => Node::Sum(terms.into_iter().map(|(s, n)| (s, bare(n))).collect()),
            Node::Product(factors) => {
                Node::Product(factors.into_iter().map(|(j, n)| (j, bare(n))).collect())
            }
            Node::Fraction(a, b) => Node::fraction(bare(*a), bare(*b)),
            Node::Power(a, b) => Node::power(bare(*a), bare(*b)),
            Node::Root { degree, radicand } => {
                Node::Root { degree, radicand: Box::new(bare(*radicand)) }
            }
            Node::Absolute(inner) => Node::Absolute(Box::new(bare(*inner))),
            Node::Factorial(inner) => Node::Factorial(Box::new(bare(*inner))),
            Node::Apply { function, power, index, argument } => {
                Node::Apply { function, power, index, argument: Box::new(bare(*argument)) }
            }
            Node::Relation(first, rest) => Node::Relation(
                Box::new(bare(*first)),
                rest.into_iter().map(|(sign, side)| (sign, bare(side))).collect(),
            ),
            other => other,
        }
    }
    let latex = write_latex(&bare(node.clone()));
    write_latex(&bare(read(&latex).unwrap_or_else(|error| panic!("{latex}: {error:?}"))))
}

#[track_caller]
fn comes_back(node: &Node, language: Language) {
    let words = speak(node, language);
    let heard = convert(&words, &Context::default());
    assert_eq!(shown(&heard.tree), shown(node), "\n  said: {words}\n  of: {}", write_latex(node));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn english_comes_back(node in statement()) {
        comes_back(&node, Language::English);
    }

    #[test]
    fn hindi_comes_back(node in statement()) {
        comes_back(&node, Language::Hindi);
    }
}

/// Constructs beyond the random trees, one formula each.
const FORMULAS: &[&str] = &[
    r"\int_{0}^{1} x^{2} \, dx",
    r"\int_{0}^{1} (x + 1) \, dx",
    r"\sum_{i = 1}^{n} i^{2}",
    r"\lim_{x \to 0} \frac{\sin x}{x}",
    r"\frac{dy}{dx} = 2x",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
    r"\sin^{2} \theta + \cos^{2} \theta = 1",
    r"x = \frac{-b + \sqrt{b^{2} - 4ac}}{2a}",
    r"\binom{n}{k}",
    r"\theta = 30^{\circ}",
    r"\vec{a} + \vec{b}",
    r"A \cup B",
    r"50\%",
];

#[test]
fn every_construct_comes_back() {
    for latex in FORMULAS {
        let node = read(latex).expect("these are formulas");
        comes_back(&node, Language::English);
        comes_back(&node, Language::Hindi);
    }
}

/// What stands in the places of a construct: numbers, letters, sums, powers, fractions.
const INSIDE: &[&str] = &[
    "2",
    "5",
    "x",
    "y",
    "a",
    r"\theta",
    "3x",
    "x^{2}",
    "x + 1",
    "2x - 3",
    r"\frac{1}{2}",
    r"\frac{x}{3}",
    r"\sqrt{x}",
    r"\sin x",
    "-1",
    "12",
    "n",
];

/// Every construct of the grammar. Capital E F G H are places for anything of [`INSIDE`].
const CONSTRUCTS: &[&str] = &[
    r"\int E \, dx",
    r"\int_{0}^{1} E \, dx",
    r"\int_{a}^{b} E \, dx = F",
    r"\sum_{i = 1}^{n} i^{2}",
    r"\sum_{k = 0}^{n} \frac{k}{2}",
    r"\prod_{k = 1}^{n} k",
    r"\lim_{x \to 0} \frac{E}{F}",
    r"\lim_{x \to \infty} \frac{E}{F}",
    r"\lim_{x \to a^{+}} \frac{E}{F}",
    r"\frac{dy}{dx} = E",
    r"\frac{d^2y}{dx^2} + E = F",
    r"\frac{d}{dx} \sin x = E",
    r"\frac{d}{dx} \left(x^{2} + E\right) = F",
    r"\frac{d}{dt} \left(t^{2} - 3t\right)",
    r"\frac{\partial f}{\partial x} = E",
    r"\begin{pmatrix} E & F \\ G & H \end{pmatrix}",
    r"\begin{bmatrix} E & F \\ G & H \end{bmatrix}",
    r"\begin{vmatrix} E & F \\ G & H \end{vmatrix}",
    r"\begin{pmatrix} E \\ F \\ G \end{pmatrix}",
    r"\begin{pmatrix} E & F & G \end{pmatrix}",
    r"\begin{cases} E & x > 0 \\ F & x \le 0 \end{cases}",
    r"f(x) = E",
    r"f'(x) = E",
    r"\vec{a} \cdot \vec{b} = E",
    r"\vec{a} \times \vec{b}",
    r"\hat{i} + 2\hat{j} - 3\hat{k}",
    r"\overrightarrow{AB}",
    r"\left|\vec{a}\right| = E",
    r"P(A) = E",
    r"P(A \mid B) = E",
    r"P(A \cap B) = E",
    r"A \cup B",
    r"A \cap B = \emptyset",
    r"A \subset B",
    r"x \in A",
    r"x \notin A",
    r"\{1, 2, 3\}",
    r"\{x \mid x > E\}",
    r"[2, 5]",
    r"[2, 5)",
    r"x \in (-\infty, 3]",
    r"(E, F)",
    r"\angle ABC = 60^{\circ}",
    r"\triangle ABC \cong \triangle DEF",
    r"AB \parallel CD",
    r"AB \perp CD",
    r"5\mathrm{cm}",
    r"50\%",
    r"n!",
    r"{}^{n}C_{r}",
    r"\binom{n}{k}",
    r"\log_{2} x = E",
    r"\log x + \ln y",
    r"\sin^{2} x + \cos^{2} x = E",
    r"\sin^{-1} x",
    r"\tan^{-1} \frac{E}{F}",
    r"\sqrt[3]{E}",
    r"\sqrt[n]{E}",
    r"x_{1} + x_{2} = E",
    r"\bar{x} = E",
    r"p \land q",
    r"p \lor q",
    r"\neg p",
    r"p \Rightarrow q",
    r"\lfloor x\rfloor = E",
    r"\lceil x\rceil",
    r"x = \pm E",
    r"x = \frac{-b \pm \sqrt{b^{2} - 4ac}}{2a}",
    r"\left|E\right| < F",
    r"E \ne F",
    r"\left(E\right)^{2} = F",
    r"E \equiv F",
    r"E \approx F",
    r"a : b = c : d",
    r"\theta = 30^{\circ}",
    r"x \propto y",
    r"E, F, G",
    r"e^{E} = F",
    r"2^{E} = F",
    r"\iint E \, dx \, dy",
    r"\oint E \, dx",
    r"\bigcup_{i = 1}^{n} A",
    r"\bigcap_{i = 1}^{n} A",
    r"\sum_{i = 1}^{n} E",
    r"\prod_{i = 1}^{n} E",
    r"\lim_{x \to a^{-}} \frac{E}{F}",
    r"\frac{d^3y}{dx^3} = E",
    r"\frac{\partial^2 f}{\partial x^2} = E",
    r"\frac{dy}{dx}",
    r"\left\|\vec{a}\right\| = E",
    r"\tilde{x} = E",
    r"\dot{x} = E",
    r"\ddot{x} = E",
    r"\hat{n}",
    r"2\frac{1}{3}",
    r"3\frac{2}{5} + E",
    r"{}^{n}P_{r}",
    r"x' = E",
    r"y'' + E = F",
    r"\cos^{3} x",
    r"\tan^{n} x",
    r"\log_{a} E = F",
    r"\ln E",
    r"\exp(E)",
    r"\max(E, F)",
    r"\min(E, F)",
    r"\gcd(a, b)",
    r"\arcsin x",
    r"\sinh x",
    r"\mathbb{R}",
    r"x \in \mathbb{N}",
    r"\mathbf{v}",
    r"x_{n} = E",
    r"a_{n + 1}",
    r"a_{ij}",
    r"(E, F]",
    r"(2, 5)",
    r"A \subseteq B",
    r"A \setminus B",
    r"f \circ g",
    r"\forall x",
    r"\exists x",
    r"p \Leftrightarrow q",
    r"a \to b",
    r"\triangle ABC \sim \triangle DEF",
    r"a - E + F",
    r"-E",
    r"x = E \text{ or } x = F",
    r"x > 2 \text{ and } x < 5",
    r"x + y = 5 \\ x - y = 1",
    r"x < E < F",
    r"E \mp F",
    r"n! + E",
    r"(n + 1)!",
    r"3\mathrm{kg}",
    r"n\%",
    r"\angle A",
    r"\infty",
    r"1, 2, 3, \ldots",
    r"\sqrt[4]{E}",
    r"x^{n + 1}",
    r"x^{-1}",
    r"e^{-x}",
    r"\begin{vmatrix} a & b & c \\ d & e & f \\ g & h & i \end{vmatrix}",
];

fn filled(construct: &str, inside: &[&str; 4]) -> String {
    let mut filled = String::new();
    for letter in construct.chars() {
        match letter {
            'E' if !construct.contains("DEF") => filled.push_str(inside[0]),
            'F' if !construct.contains("DEF") => filled.push_str(inside[1]),
            'G' => filled.push_str(inside[2]),
            'H' => filled.push_str(inside[3]),
            other => filled.push(other),
        }
    }
    filled
}

/// The bracket of a matrix is not said.
fn unfenced(latex: &str) -> String {
    latex
        .replace("{bmatrix}", "{pmatrix}")
        .replace(r"\left", "")
        .replace(r"\right", "")
        .replace(' ', "")
}

/// Every construct with everything of [`INSIDE`] in its places, in both languages.
#[test]
fn everything_in_every_construct_comes_back() {
    let mut wrong = Vec::new();
    let mut said = 0;
    for construct in CONSTRUCTS {
        for language in [Language::English, Language::Hindi] {
            for at in 0..INSIDE.len() {
                let inside = [0, 3, 7, 11].map(|shift| INSIDE[(at + shift) % INSIDE.len()]);
                let node = read(&filled(construct, &inside)).expect("these are formulas");
                let words = speak(&node, language);
                let heard = convert(&words, &Context::default());
                let (heard, meant) = (shown(&heard.tree), shown(&node));
                said += 1;
                if unfenced(&heard) != unfenced(&meant) {
                    wrong.push(format!("{words}\n  of   {meant}\n  came {heard}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {said}:\n{}", wrong.len(), wrong.join("\n"));
}
