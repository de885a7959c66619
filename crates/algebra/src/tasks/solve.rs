//! Equations in one unknown.

use crate::algebra::expand;
use crate::check::{self, Letters, Reach};
use crate::complex::real;
use crate::explain::{Found, sides};
use crate::expr::{E, int, spent, sym};
use crate::meaning::meaning;
use crate::show::{equal, show};
use crate::solution::{Reason, Refusal};
use crate::tasks::simplify::simplest;
use crate::value::{real_value, value};
use crate::work::Work;
use ganita_notation::{Function, Join, Node, Relation, Sign, Style};

mod angles;
mod choices;
mod cubic;
mod exact;
mod exponentials;
pub(crate) mod narrate;
mod pieces;
pub(crate) mod roots;
mod teach;
pub(crate) mod within;

pub(crate) use narrate::zero_line;
use roots::{Set, roots};

pub(crate) fn solve(problem: &Node, variable: Option<E>) -> Result<Found, Refusal> {
    solve_within(problem, variable, None)
}

/// Of all solutions only those in an interval. What holds for every angle is proved where its exceptions cannot be listed.
pub(crate) fn solve_within(
    problem: &Node,
    variable: Option<E>,
    bounds: Option<&Node>,
) -> Result<Found, Refusal> {
    let proof = || {
        let circular = crate::parts::any(problem, &|part| {
            matches!(part, Node::Apply { function: Function::Named(name), .. }
                if crate::meaning::named(name).is_some_and(crate::trig::is_circular))
        });
        circular.then(|| crate::tasks::identity::identity(problem).ok()).flatten()
    };
    let mut letters = Vec::new();
    crate::explain::names(problem, &mut letters);
    // "tan(x + y) = …": nobody says what to solve it for.
    if variable.is_none()
        && letters.len() > 1
        && let Some(found) = proof()
    {
        return Ok(found);
    }
    match solutions(problem, variable, bounds) {
        Err(refusal @ Refusal { reason: Reason::Unverified | Reason::NoMethod, .. })
            if !spent() =>
        {
            proof().ok_or(refusal)
        }
        found => found,
    }
}

