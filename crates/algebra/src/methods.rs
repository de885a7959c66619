//! The textbook's several methods for one problem: which ones fit, and the steps by the one that is chosen.

use crate::algebra::{coefficients, expand, factors};
use crate::check::{Ground, Reach};
use crate::explain::{explain, explain_longer, sides};
use crate::expr::{E, ONE, ZERO, int, rat, sqrt};
use crate::meaning::meaning;
use crate::show::{self, equal, show};
use crate::solution::{Reason, Refusal, Solution, Step};
use crate::task::{Kind, Task};
use crate::tasks::solve::unknown;
use crate::tasks::system::{equations, linear_rows};
use crate::textbook::arrays::array;
use crate::textbook::matrices::{det, inverse_lines, matrix, times};
use crate::textbook::{Ask, Sheet, equals, l, plain, tex};
use crate::work::{Work, named};
use ganita_notation::{Join, Language, Node, Relation, Sign};

/// Names, and what they are called.
const METHODS: &[(&str, &str, &str)] = &[
    ("factoring", "by factoring", "गुणनखंड विधि से"),
    ("completing_square", "by completing the square", "पूर्ण वर्ग बनाकर"),
    ("quadratic_formula", "by the quadratic formula", "द्विघाती सूत्र से"),
    ("elimination", "by elimination", "विलोपन विधि से"),
    ("substitution", "by substitution", "प्रतिस्थापन विधि से"),
    ("cramer", "by Cramer's rule", "क्रैमर के नियम से"),
    ("matrices", "by matrices", "आव्यूह विधि से"),
    ("logarithms", "by taking logarithms", "लघुगणक लेकर"),
];

/// What a method is called.
#[must_use]
pub fn tell_method(method: &str, language: Language) -> Option<&'static str> {
    let (_, english, hindi) = METHODS.iter().find(|(name, ..)| *name == method)?;
    Some(if language == Language::Hindi { hindi } else { english })
}

/// The method a solution used, and the others that fit its problem.
pub(crate) fn offered(
    task: &Task,
    problem: &Node,
    steps: &[Step],
) -> (Option<&'static str>, Vec<&'static str>) {
    let used = |rule: &str| steps.iter().any(|step| step.rule == rule);
    let (method, all): (_, Vec<&'static str>) = match task.kind {
        Kind::Solve => {
            let Some((_, c)) = quadratic(problem, task) else { return (None, Vec::new()) };
            let mut all = vec!["completing_square", "quadratic_formula"];
            if split(&c).is_some() {
                all.insert(0, "factoring");
            }
            let method = if used("quadratic formula") {
                Some("quadratic_formula")
            } else if used("factor equation") {
                Some("factoring")
            } else {
                None
            };
            (method, all)
        }
        Kind::SolveSystem => {
            if linear(problem, task).is_none() {
                return (None, Vec::new());
            }
            (
                (used("eliminate") || used("eliminate by numbers")).then_some("elimination"),
                vec!["elimination", "substitution", "cramer", "matrices"],
            )
        }
        Kind::ImplicitDiff if crate::tasks::diff::by_logarithms(problem).is_some() => {
            (None, vec!["logarithms"])
        }
        _ => (None, Vec::new()),
    };
    (method, all.into_iter().filter(|name| Some(*name) != method).collect())
}

/// Solves a problem by the method named: one of [`Solution::method`] and [`Solution::alternatives`].
///
/// # Errors
/// As [`explain`], and when the method does not fit.
pub fn explain_with(task: &Task, problem: &Node, method: &str) -> Result<Solution, Refusal> {
    explain_as(task, problem, How { method: Some(method), longer: false })
}

/// How a problem is to be solved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct How<'a> {
    /// The method: one of [`Solution::method`] and [`Solution::alternatives`]. The engine chooses if absent.
    pub method: Option<&'a str>,
    /// With five times the work, as [`crate::explain_longer`].
    pub longer: bool,
}

