//! Answers made wrong on purpose: each kind's check refuses them, and lets the right ones through.

use super::{Ground, Letters, Reach, evaluate};
use crate::expr::{E, reset, sym};
use crate::solution::{Reason, Refusal};
use crate::work::Work;
use crate::{FUEL, Task, explain};
use ganita_notation::{Node, read, write_latex};

/// What the check says to an answer that no rule of the engine made.
fn shown(kind: &str, problem: &str, answer: &str) -> Result<(), Refusal> {
    let task = Task::from_kind(kind, None).expect("a kind");
    let problem = read(problem).expect("LaTeX");
    let answer = read(answer).expect("LaTeX");
    let right = explain(&task, &problem).expect("is solved");
    let mut letters = right.variables.clone();
    explain::names(&problem, &mut letters);
    // Where roots and ends of intervals are: what a statement is tried at.
    let mut points = Vec::new();
    for node in [&right.answer, &answer] {
        let mut numbers = Vec::new();
        numbers_in(node, &mut numbers);
        if letters.len() == 1 {
            points.extend(numbers.into_iter().map(|v| vec![v]));
        } else {
            points.push(numbers);
        }
    }
    let variable = right.variables.first().cloned();
    let unknowns = right.variables.len();
    let ground = Ground { letters, variable, points, reach: Reach::Real, unknowns, problem: None };
    let mut work = Work::on(&problem);
    work.to("simplify", answer.clone(), vec![]);
    work.checked(&problem, &answer, "simplify", &ground).map(|_| ())
}

/// The values of the parts that are numbers, outermost first.
pub(super) fn numbers_in(node: &Node, out: &mut Vec<f64>) {
    let value = evaluate(node, &Letters::default());
    if value.is_finite() && value.is_real() {
        out.push(value.re);
        return;
    }
    crate::parts::of(node).iter().for_each(|part| numbers_in(part, out));
}

#[test]
fn a_wrong_answer_of_any_kind_is_not_shown() {
    let cases: &[(&str, &str, &str, &[&str])] = &[
        ("evaluate", r"\sqrt{50}-\sqrt8", r"3\sqrt2", &[r"\sqrt{42}", r"5\sqrt2", "4.24265"]),
        ("simplify", r"\frac{x^2-1}{x-1}", "x+1", &["x-1", "x+1.000001", "|x+1|"]),
        ("expand", "(x+2)^3", "x^3+6x^2+12x+8", &["x^3+8", "x^3+6x^2+12x+9"]),
        ("factor", "x^2-5x+6", "(x-2)(x-3)", &["(x-1)(x-6)", "(x+2)(x+3)"]),
        (
            "partial_fractions",
            r"\frac{1}{x^2-1}",
            r"\frac{1}{2(x-1)}-\frac{1}{2(x+1)}",
            &[r"\frac{1}{2(x-1)}+\frac{1}{2(x+1)}", r"\frac{1}{x-1}-\frac{1}{x+1}"],
        ),
        (
            "diff",
            r"\frac{d}{dx}(x^2\sin x)",
            r"2x\sin x+x^2\cos x",
            &[r"2x\cos x", r"2x\sin x-x^2\cos x", r"2x\sin x+x^2\cos x+0.001"],
        ),
        (
            "integrate",
            r"\int x\cos x\,dx",
            r"x\sin x+\cos x+C",
            &[r"x\sin x-\cos x+C", r"\frac{x^2}{2}\sin x+C", r"x\sin x+\cos x+0.01x+C"],
        ),
        ("definite", r"\int_0^{\pi}\sin x\,dx", "2", &["0", "1", "2.0001"]),
        ("definite", r"\int_0^\infty e^{-x^2}dx", r"\frac{\sqrt\pi}{2}", &[r"\sqrt\pi", "1"]),
        ("limit", r"\lim_{x\to0}\frac{1-\cos x}{x^2}", r"\frac12", &["0", "1", r"\infty"]),
        ("limit", r"\lim_{x\to0^+}\frac1x", r"\infty", &[r"-\infty"]),
        (
            "solve",
            "x^2-5x+6=0",
            r"x=2\text{ or }x=3",
            &[r"x=2\text{ or }x=4", "x=2", r"x=-2\text{ or }x=-3"],
        ),
        ("solve", r"\sqrt{x}=x-2", "x=4", &["x=1", r"x=1\text{ or }x=4"]),
        (
            "solve_system",
            r"\begin{cases}x+y=3\\x-y=1\end{cases}",
            "x=2, y=1",
            &["x=1, y=2", "x=2, y=0"],
        ),
        ("inequality", "x^2<4", r"x\in(-2,2)", &[r"x\in[-2,2]"]),
    ];
    let mut wrong = Vec::new();
    for (kind, problem, right, mutants) in cases {
        if let Err(refusal) = shown(kind, problem, right) {
            wrong.push(format!("{kind} {problem}: {right} is right: {refusal}"));
        }
        for mutant in *mutants {
            match shown(kind, problem, mutant) {
                Err(Refusal { reason: Reason::Unverified, .. }) => {}
                other => wrong.push(format!("{kind} {problem}: {mutant} is wrong: {other:?}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn expression(latex: &str) -> E {
    crate::meaning::meaning(&read(latex).expect("LaTeX")).expect("an expression")
}

#[test]
fn an_antiderivative_is_differentiated_whatever_rule_found_it() {
    reset(FUEL);
    let x = sym("x");
    for (found, integrand, right) in [
        (r"x\ln x-x", r"\ln x", true),
        (r"x\ln x+x", r"\ln x", false),
        (r"\tan^{-1}x", r"\frac{1}{1+x^2}", true),
        (r"\ln(1+x^2)", r"\frac{1}{1+x^2}", false),
        (r"\sqrt{x^2-1}", r"\frac{x}{\sqrt{x^2-1}}", true),
        (r"\sqrt{x^2+1}", r"\frac{x}{\sqrt{x^2-1}}", false),
    ] {
        let (found, f) = (expression(found), expression(integrand));
        assert_eq!(crate::tasks::integrate::verified(found, f, x), right, "{found:?} {integrand}");
    }
}

#[test]
fn roots_are_counted() {
    for (f, roots, right) in [
        ("x^2-5x+6", &["2", "3"][..], true),
        ("x^2-5x+6", &["2"], false),
        ("x^3-x", &["-1", "0", "1"], true),
        ("x^3-x", &["0", "1"], false),
        (r"2^x-x^2", &["2", "4"], false),
        (r"\sin x", &["0"], false),
    ] {
        reset(FUEL);
        let x = sym("x");
        let (f_e, kept) = (expression(f), roots.iter().map(|r| expression(r)).collect::<Vec<_>>());
        let found = crate::tasks::solve::complete(f_e, x, &kept);
        assert_eq!(found.is_ok(), right, "{f} {roots:?} {}", write_latex(&crate::show::show(f_e)));
    }
}