fn solutions(problem: &Node, variable: Option<E>, bounds: Option<&Node>) -> Result<Found, Refusal> {
    let Some((left, right)) = sides(problem) else {
        let zero = Node::relation(problem.clone(), Relation::Equal, Node::number("0"));
        return match problem {
            Node::Relation(..) | Node::Operation(..) | Node::List(_) => {
                Err(Refusal::about(Reason::NotUnderstood, problem))
            }
            _ => solve(&zero, variable),
        };
    };
    if let Some(found) = choices::equal(problem, left, right) {
        return Ok(found);
    }
    let (l, r) = (meaning(left)?, meaning(right)?);
    let f = l - r;
    if let Some(found) = choices::counted(problem, l, r, variable) {
        return found;
    }
    let x = variable
        .or_else(|| unknown(f))
        .or_else(|| any_letter(problem))
        .ok_or(Refusal::about(Reason::NotUnderstood, problem))?;
    // No value of x makes a = b true or false.
    if !f.has(x) && !f.symbols().is_empty() && !crate::algebra::is_zero(f) {
        return Err(Refusal::about(Reason::NotUnderstood, problem));
    }
    let mut work = Work::on(problem);
    if crate::parts::any(problem, &|part| matches!(part, Node::Matrix(..))) {
        work.to("expand the determinant", equal(l, r), vec![]);
    }
    let n = sym("n");
    // Families of solutions are written with n.
    let named_n = x != n && f.has(n);
    if named_n && f.any(&|part| matches!(part.get(), crate::expr::X::Fun(g, y) if crate::trig::is_circular(g) && y.has(x))) {
        return Err(Refusal::new(Reason::NoMethod));
    }
    let parts = pieces::pieces(l, r, x);
    let set = match parts.as_deref().map(pieces::single_roots) {
        Some(None) if !crate::algebra::is_zero(f) => {
            return stretches(problem, x, parts.as_deref().unwrap_or_default());
        }
        Some(Some(found)) => Set::Roots(found),
        _ => match roots(f, x, 0) {
            Some(found) => found,
            None => match cubic::roots(f, x) {
                Some(found) => Set::Roots(found),
                None => {
                    narrate::equation(&mut work, l, r, x, &[], &[]);
                    narrate::solved_apart(&mut work, x);
                    return Err(work.stopped(Reason::NoMethod, problem, Some(x)));
                }
            },
        },
    };
    if spent() {
        return Err(Refusal::new(Reason::TooLong));
    }
    let name = x.letter();
    let (candidates, answers) = match set {
        Set::All => {
            // Exceptions of several letters are not listed: the identity is proved.
            let circular = [l, r].iter().any(|e| e.has_fun(&crate::trig::is_circular));
            if circular && [l, r].iter().any(|e| e.symbols().iter().any(|letter| *letter != x)) {
                return Err(Refusal::new(Reason::NoMethod));
            }
            let poles = poles(l, r, x);
            if !poles.is_empty() {
                return Ok(all_but(problem, (l, r), x, &poles));
            }
            let mut reals = Node::relation(show(x), Relation::In, reals());
            let defined = where_defined(l, r, x);
            let multiple = |part: E| {
                matches!(part.get(), crate::expr::X::Fun(f, u)
                    if crate::trig::is_circular(f) && u.has(x) && u != x)
            };
            // Where multiples of the angle have poles the proof says more than a list of them.
            if defined.len() > 1 && (l.any(&multiple) || r.any(&multiple)) {
                return Err(Refusal::new(Reason::NoMethod));
            }
            if !defined.is_empty() {
                reals = Node::List(std::iter::once(reals).chain(defined).collect());
            }
            proved(&mut work, problem, l, r);
            let relation = if matches!(reals, Node::List(_)) {
                // A proof may cancel what must not vanish.
                for step in &mut work.steps {
                    if step.relation == crate::solution::Relation::Equivalent {
                        step.relation = crate::solution::Relation::Implies;
                    }
                }
                crate::solution::Relation::Restrict
            } else {
                crate::solution::Relation::Equivalent
            };
            work.by("always true", relation, reals.clone(), vec![]);
            let mut found = Found::one(work, reals, "always true", Some(x));
            // Where a side has no value, lines of a proof differ.
            let holds = |v: &f64| {
                let values = vec![(name.clone(), real(*v))];
                check::holds(problem, &Letters { values, given: &[], minus: false, beside: false })
                    == Some(true)
            };
            found.points =
                [0.0, 1.5, -7.25].iter().filter(|v| holds(v)).map(|v| vec![*v; 8]).collect();
            return Ok(found);
        }
        Set::Roots(found) => {
            let tidy: Vec<E> = unique(found.into_iter().map(tidied).collect());
            let mut kept: Vec<E> = Vec::new();
            for &root in &tidy {
                if satisfies(problem, l - r, x, root, FIRST_MEMBERS) {
                    kept.push(root);
                } else if root.has(n) && x != n && !named_n {
                    let belongs =
                        |root: E, member: i64| satisfies(problem, l - r, x, root, &[member]);
                    kept.extend(angles::parted(root, &belongs));
                }
            }
            (tidy, kept)
        }
    };
    let answers = if named_n { answers } else { joined_families(answers, x) };
    let general = answers.clone();
    let answers = match bounds {
        Some(bounds) => {
            within::within(bounds, x, &answers).ok_or(Refusal::new(Reason::NoMethod))?
        }
        None if named_n => answers,
        None => principal(f, x, answers),
    };
    let narrowed = answers != general;
    let real_ones: Vec<E> = answers.iter().copied().filter(|&root| is_real(root)).collect();
    let mut kept = if real_ones.is_empty() { answers } else { real_ones };
    crate::sort::by(&mut kept, &mut |a, b| match (real_value(*a), real_value(*b)) {
        (Some(p), Some(q)) => p.total_cmp(&q),
        _ => crate::expr::order(*a, *b),
    });
    // An interval takes some away once all are found.
    let all = if bounds.is_some() { &general } else { &kept };
    let wrong = kept.iter().any(|&root| exact::holds(problem, l - r, x, root) == Some(false));
    if wrong || !complete(f, x, all) {
        narrate::equation(&mut work, l, r, x, &[], &[]);
        return Err(work.stopped(Reason::Unverified, problem, Some(x)));
    }
    let answer = statement(x, &kept);
    let several = parts.as_deref().filter(|parts| parts.len() > 2);
    match several {
        Some(parts) => in_cases(&mut work, parts, x, answer.clone()),
        None => narrate::equation(&mut work, l, r, x, &candidates, all),
    }
    let lines = work.steps.len();
    if narrowed {
        let families = general.iter().any(|root| root.has(n));
        let written = textbook_family(x, &general);
        let rule = if families && x != n { "general solution" } else { "solve it" };
        work.to(rule, written.unwrap_or_else(|| statement(x, &general)), vec![]);
        work.in_detail(pieces::branches(f, x));
        let rule = if bounds.is_some() { "in the interval" } else { "angles" };
        let parameters = match bounds {
            Some(bounds) => vec![("bounds", bounds.clone())],
            None => vec![("x", show(x))],
        };
        work.by(rule, crate::solution::Relation::Restrict, answer.clone(), parameters);
    }
    let beyond = kept.is_empty().then(|| exponentials::out_of_range(f, x)).flatten();
    let formula = cubic::rule(f, x).filter(|_| !kept.is_empty() && bounds.is_none());
    let rule = match kept.iter().any(|root| root.has(n)) {
        _ if formula.is_some() => formula.as_ref().map_or("solve it", |(rule, _)| rule),
        _ if beyond.is_some() => "out of range",
        _ if kept.is_empty() => "no solution",
        true if x != n && !named_n => "general solution",
        _ => "solve it",
    };
    if formula.is_some() {
        cubic::lines(&mut work, f, x);
    }
    let parameters = formula.map(|(_, parameters)| parameters).or(beyond);
    work.to(rule, answer.clone(), parameters.unwrap_or_default());
    if !narrowed && work.steps.len() > lines && !kept.is_empty() {
        work.in_detail(pieces::branches(f, x));
    }
    let mut points: Vec<Vec<f64>> = Vec::new();
    for root in candidates.iter().chain(&kept) {
        if let Some(v) = real_value(if named_n { *root } else { at(*root, 0) }) {
            points.push(vec![v; 1]);
        }
    }
    let answers = kept.iter().map(|&root| show(root)).collect();
    Ok(Found {
        work,
        answer,
        answers,
        whole: "solve it",
        points,
        variables: vec![name],
        reach: Reach::Real,
    })
}