/// [`explain`], with a choice.
///
/// # Errors
/// As [`explain`], and [`Reason::NoSuchMethod`] with those that fit when this one does not.
pub fn explain_as(task: &Task, problem: &Node, how: How<'_>) -> Result<Solution, Refusal> {
    let base = if how.longer { explain_longer(task, problem)? } else { explain(task, problem)? };
    let Some(method) = how.method else { return Ok(base) };
    // Factoring is told with the middle term split, which the usual steps leave out.
    if base.method == Some(method) && method != "factoring" {
        return Ok(base);
    }
    let all = base.alternatives.iter().chain(base.method.iter());
    let Some(&chosen) = all.into_iter().find(|name| **name == method) else {
        let methods = base.method.into_iter().chain(base.alternatives).collect();
        return Err(Refusal { methods, ..Refusal::new(Reason::NoSuchMethod) });
    };
    if chosen == "logarithms" {
        let letters: Vec<E> = task.variables.iter().map(|name| crate::expr::sym(name)).collect();
        let found = crate::tasks::diff::implicit_by(&base.problem, &letters, true)?;
        let (solution, _) = crate::explain::finished(task, base.problem, found)?;
        return Ok(Solution { method: Some(chosen), alternatives: Vec::new(), ..solution });
    }
    let steps = match chosen {
        "factoring" | "completing_square" | "quadratic_formula" => {
            by_quadratic(&base, task, chosen)?
        }
        "substitution" => by_substitution(&base, task)?,
        "cramer" => by_cramer(&base, task)?,
        "matrices" => by_matrices(&base, task)?,
        _ => return Err(Refusal::new(Reason::NoMethod)),
    };
    let mut alternatives = base.alternatives.clone();
    alternatives.retain(|name| *name != chosen);
    alternatives.extend(base.method.filter(|name| *name != chosen));
    Ok(Solution { method: Some(chosen), alternatives, steps, ..base })
}

/// The unknown and whole coefficients, lowest first, of an equation with real roots.
fn quadratic(problem: &Node, task: &Task) -> Option<(E, Vec<E>)> {
    let (left, right) = sides(problem)?;
    let f = expand(meaning(left).ok()? - meaning(right).ok()?);
    let x = task.variables.first().map(|name| crate::expr::sym(name)).or_else(|| unknown(f))?;
    let c = coefficients(f, x).filter(|c| c.len() == 3 && c.iter().all(|e| e.num().is_some()))?;
    // Whole numbers with a positive first one.
    let all: Vec<crate::number::Q> = c.iter().filter_map(|e| e.num()).collect();
    let mut content = crate::number::Q::content(&all);
    if all[2].is_negative() {
        content = -&content;
    }
    let c: Vec<E> = all.iter().map(|q| crate::expr::num(q / &content)).collect();
    let d = discriminant(&c);
    (crate::value::sign(d).is_some_and(|s| s >= 0) || d == ZERO).then_some((x, c))
}

fn discriminant(c: &[E]) -> E {
    plain(c[1] * c[1] - int(4) * c[2] * c[0])
}

/// p and q with p + q = b and pq = ac.
fn split(c: &[E]) -> Option<(E, E)> {
    let root = sqrt(discriminant(c)).as_int()?;
    let b = c[1].as_int()?;
    Some((int((b + root) / 2), int((b - root) / 2)))
}

fn zero(node: Node) -> Node {
    Node::relation(node, Relation::Equal, Node::number("0"))
}

