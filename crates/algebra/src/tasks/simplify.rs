//! Evaluate, simplify, expand.

use crate::algebra::{
    expand as expanded, factored, fraction, rationalized, split_fraction, together,
};
use crate::explain::Found;
use crate::expr::{
    E, F, I, Memory, ONE, X, add, apply, int, ln, mul, num, pow, remembered, spent, within,
};
use crate::meaning::meaning;
use crate::number::Q;
use crate::show::show;
use crate::solution::{Reason, Refusal};
use crate::task::Kind;
use crate::work::{Work, named};
use ganita_notation::{Bracket, Function, Join, Node, Sign};

/// How long a form is for a reader.
pub(crate) fn cost(e: E) -> usize {
    fn of(all: &[X], e: E) -> usize {
        let number = |e: E| match &all[e.place()] {
            X::Num(q) => Some(q),
            _ => None,
        };
        let short = |q: &Q| if q.is_integer() { 1 } else { 3 };
        let below = |e: E| match &all[e.place()] {
            X::Pow(_, exponent) => number(*exponent).is_some_and(Q::is_negative),
            _ => false,
        };
        match &all[e.place()] {
            X::Num(q) => short(q),
            X::Add(items) => {
                items.iter().map(|&item| of(all, item)).sum::<usize>() + items.len() - 1
            }
            X::Mul(items) => {
                let negative = items.iter().any(|&item| below(item));
                let cost = |item: E| {
                    if item == crate::expr::MINUS_ONE { 0 } else { of(all, item) }
                };
                items.iter().map(|&item| cost(item)).sum::<usize>() + items.len() - 1
                    + usize::from(negative)
            }
            X::Pow(base, exponent) => {
                let base = of(all, *base);
                match number(*exponent) {
                    Some(q) if *q == Q::new(1, 2) => 2 + base,
                    Some(q) if *q == Q::int(-1) => 1 + base,
                    Some(q) => 1 + base + short(q),
                    None => 1 + base + of(all, *exponent),
                }
            }
            X::Fun(_, x) | X::Call(_, x) => 2 + of(all, *x),
            _ => 1,
        }
    }
    crate::expr::burn(e.size() as u64);
    crate::expr::nodes(|all| of(all, e))
}

/// Roots of powers: √(x²) = |x|, √(x³) = x√x; in a root of several letters they are taken as positive.
fn roots_taken(e: E) -> E {
    e.rewrite(&mut |part| {
        let X::Pow(base, exponent) = part.get() else { return part };
        let Some((p, q)) = exponent.num().and_then(|q| q.parts()) else { return part };
        if q == 1 {
            return part;
        }
        let even = q % 2 == 0;
        // √(1 - cos² x) = |sin x|
        let base = match base.get() {
            X::Add(_) if even && base.size() < 14 && base.has_fun(&crate::trig::is_circular) => {
                crate::trig::shortened(base)
            }
            _ => base,
        };
        let factors = base.factors();
        let powers: Vec<(E, Option<i64>)> =
            factors.iter().map(|f| (f.base_exponent().0, f.base_exponent().1.as_int())).collect();
        if powers.iter().any(|(_, k)| k.is_none()) || (factors.len() == 1 && powers[0].1 == Some(1))
        {
            return part;
        }
        let mut outside = Vec::new();
        let mut inside = Vec::new();
        let letters = |b: &E| !b.symbols().is_empty();
        let powers_above = powers.iter().any(|(b, k)| k.is_some_and(|k| k > 0) && letters(b));
        let odd_ones =
            powers.iter().filter(|(b, k)| k.is_some_and(|k| k % 2 != 0) && !b.is_number()).count();
        for (base, k) in powers {
            let k = k.expect("looked at above");
            if even && k % 2 == 0 && odd_ones == 0 {
                let whole = Q::new(k, 1);
                let power = &whole * &Q::new(p, q);
                let keeps_sign = power.as_i64().is_some_and(|n| n % 2 == 0);
                outside.push(pow(if keeps_sign { base } else { apply(F::Abs, base) }, num(power)));
                continue;
            }
            // √(a/b) is not √(ab)/b where both are negative.
            let below = even && k < 0 && !base.symbols().is_empty() && powers_above;
            let (whole, left) =
                if below { (k / q, k % q) } else { (k.div_euclid(q), k.rem_euclid(q)) };
            outside.push(pow(base, num(Q::int(whole * p))));
            if left != 0 {
                inside.push(pow(base, num(Q::int(left))));
            }
        }
        let inner = mul(inside);
        outside.push(if inner == ONE { ONE } else { pow(inner, num(Q::new(p, q))) });
        mul(outside)
    })
}

