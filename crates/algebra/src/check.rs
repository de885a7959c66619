//! Checking by numbers, on the notation itself: a second reading that shares nothing with the rules that made a line.

use crate::complex::{C, NOTHING, close, real};
use crate::expr::burn;
use crate::solution::{Relation as Link, Step};
use ganita_notation::{Bracket, Function, Join, Node, Relation, Side, Sign, Style};

mod quadrature;
#[cfg(test)]
mod wrong;

pub(crate) use quadrature::integral;

/// What letters stand for, and how ± is taken.
#[derive(Clone, Default)]
pub(crate) struct Letters<'a> {
    pub(crate) values: Vec<(String, C)>,
    /// Letters that stand for expressions: substitutions in force.
    pub(crate) given: &'a [(String, Node)],
    pub(crate) minus: bool,
}

impl Letters<'_> {
    fn with(&self, name: &str, value: C) -> Self {
        let mut out = self.clone();
        out.values.retain(|(letter, _)| letter != name);
        out.values.push((name.to_owned(), value));
        out
    }
}

/// The name of a letter, with its index.
pub(crate) fn letter_name(node: &Node) -> Option<String> {
    match node {
        Node::Symbol(name) => Some(name.clone()),
        Node::Subscript(base, index) => match &**base {
            Node::Symbol(name) => Some(format!("{name}_{}", ganita_notation::write_latex(index))),
            _ => None,
        },
        Node::Styled(_, inner) => letter_name(inner),
        _ => None,
    }
}

