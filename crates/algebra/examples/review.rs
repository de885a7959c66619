//! Sixty problems of the chapters with their steps in both languages, for a teacher to read:
//! `cargo run -q -p ganita-algebra --example review > docs/steps.md`.
#![allow(clippy::print_stdout, reason = "it writes a document")]

use ganita_algebra::{Relation, Step, Task, explain, tell};
use ganita_notation::{Language, read, write_latex};

/// Class, chapter, kind (empty: found out), problem.
const PROBLEMS: [(&str, &str, &str, &str); 60] = [
    ("8", "linear equations", "", r"2x-3=x+2"),
    ("8", "linear equations", "", r"\frac{x}{2}-\frac15=\frac{x}{3}+\frac14"),
    ("8", "linear equations", "", r"\frac{7x+4}{x+2}=-\frac43"),
    ("8", "factorisation", "factor", r"12x^2y+15xy^2"),
    ("8", "factorisation", "factor", r"49p^2-36"),
    ("8", "identities", "expand", r"(2x+5)^2"),
    ("8", "exponents", "simplify", r"\frac{25x^{-4}}{5^{-3}\cdot 10x^{-8}}"),
    ("9", "polynomials", "factor", r"x^3-23x^2+142x-120"),
    ("9", "polynomials", "factor", r"8a^3+b^3+12a^2b+6ab^2"),
    ("9", "number systems", "simplify", r"\frac{1}{7+3\sqrt2}"),
    ("9", "number systems", "evaluate", r"\sqrt{45}-3\sqrt{20}+4\sqrt5"),
    ("10", "quadratic equations", "", r"6x^2-x-2=0"),
    ("10", "quadratic equations", "", r"2x^2+x-4=0"),
    ("10", "quadratic equations", "", r"x+\frac1x=3"),
    ("10", "quadratic equations", "", r"\frac{1}{x+4}-\frac{1}{x-7}=\frac{11}{30}"),
    ("10", "pairs of linear equations", "", r"\begin{cases}3x+4y=10\\2x-2y=2\end{cases}"),
    (
        "10",
        "pairs of linear equations",
        "",
        r"\begin{cases}\frac2x+\frac3y=13\\\frac5x-\frac4y=-2\end{cases}",
    ),
    ("10", "pairs of linear equations", "", r"\begin{cases}x+2y=4\\2x+4y=12\end{cases}"),
    (
        "10",
        "trigonometry",
        "trig_identity",
        r"\frac{\sin\theta}{1+\cos\theta}+\frac{1+\cos\theta}{\sin\theta}=2\csc\theta",
    ),
    ("10", "trigonometry", "trig_identity", r"\frac{1+\sec A}{\sec A}=\frac{\sin^2A}{1-\cos A}"),
    ("11", "linear inequalities", "", r"3(x-1)\le 2(x-3)"),
    ("11", "linear inequalities", "", r"-12<4-\frac{3x}{-5}\le 2"),
    ("11", "linear inequalities", "", r"|x-2|\le 5"),
    ("11", "inequalities", "", r"\frac{x-1}{x+2}>0"),
    ("11", "inequalities", "", r"x^2-5x+6\le 0"),
    ("11", "complex numbers", "simplify", r"\frac{5+\sqrt2 i}{1-\sqrt2 i}"),
    ("11", "trigonometric functions", "", r"2\cos^2x+3\sin x=0"),
    ("11", "trigonometric functions", "", r"\sin 2x+\cos x=0"),
    ("11", "trigonometric functions", "trig_identity", r"\cos 4x=1-8\sin^2x\cos^2x"),
    ("11", "binomial theorem", "expand", r"(2x-3)^6"),
    ("11", "limits", "", r"\lim_{x\to2}\frac{3x^2-x-10}{x^2-4}"),
    ("11", "limits", "", r"\lim_{x\to0}\frac{\sqrt{1+x}-1}{x}"),
    ("11", "limits", "", r"\lim_{x\to0}\frac{\cos 2x-1}{\cos x-1}"),
    ("11", "derivatives", "diff", r"\frac{x^5-\cos x}{\sin x}"),
    ("11", "derivatives", "diff", r"(x+\sec x)(x-\tan x)"),
    ("12", "continuity and differentiability", "diff", r"\sin(\tan^{-1}e^{-x})"),
    ("12", "continuity and differentiability", "diff", r"(\log x)^{\cos x}"),
    (
        "12",
        "continuity and differentiability",
        "diff",
        r"\sqrt{\frac{(x-1)(x-2)}{(x-3)(x-4)(x-5)}}",
    ),
    ("12", "continuity and differentiability", "implicit_diff", r"x^3+x^2y+xy^2+y^3=81"),
    ("12", "inverse trigonometric functions", "", r"\tan^{-1}2x+\tan^{-1}3x=\frac{\pi}{4}"),
    ("12", "integrals", "", r"\int\frac{2x}{1+x^2}dx"),
    ("12", "integrals", "", r"\int\sin^3x\cos^3x\,dx"),
    ("12", "integrals", "", r"\int\frac{x+2}{\sqrt{x^2+2x+3}}dx"),
    ("12", "integrals", "", r"\int\frac{3x-1}{(x-1)(x-2)(x-3)}dx"),
    ("12", "integrals", "", r"\int x\tan^{-1}x\,dx"),
    ("12", "integrals", "", r"\int e^x\left(\frac1x-\frac1{x^2}\right)dx"),
    ("12", "integrals", "", r"\int\sqrt{x^2+4x+6}\,dx"),
    ("12", "integrals", "", r"\int\frac{\sin x+\cos x}{\sqrt{\sin 2x}}dx"),
    (
        "12",
        "definite integrals",
        "",
        r"\int_0^{\pi/2}\frac{\sqrt{\sin x}}{\sqrt{\sin x}+\sqrt{\cos x}}dx",
    ),
    ("12", "definite integrals", "", r"\int_0^{\pi/4}\log(1+\tan x)dx"),
    ("12", "definite integrals", "", r"\int_{-1}^{2}|x^3-x|dx"),
    ("12", "definite integrals", "", r"\int_0^{\pi}\frac{x\sin x}{1+\cos^2x}dx"),
    ("12", "definite integrals", "", r"\int_1^\infty\frac{dx}{x^2}"),
    ("12", "matrices and determinants", "", r"\begin{vmatrix}2&-3&5\\6&0&4\\1&5&-7\end{vmatrix}"),
    ("ug1", "equations", "", r"\sqrt{2x+3}=x"),
    ("ug1", "equations", "", r"4^x-6\cdot2^x+8=0"),
    ("ug1", "equations", "", r"\log_2(x-1)+\log_2(x+1)=3"),
    ("ug1", "systems", "", r"\begin{cases}x^2+y^2=25\\x+y=7\end{cases}"),
    ("ug1", "limits", "", r"\lim_{x\to0}(\cos x)^{1/x^2}"),
    ("ug1", "partial fractions", "partial_fractions", r"\frac{3x+5}{x^3-x^2-x+1}"),
];