/// Fuel for one form of an expression.
const FORM: u64 = 120_000;

/// A shorter form of the same value.
pub(crate) fn simplest(e: E) -> E {
    if e.size() > 600 {
        return e;
    }
    remembered(Memory::Simplest, e, e, || shortest(e))
}

/// 1/sec² x = cos² x and its kin.
fn reciprocals(part: E) -> E {
    let (base, k) = part.base_exponent();
    match base.get() {
        X::Fun(f @ (F::Sec | F::Csc | F::Tan | F::Cot), x)
            if k.num().is_some_and(|k| k.is_negative()) =>
        {
            let other = match f {
                F::Sec => F::Cos,
                F::Csc => F::Sin,
                F::Tan => F::Cot,
                _ => F::Tan,
            };
            pow(apply(other, x), -k)
        }
        _ => part,
    }
}

fn shortest(e: E) -> E {
    let e = roots_taken(e);
    let e = if e.has_fun(&crate::trig::is_circular) { e.rewrite(&mut reciprocals) } else { e };
    // One power product has no shorter form.
    if e.is_sym()
        || !e.any(&|part| matches!(part.get(), X::Add(_) | X::Fun(..) | X::Call(..)))
            && !e.is_number()
    {
        return e;
    }
    let mut candidates = vec![e];
    if e.is_number() {
        candidates.push(rationalized(e));
        candidates.push(expanded(e));
        candidates.push(rationalized(together(e)));
    } else {
        // Forms that take too long to find are not worth it.
        let tries: [&dyn Fn() -> E; 3] = [
            &|| expanded(e),
            &|| {
                let (top, bottom) = fraction(e);
                top / bottom
            },
            &|| {
                let (top, bottom) = fraction(e);
                let (p, q) = (factored(top), factored(bottom));
                [p / q, top / q, p / bottom].into_iter().min_by_key(|&e| cost(e)).unwrap_or(e)
            },
        ];
        candidates.extend(tries.into_iter().filter_map(|form| within(FORM, form)));
        if e.has_fun(&crate::trig::is_circular) {
            candidates.extend(within(FORM, || crate::trig::shortened(e)));
            if let Some(halved) = crate::trig::halved(e) {
                candidates.extend(within(FORM, || crate::trig::shortened(halved)));
            }
        }
        candidates.push(crate::trig::inverse::complements(e));
        candidates.push(crate::trig::inverse::of_sums(e));
        if e.has_fun(&|f| f == F::Factorial) {
            let plain = factorials(e);
            if !plain.has_fun(&|f| f == F::Factorial) {
                return factored(together(plain));
            }
            candidates.extend(within(FORM, || factored(expanded(together(plain)))));
            candidates.extend(within(FORM, || factored(together(plain))));
        }
    }
    let mut best = candidates[0];
    for candidate in candidates {
        if candidate != crate::expr::UNDEFINED && cost(candidate) < cost(best) {
            best = candidate;
        }
    }
    best
}

/// n!, (n + 1)!, … by the least of them: (n + 1)! = (n + 1) n!.
fn factorials(e: E) -> E {
    /// Factorials further apart stay as they are.
    const APART: i64 = 8;
    let mut arguments: Vec<E> = Vec::new();
    let mut note = |part: E| {
        if let X::Fun(F::Factorial, x) = part.get() {
            arguments.push(x);
        }
        part
    };
    e.rewrite(&mut note);
    e.rewrite(&mut |part| {
        let X::Fun(F::Factorial, x) = part.get() else { return part };
        let over = |y: &E| expanded(x - *y).as_int().filter(|k| (1..=APART).contains(k));
        match arguments.iter().filter_map(over).max() {
            Some(k) => mul((0..k).map(|j| x - int(j)).chain([apply(F::Factorial, x - int(k))])),
            None => part,
        }
    })
}