/// The value of written mathematics; not finite where there is none.
pub(crate) fn evaluate(node: &Node, letters: &Letters<'_>) -> C {
    let of = |node: &Node| evaluate(node, letters);
    match node {
        Node::Number(digits) => decimal(digits).map_or(NOTHING, real),
        Node::Symbol(_) | Node::Subscript(..) => {
            let indexed;
            let name = match node {
                Node::Symbol(name) => name.as_str(),
                _ => {
                    let Some(name) = letter_name(node) else { return NOTHING };
                    indexed = name;
                    &indexed
                }
            };
            if let Some((_, value)) = letters.values.iter().find(|(letter, _)| letter == name) {
                return *value;
            }
            if let Some((_, given)) = letters.given.iter().find(|(letter, _)| letter == name) {
                let inner = Letters { given: &[], ..letters.clone() };
                return evaluate(given, &inner);
            }
            match name {
                "pi" => real(std::f64::consts::PI),
                "e" => real(std::f64::consts::E),
                "i" => C { re: 0.0, im: 1.0 },
                "infinity" => real(f64::INFINITY),
                _ => NOTHING,
            }
        }
        Node::Styled(_, inner) => of(inner),
        Node::Sum(terms) => terms.iter().fold(real(0.0), |sum, (sign, term)| {
            let minus = match sign {
                Sign::Plus => false,
                Sign::Minus => true,
                Sign::PlusMinus => letters.minus,
                Sign::MinusPlus => !letters.minus,
            };
            if minus { sum - of(term) } else { sum + of(term) }
        }),
        Node::Product(factors) => {
            factors.iter().fold(real(1.0), |product, (join, factor)| match join {
                Join::Divide | Join::Slash | Join::Ratio => product / of(factor),
                _ => product * of(factor),
            })
        }
        Node::Fraction(a, b) => of(a) / of(b),
        Node::Mixed(whole, a, b) => {
            let parse = |digits: &String| decimal(digits).map_or(NOTHING, real);
            parse(whole) + parse(a) / parse(b)
        }
        Node::Power(base, exponent) => {
            let (base, power) = (of(base), of(exponent));
            // Only of a negative base it matters how the exponent is written.
            base.pow(power, if base.re > 0.0 { None } else { odd_root(exponent) })
        }
        Node::Root { degree, radicand } => {
            let inside = of(radicand);
            match degree {
                None => inside.sqrt(),
                Some(degree) => {
                    let n = of(degree).re;
                    inside.pow(real(1.0 / n), (n == libm::floor(n)).then_some((1, n as i64)))
                }
            }
        }
        Node::Apply { function, power, index, argument } => {
            let Function::Named(name) = function else { return NOTHING };
            let x = of(argument);
            let raised = power.as_deref().map(of);
            let value = match name.as_str() {
                "log" => match index.as_deref() {
                    Some(base) => x.ln() / of(base).ln(),
                    None => x.ln(),
                },
                "lg" => x.ln() / real(10.0).ln(),
                "exp" => x.exp(),
                _ => {
                    let Some(f) = crate::meaning::named(name) else { return NOTHING };
                    if raised == Some(real(-1.0)) {
                        let y = match name.as_str() {
                            "sin" => x.asin(),
                            "cos" => x.acos(),
                            "tan" => x.atan(),
                            "cot" => real(std::f64::consts::FRAC_PI_2) - x.atan(),
                            "sec" => (real(1.0) / x).acos(),
                            "csc" => (real(1.0) / x).asin(),
                            "sinh" => x.asinh(),
                            "cosh" => x.acosh(),
                            "tanh" => x.atanh(),
                            _ => NOTHING,
                        };
                        return y;
                    }
                    crate::value::function(f, x)
                }
            };
            raised.map_or(value, |power| value.pow(power, None))
        }
        Node::Factorial(inner) => crate::value::function(crate::expr::F::Factorial, of(inner)),
        Node::Percent(inner) => of(inner) * real(0.01),
        Node::Degrees(inner) => of(inner) * real(std::f64::consts::PI / 180.0),
        Node::Absolute(inner) => real(of(inner).abs()),
        Node::Floor(inner) => real(libm::floor(of(inner).re)),
        Node::Ceiling(inner) => real(libm::ceil(of(inner).re)),
        Node::Group(_, inner, _) => of(inner),
        Node::Matrix(Bracket::Bar, rows, Bracket::Bar) => {
            determinant(rows.iter().map(|row| row.iter().map(of).collect()).collect())
        }
        Node::Derivative { order, variables, of: Some(body), .. } if variables.len() == 1 => {
            let Some(name) = letter_name(&variables[0]) else { return NOTHING };
            differentiated(body, &name, *order, letters)
        }
        Node::Limit { variable, target, side, body } => match letter_name(variable) {
            Some(name) => limit(body, &name, of(target), *side, letters),
            None => NOTHING,
        },
        Node::Integral {
            fold: 1, lower: Some(lower), upper: Some(upper), body, variables, ..
        } => {
            let Some(name) = variables.first().and_then(letter_name) else { return NOTHING };
            let inner = std::cell::RefCell::new(letters.with(&name, real(0.0)));
            let at = |x: f64| {
                if let Some((_, value)) = inner.borrow_mut().values.last_mut() {
                    *value = real(x);
                }
                evaluate(body, &inner.borrow())
            };
            integral(&at, of(lower).re, of(upper).re).unwrap_or(NOTHING)
        }
        _ => NOTHING,
    }
}

/// By elimination, the largest pivot first.
fn determinant(mut rows: Vec<Vec<C>>) -> C {
    let n = rows.len();
    if rows.iter().any(|row| row.len() != n) {
        return NOTHING;
    }
    let mut value = real(1.0);
    for k in 0..n {
        let largest = (k..n).max_by(|&i, &j| rows[i][k].abs().total_cmp(&rows[j][k].abs()));
        let Some(pivot) = largest.filter(|&i| rows[i][k].abs() > 0.0) else { return real(0.0) };
        if pivot != k {
            rows.swap(pivot, k);
            value = value * real(-1.0);
        }
        value = value * rows[k][k];
        let (above, below) = rows.split_at_mut(k + 1);
        let pivot = &above[k];
        for row in below {
            let factor = row[k] / pivot[k];
            for (entry, taken) in row.iter_mut().zip(pivot).skip(k) {
                *entry = *entry - factor * *taken;
            }
        }
    }
    value
}

/// The value of digits with at most one point, within two roundings; exact up to fifteen digits. The standard library's
/// reader, which is always exact, brings a table of ten kilobytes into the browser.
fn decimal(digits: &str) -> Option<f64> {
    /// From here on digits are only counted.
    const FULL: u64 = u64::MAX / 10 - 1;
    let (mut kept, mut exponent) = (0u64, 0i32);
    let mut point = false;
    let mut any = false;
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                any = true;
                if kept < FULL {
                    kept = kept * 10 + u64::from(byte - b'0');
                    exponent -= i32::from(point);
                } else {
                    exponent += i32::from(!point);
                }
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    if exponent == 0 {
        return any.then_some(kept as f64);
    }
    let power = libm::pow(10.0, f64::from(exponent.abs()));
    any.then_some(if exponent < 0 { kept as f64 / power } else { kept as f64 * power })
}

