//! The everyday operations on expressions: multiply out, one fraction, cancel, collect, make denominators rational.

use crate::expr::{
    E, EULER, F, I, Memory, ONE, UNDEFINED, X, ZERO, add, burn, int, mul, num, pow, powi, recall,
    remember, remembered, spent,
};
use crate::number::Q;
use crate::poly::{self, Poly};

/// Multiplies out products and whole powers, everywhere but inside functions and exponents.
pub(crate) fn expand(e: E) -> E {
    match e.get() {
        X::Add(_) | X::Mul(_) | X::Pow(..) => {
            remembered(Memory::Expanded, e, e, || multiplied_out(e))
        }
        _ => e,
    }
}

fn multiplied_out(e: E) -> E {
    match e.get() {
        X::Add(items) => add(items.iter().map(|&item| expand(item))),
        X::Mul(items) => {
            let mut out = ONE;
            for &item in items.iter() {
                out = distribute(out, expand(item));
                if spent() {
                    return UNDEFINED;
                }
            }
            out
        }
        X::Pow(base, exponent) => {
            let base = expand(base);
            match exponent.as_int() {
                Some(k) if (2..=40).contains(&k) && matches!(base.get(), X::Add(_)) => {
                    let mut out = ONE;
                    for _ in 0..k {
                        out = distribute(out, base);
                        if spent() || out.terms().len() > 400 {
                            return pow(base, exponent);
                        }
                    }
                    out
                }
                Some(k) if (-40..=-1).contains(&k) && matches!(base.get(), X::Add(_)) => {
                    pow(expand(powi(base, -k)), int(-1))
                }
                _ => pow(base, exponent),
            }
        }
        _ => e,
    }
}

/// Fuel for a product of two terms.
const PRODUCT: u64 = 6;

fn distribute(a: E, b: E) -> E {
    let (p, q) = (a.terms(), b.terms());
    burn(PRODUCT * (p.len() * q.len()) as u64);
    let mut out = Vec::with_capacity(p.len() * q.len());
    for &x in &p {
        for &y in &q {
            let product = x * y;
            // √(x+1) √(x+1) is a sum again.
            if p.len() * q.len() > 1
                && matches!(product.get(), X::Mul(_))
                && product.factors().iter().any(|f| matches!(f.get(), X::Add(_)))
                && product != e_or_self(a, b)
            {
                out.push(expand_once(product));
            } else {
                out.push(product);
            }
        }
    }
    add(out)
}

fn e_or_self(a: E, b: E) -> E {
    mul([a, b])
}

fn expand_once(e: E) -> E {
    let sums = e.factors().into_iter().filter(|f| matches!(f.get(), X::Add(_))).count();
    if sums == 0 || burn(4) {
        return e;
    }
    let mut out = vec![ONE];
    for factor in e.factors() {
        let terms = factor.terms();
        out = out
            .iter()
            .flat_map(|&a| terms.iter().map(move |&b| a * b).collect::<Vec<_>>())
            .collect();
    }
    add(out)
}

/// A base and a rest of the exponent: all powers `base^{q · rest}` become powers of one generator.
#[derive(Clone, PartialEq)]
struct Key {
    base: E,
    rest: E,
    denominator: i64,
}

/// Rational functions in generators: what cannot be taken apart becomes one letter.
pub(crate) struct Field {
    keys: Vec<Key>,
    pub(crate) generators: Vec<E>,
}

impl Field {
    /// The generators of these expressions; `first` comes first, so that it is the main one.
    pub(crate) fn of(expressions: &[E], first: &[E]) -> Field {
        let mut keys: Vec<Key> =
            first.iter().map(|&base| Key { base, rest: ONE, denominator: 1 }).collect();
        for &e in expressions {
            collect(e, &mut keys);
        }
        let fixed = first.len().min(keys.len());
        crate::sort::by(&mut keys[fixed..], &mut |a, b| {
            crate::expr::order(a.base, b.base).then_with(|| crate::expr::order(a.rest, b.rest))
        });
        let generators = keys
            .iter()
            .map(|key| pow(key.base, key.rest * num(Q::new(1, key.denominator))))
            .collect();
        Field { keys, generators }
    }

