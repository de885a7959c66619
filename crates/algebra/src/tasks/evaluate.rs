//! Numbers worked out as on the board: a law or a rule at a time, brackets first, products before sums.

use crate::expr::E;
use crate::meaning::meaning;
use crate::number::Q;
use crate::parts;
use crate::show::show;
use crate::textbook::tex;
use crate::work::{Parameters, Work};
use ganita_notation::{Bracket, Join, Node, Sign};

mod angles;
mod numbers;
mod order;
mod powers;

/// What becomes of one piece; what the wording names is put into the second.
type Rule = fn(&Node, &mut Option<Node>) -> Option<Node>;

/// Lines at most; sums of many terms have no more levels than this.
const LINES: usize = 24;

/// Rule, the law it uses (LaTeX; empty: the rule has words of its own), what it does. The first that fits is used, at every
/// place where it fits.
const RULES: &[(&str, &str, Rule)] = &[
    ("calculate", "", powers::rationalised_value),
    ("mixed numbers", "", numbers::mixed),
    ("per cent", "", numbers::per_cent),
    ("decimals as fractions", "", numbers::decimals),
    ("law", r"{}^{n}C_{r}=\frac{n!}{r!(n-r)!}", numbers::chosen),
    ("law", r"{}^{n}P_{r}=\frac{n!}{(n-r)!}", numbers::arranged),
    ("brackets first", "", order::brackets),
    ("law", r"n!=n(n-1)!", numbers::factorials_cancelled),
    ("law", r"n!=n(n-1)(n-2)\cdots 1", numbers::factorial),
    ("law", r"i^4=1", powers::of_i),
    ("law", r"i^2=-1", powers::i_squared),
    ("law", r"a^0=1", powers::zero),
    ("prime powers", "", powers::in_primes),
    ("law", r"\frac{a^m}{a^n}=a^{m-n}", powers::gathered),
    ("law", r"a^m\cdot a^n=a^{m+n}", powers::gathered_above),
    ("law", r"\log_aa^n=n", powers::log_of_power),
    ("law", r"a^{-n}=\frac{1}{a^n}", powers::negative),
    ("law", r"(a^m)^n=a^{mn}", powers::of_a_power),
    ("calculate", "", order::exponents),
    ("law", r"\sqrt{\frac{a}{b}}=\frac{\sqrt{a}}{\sqrt{b}}", powers::root_of_fraction),
    ("law", r"\left(\frac{a}{b}\right)^n=\frac{a^n}{b^n}", powers::of_a_fraction),
    ("law", r"\sqrt{a}\sqrt{b}=\sqrt{ab}", powers::roots_joined),
    ("calculate", "", order::inside),
    ("prime powers", "", numbers::in_primes),
    ("common primes", "", numbers::common),
    ("all primes", "", numbers::least_common),
    ("law", r"\log m+\log n=\log mn", powers::logs_joined),
    ("law", r"\log m-\log n=\log\frac{m}{n}", powers::logs_apart),
    ("write as", "", powers::as_a_power),
    ("roots taken out", "", powers::taken_out),
    ("law", r"\tan(A\pm B)=\frac{\tan A\pm\tan B}{1\mp\tan A\tan B}", angles::tangents_joined),
    ("write as", "", angles::reduced),
    (
        "law",
        r"\sin\theta=\cos(90^\circ-\theta),\ \tan\theta=\cot(90^\circ-\theta),\ \sec\theta=\csc(90^\circ-\theta)",
        angles::complementary,
    ),
    ("law", r"\sin(A\pm B)=\sin A\cos B\pm\cos A\sin B", angles::sine_of_sum),
    ("law", r"\cos(A\pm B)=\cos A\cos B\mp\sin A\sin B", angles::cosine_of_sum),
    ("law", r"\tan(A\pm B)=\frac{\tan A\pm\tan B}{1\mp\tan A\tan B}", angles::tangent_of_sum),
    (
        "law",
        r"\sin\frac{\theta}{2}=\pm\sqrt{\frac{1-\cos\theta}{2}},\ \cos\frac{\theta}{2}=\pm\sqrt{\frac{1+\cos\theta}{2}}",
        angles::half,
    ),
    ("known values", "", angles::known),
    ("reciprocal", "", numbers::reciprocal),
    ("law", r"(a+b)(a-b)=a^2-b^2", powers::conjugates),
    ("law", r"(a\pm b)^2=a^2\pm2ab+b^2", powers::square),
    ("multiply out", "", powers::multiplied),
    ("add numerators", "", numbers::added),
    ("multiply fractions", "", numbers::multiplied),
    ("lowest terms", "", numbers::lowest),
    ("common denominator", "", numbers::common_denominator),
    ("rationalise", "", powers::rationalised),
];