fn by_quadratic(base: &Solution, task: &Task, method: &str) -> Result<Vec<Step>, Refusal> {
    let (x, c) = quadratic(&base.problem, task).ok_or(Refusal::new(Reason::NoMethod))?;
    let (c0, b, a) = (c[0], c[1], c[2]);
    let square = a * x * x;
    let mut work = Work::on(&base.problem);
    work.to("all to one side", zero(show(square + b * x + c0)), vec![]);
    match method {
        "factoring" => {
            let (p, q) = split(&c).ok_or(Refusal::new(Reason::NoMethod))?;
            if p != ZERO && q != ZERO && c0 != ZERO {
                work.to(
                    "split middle term",
                    zero(show::sum_of(&[square, p * x, q * x, c0])),
                    vec![named("p", p), named("q", q), named("b", b), named("ac", plain(a * c0))],
                );
            }
            let f = square + b * x + c0;
            let (k, parts) = factors(f).ok_or(Refusal::new(Reason::NoMethod))?;
            work.to("factor equation", zero(show::factored(&k, &parts)), vec![]);
            let zeros: Vec<Node> =
                parts.iter().filter(|(e, _)| e.has(x)).map(|(e, _)| zero(show(*e))).collect();
            if zeros.len() > 1 {
                work.to("zero product", Node::Operation("or".to_owned(), zeros), vec![]);
            }
        }
        "completing_square" => {
            let (b, c0) = (plain(b / a), plain(c0 / a));
            if a != ONE {
                work.to(
                    "divide by the leading coefficient",
                    zero(show(x * x + b * x + c0)),
                    vec![named("by", a)],
                );
            }
            work.to("transpose", equals(show(x * x + b * x), show(-c0)), vec![named("x", x)]);
            let h = plain(b * rat(1, 2));
            let right = plain(h * h - c0);
            if b != ZERO {
                let half = tex(&format!(r"\left({}\right)^2", l(h)));
                let mut left = match show(x * x + b * x) {
                    Node::Sum(terms) => terms,
                    other => vec![(Sign::Plus, other)],
                };
                left.push((Sign::Plus, half.clone()));
                let right = Node::Sum(vec![(Sign::Plus, show(-c0)), (Sign::Plus, half.clone())]);
                work.to(
                    "complete the square",
                    equals(Node::Sum(left), right),
                    vec![("half", half)],
                );
            }
            let shifted = x + h;
            work.to(
                "write as a square",
                equals(Node::power(show(shifted), Node::number("2")), show(right)),
                vec![],
            );
            let root = show(plain(sqrt(right)));
            work.to(
                "square root",
                Node::relation(
                    show(shifted),
                    Relation::Equal,
                    Node::Sum(vec![(Sign::PlusMinus, root)]),
                ),
                vec![],
            );
        }
        _ => {
            let d = discriminant(&c);
            let values = vec![named("a", a), named("b", b), named("c", c0), named("d", d)];
            let mut top = Vec::new();
            if b != ZERO {
                let (minus, node) = show::signed(-b);
                top.push((if minus { Sign::Minus } else { Sign::Plus }, node));
            }
            top.push((Sign::PlusMinus, Node::Root { degree: None, radicand: Box::new(show(d)) }));
            let line = Node::fraction(Node::Sum(top), show(int(2) * a));
            work.to("quadratic formula", Node::relation(show(x), Relation::Equal, line), values);
        }
    }
    work.to("solve it", base.answer.clone(), vec![]);
    finish(base, work)
}

fn finish(base: &Solution, work: Work) -> Result<Vec<Step>, Refusal> {
    let mut letters = base.variables.clone();
    crate::explain::names(&base.problem, &mut letters);
    let value = |node: &Node| {
        let v = crate::check::evaluate(node, &crate::check::Letters::default());
        if v.is_real() { v.re } else { f64::NAN }
    };
    let points = base
        .answers
        .iter()
        .map(|answer| match answer {
            Node::List(items) => {
                items.iter().filter_map(|item| Some(value(sides(item)?.1))).collect()
            }
            one => vec![value(one)],
        })
        .collect();
    let variable = base.variables.first().cloned();
    let unknowns = base.variables.len();
    let ground = Ground { letters, variable, points, reach: Reach::Real, unknowns, problem: None };
    work.checked(&base.problem, &base.answer, "solve it", &ground)
}