    /// Numerator and denominator, common factors cancelled.
    pub(crate) fn ratio(&self, e: E) -> Option<(Poly, Poly)> {
        let (top, bottom) = self.raw(e)?;
        if bottom.is_zero() || spent() {
            return None;
        }
        Some(cancelled(top, bottom))
    }

    fn raw(&self, e: E) -> Option<(Poly, Poly)> {
        let n = self.keys.len();
        if burn(2) {
            return None;
        }
        match e.get() {
            X::Num(q) => Some((Poly::constant(q, n), Poly::one(n))),
            X::Add(items) => {
                let mut all = (Poly::zero(n), Poly::one(n));
                for &item in items.iter() {
                    let (top, bottom) = self.raw(item)?;
                    all = if bottom == all.1 {
                        (all.0.plus(&top), all.1)
                    } else {
                        let common = poly::gcd(&all.1, &bottom);
                        let (a, b) = (all.1.divided(&common)?, bottom.divided(&common)?);
                        (all.0.times(&b).plus(&top.times(&a)), all.1.times(&b))
                    };
                }
                all.0 = self.reduced(all.0);
                Some(all)
            }
            X::Mul(items) => {
                let mut all = (Poly::one(n), Poly::one(n));
                for &item in items.iter() {
                    let (top, bottom) = self.raw(item)?;
                    all = (self.reduced(all.0.times(&top)), self.reduced(all.1.times(&bottom)));
                }
                Some(all)
            }
            X::Pow(base, exponent) => {
                if let Some(k) = exponent.as_int()
                    && matches!(base.get(), X::Add(_) | X::Mul(_))
                {
                    let (top, bottom) = self.raw(base)?;
                    let times = u32::try_from(k.unsigned_abs()).ok().filter(|k| *k <= 60)?;
                    if u64::from(times) * top.terms.len().max(bottom.terms.len()) as u64 > 2000 {
                        return None;
                    }
                    let (top, bottom) =
                        (self.reduced(top.power(times)), self.reduced(bottom.power(times)));
                    return Some(if k < 0 { (bottom, top) } else { (top, bottom) });
                }
                let mut all = (Poly::one(n), Poly::one(n));
                for term in exponent.terms() {
                    let (q, rest) = term.coefficient();
                    let k =
                        self.keys.iter().position(|key| key.base == base && key.rest == rest)?;
                    let times = (&q * &Q::int(self.keys[k].denominator)).as_i64()?;
                    let part = Poly::generator(
                        k,
                        u32::try_from(times.unsigned_abs()).ok().filter(|k| *k <= 400)?,
                        n,
                    );
                    if times < 0 {
                        all.1 = all.1.times(&part);
                    } else {
                        all.0 = all.0.times(&part);
                    }
                }
                Some((self.reduced(all.0), self.reduced(all.1)))
            }
            _ => {
                let k = self.keys.iter().position(|key| key.base == e && key.rest == ONE)?;
                let times = u32::try_from(self.keys[k].denominator).ok()?;
                Some((self.reduced(Poly::generator(k, times, n)), Poly::one(n)))
            }
        }
    }

    /// With i² = -1 and (√2)² = 2, and so on.
    fn reduced(&self, p: Poly) -> Poly {
        let mut p = p;
        for (k, key) in self.keys.iter().enumerate() {
            let (limit, value) = match key.base.get() {
                X::I => (2, Q::int(-1)),
                X::Num(q) if key.rest == ONE => (key.denominator as u32, q),
                _ => continue,
            };
            if p.degree(k) < limit {
                continue;
            }
            let mut out = Poly::zero(p.n);
            for (e, q) in p.terms.iter() {
                let mut lower = e.clone();
                let times = lower[k] / limit;
                lower[k] %= limit;
                let Some(scale) = value.pow(i64::from(times)) else { return p };
                out = out.plus(&Poly::term(lower, q * &scale));
            }
            p = out;
        }
        p
    }

    pub(crate) fn expr(&self, p: &Poly) -> E {
        p.to_expr(&self.generators)
    }
}