/// Goes on from the line the work stands at, as far as these rules go.
pub(super) fn lines(work: &mut Work) {
    for _ in 0..LINES {
        let Some((rule, said, next)) = next(&work.line) else { return };
        work.to(rule, next, said);
    }
}

/// The answer in decimals, where the problem has decimals and no fractions.
pub(super) fn in_decimals(problem: &Node, answer: E) -> Option<Node> {
    let fractions = parts::any(problem, &|part| {
        matches!(part, Node::Mixed(..)) || pair(part).is_some_and(|(_, d)| d > 1)
    });
    if fractions || !parts::any(problem, &numbers::is_decimal) {
        return None;
    }
    numbers::as_decimal(&answer.num()?)
}

/// Whether it is one product of powers, above and below.
pub(super) fn is_one_term(node: &Node) -> bool {
    match node {
        Node::Number(_) | Node::Symbol(_) | Node::Mixed(..) => true,
        Node::Fraction(a, b) => is_one_term(a) && is_one_term(b),
        Node::Product(factors) => factors.iter().all(|(_, factor)| is_one_term(factor)),
        Node::Power(base, exponent) => is_one_term(base) && whole(exponent).is_some(),
        Node::Group(Bracket::Round, inner, _) => is_one_term(inner),
        _ => false,
    }
}

/// The next line, its rule, and what its wording names.
fn next(line: &Node) -> Option<(&'static str, Parameters, Node)> {
    if crate::expr::burn(64) {
        return None;
    }
    for &(name, law, rule) in RULES {
        let mut by = None;
        let after = everywhere(line, &mut |part| rule(part, &mut by));
        let after = after.map(|after| tidy(&after)).filter(|after| after != line);
        if let Some(after) = after {
            let said = match by {
                _ if !law.is_empty() => vec![("by", tex(law))],
                Some(by) => vec![("by", by)],
                None => vec![],
            };
            return Some((name, said, after));
        }
    }
    order::next(line).map(|(rule, after)| (rule, vec![], after))
}

/// The outermost pieces that a rule changes, changed. `None`: there are none.
fn everywhere(node: &Node, rule: &mut dyn FnMut(&Node) -> Option<Node>) -> Option<Node> {
    rule(node).or_else(|| {
        let mut changed = false;
        let after = parts::map(node, &mut |part| {
            let after = everywhere(part, rule);
            changed |= after.is_some();
            after.unwrap_or_else(|| part.clone())
        });
        changed.then_some(after)
    })
}

/// The direct pieces that change, changed. `None`: there are none.
fn part_changed(node: &Node, rule: &dyn Fn(&Node) -> Option<Node>) -> Option<Node> {
    let mut changed = false;
    let after = parts::map(node, &mut |part| match rule(part).filter(|after| after != part) {
        Some(after) => {
            changed = true;
            after
        }
        None => part.clone(),
    });
    changed.then_some(after)
}

fn is_division(join: Join) -> bool {
    matches!(join, Join::Divide | Join::Slash | Join::Ratio)
}

