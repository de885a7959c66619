//! Factors over the rationals. Guesses come from roots in floating point; only exact division makes a factor.

use super::{Exponents, Poly, gcd, square_root};
use crate::complex::{C, real};
use crate::expr::{burn, spent};
use crate::number::Q;

/// A number in front and irreducible primitive factors with their multiplicities.
pub(crate) type Factors = (Q, Vec<(Poly, u32)>);

/// Square-free parts: each factor's multiplicity differs from the others'.
pub(crate) fn square_free(p: &Poly) -> Factors {
    let mut rest = p.primitive();
    let mut out: Vec<(Poly, u32)> = Vec::new();
    // Powers of single generators first.
    for k in 0..p.n {
        let low = rest.terms.keys().map(|e| e[k]).min().unwrap_or(0);
        if low > 0 {
            let g = Poly::generator(k, 1, p.n);
            rest = rest.divided(&g.power(low)).expect("every term has it");
            out.push((g, low));
        }
    }
    for k in 0..p.n {
        if rest.degree(k) == 0 {
            continue;
        }
        // What is free of generator k stays for the others.
        let inner = rest
            .coefficients(k)
            .iter()
            .filter(|c| !c.is_zero())
            .fold(Poly::zero(p.n), |all, c| gcd(&all, c));
        let Some(mut part) = rest.divided(&inner) else { continue };
        rest = inner;
        let mut times = 1;
        let mut common = gcd(&part, &part.derivative(k));
        part = part.divided(&common).unwrap_or(part);
        while part.as_constant().is_none() {
            if burn(16) {
                break;
            }
            let shared = gcd(&part, &common);
            let single = part.divided(&shared).unwrap_or_else(|| part.clone());
            if single.as_constant().is_none() {
                out.push((single.primitive(), times));
            }
            common = common.divided(&shared).unwrap_or(common);
            part = shared;
            times += 1;
        }
    }
    // What the factors do not account for is a number.
    let product =
        out.iter().fold(Poly::one(p.n), |all, (part, times)| all.times(&part.power(*times)));
    match p.divided(&product).and_then(|q| q.as_constant()) {
        Some(q) => (q, out),
        None => (p.content(), vec![(p.primitive(), 1)]),
    }
}

/// All irreducible factors.
pub(crate) fn factor(p: &Poly) -> Factors {
    let (content, parts) = square_free(p);
    let mut out: Vec<(Poly, u32)> = Vec::new();
    for (part, times) in parts {
        for irreducible in split(&part) {
            out.push((irreducible, times));
        }
    }
    let product =
        out.iter().fold(Poly::one(p.n), |all, (part, times)| all.times(&part.power(*times)));
    match p.divided(&product).and_then(|q| q.as_constant()) {
        Some(q) if !spent() => (q, out),
        _ => (content, vec![(p.primitive(), 1)]),
    }
}

fn used(p: &Poly) -> Vec<usize> {
    (0..p.n).filter(|&k| p.degree(k) > 0).collect()
}

/// The irreducible factors of a square-free primitive polynomial.
fn split(p: &Poly) -> Vec<Poly> {
    let used = used(p);
    match used.as_slice() {
        [] => Vec::new(),
        [k] => {
            if p.degree(*k) == 1 {
                return vec![p.clone()];
            }
            let Some(dense) = p.dense_coefficients(*k) else { return vec![p.clone()] };
            let parts = split_univariate(&Poly::dense(&dense));
            parts.into_iter().map(|part| lifted(&part, *k, p.n)).collect()
        }
        _ => split_many(p, &used),
    }
}

fn lifted(part: &Poly, k: usize, n: usize) -> Poly {
    let mut terms = part.terms.iter().map(|(e, q)| {
        let mut exponents = Exponents::none(n);
        exponents[k] = e[0];
        (exponents, q.clone())
    });
    Poly::of(&mut terms, n)
}