fn collect(e: E, keys: &mut Vec<Key>) {
    let mut note = |base: E, rest: E, denominator: i64| match keys
        .iter_mut()
        .find(|key| key.base == base && key.rest == rest)
    {
        Some(key) => {
            let g = crate::number::gcd(
                key.denominator.unsigned_abs().into(),
                denominator.unsigned_abs().into(),
            ) as i64;
            key.denominator = (key.denominator / g).saturating_mul(denominator).min(1 << 20);
        }
        None => keys.push(Key { base, rest, denominator }),
    };
    match e.get() {
        X::Num(_) => {}
        X::Add(items) | X::Mul(items) => {
            for &item in items.iter() {
                collect(item, keys);
            }
        }
        X::Pow(base, exponent) => {
            if exponent.as_int().is_some() && matches!(base.get(), X::Add(_) | X::Mul(_)) {
                return collect(base, keys);
            }
            for term in exponent.terms() {
                let (q, rest) = term.coefficient();
                let denominator = q.parts().map_or(1 << 20, |(_, d)| d);
                note(base, rest, denominator);
            }
        }
        _ => note(e, ONE, 1),
    }
}

fn cancelled(top: Poly, bottom: Poly) -> (Poly, Poly) {
    let common = poly::gcd(&top, &bottom);
    let (top, bottom) = match (top.divided(&common), bottom.divided(&common)) {
        (Some(a), Some(b)) => (a, b),
        _ => (top, bottom),
    };
    if top.is_zero() {
        let n = top.n;
        return (top, Poly::one(n));
    }
    let (p, q) = (top.content(), bottom.content());
    let front = &p / &q;
    (top.primitive().scaled(&front.numerator()), bottom.primitive().scaled(&front.denominator()))
}

/// Numerator and denominator of one fraction, common factors cancelled, both multiplied out.
pub(crate) fn fraction(e: E) -> (E, E) {
    if let (Some(top), Some(bottom)) =
        (recall(Memory::Numerator, e, e), recall(Memory::Denominator, e, e))
    {
        return (top, bottom);
    }
    let field = Field::of(&[e], &[]);
    let (top, bottom) = match field.ratio(e) {
        Some((top, bottom)) => (field.expr(&top), field.expr(&bottom)),
        None => (e, ONE),
    };
    remember(Memory::Numerator, e, e, top);
    remember(Memory::Denominator, e, e, bottom);
    (top, bottom)
}

/// One fraction in lowest terms.
pub(crate) fn together(e: E) -> E {
    let (top, bottom) = fraction(e);
    top / bottom
}

/// Numerator and denominator as they stand, nothing cancelled.
pub(crate) fn split_fraction(e: E) -> (E, E) {
    let (mut top, mut bottom) = (Vec::new(), Vec::new());
    for factor in e.factors() {
        let (base, exponent) = factor.base_exponent();
        if let X::Num(q) = factor.get() {
            top.push(num(q.numerator()));
            bottom.push(num(q.denominator()));
        } else if exponent.num().is_some_and(|q| q.is_negative()) {
            bottom.push(pow(base, -exponent));
        } else {
            top.push(factor);
        }
    }
    (mul(top), mul(bottom))
}

/// Whether it is zero as a rational function of its generators.
pub(crate) fn is_zero(e: E) -> bool {
    if e == ZERO {
        return true;
    }
    let field = Field::of(&[e], &[]);
    field.ratio(e).is_some_and(|(top, _)| top.is_zero())
}

/// A number without roots or i in denominators.
pub(crate) fn rationalized(e: E) -> E {
    let e = e.map(&mut |child| {
        if matches!(child.get(), X::Add(_) | X::Mul(_) | X::Pow(..)) && child != e {
            rationalized(child)
        } else {
            child
        }
    });
    let mut out = e;
    for factor in e.factors() {
        let (base, exponent) = factor.base_exponent();
        if !matches!(base.get(), X::Add(_))
            || exponent.as_int().is_none_or(|k| k >= 0)
            || !base.is_number()
        {
            continue;
        }
        let (mut top, mut bottom) = (ONE, base);
        for _ in 0..6 {
            if bottom.num().is_some() || burn(16) {
                break;
            }
            let mut roots: Vec<E> = Vec::new();
            for term in bottom.terms() {
                for f in term.factors() {
                    let is_root = f == I
                        || matches!(f.get(), X::Pow(_, k) if k.num().and_then(|k| k.parts()).is_some_and(|(_, d)| d == 2));
                    if is_root && !roots.contains(&f) {
                        roots.push(f);
                    }
                }
            }
            let Some(&root) = roots.last() else { break };
            let conjugate = add(bottom
                .terms()
                .into_iter()
                .map(|t| if t.factors().contains(&root) { -t } else { t }));
            top = expand(top * conjugate);
            bottom = expand(bottom * conjugate);
        }
        if bottom.num().is_some_and(|q| !q.is_zero()) {
            let k = exponent.as_int().map_or(1, |k| -k);
            let rest = mul(out.factors().into_iter().filter(|&f| f != factor));
            out = expand(mul([rest, expand(powi(top, k)), powi(bottom, -k)]));
        }
    }
    if e.is_number() && matches!(out.get(), X::Mul(_)) { expand_numbers(out) } else { out }
}