/// p/q of an exponent written as a fraction of whole numbers.
fn odd_root(exponent: &Node) -> Option<(i64, i64)> {
    match exponent {
        Node::Fraction(a, b) => match (&**a, &**b) {
            (Node::Number(a), Node::Number(b)) => {
                let (p, q): (i64, i64) = (a.parse().ok()?, b.parse().ok()?);
                let g = crate::number::gcd(p.unsigned_abs().into(), q.unsigned_abs().into()).max(1)
                    as i64;
                Some((p / g, q / g))
            }
            _ => None,
        },
        Node::Product(factors) => match factors.as_slice() {
            [(_, Node::Number(a)), (Join::Slash, Node::Number(b))] => {
                Some((a.parse().ok()?, b.parse().ok()?))
            }
            _ => None,
        },
        Node::Sum(terms) if terms.len() == 1 => odd_root(&terms[0].1),
        Node::Group(_, inner, _) => odd_root(inner),
        _ => None,
    }
}

/// Central differences, refined once.
fn differentiated(body: &Node, name: &str, order: u8, letters: &Letters<'_>) -> C {
    let centre = evaluate(&Node::symbol(name), letters);
    let there = std::cell::RefCell::new(letters.with(name, centre));
    let at = |offset: f64| {
        if let Some((_, value)) = there.borrow_mut().values.last_mut() {
            *value = centre + real(offset);
        }
        if order <= 1 {
            evaluate(body, &there.borrow())
        } else {
            differentiated(body, name, order - 1, &there.borrow())
        }
    };
    let h = if order <= 1 { 1e-3 } else { 6e-3 } * centre.abs().max(0.1);
    let slope = |h: f64| (at(h) - at(-h)) / real(2.0 * h);
    let (coarse, fine, finest) = (slope(2.0 * h), slope(h), slope(0.5 * h));
    let (a, b) = ((fine * real(4.0) - coarse) / real(3.0), (finest * real(4.0) - fine) / real(3.0));
    // A function too wild for this step has no value here.
    if (a - b).abs() > 1e-4 * b.abs().max(1.0) {
        return NOTHING;
    }
    (b * real(16.0) - a) / real(15.0)
}

fn has_open_integral(node: &Node) -> bool {
    match node {
        Node::Integral { lower: None, .. } => true,
        Node::Sum(items) => items.iter().any(|(_, item)| has_open_integral(item)),
        Node::Product(items) => items.iter().any(|(_, item)| has_open_integral(item)),
        Node::Fraction(a, _) | Node::Group(_, a, _) => has_open_integral(a),
        _ => false,
    }
}

/// The slope of a line that may hold indefinite integrals.
fn slope(node: &Node, name: &str, letters: &Letters<'_>) -> C {
    match node {
        Node::Integral { lower: None, body, variables, .. } => {
            let Some(inner) = variables.first().and_then(letter_name) else { return NOTHING };
            let value = evaluate(body, letters);
            if inner == name {
                return value;
            }
            match letters.given.iter().find(|(letter, _)| *letter == inner) {
                Some((_, given)) => {
                    value
                        * differentiated(given, name, 1, &Letters { given: &[], ..letters.clone() })
                }
                None => NOTHING,
            }
        }
        Node::Sum(terms) => terms.iter().fold(real(0.0), |sum, (sign, term)| {
            let slope = slope(term, name, letters);
            if *sign == Sign::Minus { sum - slope } else { sum + slope }
        }),
        Node::Product(factors) if factors.iter().any(|(_, f)| has_open_integral(f)) => {
            factors.iter().fold(real(1.0), |product, (_, factor)| {
                product
                    * if has_open_integral(factor) {
                        slope(factor, name, letters)
                    } else {
                        evaluate(factor, letters)
                    }
            })
        }
        Node::Fraction(a, b) if has_open_integral(a) => {
            slope(a, name, letters) / evaluate(b, letters)
        }
        Node::Group(_, inner, _) if has_open_integral(inner) => slope(inner, name, letters),
        Node::Symbol(c) if c == "C" => real(0.0),
        _ => differentiated(node, name, 1, &letters.with("C", real(0.0))),
    }
}