/// Squares under square roots of one fraction taken out: √(1 - 4x²/(1 + x²)²) = |1 - x²|/(1 + x²).
pub(crate) fn squares_out(e: E) -> E {
    e.rewrite(&mut |part| {
        let X::Pow(base, k) = part.get() else { return part };
        let half = k.num().and_then(|k| k.parts()).is_some_and(|(_, d)| d == 2);
        if !half || !matches!(base.get(), X::Add(_)) || base.size() > 40 {
            return part;
        }
        let root = |side: E| {
            let (q, parts) = crate::algebra::factors(side)?;
            let power = |f: E, k: i64| pow(f, int(k));
            let out = expanded(mul(parts.iter().map(|&(f, k)| power(f, k / 2))));
            let rest = expanded(mul(parts.iter().map(|&(f, k)| power(f, k % 2))));
            Some((apply(F::Abs, out), q, rest))
        };
        let (top, bottom) = fraction(base);
        let (Some((p, s, a)), Some((q, t, b))) = (root(top), root(bottom)) else { return part };
        let sign = if s.is_negative() { -ONE } else { ONE };
        let out =
            pow(p / q, int(2) * k) * pow(num(&s.abs() / &t), k) * pow(expanded(sign * a) / b, k);
        if (p, q) != (ONE, ONE) || cost(out) < cost(part) { out } else { part }
    })
}

/// √(x² - 6x + 9) with the square seen.
fn squares_seen(e: E) -> E {
    e.rewrite(&mut |part| match part.get() {
        X::Pow(base, k)
            if matches!(base.get(), X::Add(_))
                && !base.is_number()
                && base.size() < 40
                && k.num().and_then(|k| k.parts()).is_some_and(|(_, d)| d == 2) =>
        {
            let square = factored(base);
            match square.base_exponent().1.as_int() {
                Some(n) if n % 2 == 0 => pow(square, k),
                _ => part,
            }
        }
        _ => part,
    })
}

pub(crate) fn simplify(problem: &Node, kind: Kind, variable: Option<E>) -> Result<Found, Refusal> {
    let mut work = Work::on(problem);
    let body = match problem {
        Node::Relation(_, rest) if rest.len() == 1 => &rest[0].1,
        other => other,
    };
    let e = exponents_collected(meaning(body)?);
    if let Some(line) = super::evaluate::with_values(body) {
        work.to("put values", line, vec![]);
    }
    let answer = if kind == Kind::Evaluate && e.is_number() {
        exact(evaluated(crate::trig::inverse::of_sums(evaluated(e))))
    } else {
        logs_in_one(simplest(squares_seen(e)))
    };
    if let Some(angle) = crate::trig::inverse::straightened(e)
        && let Some(found) = straight(work.clone(), problem, e, angle, variable)
    {
        return Ok(found);
    }
    let answer = angles_in_one(e, answer);
    let answer = if e.is_number() { answer } else { as_asked(problem, e, answer) };
    let mut answer = without_roots_below(answer);
    if spent() {
        return Err(Refusal::new(Reason::TooLong));
    }
    if e.symbols().is_empty() {
        if root_below(e) && !root_below(answer) {
            conjugate_line(&mut work, e);
        }
        super::evaluate::lines(&mut work);
        if let Some((angle, law)) = crate::trig::inverse::joined(answer) {
            let by = vec![("by", crate::textbook::tex(law))];
            work.to("law", show(angle), by);
            answer = angle;
        }
        answer = worked_out(&work.line, answer);
        let shown = super::evaluate::in_decimals(problem, answer).unwrap_or_else(|| show(answer));
        let shown = in_degrees(problem, shown);
        work.to("calculate", shown.clone(), vec![]);
        return Ok(Found::one(work, shown, "simplify", variable));
    }
    if root_below(e) && !root_below(answer) {
        conjugate_line(&mut work, e);
    }
    if super::evaluate::is_one_term(problem) {
        super::evaluate::lines(&mut work);
    }
    let (top, bottom) = split_fraction(e);
    let (p, q) = (factored(top), factored(bottom));
    if bottom.num().is_none() && (p / q) == answer && cost(p) + cost(q) < 60 {
        let apart = |e: E| {
            let parts = crate::algebra::factors(e);
            parts.map(|(q, parts)| crate::show::factored(&q, &parts))
        };
        if let (Some(a), Some(b)) = (apart(top), apart(bottom)) {
            work.to("factor fraction", Node::fraction(a, b), vec![]);
            let common: Vec<E> = p
                .factors()
                .into_iter()
                .filter(|f| {
                    f.num().is_none()
                        && q.factors().iter().any(|g| g.base_exponent().0 == f.base_exponent().0)
                })
                .map(|f| f.base_exponent().0)
                .collect();
            if common.is_empty() {
                work.to("simplify", show(answer), vec![]);
            } else {
                work.to("cancel", show(answer), vec![named("factor", mul(common))]);
            }
        }
    }
    work.to("simplify", show(answer), vec![]);
    let shown = show(answer);
    Ok(Found::one(work, shown, "simplify", variable))
}