/// Where a denominator is zero.
fn poles(l: E, r: E, x: E) -> Vec<(f64, E)> {
    let mut below: Vec<E> = Vec::new();
    for side in [l, r] {
        side.rewrite(&mut |part| {
            if let crate::expr::X::Pow(h, k) = part.get()
                && h.has(x)
                && k.num().is_some_and(|q| q.is_negative())
            {
                below.push(h);
            }
            part
        });
    }
    let found = below.into_iter().flat_map(|h| match roots(h, x, 0) {
        Some(Set::Roots(found)) => found,
        _ => Vec::new(),
    });
    let mut points: Vec<(f64, E)> = unique(found.map(tidied).collect())
        .into_iter()
        .filter_map(|e| Some((real_value(e)?, e)))
        .collect();
    crate::sort::by(&mut points, &mut |a, b| a.0.total_cmp(&b.0));
    points
}

/// True wherever both sides have a value.
fn all_but(problem: &Node, (l, r): (E, E), x: E, poles: &[(f64, E)]) -> Found {
    let (between, at) = (vec![true; poles.len() + 1], vec![false; poles.len()]);
    let sets = crate::tasks::inequality::sets(poles, &between, &at);
    let answer = Node::relation(show(x), Relation::In, crate::tasks::inequality::union(sets));
    let mut work = Work::on(problem);
    proved(&mut work, problem, l, r);
    work.to("always true", answer.clone(), vec![]);
    let mut found = Found::one(work, answer, "always true", Some(x));
    found.points =
        [0.0, 1.5, -7.25].into_iter().chain(poles.iter().map(|p| p.0)).map(|v| vec![v]).collect();
    found
}