/// Rows of a square system with one solution, and its unknowns.
fn linear(problem: &Node, task: &Task) -> Option<(Vec<Vec<E>>, Vec<E>)> {
    let mut all = Vec::new();
    for row in equations(problem)? {
        let (left, right) = sides(row)?;
        all.push(meaning(left).ok()? - meaning(right).ok()?);
    }
    let mut unknowns: Vec<E> = task.variables.iter().map(|name| crate::expr::sym(name)).collect();
    if unknowns.is_empty() {
        for f in &all {
            for letter in f.symbols() {
                if !unknowns.contains(&letter) {
                    unknowns.push(letter);
                }
            }
        }
        crate::sort::by(&mut unknowns, &mut |a, b| crate::expr::order(*a, *b));
    }
    let rows = linear_rows(&all, &unknowns)?;
    let n = unknowns.len();
    let fits = (2..=3).contains(&n)
        && rows.len() == n
        && rows.iter().flatten().all(|e| e.num().is_some())
        && det(&left_of(&rows)) != ZERO;
    fits.then_some((rows, unknowns))
}

fn left_of(rows: &[Vec<E>]) -> Vec<Vec<E>> {
    rows.iter().map(|row| row[..row.len() - 1].to_vec()).collect()
}

fn solved(rows: &[Vec<E>]) -> Result<Vec<E>, Refusal> {
    crate::matrix::solve(rows.to_vec()).ok_or(Refusal::new(Reason::NoMethod))
}

/// One unknown at a time from one equation into the others, each state a line.
fn by_substitution(base: &Solution, task: &Task) -> Result<Vec<Step>, Refusal> {
    let (mut rows, unknowns) = linear(&base.problem, task).ok_or(Refusal::new(Reason::NoMethod))?;
    let n = unknowns.len();
    let mut work = Work::on(&base.problem);
    let mut done: Vec<(usize, E)> = Vec::new();
    let line = |done: &[(usize, E)], rows: &[Vec<E>]| {
        let mut lines: Vec<(Node, Option<Node>)> =
            done.iter().map(|(k, e)| (equal(unknowns[*k], *e), None)).collect();
        for row in rows {
            let left = crate::expr::add((0..n).map(|k| row[k] * unknowns[k]));
            lines.push((equal(left, row[n]), None));
        }
        Node::Cases(lines)
    };
    while rows.len() > 1 {
        // An unknown that stands alone is the easiest.
        let (r, k) = (0..rows.len())
            .flat_map(|r| (0..n).map(move |k| (r, k)))
            .filter(|&(r, k)| rows[r][k] != ZERO && done.iter().all(|(j, _)| *j != k))
            .min_by_key(|&(r, k)| (rows[r][k] != ONE, l(rows[r][k]).len(), r, k))
            .ok_or(Refusal::new(Reason::NoMethod))?;
        let row = rows.remove(r);
        let rest = crate::expr::add((0..n).filter(|&j| j != k).map(|j| -(row[j] * unknowns[j])));
        let value = expand((rest + row[n]) / row[k]);
        done.push((k, value));
        work.to("express one unknown", line(&done, &rows), vec![named("x", unknowns[k])]);
        for other in &mut rows {
            let factor = other[k];
            for (entry, &over) in other.iter_mut().zip(&row) {
                *entry = plain(*entry - factor * over / row[k]);
            }
            other[k] = ZERO;
        }
        work.to("substitute", line(&done, &rows), vec![named("x", unknowns[k])]);
    }
    work.to("back substitution", base.answer.clone(), vec![]);
    finish(base, work)
}

fn ask<'a>(base: &'a Solution) -> Ask<'a> {
    Ask { kind: base.kind, problem: &base.problem, said: &[] }
}

/// A sheet that knows the unknowns from the solution found before.
fn sheet(base: &Solution, unknowns: &[E], values: &[E]) -> Sheet {
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(&base.problem);
    for (&x, &v) in unknowns.iter().zip(values) {
        sheet.know(&show(x), &|world| world.of(v));
    }
    sheet
}