/// Longer than the shortest form, but what school expects: no factor above and below a fraction's line, sums of brackets
/// multiplied out and collected, no minus sign in every term above.
fn as_asked(problem: &Node, e: E, best: E) -> E {
    let near = |form: E| {
        (form != crate::expr::UNDEFINED && cost(form) <= 2 * cost(best) + 4).then_some(form)
    };
    let plain = crate::trig::inverse::of_sums(best);
    if best.has_fun(&|_| true) && !plain.has_fun(&|_| true) {
        return plain;
    }
    let below = |e: E| split_fraction(e).1.num().is_none();
    let (top, bottom) = split_fraction(best);
    let nested = best.any(&|part| {
        matches!(part.get(), X::Add(terms) if part != best && terms.iter().any(|&t| below(t)))
    });
    let apart = matches!(best.get(), X::Add(terms) if terms.iter().any(|&t| below(t)));
    if bottom.num().is_some() && !nested && !apart {
        let brackets = |node: &Node| crate::parts::any(node, &|p| matches!(p, Node::Sum(_)));
        // (√x - √3)² is multiplied out, (a + b)² as a form of a² + 2ab + b² is not.
        let roots =
            |p: E| matches!(p.get(), X::Pow(_, k) if k.num().is_some_and(|k| !k.is_integer()));
        let written = match problem {
            Node::Sum(written) => written.as_slice(),
            Node::Power(..) if best.any(&roots) => &[],
            _ => return best,
        };
        let (Some(sum), X::Mul(_) | X::Pow(..)) = (near(expanded(e)), best.get()) else {
            return best;
        };
        let done = written.is_empty()
            || written.iter().any(|(_, term)| brackets(term))
            || sum.terms().len() < written.len()
            || matches!(best.get(), X::Mul(_));
        let polynomial = |t: &E| {
            t.factors().iter().all(|f| {
                let (base, k) = f.base_exponent();
                f.num().is_some()
                    || roots(*f) && written.is_empty()
                    || base.is_sym() && k.as_int().is_some_and(|k| k > 0)
            })
        };
        return if done && sum.terms().iter().all(polynomial) { sum } else { best };
    }
    if best.has_fun(&|_| true) {
        return best;
    }
    let (p, q) = fraction(best);
    let common = nested
        || apart
        || matches!(top.get(), X::Add(_)) && together(expanded(bottom) / q).num().is_none();
    let forms = [p / q, factored(p) / q, p / factored(q), factored(p) / factored(q)];
    let reduced = forms.into_iter().min_by_key(|&form| cost(form)).and_then(near);
    let best = reduced.filter(|_| common).unwrap_or(best);
    let (top, bottom) = split_fraction(best);
    match top.get() {
        X::Add(terms) if terms.iter().all(|t| t.coefficient().0.is_negative()) => {
            crate::expr::MINUS_ONE * (expanded(-top) / bottom)
        }
        _ => best,
    }
}