/// Why both sides are always equal: the identity's proof, or both sides multiplied out or as one fraction.
fn proved(work: &mut Work, problem: &Node, l: E, r: E) {
    let circular = |e: E| e.has_fun(&crate::trig::is_circular);
    if circular(l) || circular(r) {
        match crate::tasks::identity::identity(problem) {
            Ok(found) if found.reach == Reach::Real => *work = found.work,
            _ => {}
        }
        return;
    }
    let together = crate::algebra::together;
    for (rule, a, b) in
        [("expand", expand(l), expand(r)), ("one fraction", together(l), together(r))]
    {
        if a == b && l != r {
            work.to(rule, equal(a, b), vec![]);
            let line = work.line.clone();
            work.note("both sides equal", line.clone(), line, vec![]);
            return;
        }
    }
}

/// What must not vanish for tan, cot, sec, cosec and fractions of them to have a value.
fn where_defined(l: E, r: E, x: E) -> Vec<Node> {
    use crate::expr::{F, X, apply};
    let mut below: Vec<E> = Vec::new();
    for side in [l, r] {
        side.rewrite(&mut |part| {
            if let X::Fun(f, u) = part.get()
                && u.has(x)
            {
                let under = match f {
                    F::Tan | F::Sec => apply(F::Cos, u),
                    F::Cot | F::Csc => apply(F::Sin, u),
                    _ => return part,
                };
                if !below.contains(&under) {
                    below.push(under);
                }
            }
            if let X::Pow(h, k) = part.get()
                && k.num().is_some_and(|q| q.is_negative())
                && matches!(h.get(), X::Add(_) | X::Fun(F::Sin | F::Cos, _))
                && h.has_fun(&crate::trig::is_circular)
                && h.has(x)
                && !below.contains(&h)
            {
                below.push(h);
            }
            part
        });
    }
    let zero = || Node::number("0");
    below.into_iter().map(|e| Node::relation(show(e), Relation::NotEqual, zero())).collect()
}

/// The step from the equation to its solutions, told case by case.
fn in_cases(work: &mut Work, parts: &[pieces::Piece], x: E, answer: Node) {
    let points = pieces::points(parts).into_iter().map(show).collect();
    let detail = pieces::told(parts, &work.line, x);
    work.to("parts of the line", answer, vec![("points", Node::List(points))]);
    work.in_detail(detail);
}

/// Whole stretches of the line solve the equation.
fn stretches(problem: &Node, x: E, parts: &[pieces::Piece]) -> Result<Found, Refusal> {
    let mut points: Vec<(f64, E)> = pieces::points(parts)
        .into_iter()
        .chain(parts.iter().flat_map(pieces::Piece::roots))
        .filter_map(|e| Some((real_value(e)?, e)))
        .collect();
    crate::sort::by(&mut points, &mut |a, b| a.0.total_cmp(&b.0));
    points.dedup_by(|a, b| (a.0 - b.0).abs() < 1e-10 * b.0.abs().max(1.0));
    let name = x.letter();
    let truth = |v: f64| {
        let values = vec![(name.clone(), real(v))];
        check::holds(problem, &Letters { values, given: &[], minus: false, beside: false })
            == Some(true)
    };
    let between: Vec<bool> = (0..=points.len())
        .map(|k| match (k.checked_sub(1).map(|k| points[k].0), points.get(k).map(|p| p.0)) {
            (Some(a), Some(b)) => truth(a + 0.37 * (b - a)) && truth(a + 0.71 * (b - a)),
            (Some(a), None) => truth(a + 1.37) && truth(a + 11.9),
            (None, Some(b)) => truth(b - 1.37) && truth(b - 11.9),
            (None, None) => false,
        })
        .collect();
    let at: Vec<bool> = points.iter().map(|(v, _)| truth(*v)).collect();
    let set =
        crate::tasks::inequality::union(crate::tasks::inequality::sets(&points, &between, &at));
    let answer = Node::relation(show(x), Relation::In, set);
    let mut work = Work::on(problem);
    in_cases(&mut work, parts, x, answer.clone());
    Ok(Found {
        work,
        answers: vec![answer.clone()],
        answer,
        whole: "parts of the line",
        points: points.iter().map(|(v, _)| vec![*v]).collect(),
        variables: vec![name],
        reach: Reach::Real,
    })
}

pub(crate) fn reals() -> Node {
    Node::Styled(Style::Blackboard, Box::new(Node::symbol("R")))
}

