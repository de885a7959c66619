//! The notation of school and of a first year, form by form: what is read, and how it is written again.

use ganita_notation::{Language, read, write_latex};

/// What is written, and how it is written again; the second is read to the same tree.
const FORMS: &[(&str, &str, &str)] = &[
    ("an implicit product", "2xy", "2xy"),
    ("a product in brackets", "3(x+1)(x-2)", "3(x + 1)(x - 2)"),
    ("a fraction without braces", r"\frac12", r"\frac{1}{2}"),
    ("a power of a function", r"\sin^2 x", r"\sin^{2} x"),
    ("an inverse function", r"\sin^{-1}x", r"\sin^{-1} x"),
    ("a function before a bracket", r"\sin x(\csc x-\sin x)", r"\sin(x)(\csc x - \sin x)"),
    ("a logarithm to a base", r"\log_2 8", r"\log_{2} 8"),
    ("a common logarithm", r"\log_{10}x", r"\log_{10} x"),
    ("bars", "|x-1|", r"\left|x - 1\right|"),
    ("a binomial coefficient", r"\binom{n}{2}", r"\binom{n}{2}"),
    ("a combination", "{}^nC_r", "{}^{n}C_{r}"),
    ("a permutation", "{}^nP_r", "{}^{n}P_{r}"),
    ("a factorial", "(n+1)!", "(n + 1)!"),
    (
        "a matrix",
        r"\begin{bmatrix}1&2\\3&4\end{bmatrix}",
        r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}",
    ),
    (
        "a determinant",
        r"\begin{vmatrix}a&b\\c&d\end{vmatrix}",
        r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}",
    ),
    (
        "cases",
        r"\begin{cases}x+y=1\\x-y=3\end{cases}",
        r"\begin{cases} x + y = 1 \\ x - y = 3 \end{cases}",
    ),
    ("a system in lines", r"x+y=1 \\ x-y=3", r"x + y = 1 \\ x - y = 3"),
    ("a limit from one side", r"\lim_{x\to0^+}x", r"\lim_{x \to 0^{+}} x"),
    ("an integral", r"\int x\,dx", r"\int x \, dx"),
    ("an integral with limits", r"\int_a^b x\,dx", r"\int_{a}^{b} x \, dx"),
    ("a derivative", r"\frac{d}{dx}x^2", r"\frac{d}{dx} x^{2}"),
    ("primes", "f''(x)", "f''(x)"),
    ("degrees", r"\sin 30^\circ", r"\sin 30^{\circ}"),
    ("a half-open interval", "[0,1)", "[0, 1)"),
    ("a set", r"\{1,2,3\}", r"\{1, 2, 3\}"),
    ("a union", r"A\cup B", r"A \cup B"),
    ("membership", r"x\in[0,2\pi)", r"x \in [0, 2\pi)"),
    ("a mixed number", r"2\frac13", r"2\frac{1}{3}"),
    ("percent", r"50\%", r"50\%"),
    ("a unit", r"5\,\mathrm{kg}", r"5\mathrm{kg}"),
    ("a ratio", "4:6", "4 : 6"),
    ("a chain", r"-3\le 2x+1<5", r"-3 \le 2x + 1 < 5"),
    ("a choice of signs", r"x=\pm 2", r"x = \pm 2"),
    ("a cube root", r"\sqrt[3]{8}", r"\sqrt[3]{8}"),
    ("a sum", r"\sum_{k=1}^n k", r"\sum_{k = 1}^{n} k"),
    ("a vector", r"2\hat{i}-\hat{j}", r"2\hat{i} - \hat{j}"),
];

#[test]
fn every_form_is_read_and_written_again() {
    let mut wrong = Vec::new();
    for (form, latex, expected) in FORMS {
        match read(latex) {
            Ok(tree) => {
                let written = write_latex(&tree);
                if written != *expected || read(&written) != Ok(tree) {
                    wrong.push(format!("{form}: {latex} is written {written}, not {expected}"));
                }
            }
            Err(error) => wrong.push(format!("{form}: {latex}: {error}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_read_says_where_and_what_would_help() {
    for (latex, at, help) in [
        (r"\frac{1}{x", 10, "}"),
        (r"\thta+1", 0, r"\theta"),
        ("x+1)", 3, "remove it"),
        ("(x+1", 0, "closing bracket"),
        (r"\begin{cases}x+1", 0, r"\end{cases}"),
        ("|x+1", 0, "|…|"),
    ] {
        let error = read(latex).expect_err(latex);
        let (english, hindi) = (error.tell(Language::English), error.tell(Language::Hindi));
        assert!(error.at == at || at == 0 && error.at <= latex.len(), "{latex}: {}", error.at);
        assert!(english.contains(help), "{latex}: {english}");
        assert!(hindi.contains("पढ़ा नहीं जा सका") && hindi != english, "{latex}: {hindi}");
    }
}
