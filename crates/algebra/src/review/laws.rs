//! Formulas that are misremembered: roots, double angles, tables of values, i², logarithms, completed squares. And
//! matrices, which are compared entry by entry.

use super::compare::{Link, Mode, link, times};
use super::quantities::numeric;
use super::spots::{bare, factors, product, terms};
use crate::algebra::coefficients;
use crate::explain::{explain, names};
use crate::expr::{E, I, TWO, ZERO, add, powi, reset, sym};
use crate::meaning::meaning;
use crate::parts;
use crate::show::{equal, show};
use ganita_notation::{Bracket, Function, Join, Node, Relation, Sign};

/// m and a of m√a.
fn with_front(node: &Node) -> Option<(Node, Node)> {
    let Node::Product(two) = bare(node) else { return None };
    match two.as_slice() {
        [(_, m), (_, Node::Root { degree: None, radicand })] => {
            Some((m.clone(), (**radicand).clone()))
        }
        _ => None,
    }
}

/// √a + √b as √(a + b).
pub(super) fn roots_added(node: &Node) -> Vec<Node> {
    let Some(items) = terms(node) else { return Vec::new() };
    let mut out = Vec::new();
    // m√a + n√b as (m + n)√(a + b).
    if let [(Sign::Plus, a), (sign, b)] = items
        && let (Some((m, a)), Some((n, b))) = (with_front(a), with_front(b))
    {
        let both = |a: Node, b: Node| Node::Sum(vec![(Sign::Plus, a), (*sign, b)]);
        let root = Node::Root { degree: None, radicand: Box::new(both(a, b)) };
        out.push(times(&both(m, n), &root));
    }
    for j in 0..items.len() {
        for k in j + 1..items.len() {
            let (
                Node::Root { degree: a, radicand: one },
                Node::Root { degree: b, radicand: other },
            ) = (bare(&items[j].1), bare(&items[k].1))
            else {
                continue;
            };
            if a != b || items[j].0 != Sign::Plus {
                continue;
            }
            let inside =
                Node::Sum(vec![(Sign::Plus, (**one).clone()), (items[k].0, (**other).clone())]);
            let joined = Node::Root { degree: a.clone(), radicand: Box::new(inside) };
            let mut wrong: Vec<(Sign, Node)> = items.to_vec();
            wrong.remove(k);
            wrong[j] = (Sign::Plus, joined);
            out.push(if wrong.len() == 1 { wrong.remove(0).1 } else { Node::Sum(wrong) });
        }
    }
    out
}

pub(super) fn of(name: &str, argument: &Node) -> Node {
    Node::Apply {
        function: Function::Named(name.to_owned()),
        power: None,
        index: None,
        argument: Box::new(argument.clone()),
    }
}

fn named(node: &Node) -> Option<(&str, &Node)> {
    match node {
        Node::Apply { function: Function::Named(name), power: None, index: None, argument } => {
            Some((name, argument))
        }
        _ => None,
    }
}

/// cos 2x as cos²x − 1 and the like, sin 2x as sin x cos x.
pub(super) fn double_angle(node: &Node) -> Vec<Node> {
    let Some((name, argument)) = named(node) else { return Vec::new() };
    let Node::Product(factors) = bare(argument) else { return Vec::new() };
    let [(_, Node::Number(two)), (Join::Beside, half)] = factors.as_slice() else {
        return Vec::new();
    };
    if two != "2" || numeric(half) {
        return Vec::new();
    }
    let wrong: &[&str] = match name {
        "cos" => &[
            r"\cos^2h-1",
            r"\cos^2h+\sin^2h",
            r"2\cos^2h+1",
            r"1+2\sin^2h",
            r"1-\sin^2h",
            r"\sin^2h-\cos^2h",
            r"2\cos h",
        ],
        "sin" => &[r"\sin h\cos h", r"\sin^2h", r"2\sin h"],
        "tan" => &[r"\frac{2\tan h}{1+\tan^2h}", r"2\tan h"],
        _ => &[],
    };
    let made = wrong.iter().filter_map(|latex| ganita_notation::read(latex).ok());
    made.map(|made| super::asides::put(&made, "h", half)).collect()
}

