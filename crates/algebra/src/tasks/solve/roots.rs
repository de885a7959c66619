//! The roots of f(x) = 0, by what f is made of. Candidates only: the caller puts each back.

use crate::algebra::{Field, coefficients, expand, factors, fraction, logs_joined};
use crate::expr::{
    E, EULER, F, INFINITY, ONE, PI, TWO, UNDEFINED, X, ZERO, add, apply, burn, exp, int, ln, mul,
    num, pow, powi, rat, sqrt, sym,
};
use crate::number::Q;
use crate::value::{real_value, sign};

/// What solves an equation.
pub(crate) enum Set {
    /// Everything.
    All,
    /// These candidates; `n` stands for any whole number.
    Roots(Vec<E>),
}

const DEPTH: usize = 8;

/// Candidates for f(x) = 0. `None`: no method.
pub(crate) fn roots(f: E, x: E, depth: usize) -> Option<Set> {
    if depth > DEPTH || f == UNDEFINED || burn(32) {
        return None;
    }
    if !f.has(x) {
        return Some(if crate::algebra::is_zero(f) { Set::All } else { Set::Roots(Vec::new()) });
    }
    if f == x {
        return Some(Set::Roots(vec![ZERO]));
    }
    if let X::Mul(parts) = f.get() {
        let mut all = Vec::new();
        for &part in parts.iter().filter(|part| part.has(x)) {
            let (base, exponent) = part.base_exponent();
            if exponent.num().is_some_and(|q| q.is_negative()) {
                continue;
            }
            let inner = if exponent.num().is_some() { base } else { part };
            match roots(inner, x, depth + 1)? {
                Set::All => return Some(Set::All),
                Set::Roots(found) => all.extend(found),
            }
        }
        return Some(Set::Roots(all));
    }
    if let X::Pow(base, k) = f.get()
        && k.num().is_some_and(|q| !q.is_negative())
    {
        return roots(base, x, depth + 1);
    }
    if let Some(c) = coefficients(f, x) {
        return polynomial(&c, x, depth);
    }
    if let Some(found) = inverted(f, x, depth) {
        return Some(found);
    }
    let circular = f
        .any(&|part| matches!(part.get(), X::Fun(g, y) if crate::trig::is_circular(g) && y.has(x)));
    if !circular && let Some(found) = by_generator(f, x, depth) {
        return Some(found);
    }
    if let Some(found) = super::angles::inverse_angles(f, x, depth) {
        return Some(found);
    }
    if let Some(found) = absolute(f, x, depth) {
        return Some(found);
    }
    if let Some(found) = radical(f, x, depth) {
        return Some(found);
    }
    let single = f.rewrite(&mut |part| super::exponentials::taken_apart(part, x));
    if single != f && !circular {
        return roots(single, x, depth + 1);
    }
    let joined = logs_joined(f);
    if joined != f {
        return roots(joined, x, depth + 1);
    }
    if circular {
        return trigonometric(f, x, depth);
    }
    if let Some(found) = super::exponentials::by_powers(f, x, depth) {
        return Some(found);
    }
    if let Some(found) = two_powers(f, x, depth) {
        return Some(found);
    }
    if let Some(found) = in_prime_powers(f, x, depth) {
        return Some(found);
    }
    let expanded = expand(f);
    if expanded != f {
        return roots(expanded, x, depth + 1);
    }
    super::exponentials::by_inspection(f, x)
}

