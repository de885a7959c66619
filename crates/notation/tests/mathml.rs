//! MathML is checked against the rules of MathML Core (W3C Candidate Recommendation, section 3): well-formed, known
//! elements, the right number of children, text only in token elements. The reader here is written for this test.

use ganita_notation::{Node, read, write_mathml};

/// Element name, number of child elements that it must have; `None` is any number.
const ELEMENTS: &[(&str, Option<usize>)] = &[
    ("math", None),
    ("mrow", None),
    ("msqrt", None),
    ("mtable", None),
    ("mtr", None),
    ("mtd", None),
    ("mmultiscripts", None),
    ("mprescripts", Some(0)),
    ("mspace", Some(0)),
    ("mfrac", Some(2)),
    ("mroot", Some(2)),
    ("msup", Some(2)),
    ("msub", Some(2)),
    ("mover", Some(2)),
    ("munder", Some(2)),
    ("msubsup", Some(3)),
    ("munderover", Some(3)),
    ("mi", Some(0)),
    ("mn", Some(0)),
    ("mo", Some(0)),
    ("mtext", Some(0)),
];

const TOKENS: &[&str] = &["mi", "mn", "mo", "mtext"];

struct Element {
    name: String,
    children: Vec<Element>,
}

/// Reads one element and gives what stands after it.
fn element(text: &str) -> Result<(Element, &str), String> {
    let rest = text.strip_prefix('<').ok_or_else(|| format!("an element at {text:.20}"))?;
    let end = rest.find('>').ok_or("an unclosed tag")?;
    let (tag, mut rest) = (&rest[..end], &rest[end + 1..]);
    let empty = tag.ends_with('/');
    let tag = tag.trim_end_matches('/');
    let name = tag.split(' ').next().unwrap_or_default().to_owned();
    let quotes = tag.matches('"').count();
    if quotes % 2 == 1 {
        return Err(format!("quotes in <{tag}>"));
    }
    let mut children = Vec::new();
    if empty {
        return Ok((Element { name, children }, rest));
    }
    let close = format!("</{name}>");
    loop {
        if let Some(after) = rest.strip_prefix(&*close) {
            return Ok((Element { name, children }, after));
        }
        if rest.starts_with('<') {
            let (child, after) = element(rest)?;
            children.push(child);
            rest = after;
            continue;
        }
        let until = rest.find('<').ok_or_else(|| format!("the end of <{name}>"))?;
        if !TOKENS.contains(&name.as_str()) {
            return Err(format!("text in <{name}>"));
        }
        let characters = &rest[..until];
        let entities = ["&lt;", "&gt;", "&amp;", "&quot;"];
        let known: usize = entities.iter().map(|entity| characters.matches(entity).count()).sum();
        if characters.matches('&').count() != known {
            return Err(format!("an ampersand in {characters}"));
        }
        rest = &rest[until..];
    }
}

fn check(element: &Element) -> Result<(), String> {
    let rule = ELEMENTS.iter().find(|(name, _)| *name == element.name);
    let (_, count) = rule.ok_or_else(|| format!("<{}> is not MathML Core", element.name))?;
    if count.is_some_and(|count| count != element.children.len()) {
        return Err(format!("<{}> with {} children", element.name, element.children.len()));
    }
    let only = match element.name.as_str() {
        "mtable" => Some("mtr"),
        "mtr" => Some("mtd"),
        _ => None,
    };
    for child in &element.children {
        if only.is_some_and(|only| child.name != only) {
            return Err(format!("<{}> in <{}>", child.name, element.name));
        }
        check(child)?;
    }
    Ok(())
}

#[track_caller]
fn well_formed(latex: &str) -> String {
    let node = read(latex).unwrap_or_else(|error| panic!("{latex}: {error:?}"));
    let math = write_mathml(&node);
    let (root, rest) = element(&math).unwrap_or_else(|error| panic!("{error} in {math}"));
    assert!(rest.is_empty(), "something after </math>: {rest}");
    check(&root).unwrap_or_else(|error| panic!("{error} in {math}"));
    math
}

#[test]
fn every_construct_is_mathml_core() {
    for latex in [
        r"x = \frac{-b \pm \sqrt{b^{2} - 4ac}}{2a}",
        r"\sqrt[3]{x} + x_{1}^{2} + a_{n}",
        r"\int_{0}^{\pi} \sin x \, dx",
        r"\iint f \, dx \, dy",
        r"\sum_{i = 1}^{n} i^{2} = \frac{n(n + 1)(2n + 1)}{6}",
        r"\lim_{x \to 0^{+}} \frac{1}{x} = \infty",
        r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
        r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}",
        r"f(x) = \begin{cases} x & x \ge 0 \\ -x & x < 0 \end{cases}",
        r"\frac{d^{2} y}{dx^{2}} + \frac{\partial u}{\partial t} = 0",
        r"\vec{a} \cdot \hat{b} = |a||b|\cos \theta",
        r"\mathbb{R} \cup \mathbf{v}",
        r"\{x \mid x > 0\}",
        r"{}^{n}C_{r} = \binom{n}{r}",
        r"\log_{2} x + \sin^{-1} y",
        r"f'(x) = 30^{\circ} + n! + 50\%",
        r"A \subset B \implies \neg p \land q",
        r"\text{if } x < 1",
        r"2\frac{1}{3} \div (a, b]",
    ] {
        well_formed(latex);
    }
}

/// What is passed through is MathML too, whatever stands in it.
#[test]
fn latex_that_is_passed_through_is_mathml_core() {
    let math = |latex: &str| {
        let math = write_mathml(&Node::Raw(latex.to_owned()));
        let (root, rest) = element(&math).unwrap_or_else(|error| panic!("{error} in {math}"));
        assert!(rest.is_empty(), "something after </math>: {rest}");
        check(&root).unwrap_or_else(|error| panic!("{error} in {math}"));
        math
    };
    let limit = math(r"\lim_{x \to 0} ");
    assert!(limit.contains("lim") && limit.contains('→') && !limit.contains('\\'), "{limit}");
    assert!(math(r"\sum_{i = 1}^{n} ").contains('∑'));
    assert!(math(r"\frac{1}{4}").contains("<mfrac><mn>1</mn><mn>4</mn></mfrac>"));
    assert!(math(r"\triangle ").contains('△'));
    for odd in [
        "",
        "{}",
        "}",
        "^",
        "_^",
        "x^",
        r"\frac",
        r"\sqrt{",
        r"\left.",
        r"\left(x^2\right)_",
        "\\",
        r"\text{a<b",
        r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
        "^^^",
        "a_b_c^d^e",
        "<&>",
    ] {
        math(odd);
    }
    math(&"{".repeat(100_000));
    math(&"x^{".repeat(5_000));
}

#[test]
fn structure_is_what_the_rules_say() {
    assert_eq!(
        well_formed(r"\frac{1}{x} < y_{1}^{2}"),
        "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\"><mrow>\
         <mfrac><mn>1</mn><mi>x</mi></mfrac><mo>&lt;</mo>\
         <msubsup><mi>y</mi><mn>1</mn><mn>2</mn></msubsup></mrow></math>",
    );
    // Brackets that precedence asks for are in the tree's shape only; MathML shows them.
    assert!(
        well_formed("2(x + 1)")
            .contains("<mo>(</mo><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow><mo>)</mo>")
    );
}