/// What putting pieces in leaves untidy: sums in sums, products in products, digits side by side, brackets around nothing.
fn tidy(node: &Node) -> Node {
    parts::rewrite(node, &mut |part| match part {
        Node::Group(Bracket::Round, inner, Bracket::Round)
            if !matches!(*inner, Node::Sum(_) | Node::Product(_) | Node::List(_)) =>
        {
            *inner
        }
        Node::Fraction(a, b) if *b == number(1) => *a,
        Node::Power(base, _) if *base == number(1) => *base,
        Node::Sum(terms) => {
            let mut out: Vec<(Sign, Node)> = Vec::new();
            for (sign, term) in terms {
                match term {
                    Node::Sum(inner) if sign == Sign::Plus || inner.len() == 1 => {
                        for (own, term) in inner {
                            let sign = match (sign, own) {
                                (Sign::Minus, Sign::Plus) => Sign::Minus,
                                (Sign::Minus, Sign::Minus) => Sign::Plus,
                                _ => own,
                            };
                            out.push((sign, term));
                        }
                    }
                    term => out.push((sign, term)),
                }
            }
            if out.len() == 1 && out[0].0 == Sign::Plus { out.remove(0).1 } else { Node::Sum(out) }
        }
        Node::Product(factors) => {
            let mut out: Vec<(Join, Node)> = Vec::new();
            for (join, factor) in factors {
                match factor {
                    Node::Product(inner) if !is_division(join) => {
                        for (own, factor) in inner {
                            let join = if own == Join::Beside { join } else { own };
                            out.push((join, factor));
                        }
                    }
                    factor => out.push((join, factor)),
                }
            }
            // 1 × i, but 3 × 2 × 1.
            if out.iter().any(|(_, factor)| !matches!(factor, Node::Number(_))) {
                let one = number(1);
                let mut k = 0;
                while k < out.len() {
                    let next = out.get(k + 1).is_some_and(|(join, _)| is_division(*join));
                    if out.len() > 1
                        && out[k].1 == one
                        && !is_division(out[k].0)
                        && !(k == 0 && next)
                    {
                        out.remove(k);
                    } else {
                        k += 1;
                    }
                }
            }
            for (k, (join, factor)) in out.iter_mut().enumerate() {
                if k == 0 {
                    *join = Join::Beside;
                } else if *join == Join::Beside && needs_cross(factor) {
                    *join = Join::Times;
                }
            }
            if out.len() == 1 { out.remove(0).1 } else { Node::Product(out) }
        }
        other => other,
    })
}

/// Whether a factor would run into the one before it.
fn needs_cross(factor: &Node) -> bool {
    match factor {
        Node::Number(_) | Node::Fraction(..) | Node::Factorial(_) => true,
        Node::Power(base, _) => needs_cross(base),
        _ => false,
    }
}

/// A whole number or a fraction of two, as it is written, of moderate size.
fn pair(node: &Node) -> Option<(i64, i64)> {
    const MOST: i64 = 1_000_000_000;
    let (p, d) = match node {
        Node::Number(digits) => (digits.parse().ok()?, 1),
        Node::Fraction(a, b) => (whole(a)?, whole(b)?),
        Node::Group(Bracket::Round, inner, _) => pair(inner)?,
        Node::Product(factors) => match factors.as_slice() {
            [(_, a), (Join::Slash, b)] => (whole(a)?, whole(b)?),
            _ => return None,
        },
        Node::Sum(terms) => match terms.as_slice() {
            [(Sign::Minus, only)] => {
                let (p, d) = pair(only)?;
                (-p, d)
            }
            _ => return None,
        },
        _ => return None,
    };
    let (p, d) = if d < 0 { (-p, -d) } else { (p, d) };
    (d != 0 && p.abs() <= MOST && d <= MOST).then_some((p, d))
}

fn whole(node: &Node) -> Option<i64> {
    pair(node).filter(|&(_, d)| d == 1).map(|(p, _)| p)
}