/// The letter to solve for when none is named: x, y, z, t, else the first.
pub(crate) fn unknown(f: E) -> Option<E> {
    let letters = f.symbols();
    ["x", "y", "z", "t", "theta", "u", "n"]
        .iter()
        .find_map(|name| letters.iter().find(|e| e.name().is_some_and(|found| *found == **name)))
        .or(letters.first())
        .copied()
}

/// A letter of a problem that says nothing about it: "x + 1 = x".
pub(crate) fn any_letter(problem: &Node) -> Option<E> {
    let mut names = Vec::new();
    crate::explain::names(problem, &mut names);
    names.first().map(|name| sym(name))
}

/// A family's member.
pub(crate) fn at(root: E, n: i64) -> E {
    root.replace(sym("n"), int(n))
}

/// 2nπ + a and 2nπ + a + π are nπ + a.
fn joined_families(roots: Vec<E>, x: E) -> Vec<E> {
    let n = sym("n");
    if x == n || !roots.iter().any(|root| root.has(n)) {
        return roots;
    }
    let mut roots: Vec<E> = roots.into_iter().map(expand).collect();
    let parts = |root: E| match crate::algebra::coefficients(root, n).as_deref() {
        Some([start, period]) => Some((*start, *period)),
        _ => None,
    };
    let mut k = 0;
    while k < roots.len() {
        let partner = (k + 1..roots.len()).find(|&j| {
            let (Some((a, p)), Some((b, q))) = (parts(roots[k]), parts(roots[j])) else {
                return false;
            };
            p == q && (expand((a - b) / p) + crate::expr::HALF).as_int().is_some()
        });
        match (partner, parts(roots[k])) {
            (Some(j), Some((a, period))) => {
                let b = parts(roots[j]).map_or(a, |(b, _)| b);
                let start = match (real_value(a), real_value(b)) {
                    (Some(u), Some(v)) if v >= 0.0 && (u < 0.0 || v < u) => b,
                    _ => a,
                };
                roots[k] = start + period * n * crate::expr::HALF;
                roots.remove(j);
            }
            _ => k += 1,
        }
    }
    // nπ is among nπ/3.
    let known = roots.clone();
    let mut place = 0;
    roots.retain(|&root| {
        let own = place;
        place += 1;
        let among = |(other, &family): (usize, &E)| {
            let (Some((a, p)), Some((b, q))) = (parts(root), parts(family)) else { return false };
            let whole = |e: E| expand(e).as_int();
            other != own
                && whole((a - b) / q).is_some()
                && whole(p / q).is_some_and(|k| k.abs() > 1 || other < own)
        };
        !known.iter().enumerate().any(among)
    });
    roots
}

/// Two families as textbooks write them: x = nπ + (−1)ⁿα, x = 2nπ ± α.
fn textbook_family(x: E, roots: &[E]) -> Option<Node> {
    use crate::expr::{HALF, MINUS_ONE, pow};
    let n = sym("n");
    let &[one, other] = roots else { return None };
    let (c, d) = (crate::algebra::coefficients(one, n)?, crate::algebra::coefficients(other, n)?);
    let (&[a, p], &[b, q]) = (c.as_slice(), d.as_slice()) else { return None };
    if p != q || x == n {
        return None;
    }
    let (u, v) = (real_value(a)?, real_value(b)?);
    let alpha = if (v < 0.0, v.abs()) < (u < 0.0, u.abs() - 1e-9) { b } else { a };
    let turns = expand((a + b) / p);
    if turns.as_int().is_some() {
        let pair = Node::Sum(vec![(Sign::Plus, show(n * p)), (Sign::PlusMinus, show(alpha))]);
        return Some(Node::relation(show(x), Relation::Equal, pair));
    }
    (turns + HALF).as_int()?;
    let (negative, size) = crate::show::signed(alpha);
    let turn = Node::Product(vec![(Join::Beside, show(pow(MINUS_ONE, n))), (Join::Beside, size)]);
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    let terms = vec![(Sign::Plus, show(n * p * HALF)), (sign, turn)];
    Some(Node::relation(show(x), Relation::Equal, Node::Sum(terms)))
}

fn is_real(root: E) -> bool {
    !root.has(crate::expr::I)
}