fn split_many(p: &Poly, used: &[usize]) -> Vec<Poly> {
    if used.iter().any(|&k| p.degree(k) == 1 && coprime_in(p, k)) {
        return vec![p.clone()];
    }
    // Quadratic in one generator, with a square under the root.
    for &k in used {
        if p.degree(k) != 2 {
            continue;
        }
        let c = p.coefficients(k);
        let discriminant = c[1].times(&c[1]).minus(&c[0].times(&c[2]).scaled(&Q::int(4)));
        let Some(root) = square_root(&discriminant) else { return vec![p.clone()] };
        let x = Poly::generator(k, 1, p.n);
        let double = c[2].times(&x).scaled(&Q::int(2)).plus(&c[1]);
        let one = gcd(p, &double.minus(&root));
        if one.as_constant().is_some() {
            return vec![p.clone()];
        }
        let Some(other) = p.divided(&one) else { return vec![p.clone()] };
        return vec![one.primitive(), other.primitive()];
    }
    if let Some(parts) = split_homogeneous(p, used) {
        return parts;
    }
    // Otherwise all generators become powers of one (Kronecker 1882), and factors are put together again.
    let base = used.iter().map(|&k| p.degree(k)).max().unwrap_or(0) + 1;
    let Some(size) = base.checked_pow(used.len() as u32).filter(|size| *size <= 40) else {
        return vec![p.clone()];
    };
    let _ = size;
    let mut terms = p.terms.iter().map(|(e, q)| {
        let place = used.iter().enumerate().map(|(j, &k)| e[k] * base.pow(j as u32));
        (Exponents::of(&[place.sum::<u32>()]), q.clone())
    });
    let packed = Poly::of(&mut terms, 1);
    let (_, pieces) = factor(&packed);
    let pieces: Vec<Poly> =
        pieces.into_iter().flat_map(|(piece, times)| vec![piece; times as usize]).collect();
    if pieces.len() > 12 {
        return vec![p.clone()];
    }
    let mut left = p.clone();
    let mut unused: Vec<usize> = (0..pieces.len()).collect();
    let mut out = Vec::new();
    let mut size = 1;
    'sizes: while size * 2 <= unused.len() {
        for choice in choices(unused.len(), size) {
            if burn(32) {
                break 'sizes;
            }
            let product = choice.iter().fold(Poly::one(1), |all, &j| all.times(&pieces[unused[j]]));
            let mut candidate = Poly::zero(p.n);
            for (e, q) in product.terms.iter() {
                let mut exponents = Exponents::none(p.n);
                let mut rest = e[0];
                for &k in used {
                    exponents[k] = rest % base;
                    rest /= base;
                }
                candidate.terms.insert(exponents, q.clone());
            }
            if candidate.as_constant().is_none()
                && let Some(quotient) = left.divided(&candidate)
            {
                out.push(candidate.primitive());
                left = quotient;
                let chosen: Vec<usize> = choice.iter().map(|&j| unused[j]).collect();
                unused.retain(|j| !chosen.contains(j));
                continue 'sizes;
            }
        }
        size += 1;
    }
    if left.as_constant().is_none() {
        out.push(left.primitive());
    }
    out
}

/// All terms of one degree: one generator is set to 1 and put back by degrees.
fn split_homogeneous(p: &Poly, used: &[usize]) -> Option<Vec<Poly>> {
    let degree = |e: &[u32]| e.iter().sum::<u32>();
    let total = p.total_degree();
    if p.terms.keys().any(|e| degree(e) != total) {
        return None;
    }
    let last = *used.last()?;
    let mut flat = p.terms.iter().map(|(e, q)| {
        let mut e = e.clone();
        e[last] = 0;
        (e, q.clone())
    });
    let parts = split(&Poly::of(&mut flat, p.n));
    if parts.len() < 2 {
        return Some(vec![p.clone()]);
    }
    let raised = parts.into_iter().map(|part| {
        let top = part.total_degree();
        let mut terms = part.terms.into_vec().into_iter().map(|(mut e, q)| {
            e[last] = top - degree(&e);
            (e, q)
        });
        Poly::of(&mut terms, p.n)
    });
    Some(raised.collect())
}

/// Linear in `k` with coefficients that share nothing: irreducible.
fn coprime_in(p: &Poly, k: usize) -> bool {
    let c = p.coefficients(k);
    gcd(&c[0], &c[1]).as_constant().is_some()
}

/// All choices of `size` out of `n`, in order.
fn choices(n: usize, size: usize) -> Vec<Vec<usize>> {
    let mut out = Vec::new();
    let mut current: Vec<usize> = (0..size).collect();
    if size > n {
        return out;
    }
    loop {
        out.push(current.clone());
        if out.len() > 5000 || burn(1) {
            return out;
        }
        let Some(place) = (0..size).rev().find(|&j| current[j] < n - size + j) else { return out };
        current[place] += 1;
        for j in place + 1..size {
            current[j] = current[j - 1] + 1;
        }
    }
}