fn mentions_n(node: &Node) -> bool {
    let mut names = Vec::new();
    crate::explain::names(node, &mut names);
    names.iter().any(|name| name == "n")
}

/// Whether a statement holds, within rounding. `None`: it cannot be said.
pub(crate) fn holds(node: &Node, letters: &Letters<'_>) -> Option<bool> {
    if matches!(node, Node::Relation(..))
        && !letters.values.iter().any(|(name, _)| name == "n")
        && mentions_n(node)
    {
        // A family of solutions: n is any whole number.
        let members = (-12..=12).map(|n| holds(node, &letters.with("n", real(f64::from(n)))));
        return members.collect::<Option<Vec<_>>>().map(|all| all.contains(&true));
    }
    match node {
        Node::Relation(first, rest) => {
            let mut left = &**first;
            for (relation, right) in rest {
                if *relation == Relation::In {
                    let x = evaluate(left, letters);
                    if !contains(right, x, letters)? {
                        return Some(false);
                    }
                    left = right;
                    continue;
                }
                let (a, b) = (evaluate(left, letters), evaluate(right, letters));
                let rounding = rounding(left, right, a, b, letters);
                let plus = compare(a, relation, if rounding { a } else { b })?;
                let minus = !plus && (has_choice(left) || has_choice(right)) && {
                    let letters = Letters { minus: !letters.minus, ..letters.clone() };
                    compare(evaluate(left, &letters), relation, evaluate(right, &letters))?
                };
                if !(plus || minus) {
                    return Some(false);
                }
                left = right;
            }
            Some(true)
        }
        Node::Operation(name, items) if name == "or" => {
            let found: Vec<Option<bool>> = items.iter().map(|item| holds(item, letters)).collect();
            if found.contains(&Some(true)) {
                Some(true)
            } else {
                found.into_iter().collect::<Option<Vec<_>>>().map(|_| false)
            }
        }
        Node::Operation(name, items) if name == "and" => every(items.iter(), letters),
        Node::List(items) | Node::Lines(items) => every(items.iter(), letters),
        Node::Cases(rows) => every(rows.iter().map(|(row, _)| row), letters),
        Node::Group(_, inner, _) => holds(inner, letters),
        Node::Text(words) if words == "no solution" => Some(false),
        _ => None,
    }
}

/// Whether two sides differ by no more than what is lost where large terms cancel.
fn rounding(left: &Node, right: &Node, a: C, b: C, letters: &Letters<'_>) -> bool {
    /// Some hundreds of roundings.
    const LOST: f64 = 1e-13;
    let gap = (a - b).abs();
    // Only sums of several terms cancel, and only small differences are looked at twice.
    let sums = matches!(left, Node::Sum(terms) if terms.len() > 1)
        || matches!(right, Node::Sum(terms) if terms.len() > 1);
    sums && gap.is_finite()
        && gap > 0.0
        && gap < LOST * (scale(left, letters) + scale(right, letters))
}

/// The sum of the sizes of what is added up.
fn scale(node: &Node, letters: &Letters<'_>) -> f64 {
    match node {
        Node::Sum(terms) => terms.iter().map(|(_, term)| scale(term, letters)).sum(),
        Node::Group(_, inner, _) => scale(inner, letters),
        Node::Fraction(top, bottom) => scale(top, letters) / evaluate(bottom, letters).abs(),
        other => evaluate(other, letters).abs(),
    }
}

/// Whether ± stands in it, outside functions and roots.
fn has_choice(node: &Node) -> bool {
    match node {
        Node::Sum(terms) => terms.iter().any(|(sign, term)| {
            matches!(sign, Sign::PlusMinus | Sign::MinusPlus) || has_choice(term)
        }),
        Node::Product(items) => items.iter().any(|(_, item)| has_choice(item)),
        Node::Fraction(a, _) | Node::Group(_, a, _) => has_choice(a),
        _ => false,
    }
}