fn expand_numbers(e: E) -> E {
    let expanded = expand(e);
    if expanded.size() <= e.size() + 4 { expanded } else { e }
}

/// A polynomial in one letter: coefficients free of it, lowest first.
pub(crate) fn coefficients(e: E, x: E) -> Option<Vec<E>> {
    let expanded = expand(e);
    let mut out: Vec<Vec<E>> = vec![Vec::new()];
    for term in expanded.terms() {
        let (mut degree, mut rest) = (0usize, Vec::new());
        for factor in term.factors() {
            let (base, exponent) = factor.base_exponent();
            if base == x {
                degree += usize::try_from(exponent.as_int()?).ok().filter(|k| *k <= 200)?;
            } else if factor.has(x) {
                return None;
            } else {
                rest.push(factor);
            }
        }
        if out.len() <= degree {
            out.resize(degree + 1, Vec::new());
        }
        out[degree].push(mul(rest));
    }
    let mut out: Vec<E> = out.into_iter().map(add).collect();
    while out.len() > 1 && out.last() == Some(&ZERO) {
        out.pop();
    }
    Some(out)
}

/// Written as powers of `x` again.
pub(crate) fn from_coefficients(coefficients: &[E], x: E) -> E {
    add(coefficients.iter().enumerate().map(|(k, &c)| c * powi(x, k as i64)))
}

/// Terms with the same power of `x` collected.
pub(crate) fn collected(e: E, x: E) -> E {
    coefficients(e, x).map_or(e, |c| from_coefficients(&c, x))
}

/// Factors over the rationals in all generators: the number in front, then factors with multiplicities.
pub(crate) fn factors(e: E) -> Option<(Q, Vec<(E, i64)>)> {
    let field = Field::of(&[e], &[]);
    let (top, bottom) = field.ratio(e)?;
    let bottom = bottom.as_constant()?;
    let (q, parts) = poly::factor(&top);
    let parts =
        parts.into_iter().map(|(part, times)| (field.expr(&part), i64::from(times))).collect();
    Some((&q / &bottom, parts))
}

/// The product of factors over the rationals, or the expression itself.
pub(crate) fn factored(e: E) -> E {
    remembered(Memory::Factored, e, e, || product_of_factors(e))
}

fn product_of_factors(e: E) -> E {
    match factors(e) {
        Some((q, parts)) => mul(parts
            .into_iter()
            .map(|(part, times)| powi(part, times))
            .chain([num(q)])
            .collect::<Vec<_>>()),
        None => e,
    }
}

/// `ln` of products taken apart and joined: ln a + ln b = ln ab, for equations.
pub(crate) fn logs_joined(e: E) -> E {
    let mut product = Vec::new();
    let mut rest = Vec::new();
    for term in e.terms() {
        let (q, body) = term.coefficient();
        match body.get() {
            X::Fun(F::Ln, x) => product.push(pow(x, num(q))),
            _ => rest.push(term),
        }
    }
    if product.len() < 2 {
        return e;
    }
    rest.push(crate::expr::ln(mul(product)));
    add(rest)
}

/// e^{…} apart: e^{a+b} = e^a e^b is a product of generators only inside [`Field`].
pub(crate) fn is_exponential(e: E) -> bool {
    matches!(e.get(), X::Pow(base, exponent) if (base == EULER || base.is_number()) && !exponent.is_number())
}