/// Roots of a polynomial by its coefficients, lowest first.
pub(super) fn polynomial(c: &[E], x: E, depth: usize) -> Option<Set> {
    let degree = c.len() - 1;
    if degree == 0 {
        return roots(c[0], x, depth);
    }
    if degree == 1 {
        return Some(Set::Roots(vec![crate::algebra::together(-c[0] / c[1])]));
    }
    if c[..degree].iter().all(|&e| e == ZERO) {
        return Some(Set::Roots(vec![ZERO]));
    }
    // a x^n + b
    if c[1..degree].iter().all(|&e| e == ZERO) && degree != 2 {
        let target = crate::algebra::together(-c[0] / c[degree]);
        let n = degree as i64;
        if n % 2 == 1 {
            return Some(Set::Roots(vec![pow(target, rat(1, n))]));
        }
        if sign(target).is_none_or(|s| s > 0) {
            let root = pow(target, rat(1, n));
            return Some(Set::Roots(vec![-root, root]));
        }
    }
    if degree == 2 {
        return Some(Set::Roots(quadratic(c[2], c[1], c[0])));
    }
    let f = crate::algebra::from_coefficients(c, x);
    if let Some((_, parts)) = factors(f)
        && parts.iter().any(|(part, _)| coefficients(*part, x).is_none_or(|d| d.len() < c.len()))
    {
        let mut all = Vec::new();
        for (part, _) in parts.into_iter().filter(|(part, _)| part.has(x)) {
            match roots(part, x, depth + 1) {
                Some(Set::Roots(found)) => all.extend(found),
                Some(Set::All) => return Some(Set::All),
                None => {
                    // A factor without real roots is passed over; one with real roots is not solved here.
                    let d = coefficients(part, x)?;
                    let floats: Option<Vec<f64>> = d.iter().map(|&e| real_value(e)).collect();
                    if crate::poly::univariate_roots(&floats?).iter().any(|root| root.im == 0.0) {
                        return None;
                    }
                }
            }
        }
        return Some(Set::Roots(all));
    }
    // Only every k-th power: x^k = u.
    let step = (1..=degree)
        .filter(|&k| c[k] != ZERO)
        .fold(0u128, |g, k| crate::number::gcd(g, k as u128)) as usize;
    if step > 1 {
        let inner: Vec<E> = c.iter().step_by(step).copied().collect();
        let Some(Set::Roots(values)) = polynomial(&inner, x, depth + 1) else { return None };
        let mut all = Vec::new();
        for value in values {
            if step % 2 == 1 {
                all.push(pow(value, rat(1, step as i64)));
            } else if sign(value).is_none_or(|s| s >= 0) && !value.has(crate::expr::I) {
                let root = denested(pow(value, rat(1, step as i64)));
                all.extend([root, -root]);
            }
        }
        return Some(Set::Roots(all));
    }
    None
}

/// √(a + b√c) as a sum of two roots, if it is one.
pub(crate) fn denested(e: E) -> E {
    let X::Pow(inside, exponent) = e.get() else { return e };
    if exponent.num() != Some(Q::new(1, 2)) {
        return e;
    }
    let terms = inside.terms();
    let [a, b] = terms.as_slice() else { return e };
    let (a, b) = if a.num().is_some() { (*a, *b) } else { (*b, *a) };
    let (Some(p), Some(q)) = (a.num(), powi(b, 2).num()) else { return e };
    let d = sqrt(num(&(&p * &p) - &q));
    let Some(d) = d.num() else { return e };
    let half = Q::new(1, 2);
    let (s, t) = (sqrt(num(&(&p + &d) * &half)), sqrt(num(&(&p - &d) * &half)));
    // Of a complex number the root with a positive real part.
    let below = sign(if b.has(crate::expr::I) { -b * crate::expr::I } else { b });
    if below.is_some_and(|s| s < 0) { s - t } else { s + t }
}

/// One of the two square roots of an expression with letters: without bars, since both are taken.
pub(crate) fn unsigned_root(d: E) -> E {
    let (top, bottom) = fraction(d);
    let root = |e: E| {
        let Some((front, parts)) = factors(e) else { return (ONE, e) };
        let (mut outside, mut inside) = (Vec::new(), Vec::new());
        let mut front = num(front);
        for (part, times) in parts {
            outside.push(powi(part, times / 2));
            if times % 2 != 0 {
                // √(b² - 4ac), not √(-(4ac - b²)).
                let flip = sign(front) == Some(-1) && matches!(part.get(), X::Add(_));
                front = if flip { -front } else { front };
                inside.push(if flip { expand(-part) } else { part });
            }
        }
        // √(c² - b²), not √((c + b)(c - b)).
        let product = mul(inside.iter().copied());
        let flip = if sign(front) == Some(-1) { -ONE } else { ONE };
        let whole = expand(product * flip);
        let two = inside.len() > 1 && whole.terms().len() == 2;
        (mul(outside), if two { whole * (front * flip) } else { product * front })
    };
    let ((p, above), (q, below)) = (root(top), root(bottom));
    p / q * sqrt(above / below)
}

