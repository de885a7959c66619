//! Whole problems: the answer, the chain of steps, and that nothing said is wrong or panics.

use ganita_algebra::{Reason, Relation, Solution, Task, explain};
use ganita_notation::{read, write_latex};
use proptest::prelude::*;

fn solve(kind: &str, latex: &str) -> Solution {
    let task = Task::from_kind(kind, None).expect("a kind");
    let problem = read(latex).unwrap_or_else(|error| panic!("{latex}: {error}"));
    let solution = explain(&task, &problem).unwrap_or_else(|refusal| panic!("{latex}: {refusal}"));
    let moving: Vec<_> =
        solution.steps.iter().filter(|step| step.relation != Relation::Info).collect();
    for pair in moving.windows(2) {
        assert_eq!(pair[0].after, pair[1].before, "{latex}: the chain is broken");
    }
    assert_eq!(solution.steps.last().map(|step| &step.after), Some(&solution.answer), "{latex}");
    solution
}

#[track_caller]
fn check(kind: &str, latex: &str, answer: &str) {
    assert_eq!(solve(kind, latex).answer_latex(), answer, "{kind} {latex}");
}

#[test]
fn arithmetic_and_forms() {
    check("evaluate", r"2+3\times 4", "14");
    check("evaluate", r"\frac{7}{10-7i}", r"\frac{70}{149} + \frac{49i}{149}");
    check("simplify", r"\frac{x^2-1}{x-1}", "x + 1");
    check("simplify", r"\sqrt{192n}", r"8\sqrt{3}\sqrt{n}");
    check("expand", "(x+2)(x+3)", "x^{2} + 5x + 6");
    check("factor", "x^2+5x+6", "(x + 2)(x + 3)");
    check("partial_fractions", r"\frac{1}{x^2-1}", r"\frac{1}{2(x - 1)} - \frac{1}{2(x + 1)}");
}

#[test]
fn equations() {
    check("solve", "2x+3=7", "x = 2");
    check("solve", "x^2-5x+6=0", r"x = 2 \text{ or } x = 3");
    check("solve", r"\sqrt{x}=x-2", "x = 4");
    check("solve", "|x-1|=3", r"x = -2 \text{ or } x = 4");
    check("solve", "x=x+1", r"\text{no solution}");
    check("solve", r"2\sin x=1", r"x = \frac{\pi}{6} \text{ or } x = \frac{5\pi}{6}");
    check("solve", r"(2x+3)^{4/3}=16", r"x = -\frac{11}{2} \text{ or } x = \frac{5}{2}");
    check("solve_system", r"\begin{cases}x+y=3\\x-y=1\end{cases}", "x = 2, y = 1");
    check("inequality", "-2x<4", r"x \in (-2, \infty)");
    check("inequality", r"\frac{x}{x^2-1}>0", r"x \in (-1, 0) \cup (1, \infty)");
}

#[test]
fn large_coefficients_mixed_numbers_and_inverse_hyperbolic_functions() {
    // What doubles cannot tell apart at the samples is judged by 32 digits.
    check("solve", "22527072p+3267=22527045p", "p = -121");
    check("solve", "70000001x=70000000x+35", "x = 35");
    // Families are written with n; roots named n are roots.
    let task = Task::from_kind("solve", Some("x")).expect("a kind");
    let found = explain(&task, &read("x^2-(m+n)x+mn=0").expect("LaTeX")).expect("is solved");
    assert_eq!(found.answer_latex(), r"x = m \text{ or } x = n");
    check("evaluate", r"3\frac{1}{3}\div1\frac{1}{9}", "3");
    check("evaluate", r"2\times3\frac{1}{2}", "7");
    check(
        "diff",
        r"\frac{d}{dx}\left(\operatorname{coth}^{-1}(2x)\right)",
        r"-\frac{2}{4x^{2} - 1}",
    );
    // More than a dozen turns away.
    check("solve", r"\sin 2x = 1", r"x = n\pi + \frac{\pi}{4}");
}

#[test]
fn integrals_by_one_look() {
    check(
        "integrate",
        r"\int\frac{\sin^{-1}\sqrt{x}}{\sqrt{1-x}}dx",
        r"2(\sqrt{x} - \sqrt{1 - x}\sin^{-1} \sqrt{x}) + C",
    );
    check(
        "integrate",
        r"\int\frac{(2-x^2)e^x}{(1-x)\sqrt{1-x^2}}dx",
        r"\frac{e^{x}\sqrt{x + 1}}{\sqrt{1 - x}} + C",
    );
    check(
        "integrate",
        r"\int(x-1)^{-2/3}(x+1)^{-4/3}dx",
        r"\frac{3\sqrt[3]{x - 1}}{2\sqrt[3]{x + 1}} + C",
    );
    check(
        "integrate",
        r"\int\frac{dx}{a+b\tan x}",
        r"\frac{ax + b\ln \left|a\cos x + b\sin x\right|}{a^{2} + b^{2}} + C",
    );
    check("integrate", r"\int\frac{\cos2x+2\sin^2x}{\cos^2x}dx", r"\tan x + C");
}

