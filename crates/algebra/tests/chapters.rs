//! Problems of the chapters whose answers were worked out by hand or stand in textbooks.

use ganita_algebra::{Task, explain};
use ganita_notation::{read, write_latex};

/// Kind; what else is said; problem; answer.
const PROBLEMS: &[(&str, &str, &str, &str)] = &[
    // Matrices and determinants.
    ("determinant", "", r"\begin{vmatrix}2&3\\1&4\end{vmatrix}", "5"),
    ("determinant", "", r"\begin{vmatrix}1&2&3\\0&1&4\\5&6&0\end{vmatrix}", "1"),
    ("determinant", "", r"\begin{vmatrix}a&b\\c&d\end{vmatrix}", "ad - bc"),
    (
        "inverse",
        "",
        r"\begin{bmatrix}2&1\\5&3\end{bmatrix}",
        r"A^{-1} = \begin{bmatrix} 3 & -1 \\ -5 & 2 \end{bmatrix}",
    ),
    (
        "inverse",
        "",
        r"\begin{bmatrix}1&2&3\\0&1&4\\5&6&0\end{bmatrix}^{-1}",
        r"A^{-1} = \begin{bmatrix} -24 & 18 & 5 \\ 20 & -15 & -4 \\ -5 & 4 & 1 \end{bmatrix}",
    ),
    (
        "matrix",
        "",
        r"\begin{bmatrix}1&2\\3&4\end{bmatrix}\begin{bmatrix}0&1\\5&2\end{bmatrix}",
        r"\begin{bmatrix} 10 & 5 \\ 20 & 11 \end{bmatrix}",
    ),
    (
        "matrix",
        "",
        r"2\begin{bmatrix}1&2\\3&4\end{bmatrix}-\begin{bmatrix}0&1\\5&2\end{bmatrix}",
        r"\begin{bmatrix} 2 & 3 \\ 1 & 6 \end{bmatrix}",
    ),
    ("rank", "", r"\begin{bmatrix}1&2&3\\2&4&6\\1&0&1\end{bmatrix}", r"\operatorname{rank} A = 2"),
    (
        "matrix_equation",
        "",
        r"\begin{bmatrix}2&1\\5&3\end{bmatrix}\begin{bmatrix}x\\y\end{bmatrix}=\begin{bmatrix}3\\8\end{bmatrix}",
        "x = 1, y = 1",
    ),
    (
        "eigenvalues",
        "",
        r"\begin{bmatrix}2&1\\1&2\end{bmatrix}",
        r"\lambda_{1} = 1, \lambda_{2} = 3",
    ),
    // Vectors and space.
    ("vector", "", r"(2\hat{i}-\hat{j}+3\hat{k})\cdot(\hat{i}+4\hat{j}-\hat{k})", "-5"),
    (
        "vector",
        "",
        r"(\hat{i}+2\hat{j}+3\hat{k})\times(4\hat{i}+5\hat{j}+6\hat{k})",
        r"-3\hat{i} + 6\hat{j} - 3\hat{k}",
    ),
    ("magnitude", "", r"2\hat{i}-\hat{j}+2\hat{k}", r"\left|\vec{a}\right| = 3"),
    ("angle", "", r"\hat{i}+\hat{j}, \hat{j}+\hat{k}", r"\theta = \frac{\pi}{3}"),
    (
        "projection",
        "",
        r"2\hat{i}+3\hat{j}+2\hat{k}, \hat{i}+2\hat{j}+\hat{k}",
        r"p = \frac{5\sqrt{6}}{3}",
    ),
    (
        "distance",
        "",
        r"\frac{x-1}{2}=\frac{y-2}{3}=\frac{z-3}{4}, \frac{x-2}{3}=\frac{y-4}{4}=\frac{z-5}{5}",
        r"d = \frac{\sqrt{6}}{6}",
    ),
    ("distance", "", "(1,2,3), 2x-2y+z=5", r"d = \frac{4}{3}"),
    // Sequences.
    ("nth_term", "20", r"3, 7, 11, \ldots", "a_{20} = 79"),
    ("nth_term", "", r"5, 2, -1, \ldots", "a_{n} = 8 - 3n"),
    ("nth_term", "8", r"3, 6, 12, \ldots", "a_{8} = 384"),
    ("sum_of_terms", "20", r"3, 7, 11, \ldots", "S_{20} = 820"),
    ("sum_of_terms", "", r"1+3+5+\ldots+99", "S_{50} = 2500"),
    ("sum_of_terms", "", r"1+\frac12+\frac14+\ldots", "S = 2"),
    ("sum", "", r"\sum_{k=1}^{10}k^2", "385"),
    ("sum", "", r"\sum_{k=1}^{n}k", r"\frac{n(n + 1)}{2}"),
    ("sum", "", r"\sum_{k=1}^{20}2^k", "2097150"),
    // Statistics.
    ("mean", "", "2, 4, 9", r"\bar{x} = 5"),
    ("mean", "", r"\begin{matrix}2&4&6\\3&1&2\end{matrix}", r"\bar{x} = \frac{11}{3}"),
    ("median", "", "7, 2, 9, 4", r"M = \frac{11}{2}"),
    ("mode", "", "2, 3, 3, 5", "Z = 3"),
    ("variance", "", "6, 8, 10, 12, 14, 16, 18, 20, 22, 24", r"\sigma^{2} = 33"),
    ("standard_deviation", "", "2, 4, 4, 4, 5, 5, 7, 9", r"\sigma = 2"),
    // Coordinates.
    ("distance", "", "(1,2), (4,6)", "d = 5"),
    ("distance", "", "(1,2), 3x+4y=1", "d = 2"),
    ("distance", "", "3x+4y=5, 3x+4y=15", "d = 2"),
    ("midpoint", "", "(1,2), (5,8)", "P = (3, 5)"),
    ("section", "1:2", "(1,2), (4,8)", "P = (2, 4)"),
    ("slope", "", "(1,2), (3,8)", "m = 3"),
    ("line_through", "", "(1,2), (3,8)", "3x - y - 1 = 0"),
    ("triangle_area", "", "(0,0), (4,0), (0,3)", "A = 6"),
    ("circle", "", "x^2+y^2-4x-6y-3=0", "O = (2, 3), r = 4"),
    ("conic", "", "y^2=8x", "V = (0, 0), F = (2, 0), L = 8"),
    // Complex numbers.
    ("complex", "", r"\frac{1+i}{2-i}", r"z = \frac{1}{5} + \frac{3i}{5}"),
    ("conjugate", "", "3+4i", r"\bar{z} = 3 - 4i"),
    ("modulus", "", "3+4i", "r = 5"),
    ("argument", "", r"-1+i\sqrt{3}", r"\theta = \frac{2\pi}{3}"),
    ("complex_roots", "", "3+4i", "w_{1} = 2 + i, w_{2} = -2 - i"),
    // Counting.
    ("count", "", r"\binom{7}{3}", "35"),
    ("general_term", "3", "(x+2)^6", "T_{3} = 60x^{4}"),
    ("coefficient", "3", "(x+2)^6", "c = 160"),
    ("binomial_expansion", "", "(x+2)^4", "x^{4} + 8x^{3} + 24x^{2} + 32x + 16"),
    // Derivatives and integrals at work.
    ("extrema", "", "x^3-3x", "f(-1) = 2, f(1) = -2"),
    ("tangent", "2", "y=x^2", "y = 4x - 4"),
    ("normal", "2", "y=x^2", r"y = \frac{9}{2} - \frac{x}{4}"),
    ("area_between", "", "y=x^2, y=x", r"A = \frac{1}{6}"),
    ("taylor", "3", r"\sin x", r"P(x) = x - \frac{x^{3}}{6}"),
    // Differential equations.
    (
        "differential_equation",
        "",
        r"\frac{dy}{dx}=\frac{x}{y}",
        r"\frac{y^{2}}{2} = \frac{x^{2}}{2} + C",
    ),
    ("differential_equation", "", r"\frac{dy}{dx}+y=e^x", r"y = \frac{e^{x}}{2} + Ce^{-x}"),
];