/// The values of written mathematics as a function of one letter.
pub(crate) fn function<'a>(node: &'a Node, name: &str) -> impl Fn(f64) -> C + 'a {
    let letters = std::cell::RefCell::new(Letters {
        values: vec![(name.to_owned(), real(0.0))],
        given: &[],
        minus: false,
    });
    move |v| {
        letters.borrow_mut().values[0].1 = real(v);
        evaluate(node, &letters.borrow())
    }
}

fn every<'a>(items: impl Iterator<Item = &'a Node>, letters: &Letters<'_>) -> Option<bool> {
    let mut all = Some(true);
    for item in items {
        match holds(item, letters) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => all = None,
        }
    }
    all
}

fn compare(a: C, relation: &Relation, b: C) -> Option<bool> {
    if !a.is_finite() || !b.is_finite() || !a.is_real() || !b.is_real() {
        // A side without a real value makes a statement false, as at school.
        return Some(false);
    }
    let equal = close(a, b, 1e-8);
    Some(match relation {
        Relation::Equal => equal,
        Relation::NotEqual => !equal,
        Relation::Less => a.re < b.re && !equal,
        Relation::Greater => a.re > b.re && !equal,
        Relation::LessEqual => a.re < b.re || equal,
        Relation::GreaterEqual => a.re > b.re || equal,
        _ => return None,
    })
}

fn contains(set: &Node, x: C, letters: &Letters<'_>) -> Option<bool> {
    match set {
        Node::Operation(name, items) if name == "cup" => items
            .iter()
            .map(|item| contains(item, x, letters))
            .collect::<Option<Vec<_>>>()
            .map(|all| all.contains(&true)),
        Node::Symbol(name) if name == "emptyset" => Some(false),
        Node::Styled(Style::Blackboard, inner) if **inner == Node::symbol("R") => {
            Some(x.is_real() && x.is_finite())
        }
        Node::Group(Bracket::Curly, inner, Bracket::Curly) => {
            let items = match &**inner {
                Node::List(items) => items.as_slice(),
                one => std::slice::from_ref(one),
            };
            Some(items.iter().any(|item| close(evaluate(item, letters), x, 1e-8)))
        }
        Node::Group(open, inner, shut) => {
            let Node::List(ends) = &**inner else { return None };
            let [low, high] = ends.as_slice() else { return None };
            let (low, high) = (evaluate(low, letters).re, evaluate(high, letters).re);
            let at = |end: f64| end.is_finite() && close(real(end), x, 1e-8);
            let above = if at(low) { *open == Bracket::Square } else { x.re > low };
            let below = if at(high) { *shut == Bracket::Square } else { x.re < high };
            Some(above && below)
        }
        _ => None,
    }
}

fn is_statement(node: &Node) -> bool {
    match node {
        Node::Relation(..) | Node::Lines(_) | Node::Cases(_) => true,
        Node::Operation(name, _) => name == "or" || name == "and",
        Node::List(items) => items.iter().any(is_statement),
        Node::Text(words) => words == "no solution",
        _ => false,
    }
}

/// Numbers that are in no textbook: the k-th sample for the j-th letter.
fn sample(k: usize, j: usize) -> f64 {
    const BASE: [f64; 16] = [
        0.37, 1.43, 2.71, 0.83, 3.29, 0.59, 1.91, 5.17, -0.41, -1.37, -2.63, 0.19, -0.77, 4.13,
        -3.61, 0.93,
    ];
    let shift = libm::sin((j as f64 + 1.0) * 12.9898 + k as f64 * 4.1414) * 0.21;
    BASE[(k + 5 * j) % BASE.len()] + if j == 0 { 0.0 } else { shift }
}

/// Whether two expressions have the same value wherever both have one. `None`: too few points to say.
pub(crate) fn same_value(
    before: &Node,
    after: &Node,
    letters: &[String],
    given: &[(String, Node)],
    variable: Option<&str>,
    constants_positive: bool,
) -> Option<bool> {
    same_values(before, after, letters, given, variable, constants_positive, &mut Known::default())
}

/// Fuel for a value of a line.
const VALUE: u64 = 12;

/// How often two lines are tried.
const TRIES: usize = 32;

/// A line, what its letters stand for, and how it is read.
type Line<'a> = (&'a Node, &'a [(String, Node)], [bool; 2]);