/// Without circular functions, where that can be: by the halves of known angles, or by sums for products above and below.
fn exact(e: E) -> E {
    let circular = |e: &E| !e.has_fun(&crate::trig::is_circular);
    if circular(&e) {
        return e;
    }
    let (top, bottom) = split_fraction(together(crate::trig::in_sines(e)));
    let [top, bottom] = [top, bottom].map(crate::trig::linearized);
    let forms = [halves_known(e), top / bottom];
    forms
        .into_iter()
        .filter(|&form| form != crate::expr::UNDEFINED)
        .map(evaluated)
        .find(circular)
        .unwrap_or(e)
}

/// x^{n + 2}/x^{n - 1} = x³
fn exponents_collected(e: E) -> E {
    e.rewrite(&mut |part| match part.get() {
        X::Pow(base, k) if matches!(k.get(), X::Add(_)) => pow(base, expanded(k)),
        _ => part,
    })
}

/// sin π/8, sin π/5 and the like by the cosine of twice the angle or of the angle, where that is known.
fn halves_known(e: E) -> E {
    e.rewrite(&mut |part| {
        let X::Fun(f @ (F::Sin | F::Cos), x) = part.get() else { return part };
        let known = |f: F, x: E| Some(apply(f, x)).filter(|e| !e.has_fun(&|_| true));
        let cosine = known(F::Cos, int(2) * x);
        let other = known(if f == F::Sin { F::Cos } else { F::Sin }, x);
        let square = match (cosine, other) {
            _ if !x.is_number() => return part,
            (Some(c), _) if f == F::Sin => (ONE - c) / int(2),
            (Some(c), _) => (ONE + c) / int(2),
            (_, Some(other)) => expanded(ONE - other * other),
            _ => return part,
        };
        let (top, bottom) = split_fraction(together(square));
        let sign = crate::value::sign(part).map_or(1, i64::from);
        match bottom.as_int().and_then(|d| u64::try_from(d).ok()) {
            Some(d) => {
                let (a, b) = crate::expr::integer_root(d, 2);
                let (a, b) = (int(a as i64), int(b as i64));
                int(sign) * crate::expr::sqrt(expanded(top * b)) / (a * b)
            }
            None => part,
        }
    })
}

/// The angles of circular functions in degrees, as the problem has them.
fn in_degrees(problem: &Node, shown: Node) -> Node {
    let degrees = |node: &Node| matches!(node, Node::Degrees(_));
    if !crate::parts::any(problem, &degrees) {
        return shown;
    }
    crate::parts::rewrite(&shown, &mut |part| match part {
        Node::Apply { function, power, index, argument } => {
            let angle =
                meaning(&argument).ok().and_then(|x| (x * int(180) / crate::expr::PI).num());
            let circular = matches!(&function, Function::Named(name)
                if crate::meaning::named(name).is_some_and(crate::trig::is_circular));
            let argument = match angle {
                Some(q) if circular && !q.is_zero() => {
                    Box::new(Node::Degrees(Box::new(show(num(q)))))
                }
                _ => argument,
            };
            Node::Apply { function, power, index, argument }
        }
        other => other,
    })
}

/// An inverse function as the angle it is, on all reals or for acute angles.
fn straight(mut work: Work, problem: &Node, e: E, angle: E, variable: Option<E>) -> Option<Found> {
    use crate::check::{Reach, same_value};
    let mut letters = Vec::new();
    crate::explain::names(problem, &mut letters);
    let shown = show(angle);
    let same = |reach| same_value(&show(e), &shown, &letters, &[], None, reach) == Some(true);
    let reach = [Reach::Real, Reach::Acute].into_iter().find(|&reach| same(reach));
    let reach = reach?;
    work.to("simplest angle", shown.clone(), vec![]);
    Some(Found { reach, ..Found::one(work, shown, "simplest angle", variable) })
}