/// 1 + tan² x as another square, or as no square.
pub(super) fn squares(node: &Node) -> Vec<Node> {
    let Node::Sum(two) = node else { return Vec::new() };
    let squared = |node: &Node| match bare(node) {
        Node::Apply { function: Function::Named(_), power: Some(two), argument, .. }
            if **two == Node::number("2") =>
        {
            Some((**argument).clone())
        }
        _ => None,
    };
    let of_one = |node: &Node| matches!(bare(node), Node::Number(one) if one == "1");
    let [(_, a), (_, b)] = two.as_slice() else { return Vec::new() };
    let argument = match (squared(a), squared(b)) {
        (Some(h), Some(j)) if h == j => h,
        (Some(h), None) if of_one(b) => h,
        (None, Some(h)) if of_one(a) => h,
        _ => return Vec::new(),
    };
    let mut out = vec![Node::number("1"), Node::negative(Node::number("1"))];
    for name in ["sin", "cos", "tan", "cot", "sec", "csc"] {
        let one = of(name, &argument);
        let square = Node::Power(Box::new(one.clone()), Box::new(Node::number("2")));
        out.extend([square.clone(), one, Node::negative(square)]);
    }
    out
}

/// ⁿCᵣ as ⁿPᵣ, and the other way round.
pub(super) fn chosen(node: &Node) -> Vec<Node> {
    let falling = |n: &Node, r: &Node| -> Option<(Node, Node)> {
        let r: i64 = if let Node::Number(r) = r { r.parse().ok()? } else { return None };
        let n = meaning(n).ok().filter(|_| (2..7).contains(&r))?;
        let product = (0..r).fold(crate::expr::ONE, |all, k| all * (n - crate::expr::int(k)));
        Some((show(product), Node::number(&(2..=r).product::<i64>().to_string())))
    };
    let found = match node {
        Node::Binomial(n, r) => falling(n, r).map(|(all, _)| all),
        Node::Fraction(top, bottom) => match (&**top, &**bottom) {
            (Node::Factorial(n), Node::Factorial(rest)) => match bare(rest) {
                Node::Sum(two) if two.len() == 2 => {
                    falling(n, &two[1].1).map(|(all, ways)| Node::fraction(all, ways))
                }
                _ => None,
            },
            _ => None,
        },
        _ => None,
    };
    found.into_iter().collect()
}

/// sin 30° as cos 30°: the wrong row of the table.
pub(super) fn wrong_row(node: &Node) -> Vec<Node> {
    let Node::Apply { function: Function::Named(name), power, index: None, argument } = node else {
        return Vec::new();
    };
    if !numeric(argument) || power.as_deref().is_some_and(|k| !matches!(k, Node::Number(_))) {
        return Vec::new();
    }
    let raised = |node: Node| match power {
        Some(k) => Node::power(node, (**k).clone()),
        None => node,
    };
    let other: &[&str] = match name.as_str() {
        "sin" => &["cos", "tan"],
        "cos" => &["sin", "tan"],
        "tan" => &["cot", "sin"],
        "cot" => &["tan"],
        "sec" => &["cosec", "cos"],
        "cosec" | "csc" => &["sec", "sin"],
        _ => &[],
    };
    let mut out: Vec<Node> = other.iter().map(|name| raised(of(name, argument))).collect();
    if matches!(name.as_str(), "sin" | "cos" | "tan") {
        let table = [r"\frac12", r"\frac{1}{\sqrt2}", r"\frac{\sqrt3}{2}", "1", r"\sqrt3"];
        out.extend(table.iter().filter_map(|latex| ganita_notation::read(latex).ok()).map(raised));
    }
    out
}

/// The function that is turned round, and of what: cos of cos⁻¹ u.
fn inverse(node: &Node) -> Option<(&str, &Node)> {
    match node {
        Node::Apply { function: Function::Named(name), power, index: None, argument } => {
            let turned = matches!(power.as_deref(), Some(Node::Sum(_)));
            let name = if turned { Some(name.as_str()) } else { name.strip_prefix("arc") };
            name.map(|name| (name, &**argument))
        }
        _ => None,
    }
}

