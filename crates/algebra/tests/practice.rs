//! Practice problems over many seeds: what a teacher asks of them, of problems out of textbooks.

use ganita_algebra::{Check, Kind, Step, Task, explain, practice};
use ganita_notation::{Node, read, write_latex};
use std::collections::BTreeSet;

/// Kind, problem, and the rule that is practised.
const PROBLEMS: &[(&str, &str, &str)] = &[
    ("solve", "2x+3=7", "transpose"),
    ("solve", "x^2-5x+6=0", "split middle term"),
    ("solve", "x^2+4x+1=0", "quadratic formula"),
    ("solve", r"\sqrt{x}=x-2", "square both sides"),
    ("solve", r"\log_2(x-1)+\log_2(x+1)=3", "join logarithms"),
    ("solve", "2^x=32", "solve it"),
    ("solve", r"\frac{x}{2}+\frac{x}{3}=5", "clear denominators"),
    ("inequality", "3x-7>5x-1", "divide and turn"),
    ("inequality", "x^2-5x+6<0", "sign chart"),
    ("inequality", "|x-1|<3", "bars"),
    ("solve_system", r"\begin{cases}x+y=5\\x-y=1\end{cases}", "eliminate by numbers"),
    ("factor", "x^2-9", "difference of squares"),
    ("factor", "x^2+6x+9", "perfect square"),
    ("factor", "27x^3+8", "sum of cubes"),
    ("factor", "8a^3+b^3+12a^2b+6ab^2", "cube of a sum"),
    ("evaluate", r"\frac{1+i}{1-i}", "conjugate below"),
    ("evaluate", r"\frac{1}{\sqrt3-\sqrt2}", "rationalise"),
    ("diff", r"\frac{d}{dx}(x^5)", "power rule"),
    ("diff", r"\frac{d}{dx}(x^2+\sin x)", "sum rule"),
    ("diff", r"\frac{d}{dx}(x^2\sin x)", "product rule"),
    ("diff", r"\frac{d}{dx}\frac{x}{x^2+1}", "quotient rule"),
    ("diff", r"\frac{d}{dx}\sin(x^2)", "chain rule"),
    ("implicit_diff", "x^2+y^2=25", "implicit"),
    ("integrate", r"\int 2x\cos(x^2)dx", "put in integral"),
    ("integrate", r"\int xe^xdx", "by parts"),
    ("definite", r"\int_0^1x^2dx", "put limits"),
    ("limit", r"\lim_{x\to2}\frac{x^2-4}{x-2}", "cancel in limit"),
    ("limit", r"\lim_{x\to0}\frac{\sin 3x}{x}", "limit value"),
];

const SEEDS: u64 = 10;
/// Different problems that ten seeds give at least.
const VARIED: usize = 4;
/// The largest number a textbook would print here.
const LARGEST: u64 = 1_000;

fn has_rule(steps: &[Step], rule: &str) -> bool {
    steps.iter().any(|step| step.rule == rule || has_rule(&step.substeps, rule))
}

fn every(node: &Node, see: &mut dyn FnMut(&Node)) {
    see(node);
    node.for_each_child(&mut |part| every(part, see));
}

fn digits(node: &Node) -> Option<u64> {
    if let Node::Number(digits) = node { digits.parse().ok() } else { None }
}

/// What no textbook prints: √9, 6/4, 1x, a number with four digits.
fn clumsy(problem: &Node) -> Option<&'static str> {
    let mut found = None;
    every(problem, &mut |part| match part {
        Node::Number(_) if digits(part).is_some_and(|n| n > LARGEST) => found = Some("large"),
        Node::Root { degree: None, radicand }
            if digits(radicand).is_some_and(|n| (0..40).any(|k| k * k == n)) =>
        {
            found = Some("root of a square");
        }
        Node::Fraction(a, b) => {
            if let (Some(a), Some(b)) = (digits(a), digits(b))
                && (2..=b).any(|k| a.is_multiple_of(k) && b.is_multiple_of(k))
            {
                found = Some("fraction that cancels");
            }
        }
        Node::Product(factors) if factors.iter().any(|(_, f)| digits(f).is_some_and(|n| n < 2)) => {
            found = Some("times one or nought");
        }
        _ => {}
    });
    found
}

#[test]
fn ten_seeds_give_problems_a_teacher_would_set() {
    let mut wrong = Vec::new();
    for &(kind, latex, rule) in PROBLEMS {
        let problem = read(latex).expect("reads");
        let task = Task::asked(Some(kind), None, &problem).expect("a kind");
        let mut seen = BTreeSet::new();
        for seed in 1..=SEEDS {
            let Some(similar) = practice(&task, &problem, seed) else {
                wrong.push(format!("{latex}: none with seed {seed}"));
                continue;
            };
            let shown = write_latex(&similar);
            let mut fault = |what: &str| wrong.push(format!("{latex}: {shown}: {what}"));
            if read(&shown).as_ref() != Ok(&similar) {
                fault("is not read back");
            }
            if similar == problem {
                fault("is the same");
            }
            match explain(&task, &similar) {
                Err(_) => fault("is refused"),
                Ok(solution) => {
                    let checked = solution.steps.iter().all(|step| step.check == Check::Verified);
                    if !checked && task.kind != Kind::ImplicitDiff {
                        fault("has a step that is not verified");
                    }
                    if !has_rule(&solution.steps, rule) {
                        fault("does not use the rule");
                    }
                }
            }
            if let Some(what) = clumsy(&similar) {
                fault(what);
            }
            seen.insert(shown);
        }
        if seen.len() < VARIED {
            wrong.push(format!("{latex}: only {seen:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