/// Both roots of a x² + b x + c.
pub(crate) fn quadratic(a: E, b: E, c: E) -> Vec<E> {
    let d = expand(b * b - int(4) * a * c);
    let simple = crate::tasks::simplify::simplest(d);
    if b == ZERO && !d.is_number() {
        let root = unsigned_root(crate::algebra::together(-c / a));
        return vec![-root, root];
    }
    let root = if d.is_number() { denested(sqrt(simple)) } else { unsigned_root(d) };
    if d == ZERO {
        return vec![crate::algebra::together(-b / (TWO * a))];
    }
    let finish = |e: E| {
        let tidy = crate::algebra::rationalized(expand(e));
        if tidy.is_number() {
            return tidy;
        }
        let has_root =
            |part: E| matches!(part.get(), X::Pow(_, k) if k.num().is_none_or(|q| !q.is_integer()));
        if e.any(&has_root) {
            return e;
        }
        let (top, bottom) = fraction(e);
        crate::algebra::factored(top) / crate::algebra::factored(bottom)
    };
    [-ONE, ONE].into_iter().map(|s| finish((-b + s * root) / (TWO * a))).collect()
}

/// 6ˣ - 3ˣ - 2·2ˣ + 2 = (2ˣ - 1)(3ˣ - 2): powers of the primes, and factors in them.
fn in_prime_powers(f: E, x: E, depth: usize) -> Option<Set> {
    let apart = f.rewrite(&mut |part| {
        let X::Pow(base, k) = part.get() else { return part };
        let Some(n) = base.as_int().filter(|n| (4..1_000_000).contains(n) && k.has(x)) else {
            return part;
        };
        let (mut left, mut p, mut all) = (n, 2, Vec::new());
        while left > 1 && p * p <= n {
            if left % p == 0 {
                all.push(pow(int(p), k));
                left /= p;
            } else {
                p += 1;
            }
        }
        if left > 1 {
            all.push(pow(int(left), k));
        }
        mul(all)
    });
    let (_, parts) = factors(expand(apart)).filter(|_| apart != f)?;
    let mut all = Vec::new();
    for (part, _) in parts.iter().filter(|(part, _)| part.has(x)) {
        match roots(*part, x, depth + 1)? {
            Set::Roots(found) if *part != f && parts.len() > 1 => all.extend(found),
            _ => return None,
        }
    }
    Some(Set::Roots(all))
}

/// f = a·g(h(x)) + c: undo g.
fn inverted(f: E, x: E, depth: usize) -> Option<Set> {
    let (bound, free) = f.terms_by(x);
    let [term] = bound.as_slice() else { return None };
    let (inner, outer) = term.factors_by(x);
    let [part] = inner.as_slice() else { return None };
    let target = crate::tasks::simplify::simplest(-add(free) / mul(outer));
    undone(*part, target, x, depth)
}

/// part(x) = target.
pub(crate) fn undone(part: E, target: E, x: E, depth: usize) -> Option<Set> {
    let go = |inner: E, value: E| roots(inner - value, x, depth + 1);
    let none = || Some(Set::Roots(Vec::new()));
    if target.has(INFINITY) {
        return None;
    }
    match part.get() {
        X::Sym(_) => Some(Set::Roots(vec![target])),
        X::Fun(F::Ln, h) => go(h, exp(target)),
        X::Fun(F::Abs, h) => {
            if sign(target).is_some_and(|s| s < 0) {
                return none();
            }
            both(go(h, target)?, go(h, -target)?)
        }
        X::Pow(base, exponent) if !exponent.has(x) => {
            let (p, q) = exponent.num()?.parts()?;
            let s = sign(target);
            let root = pow(target, num(Q::new(q, p)));
            if p % 2 == 0 {
                // h^{p/q} with p even is never negative, and has two h.
                if s.is_some_and(|s| s < 0) && q % 2 == 1 && q != 1 {
                    return none();
                }
                return both(go(base, root)?, go(base, -root)?);
            }
            if q % 2 == 0 && s.is_some_and(|s| s < 0) {
                return none();
            }
            go(base, root)
        }
        X::Pow(base, exponent) if !base.has(x) => {
            let (front, rest) = target.coefficient();
            let root = |e: &E| {
                let (_, k) = e.base_exponent();
                k.num().and_then(|k| k.parts()).is_some_and(|(_, d)| d == 2)
            };
            let below = front.is_negative() && rest.factors().iter().all(root);
            if below || sign(target).is_some_and(|s| s <= 0) {
                return none();
            }
            if base == EULER {
                go(exponent, ln(target))
            } else {
                go(exponent, ln(target) / ln(base))
            }
        }
        X::Fun(f, h) if crate::trig::is_circular(f) => {
            let n = sym("n");
            let (f, target) = match f {
                F::Sec => (F::Cos, crate::algebra::rationalized(ONE / target)),
                F::Csc => (F::Sin, crate::algebra::rationalized(ONE / target)),
                F::Cot if target == ZERO => (F::Cos, ZERO),
                F::Cot => (F::Tan, crate::algebra::rationalized(ONE / target)),
                other => (other, target),
            };
            if f != F::Tan && real_value(target).is_some_and(|v| v.abs() > 1.0 + 1e-12) {
                return none();
            }
            let turn = TWO * PI * n;
            match f {
                F::Tan => go(h, apply(F::Atan, target) + PI * n),
                F::Cos => {
                    let angle = apply(F::Acos, target);
                    if angle == ZERO || angle == PI {
                        return go(h, angle + turn);
                    }
                    both(go(h, angle + turn)?, go(h, -angle + turn)?)
                }
                _ => {
                    let angle = apply(F::Asin, target);
                    if angle == PI / TWO || angle == -PI / TWO {
                        return go(h, angle + turn);
                    }
                    both(go(h, angle + turn)?, go(h, PI - angle + turn)?)
                }
            }
        }
        X::Fun(f, h) => {
            let value = match f {
                F::Asin => apply(F::Sin, target),
                F::Acos => apply(F::Cos, target),
                F::Atan => apply(F::Tan, target),
                F::Sinh => apply(F::Asinh, target),
                F::Tanh => apply(F::Atanh, target),
                F::Asinh => apply(F::Sinh, target),
                F::Cosh => {
                    let value = apply(F::Acosh, target);
                    return both(go(h, value)?, go(h, -value)?);
                }
                _ => return None,
            };
            go(h, value)
        }
        _ => None,
    }
}

