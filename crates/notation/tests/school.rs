//! The notation of school and of a first year, form by form: what is read, and how it is written again.

use ganita_notation::{Language, ReadOptions, read, read_with, write_latex};

/// What is written, and how it is written again; the second is read to the same tree.
const FORMS: &[(&str, &str, &str)] = &[
    ("an implicit product", "2xy", "2xy"),
    ("a product in brackets", "3(x+1)(x-2)", "3(x + 1)(x - 2)"),
    ("a fraction without braces", r"\frac12", r"\frac{1}{2}"),
    ("a power of a function", r"\sin^2 x", r"\sin^{2} x"),
    ("an inverse function", r"\sin^{-1}x", r"\sin^{-1} x"),
    ("a function before a bracket", r"\sin x(\csc x-\sin x)", r"\sin x(\csc x - \sin x)"),
    ("a counted angle", r"\sin(n+1)x", r"\sin((n + 1)x)"),
    ("half turns", r"\cos(2n-1)\frac{\pi}{2}", r"\cos\left((2n - 1)\frac{\pi}{2}\right)"),
    ("a product with a sine", r"\sin(x+1)y", r"\sin(x + 1)y"),
    ("a sine of a number, n times", r"\sin{(n+1)}n", r"\sin{(n + 1)}n"),
    ("a logarithm to a base", r"\log_2 8", r"\log_{2} 8"),
    ("a common logarithm", r"\log_{10}x", r"\log_{10} x"),
    ("bars", "|x-1|", r"\left|x - 1\right|"),
    ("a binomial coefficient", r"\binom{n}{2}", r"\binom{n}{2}"),
    ("a combination", "{}^nC_r", "{}^{n}C_{r}"),
    ("a permutation", "{}^nP_r", "{}^{n}P_{r}"),
    ("a factorial", "(n+1)!", "(n + 1)!"),
    (
        "a limit of two variables, line by line",
        r"\lim_{\substack{x\to0\\y\to1}}xy",
        r"\lim_{(x, y) \to (0, 1)} xy",
    ),
    ("a real part", r"\Re z+\Im(z)", r"\operatorname{Re} z + \operatorname{Im} z"),
    ("the sign of real parts alone", r"\Re", r"\Re"),
    ("what follows from nothing", r"\vdash p\land q", r"\vdash p \land q"),
    ("what holds in every model", r"\models p", r"\models p"),
    ("what is entailed", r"\Gamma\vdash p", r"\Gamma \vdash p"),
    ("chemistry, left alone", r"\ce{2H2 + O2 -> 2H2O}", r"\text{2H2 + O2 -> 2H2O}"),
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
    ("two letters under an arrow", r"\overrightarrow{pq}", r"\overrightarrow{pq}"),
    ("a recurring decimal", r"0.\overline{3}", r"0.\bar{3}"),
    ("a decimal that recurs later", r"0.2\overline{36}", r"0.2\overline{36}"),
    ("a unit in words", r"5\text{ km}", r"5\text{ km}"),
    ("a temperature", r"25^\circ\text{C}", r"25^{\circ}\text{C}"),
    ("a sign spaced as a relation", r"a\mathrel{=}b", r"a = b"),
    ("a congruence", r"17\equiv5\pmod{12}", r"17 \equiv 5 \pmod{12}"),
    ("a remainder", r"7\bmod 3", r"7 \bmod 3"),
    ("a box around the answer", r"\boxed{x=5}", r"x = 5"),
    ("a factor struck out", r"\frac{\cancel{2}x}{\cancel{2}}", r"\frac{2x}{2}"),
    ("a colour", r"\textcolor{blue}{x}+1", r"x + 1"),
    ("a brace below", r"\underbrace{x+x}_{2}=2x", r"(x + x) = 2x"),
    ("the older fraction", r"{a \over b}", r"\frac{a}{b}"),
    ("the older binomial", r"{n \choose r}", r"\binom{n}{r}"),
    ("a sign struck through", r"a\not=b", r"a \ne b"),
    ("a number set by its short name", r"x\in\R", r"x \in \mathbb{R}"),
    (
        "a value in brackets between limits",
        r"[\frac{x^3}{3}]^1_0",
        r"\left[\frac{x^{3}}{3}\right]_{0}^{1}",
    ),
    (
        "of before division",
        r"3\div\frac12\text{ of }6",
        r"3 \div \left(\frac{1}{2} \times 6\right)",
    ),
    ("a part of what is divided", r"\frac12\text{ of }10\div5", r"\frac{1}{2} \times 10 \div 5"),
    ("a square bracket for a round one", r"2[x+1]^2", r"2(x + 1)^{2}"),
    ("a value between limits", r"\frac{x^3}{3}\Big|_0^1", r"\left.\frac{x^{3}}{3}\right|_{0}^{1}"),
    ("degrees by a letter", r"\sin 30^{o}", r"\sin 30^{\circ}"),
    ("an exponent that begins with it", r"2^{os}+1", r"2^{os} + 1"),
    ("a conditional probability", r"P(A|B)", r"P(A \mid B)"),
    ("a divisor", "3|12", r"3 \mid 12"),
    ("an interval open at both ends", r"x\in]a,b[", r"x \in (a, b)"),
    ("an interval open at its end", "[a,b[", "[a, b)"),
    ("a union of turned intervals", r"]-\infty,3]\cup]5,7[", r"(-\infty, 3] \cup (5, 7)"),
    ("a turned interval that is tall", r"\left]0,\frac12\right[", r"\left(0, \frac{1}{2}\right)"),
    ("a word over a sign", r"a\overset{\text{def}}{=}b", r"a = b"),
    ("a question over a sign", r"a\stackrel{?}{=}b", r"a = b"),
    ("an arc", r"\overset{\frown}{AB}", r"\overgroup{AB}"),
    ("an arrow over two points", r"\overset{\to}{AB}", r"\overrightarrow{AB}"),
    ("a line through two points", r"\overleftrightarrow{AB}", r"\overleftrightarrow{AB}"),
    ("a limit with its place underset", r"\underset{x\to0}{\lim}x", r"\lim_{x \to 0} x"),
    ("a sum with its bounds stacked", r"\overset{n}{\underset{i=1}{\sum}}i", r"\sum_{i = 1}^{n} i"),
    ("the greatest over a set", r"\underset{x}{\operatorname{max}}f(x)", r"\max_{x}(f(x))"),
    ("a letter over a letter", r"\overset{a}{X}+1", r"\overset{a}{X} + 1"),
    (
        "conditions in lines",
        r"\sum_{\substack{i<n\\i\ne j}}a_i",
        r"\sum_{\substack{i < n \\ i \ne j}} a_{i}",
    ),
    ("a general fraction", r"\genfrac{}{}{}{}{a}{b}", r"\frac{a}{b}"),
    ("a general binomial", r"\genfrac{(}{)}{0pt}{}{n}{k}", r"\binom{n}{k}"),
    ("a divergence", r"\nabla\cdot\vec F=0", r"\nabla \cdot \vec{F} = 0"),
    ("a curl", r"\nabla\times\vec E", r"\nabla \times \vec{E}"),
    ("a Laplacian", r"\nabla^2\phi", r"\nabla^{2}\phi"),
    ("a conjugate by a star", r"\psi^{\ast}\psi", r"\psi^{\ast}\psi"),
    ("a star without braces", "z^*=a-bi", r"z^{\ast} = a - bi"),
    ("positive numbers", r"\mathbb{R}^+", r"\mathbb{R}^{+}"),
    ("what is perpendicular", r"W^\perp", r"W^{\perp}"),
    ("a conjugate by a line", r"\overline{z}", r"\overline{z}"),
    ("a mean by a bar", r"\bar{x}", r"\bar{x}"),
    ("a line over a sum", r"\overline{z_1+z_2}", r"\overline{z_{1} + z_{2}}"),
    ("three dots above", r"\dddot{x}", r"\dddot{x}"),
    ("a decimal that recurs by a dot", r"0.\dot{3}", r"0.\dot{3}"),
    ("membership between brackets", r"x\in(-2,1)", r"x \in (-2, 1)"),
    ("a limit in the plane", r"\lim_{(x,y)\to(0,0)}xy", r"\lim_{(x, y) \to (0, 0)} xy"),
    ("a limit from above", r"\limsup_{n\to\infty}a_n", r"\limsup_{n \to \infty}(a_{n})"),
    ("a coproduct", r"\coprod_i A_i", r"\coprod_{i} A_{i}"),
    ("a direct sum", r"\bigoplus_{i=1}^n V_i", r"\bigoplus_{i = 1}^{n} V_{i}"),
    ("exactly one", r"\exists!x", r"\exists! x"),
    ("no subset", r"A\not\subset B", r"A \not\subset B"),
    ("not equal by its stroke", r"a\not\equiv b", r"a \not\equiv b"),
    ("the number of elements", r"\#A", r"\# A"),
    ("an adjoint in upright letters", r"\mathrm{adj}A", r"\operatorname{adj} A"),
    ("a combination in upright letters", r"{}^n\mathrm{C}_r", "{}^{n}C_{r}"),
    ("a combination with both below", "{}_nC_r", "{}^{n}C_{r}"),
    ("the older binomial without braces", r"n\choose r", r"\binom{n}{r}"),
    (
        "a norm of a matrix",
        r"\begin{Vmatrix}a\\b\end{Vmatrix}",
        r"\left\|\begin{matrix} a \\ b \end{matrix}\right\|",
    ),
    (
        "cases with tall fractions",
        r"\begin{dcases}1&x>0\end{dcases}",
        r"\begin{cases} 1 & x > 0 \end{cases}",
    ),
    (
        "cases that close",
        r"\begin{rcases}a\\b\end{rcases}",
        r"\left.\begin{matrix} a \\ b \end{matrix}\right\}",
    ),
    ("a set by its own command", r"\set{x|x>0}", r"\{x \mid x > 0\}"),
    ("a condition behind a tall bar", r"\left\{x\middle|x>0\right\}", r"\{x \mid x > 0\}"),
    ("bars with sides", r"\lvert x\rvert", r"\left|x\right|"),
    ("an order", r"a\preceq b", r"a \preceq b"),
    ("a normal subgroup", r"N\trianglelefteq G", r"N \trianglelefteq G"),
    ("a reaction both ways", r"A\rightleftharpoons B", r"A \rightleftharpoons B"),
    ("a surface integral", r"\oiint_S\vec F\cdot d\vec S", r"\oiint_{S} \vec{F} \cdot d\vec{S}"),
    ("a state", r"\ket{\psi}", r"\ket{\psi}"),
    ("a word in bold", r"\mathbf{Set}", r"\mathbf{Set}"),
    ("a combination without braces", r"^5C_2", r"{}^{5}C_{2}"),
    ("aligned lines", r"\begin{aligned}x+y&=1\\x-y&=3\end{aligned}", r"x + y = 1 \\ x - y = 3"),
    ("a proportion", r"3:4::6:8", r"3 : 4 = 6 : 8"),
    ("a conclusion", r"\therefore x=2", r"x = 2"),
    ("not p", r"\sim p", r"\neg p"),
    ("Indian grouping", r"1{,}00{,}000", r"100000"),
    ("a real part", r"\Re(z)", r"\operatorname{Re} z"),
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

#[test]
fn a_logarithm_without_a_base_is_read_by_class() {
    let read = |class: u8| {
        let options = ReadOptions::of_class(class);
        read_with(r"\log x+\log_2 8", &options).map(|tree| write_latex(&tree))
    };
    assert_eq!(read(9).as_deref(), Ok(r"\log_{10} x + \log_{2} 8"));
    assert_eq!(read(11).as_deref(), Ok(r"\log x + \log_{2} 8"));
}