#[test]
fn branches_are_told_case_by_case() {
    check("solve", "|x-1|+|x+2|=3", r"x \in [-2, 1]");
    check("solve", "|x-1|+|x+2|=5", r"x = -3 \text{ or } x = 2");
    check("solve", "|x|=x", r"x \in [0, \infty)");
    check("solve", "|x-1|=|x-1|+|x-4|", "x = 4");
    let solution = solve("solve", "|x-1|+|x+2|=5");
    let cases: Vec<String> = solution.steps[0]
        .substeps
        .iter()
        .map(|step| step.case.as_ref().map(write_latex).unwrap_or_default())
        .collect();
    assert_eq!(cases[0], "x < -2", "{cases:?}");
    assert!(cases.contains(&r"-2 \le x < 1".to_owned()), "{cases:?}");
    assert_eq!(cases.last().map(String::as_str), Some(r"x \ge 1"), "{cases:?}");
    let turning = solve("solve", r"\sin 2x=\frac{1}{2}");
    let branches = &turning.steps.last().expect("steps").substeps;
    assert!(branches.len() >= 2 && branches.iter().all(|step| step.case.is_some()), "{branches:?}");
    let task = Task::from_kind("solve", Some("x")).expect("a kind");
    let letters = explain(&task, &read("ax=b").expect("LaTeX")).expect("is solved");
    let case = letters.steps.iter().find_map(|step| step.case.as_ref()).map(write_latex);
    assert_eq!(case.as_deref(), Some(r"a \ne 0"));
}

#[test]
fn calculus() {
    check("diff", r"\frac{d}{dx}(x^2\sin x)", r"x^{2}\cos x + 2x\sin x");
    check("integrate", r"\int x^2dx", r"\frac{x^{3}}{3} + C");
    check("definite", r"\int_0^1x^2dx", r"\frac{1}{3}");
    check("definite", r"\int_1^\infty\frac1xdx", r"\text{does not exist}");
    check("limit", r"\lim_{x\to0}\frac{\sin 3x}{x}", "3");
    check("limit", r"\lim_{x\to\infty}\left(1+\frac1x\right)^x", "e");
    check("limit", r"\lim_{x\to0}\frac1x", r"\text{does not exist}");
}

#[test]
fn extraneous_roots_are_rejected_in_a_step_of_their_own() {
    let solution = solve("solve", r"\sqrt{x}=x-2");
    let reject = solution
        .steps
        .iter()
        .find(|step| step.relation == Relation::Restrict)
        .expect("x = 1 is rejected");
    assert_eq!(write_latex(&reject.parameters[0].1), "1");
}

#[test]
fn refusals_name_their_reason() {
    let refuse = |kind: &str, latex: &str| {
        let task = Task::from_kind(kind, None).expect("a kind");
        explain(&task, &read(latex).expect("reads")).expect_err("refused").reason
    };
    assert_eq!(refuse("evaluate", r"\frac{1}{0}"), Reason::DivisionByZero);
    assert_eq!(refuse("trig_identity", r"\sin x=\cos x"), Reason::FalseStatement);
    assert_eq!(refuse("integrate", r"\int e^{x^2}dx"), Reason::NoMethod);
}

#[test]
fn hostile_input_ends() {
    let long = format!("1{}", "0".repeat(3_000));
    for (kind, latex) in [
        ("evaluate", "9^{9^{9^{9}}}"),
        ("simplify", "x^{x^{x^{x^{x}}}}"),
        ("expand", "(a+b+c+d)^{40}"),
        ("evaluate", long.as_str()),
        ("evaluate", "170!!"),
        ("solve", "x^7+x^3+x+5=0"),
    ] {
        let task = Task::from_kind(kind, None).expect("a kind");
        if let Ok(problem) = read(latex) {
            let _ = explain(&task, &problem);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn quadratics_have_the_roots_they_were_made_from(a in -9i64..10, b in -9i64..10) {
        let problem = format!("x^2+({})x+({})=0", -(a + b), a * b);
        let solution = solve("solve", &problem);
        let mut expected = vec![a.min(b), a.max(b)];
        expected.dedup();
        let found: Vec<String> = solution.answers.iter().map(write_latex).collect();
        prop_assert_eq!(found, expected.iter().map(ToString::to_string).collect::<Vec<_>>());
    }

    #[test]
    fn products_factor_back(a in 1i64..8, b in -9i64..10, c in 1i64..8, d in -9i64..10) {
        let solution = solve("expand", &format!("({a}x+({b}))({c}x+({d}))"));
        let again = solve("factor", &solution.answer_latex());
        prop_assert!(!again.steps.is_empty());
    }

    #[test]
    fn nothing_panics(kind in prop::sample::select(vec!["simplify", "solve", "diff", "integrate", "limit", "inequality", "factor"]),
        words in prop::collection::vec(prop::sample::select(vec!["x", "2", "+", "-", "^2", "\\sin x", "(x+1)", "/", "\\sqrt{x}", "e^x", "=", "<", "\\ln x", "|x|", "0"]), 1..9)) {
        if let Ok(problem) = read(&words.concat()) {
            let _ = explain(&Task::from_kind(kind, Some("x")).expect("a kind"), &problem);
        }
    }
}