/// tan h = slope.
pub(super) fn quarter_turns(tangent: E, slope: E, x: E, depth: usize) -> Option<Set> {
    undone(tangent, slope, x, depth + 1)
}

pub(super) fn both(a: Set, b: Set) -> Option<Set> {
    match (a, b) {
        (Set::Roots(mut a), Set::Roots(b)) => {
            a.extend(b);
            Some(Set::Roots(a))
        }
        _ => Some(Set::All),
    }
}

/// f is rational in one generator g(x): solve for it, then undo it.
fn by_generator(f: E, x: E, depth: usize) -> Option<Set> {
    let field = Field::of(&[f], &[]);
    let (top, bottom) = field.ratio(f)?;
    let bound: Vec<usize> = (0..field.generators.len())
        .filter(|&k| field.generators[k].has(x) && top.degree(k) > 0)
        .collect();
    match bound.as_slice() {
        [] => {
            let below = bottom.as_constant().is_some();
            Some(if top.is_zero() {
                Set::All
            } else if below || !field.expr(&top).has(x) {
                Set::Roots(Vec::new())
            } else {
                return None;
            })
        }
        [k] => {
            let generator = field.generators[*k];
            let letter = sym("__u");
            let c: Vec<E> = top.coefficients(*k).iter().map(|p| field.expr(p)).collect();
            let lead = c.len() - 1;
            if generator == x {
                return polynomial(&c, x, depth + 1);
            }
            let _ = lead;
            let Some(Set::Roots(values)) = polynomial(&c, letter, depth + 1) else { return None };
            let mut all = Vec::new();
            for value in values {
                if value.has(crate::expr::I) {
                    continue;
                }
                match undone(generator, crate::tasks::simplify::evaluated(value), x, depth + 1)? {
                    Set::All => return Some(Set::All),
                    Set::Roots(found) => all.extend(found),
                }
            }
            Some(Set::Roots(all))
        }
        _ => {
            let (_, parts) = crate::poly::factor(&top);
            let parts: Vec<E> =
                parts.iter().map(|(part, _)| field.expr(part)).filter(|part| part.has(x)).collect();
            if parts.len() < 2 && bottom.as_constant().is_some() {
                return None;
            }
            let mut all = Vec::new();
            for part in parts {
                if part == f {
                    return None;
                }
                match roots(part, x, depth + 1)? {
                    Set::All => return Some(Set::All),
                    Set::Roots(found) => all.extend(found),
                }
            }
            Some(Set::Roots(all))
        }
    }
}

fn find(f: E, test: &dyn Fn(E) -> bool) -> Option<E> {
    if test(f) {
        return Some(f);
    }
    f.children().into_iter().find_map(|child| find(child, test))
}

