//! The methods in the order in which they are tried.

use super::{
    ansatz, circular, early, has_any, inverse, piecewise, radicals, rational, roots, verified,
};
use crate::algebra::{Field, coefficients, expand, fraction, together};
use crate::derive::derivative;
use crate::expr::{
    E, EULER, F, HALF, I, Memory, ONE, PI, TWO, UNDEFINED, X, ZERO, add, apply, burn, exp, int, ln,
    mul, num, pow, powi, rat, recall, remember, sqrt, sym,
};
use crate::number::Q;
use crate::show::ln_abs;
use crate::value::sign;

/// What the outermost method did, for the telling.
pub(crate) struct Trace {
    pub(crate) rule: &'static str,
    /// The integrand after rewriting.
    pub(crate) rewritten: Option<E>,
    /// What was put as a letter, or u of parts.
    pub(crate) u: E,
    /// The integrand in the new letter, or v of parts.
    pub(crate) inner: E,
    /// The integral in the new letter.
    pub(crate) result: E,
    pub(crate) letter: E,
}

impl Default for Trace {
    fn default() -> Self {
        Trace { rule: "", rewritten: None, u: ZERO, inner: ZERO, result: ZERO, letter: ZERO }
    }
}

const DEPTH: usize = 7;

pub(super) fn quiet(f: E, x: E, depth: usize) -> Option<E> {
    integral(f, x, depth, &mut Trace::default())
}

/// As [`by_methods`], but what failed with as many levels left is not tried again.
pub(crate) fn integral(f: E, x: E, depth: usize, trace: &mut Trace) -> Option<E> {
    let failed = |levels: usize| {
        recall(Memory::NoIntegral(u8::try_from(levels).unwrap_or(0)), f, x).is_some()
    };
    let levels = DEPTH.saturating_sub(depth);
    if (levels..=DEPTH).any(failed) {
        return None;
    }
    let found = by_methods(f, x, depth, trace);
    if found.is_none() {
        remember(Memory::NoIntegral(u8::try_from(levels).unwrap_or(0)), f, x, ZERO);
    }
    found
}

