//! Answers made wrong on purpose: each kind's check refuses them, and lets the right ones through.

use super::{Ground, Letters, Reach, evaluate};
use crate::expr::{E, reset, sym};
use crate::solution::{Check, Reason, Refusal, Relation as Link, Step};
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

#[test]
fn the_lines_before_a_wrong_answer_are_kept_and_it_is_not_among_them() {
    let line = |latex: &str| read(latex).expect("LaTeX");
    let (problem, wrong) = (line("x^2-5x+6=0"), line(r"x=2\text{ or }x=4"));
    let ground = Ground {
        letters: vec!["x".to_owned()],
        variable: Some("x".to_owned()),
        points: [2.0, 3.0, 4.0].map(|v| vec![v]).to_vec(),
        reach: Reach::Real,
        unknowns: 1,
        problem: None,
    };
    let told = |lines: &[&str]| {
        reset(FUEL);
        let mut work = Work::on(&problem);
        lines.iter().for_each(|after| work.to("simplify", line(after), vec![]));
        let refusal = work.checked(&problem, &wrong, "simplify", &ground).expect_err("wrong");
        assert_eq!(refusal.reason, Reason::Unverified);
        refusal.steps.iter().map(|step| write_latex(&step.after)).collect::<Vec<_>>()
    };
    let or = r"x - 2 = 0 \text{ or } x - 3 = 0";
    let right = ["(x-2)(x-3)=0", r"x-2=0\text{ or }x-3=0"];
    let all = [right[0], right[1], r"x=2\text{ or }x=4"];
    assert_eq!(told(&all), ["(x - 2)(x - 3) = 0", or]);
    // After a line that is wrong nothing is kept, be it right or not.
    assert_eq!(told(&[right[0], "x-2=7", right[1]]).len(), 1);
    assert_eq!(told(&["x-2=7", right[1]]).len(), 0);
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
        assert_eq!(found, right, "{f} {roots:?} {}", write_latex(&crate::show::show(f_e)));
    }
}

/// What the check says to one line after another, both in x.
fn follows(rule: &'static str, before: &str, after: &str) -> Option<bool> {
    let letters = vec!["x".to_owned()];
    let variable = Some("x".to_owned());
    let (reach, unknowns) = (Reach::Real, 1);
    let ground = Ground { letters, variable, points: vec![], reach, unknowns, problem: None };
    let [before, after] = [before, after].map(|line| read(line).expect("LaTeX"));
    let relation = Link::Equivalent;
    let (parameters, where_, substeps) = (vec![], vec![], vec![]);
    let check = Check::Verified;
    let step =
        Step { rule, relation, before, after, parameters, where_, substeps, case: None, check };
    reset(FUEL);
    super::step(&step, &ground)
}

#[test]
fn what_doubles_at_a_few_real_points_would_let_through_is_caught() {
    let mut missed = Vec::new();
    for (rule, before, after) in [
        ("", r"\sin^2x+\cos^2x", "1+10^{-13}"),
        // Nothing at the first point.
        ("", r"\sin 2x", r"2\sin x\cos x+10^{-9}(x-0.37)"),
        // Nothing at all points but those that are nearly imaginary.
        ("", "e^{2x}", "(e^x)^2+e^{-400x^2}"),
        ("", r"\cos 2x", r"2\cos^2x-1+e^{-900x^2}"),
        // Nothing but beyond a corner.
        ("", r"|x-50|", "50-x"),
        ("", r"\sqrt{x^2+60x+900}", "x+30"),
        ("", r"\frac{d}{dx}(x^2\sin x)", r"2x\sin x+x^2\cos x+10^{-9}"),
        ("", r"\frac{d}{dx}\ln|x|", r"\frac1x+10^{-11}"),
        ("", r"\int x\cos x\,dx", r"x\sin x+\cos x+10^{-9}x+C"),
        ("", r"\int\frac{1}{1+x^2}dx", r"\tan^{-1}x+10^{-12}\sin x+C"),
        // Both tend to nothing.
        (
            "l'hospital",
            r"\lim_{x\to0}\frac{1-\cos x}{\sin x}",
            r"\lim_{x\to0}\frac{2\sin x}{\cos x}",
        ),
        ("", r"\lim_{x\to0}x\sin x", r"\lim_{x\to0}x^2\sin x"),
    ] {
        let found = follows(rule, before, after);
        if found != Some(false) {
            missed.push(format!("{before} -> {after}: {found:?}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn what_holds_on_the_real_numbers_only_is_right() {
    let mut missed = Vec::new();
    for (before, after) in [
        (r"\sqrt{x^2}", "|x|"),
        (r"\sqrt{x^2-100x+2500}", "|x-50|"),
        (r"\sqrt[3]{x^3}", "x"),
        (r"x^{\frac23}", r"\sqrt[3]{x^2}"),
        (r"\sqrt[3]{-x}", r"-\sqrt[3]{x}"),
        (r"\sqrt{1-\sin^2x}", r"|\cos x|"),
        (r"\ln x^2", r"2\ln|x|"),
        (r"\ln|x^2-4|", r"\ln|x-2|+\ln|x+2|"),
        (r"\ln(x^2+3x)", r"\ln|x|+\ln|x+3|"),
        (r"\sqrt x\sqrt x", "x"),
        (r"\sqrt{x^2+1}\sqrt{x^2+2}", r"\sqrt{x^4+3x^2+2}"),
        (r"|x|\cdot|x|", "x^2"),
        (r"\lfloor x+2\rfloor", r"\lfloor x\rfloor+2"),
        (r"\sin^2(100x)+\cos^2(100x)", "1"),
        (r"\tan(\tan^{-1}x)", "x"),
        (r"\sin(\cos^{-1}x)", r"\sqrt{1-x^2}"),
        (r"e^{ix}", r"\cos x+i\sin x"),
        (r"|e^{ix}|", "1"),
        (r"|\cos x+i\sin x|", "1"),
        (r"2^{x}\cdot 8", "2^{x+3}"),
        (r"x^x\cdot x", "x^{x+1}"),
        (r"\frac{d}{dx}|x|", r"\frac{x}{|x|}"),
        (r"\frac{d}{dx}e^{ix}", r"i\cos x-\sin x"),
        (r"\frac{d}{dx}\sqrt[3]{x}", r"\frac{1}{3\sqrt[3]{x^2}}"),
        (r"\frac{d^2}{dx^2}\sin^{-1}x", r"\frac{x}{(1-x^2)\sqrt{1-x^2}}"),
        (r"\int\frac{1}{x}dx", r"\ln|x|+C"),
        (r"\int\tan x\,dx", r"\ln|\sec x|+C"),
    ] {
        let found = follows("", before, after);
        if found != Some(true) {
            missed.push(format!("{before} -> {after}: {found:?}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