/// Each sign of what stands in bars.
fn absolute(f: E, x: E, depth: usize) -> Option<Set> {
    let bars = find(f, &|e| matches!(e.get(), X::Fun(F::Abs, h) if h.has(x)))?;
    let X::Fun(_, inner) = bars.get() else { return None };
    both(
        roots(f.replace(bars, inner), x, depth + 1)?,
        roots(f.replace(bars, -inner), x, depth + 1)?,
    )
}

/// One root alone on a side, then raised.
fn radical(f: E, x: E, depth: usize) -> Option<Set> {
    let is_root = |e: E| matches!(e.get(), X::Pow(h, k) if h.has(x) && k.num().is_some_and(|q| !q.is_integer()));
    let mut all_roots: Vec<E> = Vec::new();
    gather(f, &is_root, &mut all_roots);
    // The longest goes first: what is left has fewer.
    crate::sort::by(&mut all_roots, &mut |a, b| b.size().cmp(&a.size()));
    let root = *all_roots.first()?;
    let X::Pow(inner, exponent) = root.get() else { return None };
    let (p, q) = exponent.num()?.parts()?;
    let letter = sym("__r");
    // r = h^{1/q}; other powers of the same h are powers of r.
    let replaced = f.rewrite(&mut |part| match part.get() {
        X::Pow(h, k) if h == inner => match k.num().and_then(|k| k.parts()) {
            Some((a, b)) if q % b == 0 => powi(letter, a * (q / b)),
            _ => part,
        },
        _ => part,
    });
    let _ = p;
    let (top, _) = fraction(replaced);
    let c = coefficients(top, letter)?;
    let next = match (c.as_slice(), q) {
        ([a, b], 2) => expand(*a * *a - *b * *b * inner),
        ([a, b], _) if q <= 4 => {
            let power = |e: E| expand(powi(e, q));
            // a + b r = 0: (-a)^q = b^q h
            expand(power(-*a) - power(*b) * inner)
        }
        ([a, b, c], 2) => {
            let even = expand(*a + *c * inner);
            expand(even * even - *b * *b * inner)
        }
        _ => return None,
    };
    roots(next, x, depth + 1)
}

fn gather(e: E, test: &dyn Fn(E) -> bool, out: &mut Vec<E>) {
    if test(e) && !out.contains(&e) {
        out.push(e);
    }
    for child in e.children() {
        gather(child, test, out);
    }
}

/// a·b^h = c·d^k: logarithms of both.
fn two_powers(f: E, x: E, depth: usize) -> Option<Set> {
    let terms = f.terms();
    let [a, b] = terms.as_slice() else { return None };
    let steep = super::exponentials::is_steep(f, x);
    let log = |e: E| super::exponentials::logarithm(e, x, steep);
    let (left, right) = match (log(*a), log(-*b)) {
        (Some(l), Some(r)) => (l, r),
        _ => (log(-*a)?, log(*b)?),
    };
    roots(expand(left - right), x, depth + 1)
}

/// Factors in sines and cosines, each with one function, or a·sin + b·cos = c by the half-angle.
fn trigonometric(f: E, x: E, depth: usize) -> Option<Set> {
    if depth > 4 {
        return None;
    }
    // One function of one angle: no need to take angles apart.
    let mut circular: Vec<E> = Vec::new();
    gather(
        f,
        &|e| matches!(e.get(), X::Fun(g, y) if crate::trig::is_circular(g) && y.has(x)),
        &mut circular,
    );
    let outside = circular.iter().fold(f, |f, part| f.replace(*part, ONE));
    if outside.has(x) {
        return None;
    }
    if let [_] = circular.as_slice() {
        return by_generator(f, x, depth);
    }
    if let Some(product) = crate::trig::sums::product(f) {
        return roots(product, x, depth + 1);
    }
    let angles: Vec<E> = {
        let mut all: Vec<E> = circular
            .iter()
            .filter_map(|e| if let X::Fun(_, y) = e.get() { Some(y) } else { None })
            .collect();
        all.dedup();
        all
    };
    by_factors(f, x, depth, &angles).or_else(|| super::angles::by_sums(f, x, depth))
}