/// The shorter of what the line comes to and the answer; a power of a sum is multiplied out.
fn worked_out(line: &Node, answer: E) -> E {
    let other = meaning(line).map_or(answer, evaluated);
    let circular = |e: E| e.has_fun(&crate::trig::is_circular);
    let known = !circular(answer) && circular(other);
    let shorter = if cost(other) < cost(answer) && !known { other } else { answer };
    match shorter.get() {
        X::Pow(base, k)
            if matches!(base.get(), X::Add(_))
                && k.as_int().is_some_and(|k| (2..4).contains(&k)) =>
        {
            expanded(shorter)
        }
        _ => shorter,
    }
}

/// Whether a sum with a root stands in a denominator.
fn root_below(e: E) -> bool {
    e.is_number()
        && e.any(&|part| matches!(part.get(), X::Pow(base, k) if matches!(base.get(), X::Add(_)) && !base.has_fun(&|_| true) && k.as_int().is_some_and(|k| k < 0)))
}

/// A number as school wants it: no root below.
fn without_roots_below(e: E) -> E {
    if !root_below(e) {
        return e;
    }
    let other = rationalized(e);
    if other == crate::expr::UNDEFINED || root_below(other) { e } else { together(other) }
}

/// Above and below times a - √b, where a + √b stands below.
fn conjugate_line(work: &mut Work, e: E) {
    let (top, bottom) = split_fraction(e);
    let terms = crate::show::written_terms(bottom);
    let [a, b] = terms.as_slice() else { return };
    let imaginary = if a.has(I) { *a } else { *b };
    if imaginary.has(I) && (a.has(I) && b.has(I) || !e.is_number()) {
        return;
    }
    let conjugate = if imaginary.has(I) {
        bottom - crate::expr::TWO * imaginary
    } else {
        let negative = |e: E| e.coefficient().0.is_negative();
        let size = |e: E| crate::value::real_value(e).unwrap_or(0.0);
        let (first, second) = match (negative(*a), negative(*b)) {
            (true, false) => (*b, *a),
            (false, false) if size(*b) > size(*a) => (*b, *a),
            _ => (*a, *b),
        };
        first - second
    };
    let bracket = |e: E| Node::Group(Bracket::Round, Box::new(show(e)), Bracket::Round);
    let times = |e: E| match e {
        ONE => show(conjugate),
        _ if e.num().is_some() => crate::show::join(vec![show(e), bracket(conjugate)]),
        _ => Node::Product(vec![(Join::Beside, bracket(e)), (Join::Beside, bracket(conjugate))]),
    };
    let line = Node::fraction(times(top), times(bottom));
    let rule = if imaginary.has(I) { "conjugate below" } else { "rationalise" };
    work.to(rule, line, vec![named("by", conjugate)]);
}

/// (1 + i)¹⁰⁰ by squaring: nothing that grows is multiplied out.
fn complex_powers(e: E) -> E {
    const MOST: u64 = 1000;
    e.rewrite(&mut |part| {
        let (base, k) = part.base_exponent();
        let Some(k) = k.as_int().filter(|k| (4..MOST).contains(&k.unsigned_abs())) else {
            return part;
        };
        if !matches!(base.get(), X::Add(_)) || !base.has(I) || !base.is_number() {
            return part;
        }
        let (mut left, mut square, mut power) = (k.unsigned_abs(), base, ONE);
        while left > 0 {
            if left % 2 == 1 {
                power = expanded(power * square);
            }
            square = expanded(square * square);
            left /= 2;
            if power.size().max(square.size()) > 40 {
                return part;
            }
        }
        if k < 0 { rationalized(ONE / power) } else { power }
    })
}