/// x = D₁/D, y = D₂/D.
fn by_cramer(base: &Solution, task: &Task) -> Result<Vec<Step>, Refusal> {
    let (rows, unknowns) = linear(&base.problem, task).ok_or(Refusal::new(Reason::NoMethod))?;
    let values = solved(&rows)?;
    let mut sheet = sheet(base, &unknowns, &values);
    let n = unknowns.len();
    let coefficients = left_of(&rows);
    let bars = |rows: &Vec<Vec<E>>| match matrix(rows) {
        Node::Matrix(_, rows, _) => {
            Node::Matrix(ganita_notation::Bracket::Bar, rows, ganita_notation::Bracket::Bar)
        }
        other => other,
    };
    let mut determinants = vec![("D".to_owned(), coefficients.clone())];
    for k in 0..n {
        let mut replaced = coefficients.clone();
        for (r, row) in replaced.iter_mut().enumerate() {
            row[k] = rows[r][n];
        }
        determinants.push((format!("D_{{{}}}", k + 1), replaced));
    }
    for (name, rows) in &determinants {
        let shown = bars(rows);
        sheet.know(&tex(name), &|world| array(&shown, world));
        let line = Node::Relation(
            Box::new(tex(name)),
            vec![(Relation::Equal, shown.clone()), (Relation::Equal, show(det(rows)))],
        );
        sheet.say("determinants of the system", line, vec![]);
    }
    let lines = (0..n).map(|k| {
        let quotient = tex(&format!(r"\frac{{{}}}{{D}}", determinants[k + 1].0));
        Node::Relation(
            Box::new(show(unknowns[k])),
            vec![(Relation::Equal, quotient), (Relation::Equal, show(values[k]))],
        )
    });
    sheet.say("cramer's rule", Node::List(lines.collect()), vec![]);
    Ok(sheet.done(&ask(base), &base.answer, vec![])?.steps)
}

