//! What is written is read back to the same tree, and school LaTeX is read as a textbook reads it.

use ganita_notation::{
    Function, Join, Language, Node, Relation, Side, Sign, Trouble, read, write_latex, write_plain,
};
use proptest::prelude::*;

fn leaf() -> impl Strategy<Value = Node> {
    prop_oneof![
        prop::sample::select(vec!["0", "2", "7", "13", "2.5"]).prop_map(Node::number),
        prop::sample::select(vec!["x", "y", "a", "n", "alpha", "pi", "infinity", "theta"])
            .prop_map(Node::symbol),
    ]
}

fn sign() -> impl Strategy<Value = Sign> {
    prop::sample::select(vec![Sign::Plus, Sign::Minus, Sign::PlusMinus])
}

fn sum(terms: Vec<(Sign, Node)>) -> Node {
    if terms.len() == 1 && terms[0].0 == Sign::Plus { terms[0].1.clone() } else { Node::Sum(terms) }
}

/// Trees as readers and rules build them: a product of numbers has a dot, a whole number beside a fraction too.
fn product(mut factors: Vec<(Join, Node)>) -> Node {
    factors[0].0 = Join::Beside;
    for k in 1..factors.len() {
        let number = |node: &Node| matches!(node, Node::Number(_) | Node::Mixed(..));
        if number(&factors[k].1)
            || (number(&factors[k - 1].1) && matches!(factors[k].1, Node::Fraction(..)))
        {
            factors[k].0 = Join::Dot;
        }
    }
    Node::Product(factors)
}