/// √(3 + 4i) = 2 + i, where the parts need no root in a root.
fn complex_root(part: E) -> E {
    let X::Pow(base, k) = part.get() else { return part };
    if k != crate::expr::HALF || !base.has(I) || !base.is_number() {
        return part;
    }
    let (imaginary, real): (Vec<E>, Vec<E>) =
        expanded(base).terms().into_iter().partition(|term| term.has(I));
    let (a, b) = (add(real), expanded(add(imaginary) / I));
    // 4 · 2^{3i} is no real part times i.
    if b.has(I) {
        return part;
    }
    let root = |e: E| crate::textbook::plain(crate::expr::sqrt(crate::textbook::plain(e)));
    let r = root(a * a + b * b);
    let (p, q) = (root((r + a) / int(2)), root((r - a) / int(2)));
    let nested = |part: E| matches!(part.get(), X::Pow(b, k) if matches!(b.get(), X::Add(_)) && k.as_int().is_none());
    match crate::value::sign(b) {
        Some(s) if ![p, q].iter().any(|e| e.any(&nested) || e.has(I)) => {
            p + int(i64::from(s)) * q * I
        }
        _ => part,
    }
}

/// The plainest form of a number.
pub(crate) fn evaluated(e: E) -> E {
    let e = if e.has(I) { complex_powers(e).rewrite(&mut complex_root) } else { e };
    let has_nested = |part: E| matches!(part.get(), X::Pow(base, k) if matches!(base.get(), X::Add(_)) && k.num() == Some(Q::new(1, 2)));
    let e = if e.is_number() && e.any(&has_nested) {
        e.rewrite(&mut super::solve::roots::denested)
    } else {
        e
    };
    let mut e = rationalized(simplest(e));
    if e.has(I) {
        e = expanded(e);
    }
    let joined = crate::algebra::logs_joined(e);
    let e = if cost(joined) < cost(e) && (!is_long(joined) || is_long(e)) { joined } else { e };
    simplest(e)
}

/// Numbers nobody would write: a logarithm of 39582418599936/11920928955078125 stays in its parts.
fn is_long(e: E) -> bool {
    let most = 99_999;
    e.any(&|part| match part.num() {
        Some(q) => q.parts().is_none_or(|(n, d)| n.abs() > most || d > most),
        None => false,
    })
}

/// Products of sines and cosines as sums of multiple angles, where that is shorter.
fn angles_in_one(e: E, best: E) -> E {
    if e.size() > 60 || !e.has_fun(&|f| matches!(f, F::Sin | F::Cos)) {
        return best;
    }
    let sums = crate::trig::linearized(e);
    let whole = sums.is_number() && sums.num().is_some();
    if whole || cost(sums) < cost(best) && !sums.is_number() { sums } else { best }
}

/// ln a + ln b = ln ab where that is shorter; ln x² - ln x = ln x, x being positive.
fn logs_in_one(e: E) -> E {
    if !e.has_fun(&|f| f == F::Ln) {
        return e;
    }
    let apart = expanded(logs_apart(e));
    let common = together(e);
    let joined = [e, apart, common]
        .into_iter()
        .flat_map(|form| {
            let (top, bottom) = split_fraction(form);
            [form, crate::algebra::logs_joined(form), crate::algebra::logs_joined(top) / bottom]
        })
        .filter(|form| *form != crate::expr::UNDEFINED);
    joined.min_by_key(|&form| cost(form)).filter(|&form| cost(form) < cost(e)).unwrap_or(e)
}

/// Logarithms of products and powers apart.
fn logs_apart(e: E) -> E {
    fn apart(x: E, times: E, out: &mut Vec<E>) {
        for factor in x.factors() {
            let (base, exponent) = factor.base_exponent();
            match (factor.get(), base.get()) {
                (X::Num(q), _) if !q.is_integer() => {
                    out.push(times * ln(num(q.numerator())));
                    out.push(-times * ln(num(q.denominator())));
                }
                (_, X::Mul(_)) if exponent.symbols().is_empty() => {
                    apart(base, times * exponent, out);
                }
                _ if exponent.symbols().is_empty() => out.push(times * exponent * ln(base)),
                _ => out.push(times * ln(factor)),
            }
        }
    }
    e.rewrite(&mut |part| {
        let X::Fun(F::Ln, x) = part.get() else { return part };
        let mut all: Vec<E> = Vec::new();
        apart(x, ONE, &mut all);
        add(all)
    })
}