/// AX = B, X = A⁻¹B.
fn by_matrices(base: &Solution, task: &Task) -> Result<Vec<Step>, Refusal> {
    let (rows, unknowns) = linear(&base.problem, task).ok_or(Refusal::new(Reason::NoMethod))?;
    let values = solved(&rows)?;
    let mut sheet = sheet(base, &unknowns, &values);
    let (a, n) = (left_of(&rows), unknowns.len());
    let column = |entries: Vec<E>| entries.into_iter().map(|e| vec![e]).collect::<Vec<_>>();
    let b = column((0..n).map(|k| rows[k][n]).collect());
    let x = matrix(&column(unknowns.clone()));
    let beside = |p: Node, q: Node| Node::Product(vec![(Join::Beside, p), (Join::Beside, q)]);
    sheet.say("write with matrices", equals(beside(matrix(&a), x.clone()), matrix(&b)), vec![]);
    let given = matrix(&a);
    let inverse = inverse_lines(&mut sheet, &a, &given).ok_or(Refusal::new(Reason::NoMethod))?;
    sheet.say("inverse", equals(tex("A^{-1}"), matrix(&inverse)), vec![]);
    sheet.say(
        "multiply by the inverse",
        equals(x.clone(), beside(matrix(&inverse), matrix(&b))),
        vec![],
    );
    let product = times(&inverse, &b).ok_or(Refusal::new(Reason::NoMethod))?;
    sheet.say("calculate", equals(x, matrix(&product)), vec![]);
    Ok(sheet.done(&ask(base), &base.answer, vec![])?.steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(latex: &str, method: &str) -> Vec<&'static str> {
        let problem = ganita_notation::read(latex).expect("reads");
        let solution = explain_with(&Task::infer(&problem), &problem, method)
            .unwrap_or_else(|refusal| panic!("{latex} {method}: {refusal}"));
        assert_eq!(solution.method, Some(method));
        solution.steps.iter().map(|step| step.rule).collect()
    }

    #[test]
    fn a_quadratic_is_solved_by_each_method() {
        for latex in ["2x^2-5x-3=0", "x^2-5x=-6", "3x^2=2x+8"] {
            assert!(rules(latex, "factoring").contains(&"split middle term"), "{latex}");
            assert!(rules(latex, "completing_square").contains(&"write as a square"), "{latex}");
            assert!(rules(latex, "quadratic_formula").contains(&"quadratic formula"), "{latex}");
        }
        let problem = ganita_notation::read("x^2+2x-4=0").expect("reads");
        let task = Task::infer(&problem);
        let solution = explain(&task, &problem).expect("is solved");
        assert_eq!(solution.alternatives, ["completing_square"]);
        let refusal = explain_with(&task, &problem, "factoring").expect_err("has no whole roots");
        assert_eq!(refusal.reason, Reason::NoSuchMethod);
        assert_eq!(
            refusal.to_string(),
            "This is not solved by that method. These fit: by the quadratic formula (quadratic_formula), by completing the square (completing_square)"
        );
    }

    #[test]
    fn a_slope_is_found_from_logarithms_where_letters_are_exponents() {
        // NCERT class 12, exercise 5.5: yˣ = xʸ, (cos x)ʸ = (cos y)ˣ, xʸ = e^{x-y}.
        for (latex, slope) in [
            (r"y^x=x^y", (1.5, 2.5)),
            (r"(\cos x)^y=(\cos y)^x", (0.4, 0.7)),
            (r"x^y=e^{x-y}", (1.5, 0.8)),
        ] {
            let problem = ganita_notation::read(latex).expect("reads");
            let task = Task::from_kind("implicit_diff", None).expect("is a kind");
            let plain = explain(&task, &problem).expect("is solved");
            assert_eq!(plain.alternatives, ["logarithms"], "{latex}");
            let solution = explain_with(&task, &problem, "logarithms").expect("is solved");
            assert_eq!(solution.steps[0].rule, "logarithms of both sides", "{latex}");
            // By hand: (y/x)(y - x ln y)/(x - y ln x), (y tan x + ln cos y)/(x tan y + ln cos x), (x - y)/(x(1 + ln x)).
            let (x, y) = slope;
            let expected = match latex {
                r"y^x=x^y" => y / x * (y - x * libm::log(y)) / (x - y * libm::log(x)),
                r"x^y=e^{x-y}" => (x - y) / (x * (1.0 + libm::log(x))),
                _ => {
                    (y * libm::tan(x) + libm::log(libm::cos(y)))
                        / (x * libm::tan(y) + libm::log(libm::cos(x)))
                }
            };
            let (_, right) = sides(&solution.answer).expect("is an equation");
            let right = meaning(right).expect("has a meaning");
            let letters = [("x", x), ("y", y)];
            let letters =
                letters.map(|(name, v)| (crate::expr::sym(name), crate::complex::real(v)));
            let found = crate::value::value(right, &letters).re;
            assert!((found - expected).abs() < 1e-9, "{latex}: {found} {expected}");
        }
    }

    #[test]
    fn a_system_is_solved_by_each_method() {
        for latex in [
            r"\begin{cases}2x+3y=8\\x-y=-1\end{cases}",
            r"\begin{cases}x+y+z=6\\x-y+z=2\\2x+y-z=1\end{cases}",
        ] {
            let eliminated = rules(latex, "elimination");
            assert!(eliminated.iter().any(|rule| rule.starts_with("eliminate")), "{latex}");
            assert!(rules(latex, "substitution").contains(&"substitute"), "{latex}");
            assert!(rules(latex, "cramer").contains(&"cramer's rule"), "{latex}");
            assert!(rules(latex, "matrices").contains(&"adjoint"), "{latex}");
        }
    }
}
