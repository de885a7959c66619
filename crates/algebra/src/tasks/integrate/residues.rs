//! ∫ A/D for an irreducible D of any degree: Σ c ln gcd(A - c D′, D) over the residues c = A(r)/D′(r) (Rothstein 1976,
//! Trager 1976), where these are rational or come in pairs p ± √q.
//!
//! The residues are guessed from the roots of D in floating point; that the gcds multiply to D proves them.

use crate::complex::{C, real};
use crate::expr::{E, F, add, apply, burn, ln, mul, num, powi, rat, sqrt};
use crate::number::Q;
use crate::poly::univariate_roots;
use crate::show::ln_abs;
use crate::tasks::simplify::evaluated;

/// a + b √d.
#[derive(Clone, PartialEq)]
struct Surd {
    a: Q,
    b: Q,
}

impl Surd {
    fn is_zero(&self) -> bool {
        self.a.is_zero() && self.b.is_zero()
    }

    fn minus(&self, other: &Surd) -> Surd {
        Surd { a: &self.a - &other.a, b: &self.b - &other.b }
    }

    fn times(&self, other: &Surd, d: &Q) -> Surd {
        Surd {
            a: &(&self.a * &other.a) + &(&(&self.b * &other.b) * d),
            b: &(&self.a * &other.b) + &(&self.b * &other.a),
        }
    }

    /// Of a number that is not zero; √d is not rational.
    fn inverse(&self, d: &Q) -> Surd {
        let norm = &(&self.a * &self.a) - &(&(&self.b * &self.b) * d);
        Surd { a: &self.a / &norm, b: &(-&self.b) / &norm }
    }
}

/// The greatest common divisor with leading coefficient 1; lowest coefficient first.
fn gcd(mut f: Vec<Surd>, mut g: Vec<Surd>, d: &Q) -> Option<Vec<Surd>> {
    let trim = |p: &mut Vec<Surd>| {
        while p.last().is_some_and(Surd::is_zero) {
            p.pop();
        }
    };
    trim(&mut f);
    trim(&mut g);
    while let Some(lead) = g.last() {
        let inverse = lead.inverse(d);
        while f.len() >= g.len() {
            if burn(8 * g.len() as u64) {
                return None;
            }
            let factor = f.last().map(|lead| lead.times(&inverse, d))?;
            let shift = f.len() - g.len();
            for (k, c) in g.iter().enumerate() {
                f[shift + k] = f[shift + k].minus(&factor.times(c, d));
            }
            f.pop();
            trim(&mut f);
        }
        std::mem::swap(&mut f, &mut g);
    }
    let inverse = f.last()?.inverse(d);
    Some(f.iter().map(|c| c.times(&inverse, d)).collect())
}

/// The fraction with a small denominator that is this number within rounding.
fn guess(v: f64) -> Option<Q> {
    (1..=360i64).find_map(|denominator| {
        let top = v * denominator as f64;
        ((top - libm::round(top)).abs() < 1e-7 * top.abs().max(1.0) && top.abs() < 1e9)
            .then(|| Q::new(libm::round(top) as i64, denominator))
    })
}

/// The integral of `top / base`, both with rational coefficients, lowest first, `base` irreducible.
pub(super) fn logarithms(top: &[E], base: &[E], x: E) -> Option<E> {
    let rational = |c: &[E]| c.iter().map(|e| e.num()).collect::<Option<Vec<Q>>>();
    let (a, d) = (rational(top)?, rational(base)?);
    let slope: Vec<Q> = d.iter().enumerate().skip(1).map(|(k, c)| c * &Q::int(k as i64)).collect();
    let at = |c: &[Q], z: C| c.iter().rev().fold(real(0.0), |sum, c| sum * z + real(c.to_f64()));
    let mut residues: Vec<C> = Vec::new();
    for root in univariate_roots(&d.iter().map(Q::to_f64).collect::<Vec<f64>>()) {
        let residue = at(&a, root) / at(&slope, root);
        if !residues.iter().any(|known| (*known - residue).abs() < 1e-6) {
            residues.push(residue);
        }
    }
    if residues.len() > 6 {
        return None;
    }
    let (mut found, mut degree) = (Vec::new(), 0);
    // Real ones that are rational first: they pair with nothing.
    while let Some(c) = residues.pop() {
        if let Some(rational) = guess(c.re).filter(|_| c.im.abs() < 1e-7) {
            let part =
                common(&a, &slope, &d, &Surd { a: rational.clone(), b: Q::ZERO }, &Q::int(2))?;
            degree += part.len() - 1;
            found.push(num(rational) * ln_abs(evaluated(sides(&part, x).0)));
            continue;
        }
        let pair = residues.iter().position(|other| {
            let (sum, product) = (c + *other, c * *other);
            sum.im.abs() < 1e-7
                && product.im.abs() < 1e-7
                && guess(sum.re).is_some()
                && guess(product.re).is_some()
        })?;
        let other = residues.remove(pair);
        let (sum, product) = (guess((c + other).re)?, guess((c * other).re)?);
        let half = &sum * &Q::new(1, 2);
        // c = half ± √q
        let q = &(&half * &half) - &product;
        if q.is_zero() {
            return None;
        }
        let part = common(&a, &slope, &d, &Surd { a: half.clone(), b: Q::ONE }, &q)?;
        degree += 2 * (part.len() - 1);
        let (p, r) = sides(&part, x);
        let half = num(half);
        if q.is_negative() {
            // c ln(p + i e r) and its conjugate
            let e = sqrt(num(-&q));
            let square = crate::algebra::expand(p * p + num(-&q) * r * r);
            found.push(half * ln(square) + rat(2, 1) * e * apply(F::Atan, p / (e * r)));
        } else {
            let root = sqrt(num(q));
            let logarithm = |root: E| (half + root) * ln_abs(p + root * r);
            found.extend([logarithm(root), logarithm(-root)]);
        }
    }
    (degree == d.len() - 1).then(|| add(found))
}

/// gcd(A - c D′, D).
fn common(a: &[Q], slope: &[Q], d: &[Q], c: &Surd, root: &Q) -> Option<Vec<Surd>> {
    let plain = |q: &Q| Surd { a: q.clone(), b: Q::ZERO };
    let zero = Surd { a: Q::ZERO, b: Q::ZERO };
    let difference = (0..a.len().max(slope.len()))
        .map(|k| {
            let of = |c: &[Q]| c.get(k).map_or_else(|| zero.clone(), &plain);
            of(a).minus(&c.times(&of(slope), root))
        })
        .collect();
    let found = gcd(difference, d.iter().map(plain).collect(), root)?;
    (found.len() > 1).then_some(found)
}

/// Σ a xᵏ and Σ b xᵏ.
fn sides(part: &[Surd], x: E) -> (E, E) {
    let of = |q: &dyn Fn(&Surd) -> Q| {
        add(part.iter().enumerate().map(|(k, c)| mul([num(q(c)), powi(x, k as i64)])))
    };
    let (a, b) = (of(&|c| c.a.clone()), of(&|c| c.b.clone()));
    (a, b)
}