#[test]
fn chapters_give_the_answers_known() {
    let mut wrong = Vec::new();
    for (kind, said, latex, answer) in PROBLEMS {
        let problem = read(latex).unwrap_or_else(|error| panic!("{latex}: {error:?}"));
        let task = Task::from_kind(kind, Some(said)).unwrap_or_else(|| panic!("{kind}"));
        match explain(&task, &problem) {
            Ok(solution) if solution.answer_latex() == *answer => {
                let names = solution.steps.iter().all(|step| !step.rule.is_empty());
                assert!(names && !solution.steps.is_empty(), "{latex}");
            }
            Ok(solution) => {
                let steps: Vec<String> = solution
                    .steps
                    .iter()
                    .map(|step| format!("{}: {}", step.rule, write_latex(&step.after)))
                    .collect();
                wrong.push(format!(
                    "{kind} {latex}\n  {answer}\n  {}\n    {}",
                    solution.answer_latex(),
                    steps.join("\n    ")
                ));
            }
            Err(refusal) => wrong.push(format!("{kind} {latex}\n  {answer}\n  refused: {refusal}")),
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), PROBLEMS.len(), wrong.join("\n"));
}

#[test]
fn notation_alone_says_the_chapter() {
    for (latex, kind) in [
        (r"\begin{vmatrix}2&3\\1&4\end{vmatrix}", "determinant"),
        (r"\begin{bmatrix}2&1\\5&3\end{bmatrix}^{-1}", "inverse"),
        (r"\begin{bmatrix}1&2\\3&4\end{bmatrix}\begin{bmatrix}0&1\\5&2\end{bmatrix}", "matrix"),
        (r"(\hat{i}+2\hat{j})\cdot(3\hat{i}-\hat{k})", "vector"),
        (r"\sum_{k=1}^{n}k", "sum"),
        (r"\frac{dy}{dx}=\frac{x}{y}", "differential_equation"),
    ] {
        let problem = read(latex).expect("reads");
        assert_eq!(Task::infer(&problem).kind.name(), kind, "{latex}");
        assert_eq!(
            Task::asked(Some("solve"), None, &problem).map(|task| task.kind.name()),
            Some(kind)
        );
    }
}

#[test]
fn nonsense_is_refused() {
    for (kind, said, latex) in [
        ("determinant", "", r"\begin{bmatrix}1&2\\3\end{bmatrix}"),
        ("distance", "", "(1,2), (1,2,3)"),
        ("slope", "", "(1,2), (1,5)"),
        ("nth_term", "", r"1, 2, 4, 7, \ldots"),
        ("sum", "", r"\sum_{k=1}^{10^9}\sin k"),
        ("conic", "", "x^2+y^2=-1"),
        ("mean", "", "x, y"),
        ("matrix", "", r"\begin{bmatrix}1&2\end{bmatrix}+\begin{bmatrix}1\\2\end{bmatrix}"),
    ] {
        let Ok(problem) = read(latex) else { continue };
        let task = Task::from_kind(kind, Some(said)).expect("a kind");
        assert!(explain(&task, &problem).is_err(), "{kind} {latex}");
    }
}
