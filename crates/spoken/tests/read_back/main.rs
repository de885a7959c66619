//! What `notation::speak` says, `convert` hears: the same formula comes back, in English and in Hindi.

mod shown;
mod tree;

use std::collections::BTreeSet;

use ganita_notation::{Language, Node, read, speak, write_latex};
use ganita_spoken::{Context, convert};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use shown::shown;
use tree::{KINDS, formula, kind, of_kind};

#[track_caller]
fn comes_back(node: &Node, language: Language) {
    let words = speak(node, language);
    let heard = convert(&words, &Context::default());
    assert_eq!(shown(&heard.tree), shown(node), "\n  said: {words}\n  of: {}", write_latex(node));
}

/// Trees made of each kind; `GANITA_FUZZ=2000` makes more, other ones.
const TREES: usize = 50;

/// Dice that fall the same every time, or as often and as `GANITA_FUZZ` says.
fn dice() -> (TestRunner, usize) {
    match std::env::var("GANITA_FUZZ").ok().and_then(|count| count.parse().ok()) {
        Some(count) => (TestRunner::default(), count),
        None => (TestRunner::deterministic(), TREES),
    }
}

/// Trees of every kind, with any formulas in their places, in both languages.
#[test]
fn every_kind_of_node_comes_back() {
    fn note(node: &Node, seen: &mut BTreeSet<&'static str>) {
        seen.insert(kind(node));
        node.for_each_child(&mut |child| note(child, seen));
    }
    let (mut runner, count) = dice();
    let (mut seen, mut wrong) = (BTreeSet::new(), Vec::new());
    let inner = prop_oneof![3 => formula(), 1 => Just(Node::symbol("x"))].boxed();
    for of in KINDS {
        let trees = of_kind(of, &inner);
        for language in [Language::English, Language::Hindi] {
            for _ in 0..count {
                let node = trees.new_tree(&mut runner).expect("trees are made").current();
                note(&node, &mut seen);
                let words = speak(&node, language);
                let heard = convert(&words, &Context::default()).tree;
                let came = read(&write_latex(&heard)).map(|_| shown(&heard));
                let meant = shown(&node);
                if came.as_ref() != Ok(&meant) {
                    let came = came.unwrap_or_else(|_| write_latex(&heard));
                    wrong.push(format!("{of}: {words}\n  of   {meant}\n  came {came}"));
                }
            }
        }
    }
    wrong.sort_by_key(String::len);
    wrong.truncate(20);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let missing: Vec<_> = KINDS.iter().filter(|kind| !seen.contains(*kind)).collect();
    assert!(missing.is_empty(), "none was made of {missing:?}");
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