fn tidied(root: E) -> E {
    // √(2K/m) stays: √(2Km)/m has another sign where m is negative.
    let (_, body) = root.coefficient();
    let letters = |e: &E| !e.symbols().is_empty();
    if let &[one] = body.factors().into_iter().filter(letters).collect::<Vec<_>>().as_slice() {
        let (base, k) = one.base_exponent();
        if k == crate::expr::HALF || -k == crate::expr::HALF {
            let base = if k == crate::expr::HALF { base } else { crate::expr::ONE / base };
            return root / one * crate::expr::sqrt(base);
        }
    }
    let simple = crate::tasks::simplify::evaluated(root);
    if root.symbols().is_empty() { simple } else { turned(simplest(root)) }
}

/// -fu/(f - u) as fu/(u - f).
pub(super) fn turned(e: E) -> E {
    if !e.coefficient().0.is_negative() {
        return e;
    }
    let difference = |factor: &E| {
        let (base, k) = factor.base_exponent();
        let terms = base.terms();
        let below = terms.iter().filter(|term| term.coefficient().0.is_negative()).count();
        let letters = terms.iter().all(|term| !term.symbols().is_empty());
        k == crate::expr::MINUS_ONE && terms.len() == 2 && below == 1 && letters
    };
    match e.factors().into_iter().find(difference) {
        Some(factor) => -(e / factor) / expand(-factor.base_exponent().0),
        None => e,
    }
}

pub(crate) fn unique(items: Vec<E>) -> Vec<E> {
    let (mut out, mut values): (Vec<E>, Vec<crate::complex::C>) = (Vec::new(), Vec::new());
    for item in items {
        let b = value(item, &[]);
        let near = |a: &crate::complex::C| {
            a.is_finite() && b.is_finite() && (*a - b).abs() < 1e-10 * a.abs().max(1.0)
        };
        let known = out.contains(&item) || values.iter().any(near);
        if item != crate::expr::UNDEFINED && !known && !spent() {
            out.push(item);
            values.push(b);
        }
    }
    out
}

/// Whether a tangent or its like has no value there; in doubles it would be large, and what is beside it lost.
fn at_pole(f: E, x: E, root: crate::complex::C, letters: &[(E, crate::complex::C)]) -> bool {
    use crate::expr::{F, X};
    let mut letters = letters.to_vec();
    letters.push((x, root));
    f.any(&|part| match part.get() {
        X::Fun(g @ (F::Tan | F::Sec | F::Cot | F::Csc), h) if h.has(x) => {
            let below = if matches!(g, F::Tan | F::Sec) { F::Cos } else { F::Sin };
            value(crate::expr::apply(below, h), &letters).abs() < 1e-9
        }
        _ => false,
    })
}

/// Members of a family that are tried; families whose members differ do so within six.
const FIRST_MEMBERS: &[i64] = &[0, 1, -1, 2, 3];

/// Whether a candidate makes the original equation true, by numbers.
fn satisfies(problem: &Node, f: E, x: E, root: E, members: &[i64]) -> bool {
    let n = sym("n");
    let others: Vec<E> = f.symbols().into_iter().filter(|&e| e != x).collect();
    let name = x.letter();
    // A polynomial has no false roots; large coefficients leave much rounding.
    if others.is_empty() && crate::algebra::coefficients(f, x).is_some() && !root.has(n) {
        let letters = [(x, value(root, &[]))];
        let scale = f.terms().into_iter().map(|t| value(t, &letters).abs()).fold(1.0, f64::max);
        let residue = value(f, &letters);
        return residue.is_finite() && residue.abs() < 1e-8 * scale
            || root.num().is_some() && crate::algebra::is_zero(f.replace(x, root));
    }
    let family = root.has(n) && x != n && !f.has(n);
    let members: &[i64] = if family { members } else { &[0] };
    for k in 0..4 {
        let letters: Vec<(E, crate::complex::C)> = others
            .iter()
            .enumerate()
            .map(|(j, &e)| (e, real(1.3 + 0.37 * j as f64 * (k as f64 + 1.0) + 0.61 * k as f64)))
            .collect();
        let mut all = true;
        for &member in members {
            let root_value = value(if family { at(root, member) } else { root }, &letters);
            if !root_value.is_finite() {
                all = false;
                break;
            }
            if root_value.is_real() {
                if at_pole(f, x, root_value, &letters) {
                    all = false;
                    break;
                }
                let mut values: Vec<(String, crate::complex::C)> =
                    letters.iter().map(|(e, v)| (e.letter(), *v)).collect();
                values.push((name.clone(), real(root_value.re)));
                let letters = Letters { values, given: &[], minus: false, beside: false };
                if check::holds(problem, &letters) != Some(true) {
                    all = false;
                    break;
                }
            } else {
                let mut letters = letters.clone();
                letters.push((x, root_value));
                let residue = value(f, &letters);
                let scale: f64 =
                    f.terms().into_iter().map(|t| value(t, &letters).abs()).fold(1.0, f64::max);
                if residue.abs() >= 1e-8 * scale || !residue.is_finite() {
                    all = false;
                    break;
                }
            }
        }
        if all {
            return true;
        }
        if others.is_empty() {
            break;
        }
    }
    false
}