fn tree() -> impl Strategy<Value = Node> {
    leaf().prop_recursive(5, 48, 4, |inner| {
        let join = prop::sample::select(vec![
            Join::Beside,
            Join::Beside,
            Join::Dot,
            Join::Times,
            Join::Slash,
        ]);
        prop_oneof![
            prop::collection::vec((sign(), inner.clone()), 1..4).prop_map(sum),
            prop::collection::vec((join, inner.clone()), 2..4).prop_map(product),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Node::fraction(a, b)),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Node::power(a, b)),
            (prop::option::of(inner.clone()), inner.clone()).prop_map(|(degree, radicand)| {
                Node::Root { degree: degree.map(Box::new), radicand: Box::new(radicand) }
            }),
            (
                prop::sample::select(vec!["sin", "cos", "ln", "arctan"]),
                prop::option::of(Just(Node::number("2"))),
                inner.clone()
            )
                .prop_map(|(name, power, argument)| Node::Apply {
                    function: Function::Named(name.to_owned()),
                    power: power.map(Box::new),
                    index: None,
                    argument: Box::new(argument)
                }),
            inner.clone().prop_map(|node| Node::Absolute(Box::new(node))),
            inner.clone().prop_map(|node| Node::Factorial(Box::new(node))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Node::relation(
                a,
                Relation::LessEqual,
                b
            )),
            (inner.clone(), inner.clone()).prop_map(|(body, upper)| Node::Integral {
                fold: 1,
                closed: false,
                lower: Some(Box::new(Node::number("0"))),
                upper: Some(Box::new(upper)),
                body: Box::new(body),
                variables: vec![Node::symbol("x")],
            }),
            (inner.clone(), inner).prop_map(|(body, target)| Node::Limit {
                variable: Box::new(Node::symbol("x")),
                target: Box::new(target),
                side: Side::Right,
                body: Box::new(body),
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn reading_what_was_written_gives_the_tree(tree in tree()) {
        let latex = write_latex(&tree);
        prop_assert_eq!(read(&latex), Ok(tree), "{}", latex);
    }

    #[test]
    fn no_text_panics(text in "[-+*/^_{}()|a-dfxyz0-9\\\\ ,.=<>']{0,60}") {
        let _ = read(&text);
    }

    #[test]
    fn no_words_panic(words in prop::collection::vec(prop::sample::select(vec![
        "\\frac", "{", "}", "x", "\\sin", "^", "_", "\\left", "(", ")", "\\right", "|", "\\int", "dx", "\\lim", "\\to", "d",
        "\\begin{cases}", "\\end{cases}", "\\\\", "&", "2", "\\sqrt", "[", "]", "=", "\\text{ or }", "\\{", "\\}", "'", "!",
    ]), 0..25)) {
        if let Ok(tree) = read(&words.join(" ")) {
            let _ = (write_latex(&tree), write_plain(&tree));
        }
    }
}

#[track_caller]
fn check(latex: &str, written: &str) {
    let tree = read(latex).unwrap_or_else(|error| panic!("{latex}: {error}"));
    assert_eq!(write_latex(&tree), written);
    assert_eq!(read(written), Ok(tree), "{written}");
}

#[test]
fn school_latex() {
    check(r"\frac12x^2", r"\frac{1}{2}x^{2}");
    check(r"\sin^2 2x\cos x", r"\sin^{2} 2x\cos x");
    check(r"\sin x(\csc x-\sin x)", r"\sin x(\csc x - \sin x)");
    check(r"\int_0^1 \frac{x\,dx}{1+x^2}", r"\int_{0}^{1} \frac{x}{1 + x^{2}} \, dx");
    check(r"\int (2x+1) d x", r"\int (2x + 1) \, dx");
    check(r"\lim_{x\to 0^+} 3x^3-5x", r"\lim_{x \to 0^{+}} (3x^{3} - 5x)");
    check(r"\lim_{x\to -2^{-}} x", r"\lim_{x \to (-2)^{-}} x");
    check(
        r"\left\{\begin{array}{l} x=1 \\ y=2\end{array}\right.",
        r"\left\{\begin{matrix} x = 1 \\ y = 2 \end{matrix}\right.",
    );
    check(
        r"\begin{cases}x+y=1\\x-y=3\end{cases}",
        r"\begin{cases} x + y = 1 \\ x - y = 3 \end{cases}",
    );
    check(r"\frac{d^2y}{dx^2}", r"\frac{d^2 y}{dx^2}");
    check(r"\frac{d}{dx}\left(x^2\right)", r"\frac{d}{dx} x^{2}");
    check(r"\frac{d}{dx}\left(\sin x\right)y", r"\frac{d}{dx}(\sin x)y");
    check(r"(-\infty, 2]\cup[3,\infty)", r"(-\infty, 2] \cup [3, \infty)");
    check(r"x=2 \text{ or } x=3", r"x = 2 \text{ or } x = 3");
    check(r"|3x-1|>11", r"\left|3x - 1\right| > 11");
    check(r"2\frac13", r"2\frac{1}{3}");
    check(r"f'(x)=0", r"f'(x) = 0");
    check(r"\log_2 8", r"\log_{2} 8");
    check(r"\sin 30^\circ", r"\sin 30^{\circ}");
    check(r"{}^5C_2+50\%", r"{}^{5}C_{2} + 50\%");
    check(r"\sqrt[3]{x}", r"\sqrt[3]{x}");
    check(r"10{,}000", "10000");
    check(r"\{x \mid x > 0\}", r"\{x \mid x > 0\}");
    check("2x≤3", r"2x \le 3");
    check(r"\sin^26x", r"\sin^{2} 6x");
    check(r"\cos^210x", r"\cos^{2} 10x");
    check(r"\sin^10x", r"\sin^{10} x");
}

#[test]
fn mistakes_have_a_place_and_a_suggestion() {
    let error = read(r"\frac{1}{x").expect_err("the brace is open");
    assert_eq!((error.at, error.trouble.clone()), (10, Trouble::Expected('}')));
    assert_eq!(error.to_string(), "expected } (at 10); add the missing }");
    assert_eq!(
        error.tell(Language::Hindi),
        "यह सूत्र पढ़ा नहीं जा सका: यहाँ } होना चाहिए; छूटा हुआ } जोड़िए"
    );
    let error = read(r"2+\snx").expect_err("no such command");
    assert_eq!(error.at, 2);
    let error = read(r"\thta+1").expect_err("no such command");
    let (_, suggestion) = error.trouble.tell(Language::English);
    assert_eq!(suggestion.as_deref(), Some(r"did you mean \theta?"));
    let error = read(r"\begin{cases}x+1").expect_err("never ended");
    assert!(error.to_string().ends_with(r"add \end{cases}"), "{error}");
    let error = read(r"x+1)").expect_err("never opened");
    assert_eq!(error.at, 3);
    assert!(read(&"(".repeat(5000)).is_err());
    let error = read(&"x+".repeat(1 << 19)).expect_err("a megabyte");
    assert_eq!(error.trouble, Trouble::TooLong);
    // A sign above says from which side; it has none above itself.
    for (latex, at) in
        [(r"\lim_{x\to0^+^+}xx", 13), (r"\lim_{x\to0^-^+}x", 13), (r"0^{+}^{+}", 5), ("3^++1", 3)]
    {
        let error = read(latex).expect_err(latex);
        assert_eq!((latex, error.at, error.trouble), (latex, at, Trouble::TwoSigns));
    }
}

#[test]
fn plain_text() {
    let plain = |latex: &str| write_plain(&read(latex).expect("reads"));
    assert_eq!(plain(r"x^2+3x\ge\frac{\sqrt2}{2}"), "x² + 3x ≥ √2/2");
    assert_eq!(plain(r"\sin^{-1} x"), "sin⁻¹ x");
}

#[test]
fn an_integral_inside_a_limit_keeps_its_own_differential() {
    let latex = r"\int_{0}^{1} \lim_{x \to \left(\int_{0}^{1} 2 \, dx\right)} 3 \, dx";
    let tree = read(latex).expect("this is LaTeX");
    assert!(matches!(&tree, Node::Integral { variables, .. } if variables.len() == 1), "{tree:?}");
    assert_eq!(write_latex(&tree), latex);
}

/// Whatever is tried and taken back is not tried again a level further in: otherwise thirty levels would take for ever.
#[test]
fn nesting_does_not_double_the_work() {
    for (open, close) in [
        (r"\frac{d}{dx}\left(", r"\right)"),
        (r"\frac{d \frac", r"{dx}{2} y}{2}"),
        (r"\frac{d", r"}{2}"),
        (r"\frac{d^2}{dx^2}\sin\frac{d}{dx}(", ")"),
        (r"\sin \frac{d x}{dx} (", ")"),
        (r"\int_0^1 (", r") \, dx"),
        (r"\lim_{x \to 0} (", ")"),
        (r"f'(", ")"),
        (r"|", "|"),
        (r"\sqrt[", "]{x}"),
    ] {
        for depth in [20, 200] {
            let nested = format!("{}x{}", open.repeat(depth), close.repeat(depth));
            // One brace missing inside is found out as soon.
            for latex in [nested.replacen('x', "{x", 1), nested] {
                let _ = read(&latex);
            }
        }
    }
}

/// Words on the board may hold any sign: KaTeX sets them, and they are read as they were.
#[test]
fn any_sign_may_stand_in_a_text() {
    for (words, latex) in [
        ("50% of #3 & a_b", r"\text{50\% of \#3 \& a\_b}"),
        (
            "a^b ~ \\frac {x}",
            r"\text{a\textasciicircum{}b \textasciitilde{} \textbackslash{}frac \{x\}}",
        ),
        ("5$ ∫ ≠", r"\text{5\$ $∫$ $≠$}"),
        ("x का वर्ग", r"\text{x का वर्ग}"),
    ] {
        let tree = Node::Text(words.to_owned());
        assert_eq!(write_latex(&tree), latex);
        assert_eq!(read(latex).expect("reads"), tree);
    }
    assert_eq!(write_latex(&Node::Text("a\u{0}b\u{301}\u{2003}c".to_owned())), r"\text{ab c}");
    check(r"x^{2} \pmod{n + 1}", r"x^{2} \pmod{n + 1}");
}

/// A sign above clings to what it is said of, not to what happens to stand before it.
#[test]
fn what_stands_above_nothing_has_a_place_of_its_own() {
    let nothing = || Node::Raw(String::new());
    let twice = Node::Product(vec![
        (Join::Beside, Node::power(Node::symbol("x"), Node::number("2"))),
        (Join::Beside, Node::power(nothing(), Node::number("3"))),
    ]);
    assert_eq!(write_latex(&twice), "x^{2}{}^{3}");
    let prime = Node::Prime(Box::new(Node::symbol("f")), 1);
    let below = Node::Subscript(Box::new(prime), Box::new(Node::number("1")));
    assert_eq!(write_latex(&Node::Degrees(Box::new(below))), r"{f'_{1}}^{\circ}");
    // TeX refuses two indices, also with primes between them.
    let index = |base, digits| Node::Subscript(Box::new(base), Box::new(Node::number(digits)));
    let primed = Node::Prime(Box::new(index(Node::symbol("n"), "12")), 3);
    assert_eq!(write_latex(&index(primed, "2")), r"{n_{12}'''}_{2}");
    assert_eq!(write_latex(&index(index(Node::symbol("n"), "1"), "2")), "{n_{1}}_{2}");
    let chosen = Node::Choose('C', Box::new(Node::number("5")), Box::new(Node::number("2")));
    assert_eq!(write_latex(&index(chosen, "1")), "{{}^{5}C_{2}}_{1}");
}

#[test]
fn a_second_power_is_refused_with_what_would_help() {
    for (latex, at) in [("x^2^3", 3), ("x^{2}^{3}", 5), (r"2^x^2+1", 3)] {
        let error = read(latex).expect_err("TeX refuses it");
        assert_eq!(error.at, at, "{latex}");
        assert!(error.to_string().contains("x^{2^{3}} or (x^{2})^{3}"), "{error}");
    }
    for latex in ["x^{2^3}", "(x^2)^3", "f'^2", "x_1^2", r"30^{\circ}"] {
        assert!(read(latex).is_ok(), "{latex}");
    }
}