/// The values of the line a step ended in, for the step that starts from it.
#[derive(Default)]
pub(crate) struct Known<'a> {
    line: Option<Line<'a>>,
    values: Vec<Option<C>>,
}

fn same_values<'a>(
    before: &'a Node,
    after: &'a Node,
    letters: &[String],
    given: &'a [(String, Node)],
    variable: Option<&str>,
    constants_positive: bool,
    known: &mut Known<'a>,
) -> Option<bool> {
    let open = has_open_integral(before)
        || has_open_integral(after)
        || ends_in_constant(before)
        || ends_in_constant(after);
    let line = |node: &Node, letters: &Letters<'_>| match variable {
        Some(name) if open => slope(node, name, letters),
        _ => evaluate(node, letters),
    };
    let derived = open
        || has_derivative(before)
        || has_derivative(after)
        || has_limit(before)
        || has_limit(after);
    let tolerance = if derived { 2e-5 } else { 1e-7 };
    if let (Node::Limit { variable, target, side, body }, Some(up)) = (before, infinity(after)) {
        return grows(body, &letter_name(variable)?, target, *side, up);
    }
    // Letters in a definite integral are lengths and rates: positive.
    let positive = matches!(before, Node::Integral { lower: Some(_), .. });
    let mut agreed = 0;
    let values = letters.iter().map(|name| (name.clone(), real(0.0))).collect();
    let mut letters = Letters { values, given, minus: false };
    let reading = [open, positive];
    let mut first = std::mem::take(&mut known.values);
    if known.line.replace((after, given, reading)) != Some((before, given, reading)) {
        first.clear();
    }
    first.resize(TRIES, None);
    known.values.resize(TRIES, None);
    // Real points first; complex values count only where no real ones are to be had.
    for complex in [false, true] {
        for (k, (first, second)) in first.iter_mut().zip(&mut known.values).enumerate() {
            for (j, (name, value)) in letters.values.iter_mut().enumerate() {
                *value = real(sample(k, j) * if k >= 16 { 1.7 } else { 1.0 });
                if positive || constants_positive && variable != Some(name.as_str()) {
                    *value = real(value.re.abs());
                }
            }
            burn(2 * VALUE);
            let a = *first.get_or_insert_with(|| line(before, &letters));
            let b = *second.get_or_insert_with(|| line(after, &letters));
            if !a.is_finite()
                || !b.is_finite()
                || a.abs() > 1e9
                || a.abs() < 1e-250 && a.abs() > 0.0
            {
                continue;
            }
            if complex == (a.is_real() && b.is_real()) {
                continue;
            }
            if !close(a, b, tolerance) {
                return Some(false);
            }
            agreed += 1;
            if letters.values.is_empty() || (has_limit(before) && agreed >= 3) || agreed >= 10 {
                return Some(true);
            }
        }
        if agreed >= 2 {
            return Some(true);
        }
    }
    None
}