/// cos⁻¹(−x) as −cos⁻¹ x, sin⁻¹(sin x) as x.
pub(super) fn principal_value(node: &Node) -> Vec<Node> {
    let Some((name, argument)) = inverse(node) else { return Vec::new() };
    if let Some((inner, angle)) = named(bare(argument))
        && inner == name
    {
        return vec![angle.clone()];
    }
    match bare(argument) {
        Node::Sum(terms) => match terms.as_slice() {
            [(Sign::Minus, positive)] => {
                let of = parts::replaced(node, 0, positive);
                vec![Node::negative(of.clone()), of]
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// 2 sin A cos B as another sum of sines or cosines, sin C + sin D as another product.
pub(super) fn products_and_sums(node: &Node) -> Vec<Node> {
    let wave = |node: &Node| match named(bare(node)) {
        Some((name @ ("sin" | "cos"), u)) => Some((name.to_owned(), u.clone())),
        _ => None,
    };
    let both = |a: &Node, sign: Sign, b: &Node| {
        Node::Sum(vec![(Sign::Plus, a.clone()), (sign, b.clone())])
    };
    const SIGNS: [Sign; 2] = [Sign::Plus, Sign::Minus];
    const WAVES: [&str; 2] = ["sin", "cos"];
    let mut out = Vec::new();
    if let Some([(Sign::Plus, c), (_, d)]) = terms(node)
        && let (Some((_, c)), Some((_, d))) = (wave(c), wave(d))
    {
        let half = |sign| Node::fraction(both(&c, sign, &d), Node::number("2"));
        let (mean, gap) = (half(Sign::Plus), half(Sign::Minus));
        for (one, other) in WAVES.iter().flat_map(|one| WAVES.map(|other| (one, other))) {
            let product = times(&Node::number("2"), &times(&of(one, &mean), &of(other, &gap)));
            out.extend([product.clone(), Node::negative(product)]);
        }
        return out;
    }
    let mut rest = factors(node);
    let mut waves = Vec::new();
    rest.retain(|factor| match wave(factor) {
        Some(found) if waves.len() < 2 => {
            waves.push(found);
            false
        }
        _ => true,
    });
    let [(_, a), (_, b)] = waves.as_slice() else { return Vec::new() };
    let doubled = rest.iter().position(|factor| *factor == Node::number("2"));
    if let Some(place) = doubled {
        rest.remove(place);
    }
    let (sum, gap) = (both(a, Sign::Plus, b), both(a, Sign::Minus, b));
    for (name, sign) in WAVES.iter().flat_map(|name| SIGNS.map(|sign| (name, sign))) {
        let made = both(&of(name, &sum), sign, &of(name, &gap));
        let whole = times(&product(rest.clone()), &made);
        let halved = Node::fraction(whole.clone(), Node::number("2"));
        let (likely, other) = if doubled.is_some() { (whole, halved) } else { (halved, whole) };
        out.extend([likely.clone(), Node::negative(likely), other]);
    }
    out
}

/// The same for every value of one function at once.
pub(super) fn wrong_rows(before: &Node, _: &Node) -> Vec<Node> {
    ["sin", "cos", "tan"]
        .into_iter()
        .map(|row| {
            parts::rewrite(before, &mut |part| match named(&part) {
                Some((name, _)) if name == row => {
                    wrong_row(&part).into_iter().next().unwrap_or(part)
                }
                _ => part,
            })
        })
        .filter(|line| line != before)
        .collect()
}

/// 0/0 taken for 0, 1 or nothing at all.
pub(super) fn zero_over_zero(before: &Node, _: &Node) -> Vec<Node> {
    let Node::Limit { variable, target, body, .. } = bare(before) else { return Vec::new() };
    let Node::Fraction(top, bottom) = bare(body) else { return Vec::new() };
    let zero = |node: &Node| {
        let (Ok(e), Ok(at)) = (meaning(node), meaning(target)) else { return false };
        crate::meaning::letter(variable).is_some_and(|x| crate::algebra::is_zero(e.replace(x, at)))
    };
    if zero(top) && zero(bottom) { vec![Node::number("0")] } else { Vec::new() }
}

/// i² = 1.
pub(super) fn i_squared(before: &Node, _: &Node) -> Vec<Node> {
    if !parts::any(before, &|part| *part == Node::symbol("i")) {
        return Vec::new();
    }
    const UNIT: &str = "unit";
    let line = parts::rewrite(before, &mut |part| {
        if part == Node::symbol("i") { Node::symbol(UNIT) } else { part }
    });
    let Ok(e) = meaning(&line) else { return Vec::new() };
    let Some(c) = coefficients(crate::algebra::expand(e), sym(UNIT)) else { return Vec::new() };
    let part = |odd: usize| add(c.iter().skip(odd).step_by(2).copied());
    if c.len() < 3 { Vec::new() } else { vec![show(part(0) + part(1) * I)] }
}

/// eᵘ = c as u = c.
pub(super) fn one_logarithm(before: &Node, _: &Node) -> Vec<Node> {
    let Node::Relation(left, rest) = bare(before) else { return Vec::new() };
    let [(Relation::Equal, right)] = rest.as_slice() else { return Vec::new() };
    match bare(left) {
        Node::Power(base, exponent) if matches!(bare(base), Node::Symbol(_) | Node::Number(_)) => {
            vec![Node::relation((**exponent).clone(), Relation::Equal, right.clone())]
        }
        Node::Apply { function: Function::Named(name), power: None, argument, index }
            if matches!(name.as_str(), "ln" | "log") =>
        {
            let as_argument =
                |side: Node| Node::relation((**argument).clone(), Relation::Equal, side);
            let bases = index.iter();
            let mut out = vec![as_argument(right.clone())];
            out.extend(bases.flat_map(|base| {
                [Node::power(right.clone(), (**base).clone()), times(base, right)].map(as_argument)
            }));
            out
        }
        _ => Vec::new(),
    }
}

/// ln a − ln b as ln a / ln b, ln a + ln b as ln a · ln b.
pub(super) fn logarithms_joined(node: &Node) -> Vec<Node> {
    let is_log = |node: &Node| {
        matches!(bare(node), Node::Apply { function: Function::Named(name), .. }
            if matches!(name.as_str(), "ln" | "log" | "lg"))
    };
    match terms(node) {
        Some([(Sign::Plus, a), (Sign::Minus, b)]) if is_log(a) && is_log(b) => {
            vec![Node::fraction(a.clone(), b.clone())]
        }
        Some([(Sign::Plus, a), (Sign::Plus, b)]) if is_log(a) && is_log(b) => vec![times(a, b)],
        _ => Vec::new(),
    }
}

/// x² + bx = c as (x + b/2)² = c: what completes the square was added on one side.
pub(super) fn completed_on_one_side(before: &Node, after: &Node) -> Vec<Node> {
    // Only where a square stands in the student's line.
    let square = |part: &Node| matches!(part, Node::Power(base, two) if **two == Node::number("2") && terms(base).is_some());
    if !parts::any(after, &square) {
        return Vec::new();
    }
    let Some(f) = super::compare::difference(before).and_then(|f| meaning(&f).ok()) else {
        return Vec::new();
    };
    let missing: Vec<E> = f
        .symbols()
        .into_iter()
        .filter_map(|x| {
            let c = coefficients(f, x).filter(|c| c.len() == 3 && c[2].is_number())?;
            let half = c[1] / (TWO * c[2]);
            (c[1] != ZERO && c[1].is_number()).then(|| c[2] * powi(half, 2))
        })
        .collect();
    let all = add(missing.iter().copied());
    let several = if missing.len() > 1 { missing.clone() } else { Vec::new() };
    std::iter::once(all)
        .chain(several)
        .filter(|extra| *extra != ZERO)
        .flat_map(|extra| [equal(f + extra, ZERO), equal(f + extra + extra, ZERO)])
        .collect()
}

/// The student's expression with a letter that is missing before it: 7p(p − 2q) for 7pq(p − 2q).
pub(super) fn missing_factor(after: &Node) -> Vec<Node> {
    if !matches!(bare(after), Node::Product(_) | Node::Fraction(..)) {
        return Vec::new();
    }
    let mut letters = Vec::new();
    names(after, &mut letters);
    letters.iter().map(|name| times(&Node::symbol(name), after)).collect()
}

/// The entries of a line whose value is a matrix.
fn entries(node: &Node) -> Option<Vec<Vec<Node>>> {
    let node = bare(node);
    // The coordinates of a point.
    if let Node::List(items) = node
        && !items.iter().any(super::kinds::is_statement)
    {
        return Some(vec![items.clone()]);
    }
    if let Node::Matrix(open, rows, _) = node
        && *open != Bracket::Bar
    {
        return Some(rows.clone());
    }
    if !parts::any(node, &|part| matches!(part, Node::Matrix(open, ..) if *open != Bracket::Bar)) {
        return None;
    }
    let found = explain(&crate::Task::infer(node), node).ok();
    reset(super::FUEL);
    match bare(&found?.answer) {
        Node::Matrix(_, rows, _) => Some(rows.clone()),
        _ => None,
    }
}

/// Two matrices, entry by entry; `None`: one of them is none.
pub(super) fn matrices(before: &Node, after: &Node, variable: Option<&str>) -> Option<Link> {
    let (a, b) = (entries(before)?, entries(after)?);
    if a.len() != b.len() || a.iter().zip(&b).any(|(a, b)| a.len() != b.len()) {
        return Some(Link::Wrong);
    }
    let mode = Mode::Value(variable.map(str::to_owned));
    let mut all = Link::Same;
    for (a, b) in a.iter().flatten().zip(b.iter().flatten()) {
        match link(&mode, a, b, &[]) {
            Link::Same => {}
            Link::Unknown => all = Link::Unknown,
            _ => return Some(Link::Wrong),
        }
    }
    Some(all)
}

/// Two matrices multiplied entry by entry, or rows by rows.
pub(super) fn matrix_entries(node: &Node) -> Vec<Node> {
    let Node::Product(factors) = node else { return Vec::new() };
    let [(_, a), (_, b)] = factors.as_slice() else { return Vec::new() };
    let (Node::Matrix(open, p, shut), Node::Matrix(_, q, _)) = (bare(a), bare(b)) else {
        return Vec::new();
    };
    if *open == Bracket::Bar {
        return Vec::new();
    }
    let made = |entry: &dyn Fn(usize, usize) -> Option<Node>, width: usize| {
        let rows: Option<Vec<Vec<Node>>> =
            (0..p.len()).map(|i| (0..width).map(|j| entry(i, j)).collect()).collect();
        rows.map(|rows| Node::Matrix(*open, rows, *shut))
    };
    let single = |i: usize, j: usize| Some(times(p.get(i)?.get(j)?, q.get(i)?.get(j)?));
    let rows = |i: usize, j: usize| {
        let (one, other) = (p.get(i)?, q.get(j)?);
        (one.len() == other.len()).then(|| {
            Node::Sum(one.iter().zip(other).map(|(a, b)| (Sign::Plus, times(a, b))).collect())
        })
    };
    let turned = |i: usize, j: usize| {
        (p.len() == q.first()?.len()).then(|| {
            Node::Sum((0..p.len()).map(|k| (Sign::Plus, times(&q[i][k], &p[k][j]))).collect())
        })
    };
    let square = p.len() == q.len() && p.iter().chain(q).all(|row| row.len() == p.len());
    let mut out: Vec<Node> =
        [made(&single, p[0].len()), made(&rows, q.len())].into_iter().flatten().collect();
    if square {
        out.extend(made(&turned, p.len()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_of_i_counts() {
        reset(10_000);
        let before = ganita_notation::read("(2+3i)(1-i)").expect("reads");
        let made = i_squared(&before, &before);
        let expected = ganita_notation::read("-1+i").expect("reads");
        let value = |node: &Node| meaning(node).ok();
        assert_eq!(made.first().and_then(value), value(&expected));
    }
}
