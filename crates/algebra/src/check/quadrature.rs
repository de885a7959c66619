//! Definite integrals by numbers: tanh-sinh quadrature (Takahasi and Mori 1974), in pieces.

use crate::complex::{C, real};
use crate::expr::burn;

const LEVELS: usize = 9;
/// Fuel for a value of what is integrated.
const VALUE: u64 = 2;
/// t, the distance to the nearer end in half widths, the weight.
type Nodes = std::rc::Rc<[(f64, f64, f64)]>;

thread_local! {
    static LEVEL_NODES: [std::cell::OnceCell<Nodes>; LEVELS] =
        const { [const { std::cell::OnceCell::new() }; LEVELS] };
}

/// The nodes that a level adds to those before.
fn nodes(level: usize) -> Nodes {
    let h = 1.0 / f64::from(1u32 << level);
    let (mut t, step) = if level == 0 { (0.0, 1.0) } else { (h, 2.0 * h) };
    let mut out = Vec::new();
    while t < 4.6 {
        let s = libm::sinh(t) * std::f64::consts::FRAC_PI_2;
        let weight = std::f64::consts::FRAC_PI_2 * libm::cosh(t) / (libm::cosh(s) * libm::cosh(s));
        // Without cancellation.
        let edge = 1.0 / (libm::exp(s) * libm::cosh(s));
        out.push((t, edge, weight));
        t += step;
    }
    out.into()
}

/// One piece with possible singularities at both ends. `None`: it does not settle.
fn piece(f: &dyn Fn(f64) -> C, a: f64, b: f64) -> Option<C> {
    settled(f, a, b, LEVELS)
}

fn settled(f: &dyn Fn(f64) -> C, a: f64, b: f64, levels: usize) -> Option<C> {
    let half = 0.5 * (b - a);
    let mut last: Option<C> = None;
    let mut total = real(0.0);
    let mut h = 1.0;
    for level in 0..levels {
        let nodes = LEVEL_NODES.with(|all| all[level].get_or_init(|| nodes(level)).clone());
        if burn(2 * VALUE * nodes.len() as u64) {
            return None;
        }
        let mut nearest = [real(0.0); 2];
        for &(t, edge, weight) in nodes.iter() {
            for (nearest, x) in nearest.iter_mut().zip([b - half * edge, a + half * edge]) {
                let value = if x > a.min(b) && x < a.max(b) { f(x) } else { real(0.0) };
                if value.is_finite() {
                    total = total + value * real(weight);
                    *nearest = value;
                } else if edge > 1e-7 {
                    return None;
                } else {
                    // 1 + cos x is 0 before x is π: the value beside it stands for what cancelled.
                    total = total + *nearest * real(weight);
                }
                if t == 0.0 {
                    break;
                }
            }
        }
        let estimate = total * real(half * h);
        if let Some(last) = last
            && level > 3
            && (estimate - last).abs() < 1e-9 * estimate.abs().max(1.0)
        {
            return Some(estimate);
        }
        // What cancels near a singularity leaves a little noise.
        if let Some(last) = last
            && level + 1 == levels
            && (estimate - last).abs() < 3e-8 * estimate.abs().max(1.0)
        {
            return Some(estimate);
        }
        // A corner or a jump inside: it would not settle with more points either.
        if let Some(last) = last
            && level > 5
            && (estimate - last).abs() > 1e-4 * estimate.abs().max(1.0)
        {
            return None;
        }
        last = Some(estimate);
        h *= 0.5;
    }
    None
}

/// A jump in a piece that is so many times halved counts for nothing.
const HALVINGS: u32 = 34;
/// Pieces that are looked at in all.
const PIECES: u32 = 400;

/// What is bounded, but has corners and jumps: what does not settle is halved.
fn halves(f: &dyn Fn(f64) -> C, a: f64, b: f64, left: u32, count: &mut u32) -> Option<C> {
    *count += 1;
    if *count > PIECES {
        return None;
    }
    if left < HALVINGS - 2
        && let Some(found) = settled(f, a, b, LEVELS - 2)
    {
        return Some(found);
    }
    let middle = 0.5 * (a + b);
    if left == 0 {
        let value = f(middle) * real(b - a);
        return (value.abs() < 1e-9).then_some(value);
    }
    Some(halves(f, a, middle, left - 1, count)? + halves(f, middle, b, left - 1, count)?)
}

/// The integral from `a` to `b`, ends may be infinite.
pub(crate) fn integral(f: &dyn Fn(f64) -> C, a: f64, b: f64) -> Option<C> {
    over(f, a, b, false)
}

/// The same; `steps` says that bars or brackets ⌊⌋ make corners and jumps inside.
pub(super) fn over(f: &dyn Fn(f64) -> C, a: f64, b: f64, steps: bool) -> Option<C> {
    if a == b {
        return Some(real(0.0));
    }
    if a > b {
        return over(f, b, a, steps).map(|value| -value);
    }
    match (a.is_finite(), b.is_finite()) {
        (true, true) => {
            if !steps && let Some(smooth) = super::gauss::doubles(f, a, b) {
                return Some(smooth);
            }
            if let Some(whole) = piece(f, a, b) {
                // A jump inside would settle falsely or slowly: two halves must agree.
                let middle = a + (b - a) * 0.4142;
                if let (Some(left), Some(right)) = (piece(f, a, middle), piece(f, middle, b))
                    && (left + right - whole).abs() < 1e-7 * whole.abs().max(1.0)
                {
                    return Some(left + right);
                }
            }
            if steps {
                return halves(f, a, b, HALVINGS, &mut 0);
            }
            // Corners are met by pieces that end there; nobody knows where, so by finer and finer ones.
            [24, 60, 200].into_iter().find_map(|count| {
                let width = (b - a) / f64::from(count);
                (0..count).try_fold(real(0.0), |sum, k| {
                    let from = a + width * f64::from(k);
                    piece(f, from, a + width * f64::from(k + 1)).map(|value| sum + value)
                })
            })
        }
        (true, false) => {
            // x = a + s², then the tail by 1/u.
            let near = piece(f, a, a + 1.0)?;
            // Far out e^x/e^{2x} is a quotient of infinities; what has died away before counts as nothing.
            let dead = f(a + 250.0).abs() < 1e-60;
            let value = |u: f64| {
                let y = f(a + 1.0 / u);
                if dead && !y.is_finite() { real(0.0) } else { y / real(u * u) }
            };
            let tail = piece(&value, 0.0, 1.0)?;
            Some(near + tail)
        }
        (false, true) => over(&|x| f(-x), -b, f64::INFINITY, steps),
        (false, false) => {
            let left = over(f, f64::NEG_INFINITY, 0.3, steps)?;
            Some(left + over(f, 0.3, f64::INFINITY, steps)?)
        }
    }
}