/// Complex roots in floating point, by Aberth's iteration. Lowest coefficient first; the last one is not zero.
pub(crate) fn univariate_roots(coefficients: &[f64]) -> Vec<C> {
    let n = coefficients.len().saturating_sub(1);
    if n == 0 {
        return Vec::new();
    }
    let lead = coefficients[n];
    let bound = 1.0 + coefficients[..n].iter().map(|c| (c / lead).abs()).fold(0.0, f64::max);
    let mut roots: Vec<C> = (0..n)
        .map(|j| {
            let angle = 2.0 * std::f64::consts::PI * (j as f64) / (n as f64) + 0.4;
            let radius = libm::pow(bound, 0.5).max(0.5) * (0.6 + 0.4 * (j as f64 + 1.0) / n as f64);
            C { re: radius * libm::cos(angle), im: radius * libm::sin(angle) }
        })
        .collect();
    let evaluate = |z: C| {
        let (mut p, mut d) = (real(0.0), real(0.0));
        for &c in coefficients.iter().rev() {
            d = d * z + p;
            p = p * z + real(c);
        }
        (p, d)
    };
    for _ in 0..200 {
        let mut change = 0.0f64;
        for j in 0..n {
            let (p, d) = evaluate(roots[j]);
            if p.abs() == 0.0 {
                continue;
            }
            let newton = p / d;
            let repel = (0..n)
                .filter(|&k| k != j)
                .fold(real(0.0), |sum, k| sum + real(1.0) / (roots[j] - roots[k]));
            let step = newton / (real(1.0) - newton * repel);
            if step.is_finite() {
                roots[j] = roots[j] - step;
                change = change.max(step.abs() / roots[j].abs().max(1.0));
            }
        }
        if burn(1 + (n * n) as u64 / 3) || change < 1e-15 {
            break;
        }
    }
    for root in &mut roots {
        if root.im.abs() < 1e-9 * root.abs().max(1.0) {
            root.im = 0.0;
            for _ in 0..3 {
                let (p, d) = evaluate(*root);
                let step = p / d;
                if step.is_finite() && step.abs() < 1e-3 * root.abs().max(1.0) {
                    *root = *root - step;
                }
            }
        }
    }
    roots
}

/// Factors of a square-free primitive polynomial in one generator.
fn split_univariate(p: &Poly) -> Vec<Poly> {
    let mut out = Vec::new();
    let mut left = p.clone();
    let floats = |p: &Poly| -> Vec<f64> {
        p.dense_coefficients(0).expect("one generator").iter().map(Q::to_f64).collect()
    };
    let mut roots = univariate_roots(&floats(p));
    // Rational roots: r · lead is whole.
    let lead = |p: &Poly| p.terms.values().next_back().cloned().unwrap_or(Q::ONE);
    let mut j = 0;
    while j < roots.len() {
        let root = roots[j];
        if root.im == 0.0 && left.degree(0) > 1 {
            let scaled = libm::round(root.re * lead(&left).to_f64());
            if scaled.abs() < 9e15 {
                let candidate = &Q::int(scaled as i64) / &lead(&left);
                let linear = Poly::dense(&[-&candidate, Q::ONE]).primitive();
                if let Some(quotient) = left.divided(&linear) {
                    out.push(linear);
                    left = quotient.primitive();
                    roots.remove(j);
                    continue;
                }
            }
        }
        j += 1;
    }
    let mut size = 2;
    'sizes: while size * 2 <= roots.len() && left.degree(0) > 3 {
        for choice in choices(roots.len(), size) {
            if burn(1) {
                break 'sizes;
            }
            let imaginary: f64 = choice.iter().map(|&j| roots[j].im).sum();
            if imaginary.abs() > 1e-6 {
                continue;
            }
            burn((size * size) as u64);
            let mut product = vec![real(lead(&left).to_f64())];
            for &j in &choice {
                let mut next = vec![real(0.0); product.len() + 1];
                for (k, &c) in product.iter().enumerate() {
                    next[k + 1] = next[k + 1] + c;
                    next[k] = next[k] - c * roots[j];
                }
                product = next;
            }
            let whole = product.iter().all(|c| {
                let size = c.abs().max(1.0);
                size < 1e12
                    && (c.re - libm::round(c.re)).abs() < 1e-5 * size.sqrt()
                    && c.im.abs() < 1e-5 * size
            });
            if !whole {
                continue;
            }
            let candidate: Vec<Q> =
                product.iter().map(|c| Q::int(libm::round(c.re) as i64)).collect();
            let candidate = Poly::dense(&candidate).primitive();
            if let Some(quotient) = left.divided(&candidate) {
                out.push(candidate);
                left = quotient.primitive();
                let mut index = 0;
                roots.retain(|_| {
                    index += 1;
                    !choice.contains(&(index - 1))
                });
                continue 'sizes;
            }
        }
        size += 1;
    }
    if left.as_constant().is_none() {
        out.push(left);
    }
    crate::sort::by(&mut out, &mut |p, q| p.degree(0).cmp(&q.degree(0)));
    out
}