fn by_methods(f: E, x: E, depth: usize, trace: &mut Trace) -> Option<E> {
    if depth > DEPTH || f == UNDEFINED || f.size() > 500 || burn(64) {
        return None;
    }
    if !f.has(x) {
        return Some(f * x);
    }
    let (free, bound): (Vec<E>, Vec<E>) =
        f.factors().into_iter().partition(|factor| !factor.has(x));
    if !free.is_empty() {
        let inner = integral(mul(bound), x, depth, trace)?;
        trace.inner =
            trace.inner * if trace.rule == "parts" { ONE } else { mul(free.iter().copied()) };
        trace.result = trace.result * mul(free.iter().copied());
        if trace.rule == "parts" {
            trace.u = trace.u * mul(free.iter().copied());
        }
        if let Some(rewritten) = trace.rewritten {
            trace.rewritten = Some(expand(mul(free.iter().copied().chain([rewritten]))));
        }
        return Some(mul(free) * inner);
    }
    if let Some(found) = table(f, x) {
        return Some(found);
    }
    if let X::Mul(_) | X::Pow(..) = f.get() {
        let apart = expand(f);
        if let X::Add(terms) = apart.get()
            && terms.len() <= 24
        {
            let of = |term: E| -> Option<E> {
                let (free, bound): (Vec<E>, Vec<E>) =
                    term.factors().into_iter().partition(|factor| !factor.has(x));
                let bound = mul(bound);
                let inner = if bound == ONE { Some(x) } else { table(bound, x) };
                inner.map(|inner| mul(free) * inner)
            };
            if let Some(parts) = terms.iter().map(|&term| of(term)).collect::<Option<Vec<E>>>() {
                trace.rewritten = Some(apart);
                return Some(add(parts));
            }
        }
    }
    if let Some(found) = early::one_over_sum(f, x).filter(|&found| verified(found, f, x)) {
        return Some(found);
    }
    if let Some(found) = early::parts(f, x, trace).filter(|&found| verified(found, f, x)) {
        return Some(found);
    }
    if let Some(found) = early::exponential_with_roots(f, x).filter(|&found| verified(found, f, x))
    {
        return Some(found);
    }
    if let Some((short, found)) = early::shorter(f, x) {
        trace.rewritten = Some(short);
        return Some(found);
    }
    if early::has_sum_of_both(f, x)
        && let Some(found) = circular::by_sum(f, x, depth, trace).filter(|&g| verified(g, f, x))
    {
        return Some(found);
    }
    if f.has_fun(&crate::trig::is_circular) {
        let several = is_polynomial_in_sines(f, x) && {
            let mut angles: Vec<E> = Vec::new();
            gather_angles(f, x, &mut angles);
            angles.len() > 1
        };
        let other = if several { crate::trig::linearized(f) } else { shifted_angles(f, x) };
        if other != f
            && let Some(found) = quiet(other, x, depth + 1)
        {
            trace.rewritten = Some(other);
            return Some(found);
        }
    }
    if let Some(found) = piecewise::signs_out(f, x, depth) {
        return Some(found);
    }
    if let Some(found) = product_rule(f, x, depth) {
        return Some(found);
    }
    if let X::Add(terms) = f.get() {
        let parts: Option<Vec<E>> = terms.iter().map(|&term| quiet(term, x, depth + 1)).collect();
        if let Some(parts) = parts {
            return Some(add(parts));
        }
    }
    if is_rational(f, x)
        && let Some(found) = rational::rational(f, x)
    {
        let parts = crate::tasks::factor::apart(f, x).map(add);
        if parts.is_some_and(|parts| parts != f && matches!(parts.get(), X::Add(_))) {
            trace.rewritten = parts;
        }
        return Some(found);
    }
    // At the outermost level a method that errs must not keep the others from their turn.
    let right = |found: &E| depth > 0 || verified(*found, f, x);
    // Signs of roots are easily lost here: checked at every level.
    let exact = |found: &E| verified(*found, f, x);
    if let Some(found) = circular::homogeneous(f, x, depth, trace).filter(exact) {
        return Some(found);
    }
    if circular::has_root(f, x)
        && let Some(found) = circular::by_sum(f, x, depth, trace).filter(exact)
    {
        return Some(found);
    }
    if let Some(found) = substitution(f, x, depth, trace).filter(right) {
        return Some(found);
    }
    let rewritten = rewritten(f, x);
    for g in rewritten {
        if g != f
            && let Some(found) = quiet(g, x, depth + 2)
        {
            trace.rewritten = Some(g);
            return Some(found);
        }
    }
    if let Some(found) = exponential_rule(f, x).filter(right) {
        return Some(found);
    }
    if let Some(found) = piecewise::square_under_root(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = circular::by_sum(f, x, depth, trace).filter(right) {
        return Some(found);
    }
    if let Some(found) = trigonometric(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = roots::centred(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = quadratic_root(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = circular::by_sine(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = parts(f, x, depth, trace) {
        return Some(found);
    }
    if let Some(found) = inverse::by_inverse(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = piecewise::slope_of_one_sign(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = roots::of_ratio(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = piecewise::power_out(f, x, depth).filter(right) {
        return Some(found);
    }
    if let Some(found) = ansatz::ansatz(f, x).filter(|&found| verified(found, f, x)) {
        return Some(found);
    }
    if let Some(found) = by_generator(f, x, depth) {
        return Some(found);
    }
    piecewise::sine_as_letter(f, x, depth)
}

/// a and b of a x + b.
pub(super) fn linear(e: E, x: E) -> Option<(E, E)> {
    let c = coefficients(e, x)?;
    (c.len() == 2).then(|| (c[1], c[0]))
}

pub(super) fn is_rational(f: E, x: E) -> bool {
    match f.get() {
        X::Add(items) | X::Mul(items) => items.iter().all(|&item| is_rational(item, x)),
        X::Pow(base, k) => !f.has(x) || (k.as_int().is_some() && is_rational(base, x)),
        _ => f == x || !f.has(x),
    }
}

/// Standard integrals of functions of a x + b.
pub(super) fn table(f: E, x: E) -> Option<E> {
    match f.get() {
        X::Sym(_) => Some(powi(x, 2) * HALF),
        X::Pow(base, k) if !k.has(x) => {
            if let Some((a, _)) = linear(base, x) {
                if k.as_int() == Some(-1) {
                    return Some(ln_abs(base) / a);
                }
                return Some(pow(base, k + ONE) / (a * (k + ONE)));
            }
            if let X::Fun(g, h) = base.get()
                && let Some((a, _)) = linear(h, x)
                && k.as_int() == Some(2)
            {
                let of = |f: F| apply(f, h);
                return Some(match g {
                    F::Sec => of(F::Tan) / a,
                    F::Csc => -of(F::Cot) / a,
                    F::Tan => of(F::Tan) / a - x,
                    F::Cot => -of(F::Cot) / a - x,
                    F::Sech => of(F::Tanh) / a,
                    _ => return None,
                });
            }
            if let X::Fun(F::Cos, h) = base.get()
                && let Some((a, _)) = linear(h, x)
                && k.as_int() == Some(-2)
            {
                return Some(apply(F::Tan, h) / a);
            }
            if let X::Fun(F::Sin, h) = base.get()
                && let Some((a, _)) = linear(h, x)
                && k.as_int() == Some(-2)
            {
                return Some(-apply(F::Cot, h) / a);
            }
            // 1/√(a x² + b x + c)³
            if k.num() == Some(Q::new(-3, 2))
                && let Some(c) = coefficients(base, x)
                && c.len() == 3
            {
                let d = expand(int(4) * c[2] * c[0] - c[1] * c[1]);
                return (d != ZERO).then(|| (int(4) * c[2] * x + TWO * c[1]) / (d * sqrt(base)));
            }
            // 1/√(a x² + b x + c)
            if k.num() == Some(Q::new(-1, 2))
                && let Some(c) = coefficients(base, x)
                && c.len() == 3
            {
                return inverse_root(c[2], c[1], c[0], base, x);
            }
            None
        }
        X::Pow(base, k) if !base.has(x) => {
            let (a, _) = linear(k, x)?;
            Some(f / (a * if base == EULER { ONE } else { ln(base) }))
        }
        X::Fun(g, h) => {
            let (a, _) = linear(h, x)?;
            let of = |f: F| apply(f, h);
            let whole = match g {
                F::Sin => -of(F::Cos),
                F::Cos => of(F::Sin),
                F::Tan => -ln_abs(of(F::Cos)),
                F::Cot => ln_abs(of(F::Sin)),
                F::Sec => ln_abs(of(F::Sec) + of(F::Tan)),
                F::Csc => ln_abs(of(F::Csc) - of(F::Cot)),
                F::Sinh => of(F::Cosh),
                F::Cosh => of(F::Sinh),
                F::Tanh => ln(of(F::Cosh)),
                F::Ln => match h.get() {
                    X::Fun(F::Abs, _) => return None,
                    _ => h * of(F::Ln) - h,
                },
                F::Abs => h * of(F::Abs) * HALF,
                F::Asin => h * of(F::Asin) + sqrt(ONE - h * h),
                F::Acos => h * of(F::Acos) - sqrt(ONE - h * h),
                F::Atan => h * of(F::Atan) - ln(ONE + h * h) * HALF,
                F::Acot => h * of(F::Acot) + ln(ONE + h * h) * HALF,
                _ => return None,
            };
            Some(whole / a)
        }
        X::Mul(factors) => {
            if factors.iter().all(
                |p| matches!(p.get(), X::Pow(base, k) if !base.has(x) && linear(k, x).is_some()),
            ) {
                let slopes = factors.iter().map(|p| {
                    let (base, k) = p.base_exponent();
                    Some(linear(k, x)?.0 * if base == EULER { ONE } else { ln(base) })
                });
                let slope = add(slopes.collect::<Option<Vec<E>>>()?);
                return (slope != ZERO).then(|| f / slope);
            }
            if let [p, q] = *factors
                && let (X::Fun(g, h), X::Fun(k, j)) = (p.get(), q.get())
                && h == j
                && let Some((a, _)) = linear(h, x)
            {
                match (g, k) {
                    (F::Tan, F::Sec) | (F::Sec, F::Tan) => return Some(apply(F::Sec, h) / a),
                    (F::Cot, F::Csc) | (F::Csc, F::Cot) => return Some(-apply(F::Csc, h) / a),
                    _ => {}
                }
            }
            None
        }
        _ => None,
    }
}

/// ∫ 1/√(a x² + b x + c).
fn inverse_root(a: E, b: E, c: E, q: E, x: E) -> Option<E> {
    let slope = TWO * a * x + b;
    let d = expand(b * b - int(4) * a * c);
    match sign(a) {
        Some(-1) => {
            let root = crate::tasks::simplify::evaluated(sqrt(d));
            let front = crate::algebra::rationalized(ONE / sqrt(-a));
            Some(front * apply(F::Asin, crate::algebra::rationalized(expand(-slope / root))))
        }
        _ => {
            // Letters: a is taken as positive, or as a square with a minus sign.
            if sign(a).is_none() && crate::expr::make_negative(a) {
                let root = sqrt(crate::algebra::factored(d));
                return Some(ONE / sqrt(-a) * apply(F::Asin, expand(-slope) / root));
            }
            let root = sqrt(a);
            Some(
                ln_abs(crate::algebra::rationalized(expand(slope / (TWO * root))) + sqrt(q)) / root,
            )
        }
    }
}

/// Candidates for a new letter: what stands inside functions, roots, exponents and denominators.
fn candidates(f: E, x: E) -> Vec<E> {
    let mut out: Vec<E> = Vec::new();
    let mut note = |e: E| {
        if e != x && e.has(x) && !out.contains(&e) && out.len() < 24 {
            out.push(e);
        }
    };
    fn walk(e: E, note: &mut dyn FnMut(E)) {
        match e.get() {
            X::Fun(_, h) => {
                note(h);
                note(e);
            }
            X::Pow(base, k) => {
                note(base);
                note(k);
                if k.num().is_none() || k.num().is_some_and(|q| !q.is_integer()) {
                    note(e);
                }
                if k.as_int().is_some_and(|k| k > 3) {
                    for j in 2..k.as_int().unwrap_or(2) {
                        note(powi(base, j));
                    }
                }
            }
            // x ln x in x² (ln x)².
            X::Mul(factors) => {
                let powers: Option<Vec<i64>> =
                    factors.iter().map(|factor| factor.base_exponent().1.as_int()).collect();
                let even = powers.is_some_and(|powers| powers.iter().all(|k| k % 2 == 0));
                if even {
                    note(mul(factors.iter().map(|&factor| {
                        let (base, k) = factor.base_exponent();
                        pow(base, k * HALF)
                    })));
                }
            }
            _ => {}
        }
        for child in e.children() {
            walk(child, note);
        }
    }
    walk(f, &mut note);
    for factor in f.factors() {
        note(factor);
        // √x beside x³: x^{3/2}.
        let (base, k) = factor.base_exponent();
        if base == x && k.num().is_some_and(|q| !q.is_integer()) {
            note(pow(x, k + ONE));
        }
    }
    for e in out.clone() {
        // A sum without its number: e^x in e^x + 1.
        if let X::Add(terms) = e.get() {
            let bare = add(terms.iter().copied().filter(|t| t.has(x)));
            if bare != e && !out.contains(&bare) {
                out.push(bare.coefficient().1);
            }
        }
    }
    out.retain(|&e| e != x && e.has(x));
    out
}

/// Put u: the integrand over u' is a function of u alone.
fn substitution(f: E, x: E, depth: usize, trace: &mut Trace) -> Option<E> {
    let letter = sym(["__a", "__b", "__c", "__d", "__f", "__g", "__h", "__k"][depth.min(7)]);
    for u in candidates(f, x) {
        if burn(64) {
            return None;
        }
        let slope = derivative(u, x);
        if slope == UNDEFINED || slope == ZERO {
            continue;
        }
        let quotient = f / slope;
        let Some(inner) = in_terms_of(quotient, u, x, letter) else { continue };
        if inner.size() > 3 * f.size() + 12 {
            continue;
        }
        let mut own = Trace::default();
        if let Some(found) = integral(inner, letter, depth + 1, &mut own) {
            let back = found.replace(letter, u);
            if back == UNDEFINED {
                continue;
            }
            let linear_only = linear(u, x).is_some();
            if !linear_only || trace.rule.is_empty() {
                *trace = Trace { rule: "put", rewritten: None, u, inner, result: found, letter };
            }
            return Some(back);
        }
    }
    None
}

/// `e` with u for every appearance of the expression u, if no x is left.
fn in_terms_of(e: E, u: E, x: E, letter: E) -> Option<E> {
    let try_one = |e: E| {
        let replaced = put(e, u, letter);
        (!replaced.has(x) && replaced != UNDEFINED).then_some(replaced)
    };
    if let Some(found) = try_one(e) {
        return Some(found);
    }
    let (top, bottom) = fraction(e);
    let together = top / bottom;
    if let Some(found) = try_one(together) {
        return Some(found);
    }
    // x by u, where u = a x^k + b.
    if let Some(c) = coefficients(u, x) {
        let degree = c.len() - 1;
        if degree >= 1 && c[1..degree].iter().all(|&c| c == ZERO) {
            let power = (letter - c[0]) / c[degree];
            if degree == 1 {
                let replaced = together.replace(u, letter).replace(x, power);
                return (replaced != UNDEFINED && !replaced.has(x)).then_some(replaced);
            }
            let k = degree as i64;
            let replaced = put(together, u, letter).rewrite(&mut |part| match part.get() {
                X::Pow(base, n) if base == x => match n.as_int() {
                    Some(n) if n % k == 0 => powi(power, n / k),
                    _ => part,
                },
                _ => part,
            });
            if !replaced.has(x) && replaced != UNDEFINED {
                return Some(replaced);
            }
        }
    }
    // Rational in sin and cos beside u: the normal form may have neither.
    if e.has_fun(&crate::trig::is_circular) && e.size() < 80 {
        let replaced = put(e, u, letter);
        if replaced.has(letter)
            && replaced.has_fun(&crate::trig::is_circular)
            && let Some(normal) = crate::trig::normal(replaced)
            && !normal.has(x)
            && normal != UNDEFINED
        {
            return Some(normal);
        }
        // sec² beside 1/cos², with roots of the letter about.
        if replaced.has(letter) {
            let sines = crate::trig::in_sines(replaced);
            if !sines.has(x) && sines != UNDEFINED {
                return Some(sines);
            }
        }
        if let X::Fun(F::Tan, h) = u.get()
            && let Some(found) = in_tangent(replaced, h, letter)
            && !found.has(x)
        {
            return Some(found);
        }
    }
    // sin² = 1 - cos² and its kin.
    if let X::Fun(g, h) = u.get() {
        let square = match g {
            F::Sin => Some((F::Cos, ONE - powi(letter, 2))),
            F::Cos => Some((F::Sin, ONE - powi(letter, 2))),
            F::Tan => Some((F::Sec, ONE + powi(letter, 2))),
            F::Sec => Some((F::Tan, powi(letter, 2) - ONE)),
            F::Cot => Some((F::Csc, ONE + powi(letter, 2))),
            F::Csc => Some((F::Cot, powi(letter, 2) - ONE)),
            _ => None,
        };
        if let Some((partner, square)) = square {
            let partner = apply(partner, h);
            for form in [e, together] {
                let replaced = put(form, u, letter).rewrite(&mut |part| match part.get() {
                    X::Pow(base, n) if base == partner => match n.as_int() {
                        Some(n) if n % 2 == 0 => powi(square, n / 2),
                        _ => part,
                    },
                    _ => part,
                });
                if !replaced.has(x) && replaced != UNDEFINED {
                    return Some(replaced);
                }
            }
        }
    }
    // sec and tan for u = sec + tan, x and √(x² + 1) for u = x + √(x² + 1): A² - B² = k.
    if let X::Add(terms) = u.get()
        && let [a, b] = *terms
        && (u.has_fun(&crate::trig::is_circular)
            || put(e, u, letter).has(letter)
                && e.any(
                    &|p| matches!(p.get(), X::Pow(base, k) if base == u && k.as_int().is_none()),
                ))
    {
        let k = if u.has_fun(&crate::trig::is_circular) {
            crate::trig::normal(a * a - b * b)
        } else {
            Some(expand(a * a - b * b))
        };
        if let Some(k) = k.filter(|k| k.num().is_some_and(|q| !q.is_zero())) {
            let over = k / letter;
            let replaced = put(e, u, letter)
                .replace(b, (letter - over) * HALF)
                .replace(a, (letter + over) * HALF);
            if !replaced.has(x) && replaced != UNDEFINED {
                return Some(replaced);
            }
        }
    }
    // √h for u = √h: other powers of h are powers of u.
    if let X::Pow(h, k) = u.get()
        && let Some(q) = k.num().filter(|q| !q.is_integer())
        && let Some((a, b)) = linear(h, x)
    {
        let whole = pow(letter, num(q.reciprocal()));
        let replaced = put(together, u, letter).replace(h, whole).replace(x, (whole - b) / a);
        if !replaced.has(x) && replaced != UNDEFINED {
            return Some(replaced);
        }
    }
    None
}

/// sin h = t cos h and cos² h = 1/(1 + t²), where all powers of the cosine are even.
fn in_tangent(e: E, h: E, t: E) -> Option<E> {
    let c = sym("__c");
    let sines = crate::trig::single_angles(crate::trig::in_sines(e));
    let plain = sines.replace(apply(F::Sin, h), t * c).replace(apply(F::Cos, h), c);
    let (top, bottom) = fraction(plain);
    let (p, q) = (coefficients(top, c)?, coefficients(bottom, c)?);
    let square = ONE + t * t;
    let parity =
        |c: &[E], odd: usize| c.iter().enumerate().all(|(k, &e)| k % 2 == odd || e == ZERO);
    let odd = [0, 1].into_iter().find(|&odd| parity(&p, odd) && parity(&q, odd))?;
    let value = |c: &[E]| {
        add(c.iter().enumerate().map(|(k, &e)| e * powi(square, -((k - odd.min(k)) as i64) / 2)))
    };
    Some(together(value(&p) / value(&q)))
}

/// Replaces u and its powers: e^{2x} = (e^x)².
fn put(e: E, u: E, letter: E) -> E {
    if e == u {
        return letter;
    }
    if let (X::Pow(b, k), X::Pow(c, m)) = (e.get(), u.get())
        && b == c
    {
        let ratio = together(k / m);
        if ratio.num().is_some_and(|q| q.is_integer()) || (b == EULER && ratio.num().is_some()) {
            return pow(letter, ratio);
        }
    }
    if let (X::Add(_), X::Add(_)) = (e.get(), u.get()) {
        let rest = e - u;
        if rest.num().is_some() {
            return letter + rest;
        }
    }
    if let (X::Add(_), X::Pow(..)) = (e.get(), u.get()) {
        return add(e.terms().into_iter().map(|t| put(t, u, letter)));
    }
    if let (X::Mul(_), X::Mul(_)) = (e.get(), u.get())
        && e == powi(u, 2)
    {
        return powi(letter, 2);
    }
    e.map(&mut |child| put(child, u, letter))
}

/// Other forms of the integrand worth trying.
fn rewritten(f: E, x: E) -> Vec<E> {
    let mut out = vec![expand(f), together(f)];
    let top_bottom = fraction(f);
    if let X::Add(terms) = top_bottom.0.get()
        && terms.len() <= 6
    {
        out.push(add(terms.iter().map(|&t| t / top_bottom.1)));
    }
    // The numerator taken apart over the denominator as it stands.
    let (top, bottom) = crate::algebra::split_fraction(f);
    if let X::Add(terms) = expand(top).get() {
        out.push(add(terms.iter().map(|&t| t / bottom)));
    }
    // √(b³) = b^{3/2}
    out.push(f.rewrite(&mut |part| match part.get() {
        X::Pow(inner, k) => match (inner.get(), k.num()) {
            (X::Pow(b, j), Some(k))
                if !k.is_integer() && j.as_int().is_some_and(|j| j % 2 != 0) =>
            {
                pow(b, j * num(k))
            }
            _ => part,
        },
        _ => part,
    }));
    // √(p/q) = √p/√q
    out.push(f.rewrite(&mut |part| {
        let X::Pow(base, k) = part.get() else { return part };
        if !base.has(x) || k.num().is_none_or(|q| q.is_integer()) {
            return part;
        }
        let (top, bottom) = fraction(base);
        let (top, bottom) = if crate::expr::leads_negative(top) {
            (expand(-top), expand(-bottom))
        } else {
            (top, bottom)
        };
        if top.has(x) && bottom.has(x) { pow(top, k) * pow(bottom, -k) } else { part }
    }));
    // arccos = π/2 - arcsin, beside an arcsine of the same.
    if has_any(f, &[F::Asin]) && has_any(f, &[F::Acos])
        || has_any(f, &[F::Atan]) && has_any(f, &[F::Acot])
    {
        out.push(f.rewrite(&mut |part| match part.get() {
            X::Fun(F::Acos, h) => PI * HALF - apply(F::Asin, h),
            X::Fun(F::Acot, h) => PI * HALF - apply(F::Atan, h),
            _ => part,
        }));
    }
    if f.has_fun(&crate::trig::is_circular) {
        out.push(crate::tasks::simplify::simplest(f));
        let sines = crate::trig::in_sines(f);
        if sines.any(&|p| matches!(p.get(), X::Pow(b, k) if b.has(x) && k.num().is_none_or(|q| !q.is_integer()))) {
            out.push(sines);
        }
        if !has_any(sines, &[F::Tan, F::Sec]) && is_polynomial_in_sines(sines, x) {
            out.push(crate::trig::linearized(sines));
        }
        out.push(crate::trig::single_angles(f));
        out.push(shifted_angles(f, x));
        // √(1 + cos 2x) = √2 cos x and its kin; sec and tan for 1/cos.
        out.push(half_angles(f));
        out.push(together(sines));
    }
    if f.has_fun(&|g| matches!(g, F::Sinh | F::Cosh | F::Tanh | F::Sech | F::Csch | F::Coth)) {
        out.push(expand(f.rewrite(&mut |part| {
            let X::Fun(g, h) = part.get() else { return part };
            let (up, down) = (exp(h), exp(-h));
            match g {
                F::Sinh => (up - down) * HALF,
                F::Cosh => (up + down) * HALF,
                F::Tanh => (up - down) / (up + down),
                F::Sech => TWO / (up + down),
                F::Csch => TWO / (up - down),
                F::Coth => (up + down) / (up - down),
                _ => part,
            }
        })));
    }
    // ln(a^b …) and inverse functions of functions.
    out.push(f.rewrite(&mut |part| match part.get() {
        X::Fun(F::Ln, h) => match h.get() {
            X::Pow(base, k) if !k.has(x) => k * ln(base),
            _ => part,
        },
        _ => part,
    }));
    let mut unique: Vec<E> = Vec::new();
    for e in out {
        if e != f && e != UNDEFINED && !unique.contains(&e) {
            unique.push(e);
        }
    }
    unique
}

/// sin(x + a)/sin(x + b) by x + a = (x + b) + (a - b); 1/(sin(x + a) sin(x + b)) as a difference of cotangents.
fn shifted_angles(f: E, x: E) -> E {
    let circular = |e: E, power: i64| {
        let (base, k) = e.base_exponent();
        match base.get() {
            X::Fun(g @ (F::Sin | F::Cos), h) if k.as_int() == Some(power) && h.has(x) => {
                Some((g, h))
            }
            _ => None,
        }
    };
    let factors = f.factors();
    let above: Vec<(F, E)> = factors.iter().filter_map(|&e| circular(e, 1)).collect();
    let below: Vec<(F, E)> = factors.iter().filter_map(|&e| circular(e, -1)).collect();
    let apart = |a: E, b: E| {
        let shift = expand(a - b);
        (shift != ZERO && !shift.has(x)).then_some(shift)
    };
    if let ([(g, a)], [(_, b)]) = (above.as_slice(), below.as_slice())
        && let Some(shift) = apart(*a, *b)
    {
        let (s, c) = (apply(F::Sin, *b), apply(F::Cos, *b));
        let (u, v) = (apply(F::Sin, shift), apply(F::Cos, shift));
        let sum = if *g == F::Sin { [s * v, c * u] } else { [c * v, -(s * u)] };
        let rest = f / apply(*g, *a);
        return add(sum.into_iter().map(|term| named_quotient(term * rest, *b)));
    }
    if let ([], [(g, a), (k, b)]) = (above.as_slice(), below.as_slice())
        && let Some(shift) = apart(*a, *b)
    {
        let rest = f * apply(*g, *a) * apply(*k, *b);
        let of = |f: F, h: E| apply(f, h);
        return match (g, k) {
            (F::Sin, F::Sin) => (of(F::Cot, *b) - of(F::Cot, *a)) * rest / of(F::Sin, shift),
            (F::Cos, F::Cos) => (of(F::Tan, *a) - of(F::Tan, *b)) * rest / of(F::Sin, shift),
            (F::Sin, F::Cos) => (of(F::Cot, *a) + of(F::Tan, *b)) * rest / of(F::Cos, shift),
            _ => (of(F::Tan, *a) + of(F::Cot, *b)) * rest / of(F::Cos, shift),
        };
    }
    f
}

/// cos/sin as cot, sin/cos as tan.
fn named_quotient(e: E, h: E) -> E {
    let (s, c) = (apply(F::Sin, h), apply(F::Cos, h));
    let factors = e.factors();
    for (up, down, name) in [(c, s, F::Cot), (s, c, F::Tan)] {
        let below = powi(down, -1);
        if factors.contains(&up) && factors.contains(&below) {
            let rest = factors.iter().copied().filter(|&p| p != up && p != below);
            return mul(rest.chain([apply(name, h)]).collect::<Vec<_>>());
        }
    }
    e
}

pub(crate) fn half_angles(f: E) -> E {
    if let X::Add(_) = f.get() {
        let squared = half_angles(powi(f, 2));
        return match squared.get() {
            X::Mul(_) => pow(squared, HALF).rewrite(&mut |part| match part.get() {
                X::Pow(base, k) if k == HALF => match base.get() {
                    X::Pow(inner, n) if n.as_int().is_some_and(|n| n % 4 == 0) => {
                        powi(inner, n.as_int().unwrap_or(0) / 2)
                    }
                    _ => part,
                },
                _ => part,
            }),
            _ => f,
        };
    }
    f.rewrite(&mut |part| {
        let X::Pow(base, k) = part.get() else { return part };
        let X::Add(_) = base.get() else { return part };
        let terms = base.terms();
        let [a, b] = terms.as_slice() else { return part };
        let (one, other) = if a.num().is_some() { (*a, *b) } else { (*b, *a) };
        let (q, body) = other.coefficient();
        let X::Fun(F::Cos, h) = body.get() else { return part };
        let Some(c) = one.num() else { return part };
        if c == q {
            pow(num(&c * &Q::int(2)) * powi(apply(F::Cos, h * HALF), 2), k)
        } else if c == -&q {
            pow(num(&c * &Q::int(2)) * powi(apply(F::Sin, h * HALF), 2), k)
        } else {
            part
        }
    })
}

fn gather_angles(e: E, x: E, out: &mut Vec<E>) {
    if let X::Fun(F::Sin | F::Cos, h) = e.get()
        && h.has(x)
        && !out.contains(&h)
    {
        out.push(h);
    }
    for child in e.children() {
        gather_angles(child, x, out);
    }
}

fn is_polynomial_in_sines(f: E, x: E) -> bool {
    f.terms().into_iter().all(|term| {
        term.factors().into_iter().all(|factor| {
            let (base, k) = factor.base_exponent();
            !factor.has(x)
                || (matches!(base.get(), X::Fun(F::Sin | F::Cos, h) if linear(h, x).is_some())
                    && k.as_int().is_some_and(|k| k > 0))
                || base == x
                || crate::algebra::is_exponential(factor)
        })
    })
}

/// ∫ e^{ax} (a g + g′) = e^{ax} g.
fn exponential_rule(f: E, x: E) -> Option<E> {
    let factors = f.factors();
    let power =
        *factors.iter().find(|p| matches!(p.get(), X::Pow(EULER, k) if linear(k, x).is_some()))?;
    let (a, _) = linear(power.base_exponent().1, x)?;
    let rest = mul(factors.into_iter().filter(|&p| p != power));
    let halves = rest.rewrite(&mut |part| match part.get() {
        X::Fun(F::Sin, h) => TWO * apply(F::Sin, h * HALF) * apply(F::Cos, h * HALF),
        _ => part,
    });
    let (top, bottom) = crate::algebra::split_fraction(half_angles(halves));
    let over = add(expand(top).terms().into_iter().map(|t| t / bottom));
    let apart = crate::tasks::factor::apart(rest, x).map(add);
    for form in [rest, expand(rest), half_angles(rest), over].into_iter().chain(apart) {
        let terms = form.terms();
        for g in terms.iter().copied().chain([form]) {
            let g = g / a;
            let slope = a * g + derivative(g, x);
            if crate::algebra::is_zero(slope - rest)
                || (crate::trig::normal(slope - rest) == Some(ZERO))
            {
                return Some(power * g);
            }
        }
    }
    None
}

/// Rational in sines and cosines: t = tan x when the signs allow, else t = tan(x/2).
fn trigonometric(f: E, x: E, depth: usize) -> Option<E> {
    if !f.has_fun(&crate::trig::is_circular) {
        return None;
    }
    let sines = crate::trig::single_angles(crate::trig::in_sines(f));
    let mut angle = None;
    let only = !sines.any(&|part| match part.get() {
        X::Fun(F::Sin | F::Cos, h) if h.has(x) => false,
        X::Fun(..) => part.has(x),
        _ => false,
    });
    sines.rewrite(&mut |part| {
        if let X::Fun(F::Sin | F::Cos, h) = part.get()
            && h.has(x)
        {
            angle = Some(h);
        }
        part
    });
    let angle = angle?;
    let (a, _) = linear(angle, x)?;
    let (s, c) = (apply(F::Sin, angle), apply(F::Cos, angle));
    let letter = sym("__w");
    let (ls, lc) = (sym("__s"), sym("__c"));
    let plain = sines.replace(s, ls).replace(c, lc);
    if !only
        || plain.has(x)
        || plain
            .any(&|p| matches!(p.get(), X::Pow(_, k) if k.num().is_none_or(|q| !q.is_integer())))
    {
        return None;
    }
    let even = crate::algebra::is_zero(plain - plain.replace(ls, -ls).replace(lc, -lc));
    if even {
        // sin² = t²/(1+t²), sin cos = t/(1+t²): divide by cos².
        let square = ONE + letter * letter;
        let replaced = plain.replace(ls, letter * lc);
        let (top, bottom) = fraction(replaced);
        let in_c = |e: E| coefficients(e, lc);
        if let (Some(p), Some(q)) = (in_c(top), in_c(bottom)) {
            // Bring both to even powers of c by the same shift.
            let odd = |c: &[E]| c.iter().enumerate().any(|(k, &e)| k % 2 == 1 && e != ZERO);
            if !odd(&p) && !odd(&q) {
                let value = |c: &[E]| {
                    add(c.iter().enumerate().map(|(k, &e)| e * powi(square, -(k as i64) / 2)))
                };
                let inner = together(value(&p) / value(&q) / square);
                if let Some(found) = quiet(inner, letter, depth + 2) {
                    return Some(found.replace(letter, apply(F::Tan, angle)) / a);
                }
            }
        }
    }
    let square = ONE + letter * letter;
    let inner = together(
        plain.replace(ls, TWO * letter / square).replace(lc, (ONE - letter * letter) / square)
            * TWO
            / square,
    );
    let found = quiet(inner, letter, depth + 2)?;
    let result = found.replace(letter, apply(F::Tan, angle * HALF)) / a;
    let _ = PI;
    Some(result)
}

/// Rational in x and one √(a x² + b x + c).
fn quadratic_root(f: E, x: E, depth: usize) -> Option<E> {
    let mut base = None;
    let mut several = false;
    f.rewrite(&mut |part| {
        if let X::Pow(h, k) = part.get()
            && h.has(x)
            && k.num().is_some_and(|q| q.parts().is_some_and(|(_, d)| d == 2))
        {
            several |= base.is_some_and(|found| found != h);
            base = Some(h);
        }
        part
    });
    let q = base?;
    let c = coefficients(q, x).filter(|c| c.len() == 3)?;
    if several {
        return None;
    }
    let (a, b, c) = (c[2], c[1], c[0]);
    let root = sym("__r");
    let plain = f.rewrite(&mut |part| match part.get() {
        X::Pow(h, k) if h == q => match k.num().and_then(|k| k.parts()) {
            Some((n, 2)) => powi(root, n),
            _ => part,
        },
        _ => part,
    });
    if !is_rational(plain.replace(root, x + ONE), x) {
        return None;
    }
    // f = A + B/√q with A, B rational in x.
    let (top, bottom) = fraction(plain);
    let reduce = |e: E| -> Option<(E, E)> {
        let d = coefficients(e, root)?;
        let mut even = ZERO;
        let mut odd = ZERO;
        for (k, &e) in d.iter().enumerate() {
            let part = e * powi(q, k as i64 / 2);
            if k % 2 == 0 { even = even + part } else { odd = odd + part }
        }
        Some((expand(even), expand(odd)))
    };
    let ((t0, t1), (b0, b1)) = (reduce(top)?, reduce(bottom)?);
    // (t0 + t1 r)/(b0 + b1 r) = (t0 + t1 r)(b0 - b1 r)/(b0² - b1² q)
    let norm = expand(b0 * b0 - b1 * b1 * q);
    let rational_part = together(expand(t0 * b0 - t1 * b1 * q) / norm);
    let root_part = together(expand(t1 * b0 - t0 * b1) * q / norm);
    let plain = if rational_part == ZERO { ZERO } else { rational::rational(rational_part, x)? };
    if root_part == ZERO {
        return Some(plain);
    }
    // ∫ B/√q: a polynomial B by R √q + λ ∫ 1/√q.
    if let Some(p) = coefficients(root_part, x) {
        let n = p.len() - 1;
        let unknowns = n.max(1);
        // derivative of x^k √q times √q: k x^{k-1} q + x^k q'/2
        let mut columns: Vec<Vec<E>> = Vec::new();
        for k in 0..unknowns {
            let low = if k == 0 { ZERO } else { int(k as i64) * powi(x, k as i64 - 1) * q };
            columns.push(coefficients(low + powi(x, k as i64) * (TWO * a * x + b) * HALF, x)?);
        }
        columns.push(vec![ONE]);
        let at = |c: &[E], k: usize| c.get(k).copied().unwrap_or(ZERO);
        let rows = (0..=unknowns)
            .map(|k| columns.iter().map(|c| at(c, k)).chain([at(&p, k)]).collect())
            .collect();
        let v = crate::matrix::solve(rows)?;
        let front = add((0..unknowns).map(|k| v[k] * powi(x, k as i64)));
        let base =
            if v[unknowns] == ZERO { ZERO } else { v[unknowns] * inverse_root(a, b, c, q, x)? };
        return Some(plain + front * sqrt(q) + base);
    }
    // Over powers of (x - p): x = p + 1/t.
    let parts = crate::tasks::factor::apart(root_part, x)?;
    let mut out = vec![plain];
    for part in parts {
        if coefficients(part, x).is_some() {
            out.push(quadratic_root(part / sqrt(q), x, depth + 1)?);
            continue;
        }
        let (_, below) = crate::algebra::split_fraction(part);
        let pole = below.factors().into_iter().find(|f| f.has(x))?;
        let (m, k) = linear(pole.base_exponent().0, x)?;
        let t = sym("__v");
        let p = -k / m;
        let moved = part.replace(x, p + ONE / t);
        // q(p + 1/t) = (q(p) t² + q'(p) t + a)/t²
        let inside = expand(q.replace(x, p) * t * t + (TWO * a * p + b) * t + a);
        let inner = together(-moved / (t * t) * t) / sqrt(inside);
        let found = quiet(inner, t, depth + 2)?;
        out.push(roots::put_back(found, t, inside, x, p, q));
    }
    Some(add(out))
}

/// u v′ + u′ v among the terms of a sum: parts of one term take away others.
fn product_rule(f: E, x: E, depth: usize) -> Option<E> {
    let X::Add(terms) = f.get() else { return None };
    if depth > 2 || terms.len() > 6 || !f.has_fun(&|_| true) {
        return None;
    }
    let count = |e: E| e.terms().len();
    for &term in terms.iter().filter(|t| t.has(x)) {
        let factors = term.factors();
        for &u in factors.iter().filter(|u| u.has(x)) {
            let rest = term / u;
            if !rest.has(x) || burn(32) {
                continue;
            }
            let (free, bound): (Vec<E>, Vec<E>) =
                rest.factors().into_iter().partition(|factor| !factor.has(x));
            let Some(v) = table(mul(bound), x).map(|v| v * mul(free)) else { continue };
            let slope = derivative(u, x);
            let mut left = expand(f - term - slope * v);
            if count(left) + 1 > terms.len()
                && left.has_fun(&crate::trig::is_circular)
                && left.size() < 80
            {
                left = crate::trig::normal(left).map_or(left, expand);
            }
            if count(left) < terms.len()
                && left != UNDEFINED
                && left.size() < f.size()
                && let Some(found) = quiet(left, x, depth + 1)
            {
                return Some(u * v + found);
            }
        }
    }
    None
}

/// Parts: logarithms and inverse functions first, then powers of x.
fn parts(f: E, x: E, depth: usize, trace: &mut Trace) -> Option<E> {
    let factors = f.factors();
    let rank = |e: E| {
        let (base, k) = e.base_exponent();
        match base.get() {
            X::Fun(
                F::Ln
                | F::Asin
                | F::Acos
                | F::Atan
                | F::Acot
                | F::Asec
                | F::Acsc
                | F::Asinh
                | F::Acosh
                | F::Atanh,
                _,
            ) if k.as_int().is_some_and(|k| k > 0) => 0,
            X::Sym(_) if k.as_int().is_some_and(|k| k > 0) => 1,
            X::Add(_) if k.as_int().is_some_and(|k| k > 0) && coefficients(base, x).is_some() => 1,
            _ => 9,
        }
    };
    let best = factors.iter().map(|&e| rank(e)).min()?;
    if best > 1 {
        return None;
    }
    let (u, v): (Vec<E>, Vec<E>) = factors.iter().partition(|&&e| rank(e) == best);
    let (u, dv) = if best == 0 {
        (u[0], mul(factors.iter().copied().filter(|&e| e != u[0])))
    } else {
        (mul(u), mul(v))
    };
    if best == 1 && dv == ONE {
        return None;
    }
    let v = quiet(dv, x, depth + 2)?;
    let v = crate::tasks::simplify::simplest(v);
    let rest = crate::tasks::simplify::simplest(derivative(u, x) * v);
    let circular = rest.has_fun(&crate::trig::is_circular) && rest.size() < 60;
    let rest = match circular.then(|| crate::trig::normal(rest)).flatten() {
        Some(normal) if normal.size() < rest.size() => normal,
        _ => rest,
    };
    if rest.size() > 4 * f.size() + 20 {
        return None;
    }
    let joined = |rest: E| {
        let other = radicals::joined(rest, x);
        (other != rest).then(|| quiet(other, x, depth + 1)).flatten()
    };
    let inner = quiet(rest, x, depth + 1).or_else(|| joined(rest))?;
    *trace = Trace { rule: "parts", rewritten: None, u, inner: v, result: ZERO, letter: ZERO };
    Some(u * v - inner)
}

/// Rational in one root or exponential of x: that becomes the letter.
fn by_generator(f: E, x: E, depth: usize) -> Option<E> {
    let field = Field::of(&[f], &[]);
    let (top, bottom) = field.ratio(f)?;
    let bound: Vec<usize> =
        (0..field.generators.len()).filter(|&k| field.generators[k].has(x)).collect();
    let letter = sym("__q");
    let [k] = bound.as_slice() else { return None };
    let g = field.generators[*k];
    if g == x {
        return None;
    }
    let inner = (field.expr(&top) / field.expr(&bottom)).replace(g, letter);
    let inner = put(inner, g, letter);
    // x as a function of the letter
    let slope = match g.get() {
        X::Pow(base, exponent) if base == x => {
            let q = exponent.num()?;
            num(q.reciprocal()) * pow(letter, num(&q.reciprocal() - &Q::ONE))
        }
        X::Pow(base, exponent) if !base.has(x) => {
            let (a, _) = linear(exponent, x)?;
            ONE / (a * letter * if base == EULER { ONE } else { ln(base) })
        }
        X::Pow(base, exponent) => {
            let (a, _) = linear(base, x)?;
            let q = exponent.num()?;
            num(q.reciprocal()) * pow(letter, num(&q.reciprocal() - &Q::ONE)) / a
        }
        _ => return None,
    };
    let inner = together(inner * slope);
    if inner.has(x) || inner.has(I) {
        return None;
    }
    let found = quiet(inner, letter, depth + 1)?;
    let _ = rat(1, 2);
    Some(found.replace(letter, g))
}