/// The sign of a lone ∞.
fn infinity(node: &Node) -> Option<bool> {
    match node {
        Node::Symbol(name) if name == "infinity" => Some(true),
        Node::Sum(terms) => match terms.as_slice() {
            [(Sign::Minus, Node::Symbol(name))] if name == "infinity" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the values near the target grow without a bound in sight.
fn grows(body: &Node, name: &str, target: &Node, side: Side, up: bool) -> Option<bool> {
    let target = evaluate(target, &Letters::default()).re;
    let f = function(body, name);
    let mut last = 0.0;
    for k in [2, 4, 6, 8] {
        let step = libm::pow(10.0, -f64::from(k));
        let x = if target.is_infinite() {
            target.signum() / step
        } else {
            target + if side == Side::Left { -step } else { step }
        };
        let y = f(x);
        if !y.is_finite() || !y.is_real() {
            return (last > 1e3).then_some(true);
        }
        let y = if up { y.re } else { -y.re };
        if y <= last {
            return Some(false);
        }
        last = y;
    }
    Some(true)
}

/// `… + C`.
fn ends_in_constant(node: &Node) -> bool {
    matches!(node, Node::Sum(terms) if terms.last().is_some_and(|(_, term)| *term == Node::symbol("C")))
}

fn has_limit(node: &Node) -> bool {
    matches!(node, Node::Limit { .. })
}

/// The value a body tends to, extrapolated from three points; nothing if it does not settle.
fn limit(body: &Node, name: &str, target: C, side: Side, letters: &Letters<'_>) -> C {
    let at = |h: f64| {
        let x = if target.re.is_infinite() {
            target.re.signum() / h
        } else {
            target.re + if side == Side::Left { -h } else { h }
        };
        evaluate(body, &letters.with(name, real(x)))
    };
    let step = 2e-3;
    let (coarse, fine, finest) = (at(step), at(step * 0.5), at(step * 0.25));
    let (a, b) = (fine + fine - coarse, finest + finest - fine);
    let value = (b * real(4.0) - a) / real(3.0);
    if (a - b).abs() > 1e-4 * b.abs().max(1.0) { NOTHING } else { value }
}

fn has_derivative(node: &Node) -> bool {
    match node {
        Node::Derivative { .. } => true,
        Node::Sum(items) => items.iter().any(|(_, item)| has_derivative(item)),
        Node::Product(items) => items.iter().any(|(_, item)| has_derivative(item)),
        Node::Fraction(a, b) | Node::Power(a, b) => has_derivative(a) || has_derivative(b),
        Node::Group(_, inner, _) | Node::Root { radicand: inner, .. } => has_derivative(inner),
        Node::Apply { argument, .. } => has_derivative(argument),
        _ => false,
    }
}

/// What the check of a whole solution knows.
pub(crate) struct Ground {
    /// The letters in the lines.
    pub(crate) letters: Vec<String>,
    /// The letter differentiated or integrated by, or solved for.
    pub(crate) variable: Option<String>,
    /// Points at which statements are tried, beside the samples.
    pub(crate) points: Vec<Vec<f64>>,
    /// Letters beside the variable stand for lengths and rates.
    pub(crate) positive: bool,
}

/// Whether a step is sound. `None`: it cannot be said.
pub(crate) fn step(step: &Step, ground: &Ground) -> Option<bool> {
    next_step(step, ground, &mut Known::default())
}

/// The same for one step after another.
pub(crate) fn next_step<'a>(
    step: &'a Step,
    ground: &Ground,
    known: &mut Known<'a>,
) -> Option<bool> {
    if step.before == step.after {
        return Some(true);
    }
    if is_statement(&step.before) || is_statement(&step.after) {
        return statements(step, ground);
    }
    same_values(
        &step.before,
        &step.after,
        &ground.letters,
        &step.where_,
        ground.variable.as_deref(),
        ground.positive,
        known,
    )
}

fn statements(step: &Step, ground: &Ground) -> Option<bool> {
    let mut points = ground.points.clone();
    if step.case.is_some() && ground.letters.len() == 1 {
        // A branch may be narrow.
        points.extend((-60..=60).map(|k| vec![f64::from(k) * 0.237 + 0.0713]));
    }
    for point in &ground.points {
        for offset in [-0.31, 0.27] {
            points.push(point.iter().map(|x| x + offset).collect());
        }
    }
    for k in 0..16 {
        points.push((0..ground.letters.len()).map(|j| sample(k, j)).collect());
    }
    let mut seen = 0;
    let mut letters = Letters { values: Vec::new(), given: &step.where_, minus: false };
    for point in points {
        if letters.values.len() == point.len().min(ground.letters.len()) {
            for ((_, value), x) in letters.values.iter_mut().zip(point) {
                *value = real(x);
            }
        } else {
            letters.values =
                ground.letters.iter().cloned().zip(point.into_iter().map(real)).collect();
        }
        if let Some(case) = &step.case
            && holds(case, &letters) != Some(true)
        {
            continue;
        }
        burn(2 * VALUE);
        let (Some(before), Some(after)) =
            (holds(&step.before, &letters), holds(&step.after, &letters))
        else {
            continue;
        };
        let sound = match step.relation {
            Link::Equivalent | Link::Info => before == after,
            Link::Implies => after || !before,
            Link::Restrict => before || !after,
        };
        if !sound {
            return Some(false);
        }
        seen += 1;
    }
    (seen >= if step.case.is_some() { 2 } else { 4 }).then_some(true)
}