pub(crate) fn expand(problem: &Node) -> Result<Found, Refusal> {
    let mut work = Work::on(problem);
    let e = meaning(problem)?;
    let mut answer = expanded(e);
    if answer.has_fun(&|f| f == F::Ln) {
        answer = expanded(logs_apart(answer));
    }
    if answer == e && e.has_fun(&|f| matches!(f, F::Sin | F::Cos | F::Tan)) {
        let circular =
            |f: &E| matches!(f.get(), X::Fun(F::Sin | F::Cos, x) if !x.symbols().is_empty());
        let product = e.factors().iter().filter(|f| circular(f)).count() > 1;
        answer = if product { crate::trig::linearized(e) } else { crate::trig::parts_of_angles(e) };
        work.to(if product { "product to sum" } else { "multiple angles" }, show(answer), vec![]);
    } else if let Some((n, line)) = binomial(e) {
        let rule = match n {
            2 => "square of a sum",
            3 => "cube of a sum",
            _ => "binomial theorem",
        };
        work.to(rule, line, vec![]);
    } else if let Some(line) = multiplied_out(e)
        && e.size() < 60
    {
        work.to("multiply out", line, vec![]);
        work.to("collect", show(answer), vec![]);
    }
    work.to("expand", show(answer), vec![]);
    Ok(Found::one(work, show(answer), "expand", None))
}

/// (a + b)ⁿ as the sum of ⁿCₖ aⁿ⁻ᵏ bᵏ with the coefficients worked out, for n from 2 to 7.
fn binomial(e: E) -> Option<(i64, Node)> {
    let X::Pow(base, exponent) = e.get() else { return None };
    let n = exponent.as_int().filter(|n| (2..=7).contains(n))?;
    let terms = crate::show::written_terms(base);
    let [a, b] = terms.as_slice() else { return None };
    let (minus, second) = crate::show::signed(*b);
    let first = show(*a);
    let power = |base: &Node, k: i64| match k {
        0 => None,
        1 => Some(base.clone()),
        _ => Some(Node::power(base.clone(), Node::Number(k.to_string()))),
    };
    let mut choose = 1i64;
    let line = (0..=n).map(|k| {
        let sign = if minus && k % 2 == 1 { Sign::Minus } else { Sign::Plus };
        let front = (choose != 1).then(|| Node::Number(choose.to_string()));
        choose = choose * (n - k) / (k + 1);
        let powers = [power(&first, n - k), power(&second, k)];
        let powers = powers.into_iter().flatten().map(|node| match node {
            Node::Number(_) => Node::Group(Bracket::Round, Box::new(node), Bracket::Round),
            Node::Power(base, k) if matches!(*base, Node::Number(_)) => {
                let base = Node::Group(Bracket::Round, base, Bracket::Round);
                Node::Power(Box::new(base), k)
            }
            other => other,
        });
        let mut factors: Vec<(Join, Node)> =
            front.into_iter().chain(powers).map(|node| (Join::Beside, node)).collect();
        (sign, if factors.len() == 1 { factors.remove(0).1 } else { Node::Product(factors) })
    });
    Some((n, Node::Sum(line.collect())))
}

/// A product of two sums with every product written, not yet collected.
fn multiplied_out(e: E) -> Option<Node> {
    let factors: Vec<E> = e.factors();
    let (p, q) = match (factors.as_slice(), e.get()) {
        ([a, b], _) => (*a, *b),
        (_, X::Pow(base, k)) if k.as_int() == Some(2) => (base, base),
        _ => return None,
    };
    let (X::Add(_), X::Add(_)) = (p.get(), q.get()) else { return None };
    let mut terms = Vec::new();
    for &a in &crate::show::written_terms(p) {
        for &b in &crate::show::written_terms(q) {
            terms.push(a * b);
        }
    }
    (terms.len() <= 12).then(|| crate::show::sum_of(&terms))
}
