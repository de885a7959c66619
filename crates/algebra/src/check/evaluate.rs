//! The value of written mathematics.

use super::beside;
use super::quadrature::over;
use crate::complex::{C, Complex, NOTHING, Real, real};
use crate::parts;
use ganita_notation::{BigOperator, Bracket, Function, Join, Node, Side, Sign};

/// What letters stand for, and how ± is taken.
#[derive(Clone)]
pub(crate) struct Letters<'a, T = f64> {
    pub(crate) values: Vec<(String, Complex<T>)>,
    /// Letters that stand for expressions: substitutions in force.
    pub(crate) given: &'a [(String, Node)],
    pub(crate) minus: bool,
    /// Whether values are continued from real ones: [`super::beside`].
    pub(crate) beside: bool,
}

impl Default for Letters<'_> {
    fn default() -> Self {
        Letters { values: Vec::new(), given: &[], minus: false, beside: false }
    }
}

impl<T: Real> Letters<'_, T> {
    pub(super) fn with(&self, name: &str, value: Complex<T>) -> Self {
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

/// The value of written mathematics; not finite where there is none. Limits, derivatives and integrals have one in
/// doubles only. What is rare stands in functions of its own: this one is called for every part of every line, and is
/// quicker the fewer variables it has.
#[cfg_attr(hot, optimize(speed))]
pub(crate) fn evaluate<T: Real>(node: &Node, letters: &Letters<'_, T>) -> Complex<T> {
    let of = |node: &Node| evaluate(node, letters);
    match node {
        Node::Number(digits) => number(digits),
        Node::Symbol(name) => match letters.values.iter().find(|(letter, _)| letter == name) {
            Some((_, value)) => *value,
            None => letter(name, letters),
        },
        Node::Sum(terms) => terms.iter().fold(real(T::ZERO), |sum, (sign, term)| {
            let minus = match sign {
                Sign::Plus => false,
                Sign::Minus => true,
                Sign::PlusMinus => letters.minus,
                Sign::MinusPlus => !letters.minus,
            };
            if minus { sum - of(term) } else { sum + of(term) }
        }),
        Node::Product(factors) => {
            let mut product = real(T::ONE);
            let mut k = 0;
            while let Some((join, factor)) = factors.get(k) {
                k += 1;
                let mut value = of(factor);
                if let Some((_, next @ Node::Accented(..))) = factors.get(k)
                    && let Some(q) = crate::meaning::recurring(factor, next)
                {
                    k += 1;
                    value =
                        number(&q.numerator().to_string()) / number(&q.denominator().to_string());
                }
                product = match join {
                    Join::Divide | Join::Slash | Join::Ratio => product / value,
                    _ => product * value,
                };
            }
            product
        }
        Node::Fraction(a, b) => of(a) / of(b),
        Node::Power(base, _) if is_bracket_with_index(base) => rarely(node, letters),
        Node::Power(base, exponent) => {
            let (base, power) = (of(base), of(exponent));
            // Only of a negative base it matters how the exponent is written.
            let odd = if base.re > T::ZERO { None } else { odd_root(exponent) };
            base.pow(power, odd, letters.beside)
        }
        Node::Group(_, inner, _) => of(inner),
        Node::Apply { .. } => applied(node, letters),
        _ => rarely(node, letters),
    }
}

#[cfg_attr(hot, optimize(speed))]
fn number<T: Real>(digits: &str) -> Complex<T> {
    T::decimal(digits).map_or(Complex::nothing(), real)
}

/// A letter that no value was given for.
#[inline(never)]
fn letter<T: Real>(name: &str, letters: &Letters<'_, T>) -> Complex<T> {
    if let Some((_, given)) = letters.given.iter().find(|(letter, _)| letter == name) {
        let inner = Letters { given: &[], ..letters.clone() };
        return evaluate(given, &inner);
    }
    match name {
        "pi" => real(T::PI),
        "e" => real(T::E),
        "i" if !letters.beside => Complex::I,
        "infinity" => real(T::from_f64(f64::INFINITY)),
        _ => Complex::nothing(),
    }
}

/// The value of a function.
#[inline(never)]
fn applied<T: Real>(node: &Node, letters: &Letters<'_, T>) -> Complex<T> {
    let of = |node: &Node| evaluate(node, letters);
    let nothing = Complex::nothing();
    let Node::Apply { function: Function::Named(name), power, index, argument } = node else {
        return nothing;
    };
    if let (true, Node::List(items)) = (matches!(name.as_str(), "gcd" | "lcm"), &**argument) {
        let whole = |x: Complex<T>| if x.im == T::ZERO { x.re.to_f64() } else { f64::NAN };
        let numbers = items.iter().map(|item| whole(of(item)));
        let all = numbers.reduce(
            |a, b| {
                if name == "gcd" { divisor(a, b) } else { a * b / divisor(a, b) }
            },
        );
        return all.map_or(nothing, |all| real(T::from_f64(all)));
    }
    let x = of(argument);
    let raised = power.as_deref().map(of);
    let function = |f, x| beside::function(f, x, letters.beside);
    let ln = |x: Complex<T>| function(crate::expr::F::Ln, x);
    let value = match name.as_str() {
        "log" => match index.as_deref() {
            Some(base) => ln(x) / ln(of(base)),
            None => ln(x),
        },
        "lg" => ln(x) / real(T::from_f64(10.0)).ln(),
        "exp" => x.exp(),
        _ => {
            let Some(f) = crate::meaning::named(name) else { return nothing };
            if raised == Some(real(-T::ONE)) {
                use crate::expr::F;
                let turned = match f {
                    F::Sech => Some(F::Cosh),
                    F::Csch => Some(F::Sinh),
                    F::Coth => Some(F::Tanh),
                    _ => None,
                };
                let x = if turned.is_some() { real(T::ONE) / x } else { x };
                return crate::meaning::inverse(turned.unwrap_or(f))
                    .map_or(nothing, |f| function(f, x));
            }
            function(f, x)
        }
    };
    raised.map_or(value, |power| value.pow(power, None, letters.beside))
}

/// `[F]_a`, as in `[F]_a^b`.
fn is_bracket_with_index(node: &Node) -> bool {
    matches!(node, Node::Subscript(base, _) if matches!(**base, Node::Group(..)))
}

#[inline(never)]
fn rarely<T: Real>(node: &Node, letters: &Letters<'_, T>) -> Complex<T> {
    let of = |node: &Node| evaluate(node, letters);
    let nothing = Complex::nothing();
    match node {
        Node::Subscript(..) | Node::Power(..) => {
            if let Some(name) = letter_name(node) {
                return of(&Node::Symbol(name));
            }
            let Some(parts::Taken { body, letter, low, high }) = parts::taken(node) else {
                return nothing;
            };
            let at = |value: &Node| match &letter {
                Some(letter) => evaluate(body, &letters.with(letter, of(value))),
                None => of(body),
            };
            low.map_or(at(high), |low| at(high) - at(low))
        }
        Node::Styled(_, inner) => of(inner),
        Node::Mixed(whole, a, b) => number(whole) + number(a) / number(b),
        Node::Root { degree, radicand } => {
            let inside = of(radicand);
            let Some(degree) = degree else {
                return inside.pow(real(T::HALF), None, letters.beside);
            };
            let n = of(degree);
            let odd = n.re.is_whole().then_some((1, n.re.to_f64() as i64));
            inside.pow(real(T::ONE) / n, odd, letters.beside)
        }
        Node::Factorial(inner) => crate::value::function(crate::expr::F::Factorial, of(inner)),
        Node::Percent(inner) => of(inner) / real(T::from_f64(100.0)),
        Node::Degrees(inner) => of(inner) * real(T::PI / T::from_f64(180.0)),
        Node::Absolute(inner) if letters.beside => beside::absolute(of(inner)),
        Node::Floor(_) | Node::Ceiling(_) | Node::Integral { .. } if letters.beside => nothing,
        Node::Absolute(inner) => real(of(inner).modulus()),
        Node::Floor(inner) => real(of(inner).re.floor()),
        Node::Ceiling(inner) => real(-(-of(inner).re).floor()),
        Node::Matrix(Bracket::Bar, rows, Bracket::Bar) => {
            determinant(rows.iter().map(|row| row.iter().map(of).collect()).collect())
        }
        Node::Binomial(n, r) | Node::Choose('C', n, r) => chosen(of(n), of(r), true),
        Node::Choose('P', n, r) => chosen(of(n), of(r), false),
        Node::Derivative { order, variables, of: Some(body), .. } if variables.len() == 1 => {
            let Some(name) = letter_name(&variables[0]) else { return nothing };
            differentiated(body, &name, *order, letters)
        }
        Node::Limit { variable, target, side, body } => match letter_name(variable) {
            Some(name) => limit(body, &name, of(target), *side, letters),
            None => nothing,
        },
        Node::Integral { .. } => T::integrated(node, letters),
        Node::Big { operator: BigOperator::Sum, lower: Some(lower), upper: Some(upper), body } => {
            added(lower, upper, body, letters).unwrap_or(nothing)
        }
        _ => nothing,
    }
}

/// The greatest common divisor of whole numbers.
fn divisor(mut a: f64, mut b: f64) -> f64 {
    while b >= 1.0 {
        (a, b) = (b, a - b * (a / b).floor());
    }
    a
}

/// The value of a definite integral.
pub(crate) fn integrated(node: &Node, letters: &Letters<'_>) -> C {
    let Node::Integral { fold: 1, lower: Some(lower), upper: Some(upper), body, variables, .. } =
        node
    else {
        return NOTHING;
    };
    let Some(name) = variables.first().and_then(letter_name) else { return NOTHING };
    let root = |part: &Node| match part {
        Node::Power(_, exponent) => {
            !matches!(&**exponent, Node::Number(digits) if !digits.contains('.'))
        }
        part => matches!(part, Node::Root { .. }),
    };
    if parts::any(body, &root)
        && let Some(value) = crate::tasks::definite::with_roots(body, &name, [lower, upper])
    {
        return real(value);
    }
    let inner = std::cell::RefCell::new(letters.with(&name, real(0.0)));
    let price = super::weight(body);
    let at = |x: f64| {
        crate::expr::burn(price);
        if let Some((_, value)) = inner.borrow_mut().values.last_mut() {
            *value = real(x);
        }
        evaluate(body, &inner.borrow())
    };
    let stepped =
        |part: &Node| matches!(part, Node::Absolute(_) | Node::Floor(_) | Node::Ceiling(_));
    let steps = parts::any(body, &stepped);
    over(&at, evaluate(lower, letters).re, evaluate(upper, letters).re, steps).unwrap_or(NOTHING)
}

/// The terms from one whole number to another.
const MOST_TERMS: f64 = 1000.0;

#[inline(never)]
fn added<T: Real>(
    lower: &Node,
    upper: &Node,
    body: &Node,
    letters: &Letters<'_, T>,
) -> Option<Complex<T>> {
    let (k, from) = crate::explain::sides(lower)?;
    let name = letter_name(k)?;
    let (from, to) = (evaluate(from, letters), evaluate(upper, letters));
    if from.im != T::ZERO || to.im != T::ZERO {
        return None;
    }
    let (from, to) = (from.re, to.re);
    if !from.is_whole() || !to.is_whole() || (to - from).to_f64() > MOST_TERMS {
        return None;
    }
    let count = ((to - from).to_f64() + 1.0) as u32;
    let at = |j: u32| evaluate(body, &letters.with(&name, real(from + T::from_f64(f64::from(j)))));
    Some((0..count).fold(real(T::ZERO), |sum, j| sum + at(j)))
}

/// In how many ways r of n things are chosen, or arranged.
fn chosen<T: Real>(n: Complex<T>, r: Complex<T>, unordered: bool) -> Complex<T> {
    let whole = |v: Complex<T>| v.im == T::ZERO && v.re.is_whole() && v.re >= T::ZERO;
    if !whole(n) || !whole(r) || r.re > n.re || r.re > T::from_f64(1000.0) {
        return Complex::nothing();
    }
    let step = |ways: T, j: u32| {
        let (j, over) = (T::from_f64(f64::from(j)), T::from_f64(f64::from(j) + 1.0));
        ways * (n.re - j) / if unordered { over } else { T::ONE }
    };
    real((0..r.re.to_f64() as u32).fold(T::ONE, step))
}

/// By elimination, the largest pivot first.
pub(crate) fn determinant<T: Real>(mut rows: Vec<Vec<Complex<T>>>) -> Complex<T> {
    let n = rows.len();
    if rows.iter().any(|row| row.len() != n) {
        return Complex::nothing();
    }
    let mut value = real(T::ONE);
    for k in 0..n {
        let largest = (k..n).max_by(|&i, &j| rows[i][k].abs().total_cmp(&rows[j][k].abs()));
        let Some(pivot) = largest.filter(|&i| rows[i][k].abs() > 0.0) else { return real(T::ZERO) };
        if pivot != k {
            rows.swap(pivot, k);
            value = -value;
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
pub(crate) fn decimal(digits: &str) -> Option<f64> {
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
pub(crate) fn odd_root(exponent: &Node) -> Option<(i64, i64)> {
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

const FROM: &str = "__from";
const TO: &str = "__to";

/// The bounds of an integral in which `name` stands nowhere else, and the integral between two others: what it gains when
/// `name` does lies at its ends.
fn bounds_only<'a>(body: &'a Node, name: &str) -> Option<([&'a Node; 2], Node)> {
    match body {
        Node::Group(_, inner, _) => bounds_only(inner, name),
        Node::Integral {
            fold: 1,
            closed,
            lower: Some(lower),
            upper: Some(upper),
            body,
            variables,
        } if !super::statements::mentions(body, &[name.to_owned()]) => {
            let piece = Node::Integral {
                fold: 1,
                closed: *closed,
                lower: Some(Box::new(Node::symbol(FROM))),
                upper: Some(Box::new(Node::symbol(TO))),
                body: body.clone(),
                variables: variables.clone(),
            };
            Some(([lower, upper], piece))
        }
        _ => None,
    }
}

/// How far beside the real numbers a slope is looked for: its square is nothing, even in 32 digits.
const BESIDE: f64 = 1e-30;

/// The slope, by a value just beside the real numbers (Squire and Trapp 1998), which loses no digits; where there is none,
/// by central differences, refined twice.
pub(crate) fn differentiated<T: Real>(
    body: &Node,
    name: &str,
    order: u8,
    letters: &Letters<'_, T>,
) -> Complex<T> {
    let centre = evaluate(&Node::symbol(name), letters);
    let mut there = letters.with(name, centre);
    let mut at = |z: Complex<T>, beside: bool| {
        there.beside = beside;
        if let Some((_, value)) = there.values.last_mut() {
            *value = z;
        }
        if order <= 1 {
            evaluate(body, &there)
        } else {
            differentiated(body, name, order - 1, &there)
        }
    };
    if order <= 1 && !letters.beside && letters.values.iter().all(|(_, x)| x.im == T::ZERO) {
        let value = at(Complex { re: centre.re, im: T::from_f64(BESIDE) }, true);
        if value.is_finite() {
            return real(value.im / T::from_f64(BESIDE));
        }
    }
    let h = if order <= 1 { T::STEP } else { 6.0 * T::STEP } * centre.abs().max(0.1);
    let bounds = if order <= 1 { bounds_only(body, name) } else { None };
    let mut slope = |h: f64| {
        let (above, below) = (centre + whole(h), centre - whole(h));
        let gain = match &bounds {
            Some((bounds, piece)) => {
                let [lower, upper] = bounds.map(|bound| {
                    let [from, to] =
                        [below, above].map(|x| evaluate(bound, &letters.with(name, x)));
                    T::integrated(piece, &letters.with(FROM, from).with(TO, to))
                });
                upper - lower
            }
            None => at(above, letters.beside) - at(below, letters.beside),
        };
        gain / whole(2.0 * h)
    };
    let (coarse, fine, finest) = (slope(2.0 * h), slope(h), slope(0.5 * h));
    let refined = |coarse, fine| (fine * whole(4.0) - coarse) / whole(3.0);
    let (a, b) = (refined(coarse, fine), refined(fine, finest));
    // A function too wild for this step has no value here.
    if (a - b).abs() > 1e-4 * b.abs().max(1.0) {
        return Complex::nothing();
    }
    (b * whole(16.0) - a) / whole(15.0)
}

fn whole<T: Real>(n: f64) -> Complex<T> {
    real(T::from_f64(n))
}

/// The value a body tends to, extrapolated from three points; nothing if it does not settle.
fn limit<T: Real>(
    body: &Node,
    name: &str,
    target: Complex<T>,
    side: Side,
    letters: &Letters<'_, T>,
) -> Complex<T> {
    let at = |h: f64| {
        let h = T::from_f64(h);
        let x = if target.im != T::ZERO {
            return Complex::nothing();
        } else if target.re.is_finite() {
            target.re + if side == Side::Left { -h } else { h }
        } else {
            T::from_f64(target.re.to_f64().signum()) / h
        };
        evaluate(body, &letters.with(name, real(x)))
    };
    let step = 2.0 * T::STEP;
    let (coarse, fine, finest) = (at(step), at(step * 0.5), at(step * 0.25));
    let (a, b) = (fine + fine - coarse, finest + finest - fine);
    let value = (b * whole(4.0) - a) / whole(3.0);
    if (a - b).abs() > T::SETTLED * b.abs().max(1.0) { Complex::nothing() } else { value }
}

/// The values of written mathematics as a function of one letter.
pub(crate) fn function<'a>(node: &'a Node, name: &str) -> impl Fn(f64) -> C + 'a {
    let letters = std::cell::RefCell::new(Letters {
        values: vec![(name.to_owned(), real(0.0))],
        given: &[],
        minus: false,
        beside: false,
    });
    move |v| {
        letters.borrow_mut().values[0].1 = real(v);
        evaluate(node, &letters.borrow())
    }
}