/// Lines after the problem as a textbook works each of them out: counted by us from the way NCERT's solved examples of
/// the kind go, not copied from them.
#[rustfmt::skip]
const TEXTBOOK: [usize; 60] = [
    4, 4, 4, 2, 2, 2, 4, 6, 2, 3, 3, 5, 4, 4, 8, 5, 5, 3, 5, 5,
    4, 4, 3, 4, 3, 4, 6, 5, 3, 3, 3, 3, 4, 3, 3, 3, 5, 4, 3, 6,
    4, 4, 6, 5, 4, 2, 3, 5, 5, 6, 4, 7, 3, 3, 5, 5, 5, 5, 4, 4,
];

fn lines(steps: &[Step]) {
    let mut shown = String::new();
    for (k, step) in (1..).zip(steps) {
        let (english, hindi) = (tell(step, Language::English), tell(step, Language::Hindi));
        println!("{k}. {english}  \n   {hindi}");
        let line = write_latex(&step.after);
        // A remark about a line that stands there already is shown without it.
        if step.relation != Relation::Info || step.before != step.after || line != shown {
            println!("   $${line}$$");
        }
        shown = line;
    }
}

fn main() {
    println!("# Steps of sixty problems\n");
    println!(
        "Written by `cargo run -q -p ganita-algebra --example review`; every line was checked by the engine. For teachers: is"
    );
    println!(
        "each line one a student of the class can follow, and is none missing or too many? The Hindi terms stand in"
    );
    println!("`crates/algebra/src/tell`.");
    println!(
        "Under each: how many steps there are, and how many lines a textbook takes (counted by us from the way NCERT's\nsolved examples of the kind go)."
    );
    let mut longer = Vec::new();
    for (n, (class, chapter, kind, latex)) in (1..).zip(PROBLEMS) {
        println!("\n## {n}. Class {class}, {chapter}\n\n$${latex}$$\n");
        let problem = match read(latex) {
            Ok(problem) => problem,
            Err(error) => {
                println!("{error}");
                continue;
            }
        };
        let task = Task::asked(Some(kind).filter(|kind| !kind.is_empty()), None, &problem);
        match task.map(|task| explain(&task, &problem)) {
            Some(Ok(solution)) => {
                lines(&solution.steps);
                println!("\nAnswer: ${}$", solution.answer_latex());
                let (ours, textbook) = (solution.steps.len(), TEXTBOOK[n - 1]);
                println!("\nSteps: {ours}; a textbook: {textbook}");
                if ours > 2 * textbook {
                    longer.push(n);
                }
            }
            Some(Err(refusal)) => println!("Refused: {refusal}"),
            None => println!("This kind is not known."),
        }
    }
    println!(
        "\nLonger than twice the textbook's: {} of {} {longer:?}",
        longer.len(),
        PROBLEMS.len()
    );
}