fn is_plain(node: &Node) -> bool {
    matches!(node, Node::Number(_)) || pair(node).is_some()
}

fn number(n: i64) -> Node {
    over(n, 1)
}

/// A fraction that is not reduced, its sign in front.
fn over(p: i64, d: i64) -> Node {
    let top = Node::Number(p.unsigned_abs().to_string());
    let size = if d == 1 { top } else { Node::fraction(top, Node::Number(d.to_string())) };
    if p < 0 { Node::negative(size) } else { size }
}

/// A product, with crosses where numbers meet; ones go.
fn times(factors: Vec<Node>) -> Node {
    let mut out: Vec<(Join, Node)> = Vec::new();
    for factor in factors {
        let base = match &factor {
            Node::Power(base, _) => base,
            other => other,
        };
        let join = match base {
            Node::Symbol(_) => Join::Beside,
            Node::Root { .. } | Node::Apply { .. } if base == &factor => Join::Beside,
            _ => Join::Times,
        };
        if factor != number(1) {
            out.push((if out.is_empty() { Join::Beside } else { join }, factor));
        }
    }
    match out.len() {
        0 => number(1),
        1 => out.remove(0).1,
        _ => Node::Product(out),
    }
}

fn power(base: Node, n: i64) -> Node {
    if n == 1 { base } else { Node::power(base, number(n)) }
}

fn root(degree: i64, radicand: Node) -> Node {
    let degree = (degree != 2).then(|| Box::new(number(degree)));
    Node::Root { degree, radicand: Box::new(radicand) }
}

fn value(node: &Node) -> Option<Q> {
    meaning(node).ok()?.num()
}

/// The value of a number, as it is shown.
fn shown(node: &Node) -> Option<Node> {
    let e = meaning(node).ok().filter(|e| e.is_number())?;
    Some(show(super::simplify::evaluated(e)))
}

/// The primes of a number and how often each divides it.
fn primes(n: i64) -> Vec<(i64, i64)> {
    let (mut left, mut p, mut out) = (n, 2, Vec::new());
    while p * p <= left {
        let mut times = 0;
        while left % p == 0 {
            left /= p;
            times += 1;
        }
        if times > 0 {
            out.push((p, times));
        }
        p += 1;
    }
    if left > 1 {
        out.push((left, 1));
    }
    out
}

/// A number as the product of powers of its primes.
fn in_primes(n: i64) -> Node {
    let mut out = Vec::new();
    for (p, k) in primes(n) {
        out.push(power(number(p), k));
    }
    times(out)
}

/// The line in which values are put in: `[F]_a^b` as F(b) - F(a), and derivatives worked out before.
pub(super) fn with_values(node: &Node) -> Option<Node> {
    if !parts::any(node, &|part| parts::taken(part).is_some()) {
        return None;
    }
    let Some(parts::Taken { body, letter, low, high }) = parts::taken(node) else {
        return Some(parts::map(node, &mut |part| {
            with_values(part).unwrap_or_else(|| part.clone())
        }));
    };
    let rests = |part: &Node| matches!(part, Node::Derivative { .. } | Node::Integral { .. });
    let body = if parts::any(body, &rests) { show(meaning(body).ok()?) } else { body.clone() };
    let at = |value: &Node| {
        let value = meaning(value).ok()?;
        let letter = letter.as_deref().map(|letter| (show(crate::expr::sym(letter)), value));
        Some(crate::textbook::substituted(&body, &letter.into_iter().collect::<Vec<_>>()))
    };
    let Some(low) = low else { return at(high) };
    let bracket = |node| match node {
        Node::Sum(_) => Node::Group(Bracket::Round, Box::new(node), Bracket::Round),
        other => other,
    };
    Some(Node::Sum(vec![(Sign::Plus, bracket(at(high)?)), (Sign::Minus, bracket(at(low)?))]))
}