/// For angles: the solutions in [0, 2π) of an equation in functions of the unknown itself; families otherwise.
fn principal(f: E, x: E, found: Vec<E>) -> Vec<E> {
    let n = sym("n");
    if x == n || !found.iter().any(|root| root.has(n)) {
        return found;
    }
    let plain = !f.any(&|part| matches!(part.get(), crate::expr::X::Fun(g, y) if crate::trig::is_circular(g) && y != x && y.has(x)));
    if !plain {
        return found;
    }
    let mut out = Vec::new();
    for root in found {
        for member in -3..=3 {
            let candidate = expand(at(root, member));
            let Some(v) = real_value(candidate) else { continue };
            if v > -1e-9 && v < 2.0 * std::f64::consts::PI - 1e-9 {
                out.push(candidate);
            }
        }
    }
    unique(out)
}

/// No root is missing on a stretch of the line: changes of sign are counted.
pub(crate) fn complete(f: E, x: E, kept: &[E]) -> bool {
    if f.symbols() != vec![x] || kept.iter().any(|root| root.has(sym("n"))) {
        return true;
    }
    // A polynomial has no more roots than its degree.
    if crate::algebra::coefficients(f, x).is_some_and(|c| c.len() <= kept.len() + 1) {
        return true;
    }
    let periodic = f.has_fun(&crate::trig::is_circular);
    let (low, high) = if periodic { (0.0, 2.0 * std::f64::consts::PI) } else { (-25.0, 25.0) };
    // Each term must be real by itself: ln(-3) - ln(-3) is no zero at school.
    let terms = f.terms();
    let at = |v: f64| {
        let mut sum = 0.0;
        for &term in &terms {
            let value = value(term, &[(x, real(v))]);
            if !(value.is_finite() && value.is_real()) {
                return None;
            }
            sum += value.re;
        }
        Some(sum)
    };
    let count = 240;
    let mut last: Option<(f64, f64)> = None;
    for k in 0..=count {
        let v = low + (high - low) * (f64::from(k) + 0.0137) / f64::from(count);
        if v >= high {
            break;
        }
        let Some(y) = at(v) else {
            last = None;
            continue;
        };
        if let Some((u, before)) = last
            && before * y < 0.0
        {
            let (mut a, mut b, mut fa) = (u, v, before);
            for _ in 0..60 {
                let middle = 0.5 * (a + b);
                let Some(fm) = at(middle) else { break };
                if fa * fm <= 0.0 {
                    b = middle;
                } else {
                    (a, fa) = (middle, fm);
                }
            }
            let root = 0.5 * (a + b);
            // On both sides: a jump to nothing is no root.
            let size = 1e-6 * (before.abs() + y.abs()).max(1e-12);
            let small = [a, b].iter().all(|v| at(*v).is_some_and(|r| r.abs() < size));
            let known = kept.iter().any(|&e| {
                // A root of order three is found no closer by halving.
                real_value(e).is_some_and(|v| (v - root).abs() < 1e-4 * v.abs().max(1.0))
            });
            if small && !known {
                return false;
            }
        }
        last = Some((v, y));
    }
    true
}

/// `x = a or x = b`; words when there is none.
pub(crate) fn statement(x: E, roots: &[E]) -> Node {
    match roots {
        [] => Node::Text("no solution".to_owned()),
        [one] => equal(x, *one),
        _ => Node::Operation("or".to_owned(), roots.iter().map(|&root| equal(x, root)).collect()),
    }
}