fn by_factors(f: E, x: E, depth: usize, angles: &[E]) -> Option<Set> {
    let one_angle = angles.iter().all(|a| *a == angles[0]);
    let sines = crate::trig::in_sines(f);
    let sines = if one_angle { sines } else { crate::trig::single_angles(sines) };
    let (top, _) = fraction(sines);
    let (_, parts) = factors(top)?;
    let mut all = Vec::new();
    for (part, _) in parts.into_iter().filter(|(part, _)| part.has(x)) {
        match one_factor(part, x, depth)? {
            Set::All => return Some(Set::All),
            Set::Roots(found) => all.extend(found),
        }
    }
    Some(Set::Roots(all))
}

/// a sin A + b cos A + c = 0 as sin(A + α) = -c/R with R² = a² + b², where α and the angle found are known ones.
fn auxiliary_angle(part: E, s: E, c: E, angle: E, x: E, depth: usize) -> Option<Set> {
    let (a, b) = (linear_in(part, s)?, linear_in(part, c)?);
    let rest = expand(part - a * s - b * c);
    let wide = crate::tasks::simplify::evaluated(sqrt(a * a + b * b));
    if rest.has(x) || !wide.is_number() || wide == ZERO {
        return None;
    }
    let over = |e: E| crate::tasks::simplify::evaluated(e / wide);
    let shift = apply(F::Acos, over(a));
    let shift = if sign(b)? < 0 { -shift } else { shift };
    let target = over(-rest);
    let known = |e: E| !e.has_fun(&|_| true);
    if !known(shift) || !known(apply(F::Asin, target)) {
        return None;
    }
    undone(apply(F::Sin, angle + shift), target, x, depth + 1)
}

fn one_factor(part: E, x: E, depth: usize) -> Option<Set> {
    let mut circular: Vec<E> = Vec::new();
    gather(part, &|e| matches!(e.get(), X::Fun(F::Sin | F::Cos, y) if y.has(x)), &mut circular);
    if let [_] = circular.as_slice() {
        return by_generator(part, x, depth + 1);
    }
    let angle =
        circular.iter().find_map(|e| if let X::Fun(_, y) = e.get() { Some(y) } else { None })?;
    let (s, c) = (apply(F::Sin, angle), apply(F::Cos, angle));
    if circular.iter().any(|e| *e != s && *e != c) {
        return None;
    }
    // Even powers of one of them only: sin² = 1 - cos², then it may come apart.
    for (from, to) in [(s, c), (c, s)] {
        let changed = expand(part.rewrite(&mut |e| match e.get() {
            X::Pow(base, k) if base == from && k.as_int().is_some_and(|k| k % 2 == 0) => {
                powi(ONE - powi(to, 2), k.as_int().unwrap_or(2) / 2)
            }
            _ => e,
        }));
        if !changed.has(from) {
            return by_generator(changed, x, depth + 1);
        }
        if let Some((_, parts)) = factors(changed)
            && parts.len() > 1
        {
            let mut all = Vec::new();
            for (inner, _) in parts {
                match one_factor(inner, x, depth + 1)? {
                    Set::All => return Some(Set::All),
                    Set::Roots(found) => all.extend(found),
                }
            }
            return Some(Set::Roots(all));
        }
    }
    // sin and cos to first power, no constant: tan.
    if let (Some(a), Some(b)) = (linear_in(part, s), linear_in(part, c))
        && expand(part - a * s - b * c) == ZERO
    {
        let tangent = crate::algebra::rationalized(-b / a);
        return undone(apply(F::Tan, angle), tangent, x, depth + 1);
    }
    if let Some(found) = auxiliary_angle(part, s, c, angle, x, depth) {
        return Some(found);
    }
    // t = tan(angle/2)
    let t = sym("__t");
    let square = ONE + t * t;
    let (top, _) = fraction(part.replace(s, TWO * t / square).replace(c, (ONE - t * t) / square));
    let Some(Set::Roots(values)) = roots(top, t, depth + 1) else { return None };
    let half = angle / TWO;
    let mut all = Vec::new();
    for value in values.into_iter().filter(|value| !value.has(crate::expr::I)) {
        let Set::Roots(found) =
            undone(apply(F::Tan, half), crate::tasks::simplify::evaluated(value), x, depth + 1)?
        else {
            return Some(Set::All);
        };
        all.extend(found);
    }
    let Set::Roots(found) = roots(angle - PI - TWO * PI * sym("n"), x, depth + 1)? else {
        return Some(Set::All);
    };
    all.extend(found);
    Some(Set::Roots(all))
}

fn linear_in(e: E, part: E) -> Option<E> {
    let c = coefficients(e, part)?;
    (c.len() == 2).then(|| c[1])
}
