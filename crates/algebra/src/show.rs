//! Expression → notation, as a textbook orders and sets it.

use crate::expr::{E, EULER, F, ONE, X, apply, mul, num, pow};
use crate::number::Q;
use ganita_notation::{Function, Join, Node, Sign};
use std::cmp::Ordering;

/// The degree of a term in its letters, for ordering.
fn degree(e: E) -> f64 {
    match e.get() {
        X::Sym(_) => 1.0,
        X::Mul(items) => items.iter().map(|&item| degree(item)).sum(),
        X::Pow(base, exponent) if base.is_sym() => exponent.num().map_or(0.5, |q| q.to_f64()),
        X::Pow(base, exponent) => degree(base) * exponent.num().map_or(0.0, |q| q.to_f64()),
        X::Add(items) => items.iter().map(|&item| degree(item)).fold(0.0, f64::max),
        _ => 0.0,
    }
}

/// 0 for what has letters, then plain numbers, then surds and constants.
fn class(e: E) -> u8 {
    match e.get() {
        X::Num(_) => 1,
        _ if e.symbols().is_empty() => 2,
        _ => 0,
    }
}

fn exponent_of(e: E, letter: E) -> f64 {
    e.factors()
        .into_iter()
        .map(E::base_exponent)
        .filter(|(base, _)| *base == letter)
        .map(|(_, exponent)| exponent.num().map_or(0.0, |q| q.to_f64()))
        .sum()
}

fn term_order(a: E, b: E, letters: &[E]) -> Ordering {
    let by_class = class(a).cmp(&class(b));
    let by_degree = degree(b).partial_cmp(&degree(a)).unwrap_or(Ordering::Equal);
    by_class.then(by_degree).then_with(|| {
        for &letter in letters {
            let found = exponent_of(b, letter)
                .partial_cmp(&exponent_of(a, letter))
                .unwrap_or(Ordering::Equal);
            if found != Ordering::Equal {
                return found;
            }
        }
        crate::expr::order(a.coefficient().1, b.coefficient().1)
    })
}

/// The terms of a sum in the order in which they are written.
pub(crate) fn written_terms(e: E) -> Vec<E> {
    let mut terms = e.terms();
    let letters = e.symbols();
    crate::sort::by(&mut terms, &mut |&a, &b| term_order(a, b, &letters));
    terms
}

/// The first term in written order.
pub(crate) fn leading(e: E) -> E {
    written_terms(e)[0]
}

/// Fuel for a part that is written.
const NODE: u64 = 4;

/// The notation for an expression.
pub(crate) fn show(e: E) -> Node {
    let (negative, node) = signed(e);
    if negative { negated(node) } else { node }
}

fn negated(node: Node) -> Node {
    Node::Sum(vec![(Sign::Minus, node)])
}

/// A sum of what is given, signs taken from the terms.
pub(crate) fn sum_of(terms: &[E]) -> Node {
    let mut out = Vec::with_capacity(terms.len());
    for &term in terms {
        let (negative, node) = signed(term);
        out.push((if negative { Sign::Minus } else { Sign::Plus }, node));
    }
    match out.as_slice() {
        [] => Node::number("0"),
        [(Sign::Plus, only)] => only.clone(),
        _ => Node::Sum(out),
    }
}

/// (3 + √5)/2: a sum of surds whose terms have the same denominator.
fn over_one_number(e: E) -> Option<(Vec<E>, Q)> {
    let surd = |p: E| matches!(p.get(), X::Pow(b, k) if b.num().is_some() && k.num().is_some());
    let terms = written_terms(e);
    let plain = |term: &E| term.factors().iter().all(|&p| p.num().is_some() || surd(p));
    if !e.any(&surd) || !terms.iter().all(plain) {
        return None;
    }
    let bottom = terms[0].coefficient().0.denominator();
    let shared = terms.iter().all(|term| term.coefficient().0.denominator() == bottom);
    (shared && !bottom.is_one())
        .then(|| (terms.iter().map(|&term| term * num(bottom.clone())).collect(), bottom))
}

/// Whether a minus sign stands before it, and what follows.
pub(crate) fn signed(e: E) -> (bool, Node) {
    // What shares parts may be far longer written out.
    if crate::expr::burn(NODE) {
        return (false, Node::Text("undefined".to_owned()));
    }
    match e.get() {
        X::Num(q) => (q.is_negative(), number(&q.abs())),
        X::Sym(name) => (false, symbol(&name)),
        X::Pi => (false, Node::symbol("pi")),
        X::Euler => (false, Node::symbol("e")),
        X::I => (false, Node::symbol("i")),
        X::Infinity => (false, Node::symbol("infinity")),
        X::Undefined => (false, Node::Text("undefined".to_owned())),
        X::Add(_) => {
            if let Some((mut top, bottom)) = over_one_number(e) {
                // (−1 + √33)/4, as the formula has it.
                if top[0].num().is_none() {
                    positive_first(e, &mut top);
                }
                return (false, Node::fraction(sum_of(&top), number(&bottom)));
            }
            let mut terms = written_terms(e);
            positive_first(e, &mut terms);
            (false, sum_of(&terms))
        }
        X::Mul(_) => product(e),
        X::Pow(base, exponent) => {
            if in_denominator(base, exponent) {
                return (false, Node::fraction(Node::number("1"), show(pow(base, -exponent))));
            }
            (false, power(base, exponent))
        }
        X::Fun(f, x) => (false, function(f, x, None)),
        X::Call(name, x) => {
            let letter = ganita_notation::read(&name).unwrap_or_else(|_| Node::symbol(&name));
            let function = Function::Letter(Box::new(letter));
            (false, Node::Apply { function, power: None, index: None, argument: Box::new(show(x)) })
        }
    }
}

/// 3 - x for -x + 3; but -1 + 2i.
fn positive_first(e: E, terms: &mut [E]) {
    if terms.len() == 2 && negative(terms[0]) && !negative(terms[1]) && !e.has(crate::expr::I) {
        terms.swap(0, 1);
    }
}

fn negative(e: E) -> bool {
    e.coefficient().0.is_negative()
}

fn symbol(name: &str) -> Node {
    match name.split_once('_') {
        Some((base, index)) => {
            let index =
                ganita_notation::read(index).unwrap_or_else(|_| Node::Raw(index.to_owned()));
            Node::Subscript(Box::new(Node::symbol(base)), Box::new(index))
        }
        None => {
            let plain = Node::symbol(name);
            let unit = name.len() > 1
                && ganita_notation::read(&ganita_notation::write_latex(&plain)).is_err();
            // `\mathrm{kg}`: there is no command of that name.
            if unit {
                Node::Styled(ganita_notation::Style::Upright, Box::new(plain))
            } else {
                plain
            }
        }
    }
}

/// A number that is not negative.
fn number(q: &Q) -> Node {
    let numerator = Node::Number(q.numerator().to_string());
    if q.is_integer() {
        numerator
    } else {
        Node::fraction(numerator, Node::Number(q.denominator().to_string()))
    }
}

fn in_denominator(base: E, exponent: E) -> bool {
    match exponent.get() {
        X::Num(q) => q.is_negative() && base != EULER,
        _ => {
            base != EULER
                && !base.is_number()
                && negative(exponent)
                && !matches!(exponent.get(), X::Add(_))
        }
    }
}

fn power(base: E, exponent: E) -> Node {
    if let X::Num(q) = exponent.get() {
        if let Some((p, d)) = q.parts()
            && d > 1
            && (p == 1 || (base.is_number() && base != EULER))
            && base != EULER
        {
            let degree = (d != 2).then(|| Box::new(Node::Number(d.to_string())));
            let inside = if p == 1 {
                show(base)
            } else {
                Node::power(bare(base), Node::Number(p.to_string()))
            };
            return Node::Root { degree, radicand: Box::new(inside) };
        }
        if let X::Fun(f, x) = base.get()
            && q.as_i64().is_some_and(|n| n > 1)
            && is_trigonometric(f)
        {
            return function(f, x, Some(number(&q)));
        }
    }
    Node::power(bare(base), show(exponent))
}

fn bare(e: E) -> Node {
    show(e)
}

/// sin, cos, … whose power is written on the name.
pub(crate) fn is_trigonometric(f: F) -> bool {
    matches!(f, F::Sin | F::Cos | F::Tan | F::Cot | F::Sec | F::Csc | F::Sinh | F::Cosh | F::Tanh)
}

fn function(f: F, x: E, raised: Option<Node>) -> Node {
    let named = |name: &str, power: Option<Node>| Node::Apply {
        function: Function::Named(name.to_owned()),
        power: power.map(Box::new),
        index: None,
        argument: Box::new(show(x)),
    };
    let inverse = |name: &str| named(name, Some(Node::negative(Node::number("1"))));
    match f {
        F::Sin => named("sin", raised),
        F::Cos => named("cos", raised),
        F::Tan => named("tan", raised),
        F::Cot => named("cot", raised),
        F::Sec => named("sec", raised),
        F::Csc => named("csc", raised),
        F::Asin => inverse("sin"),
        F::Acos => inverse("cos"),
        F::Atan => inverse("tan"),
        F::Acot => inverse("cot"),
        F::Asec => inverse("sec"),
        F::Acsc => inverse("csc"),
        F::Sinh => named("sinh", raised),
        F::Cosh => named("cosh", raised),
        F::Tanh => named("tanh", raised),
        F::Coth => named("coth", raised),
        F::Sech => named("sech", raised),
        F::Csch => named("csch", raised),
        F::Asinh => inverse("sinh"),
        F::Acosh => inverse("cosh"),
        F::Atanh => inverse("tanh"),
        F::Ln => named("ln", raised),
        F::Sign => named("sgn", raised),
        F::Abs => Node::Absolute(Box::new(show(x))),
        F::Factorial => Node::Factorial(Box::new(show(x))),
        F::Floor => Node::Floor(Box::new(show(x))),
        F::Ceiling => Node::Ceiling(Box::new(show(x))),
    }
}

/// Numbers, surds, constants, letters, powers of e, sums, functions.
fn factor_rank(e: E) -> u8 {
    let (base, _) = e.base_exponent();
    match base.get() {
        X::Num(_) => 0,
        X::Pi | X::I => 1,
        X::Sym(_) => 2,
        X::Euler => 3,
        X::Add(_) => 4,
        X::Fun(F::Abs, _) => 4,
        X::Fun(..) | X::Call(..) => 5,
        _ => 2,
    }
}

/// Factors joined as people write them: a dot only where two numbers would run together.
pub(crate) fn join(factors: Vec<Node>) -> Node {
    let mut out: Vec<(Join, Node)> = Vec::with_capacity(factors.len());
    for factor in factors {
        let digit = starts_with_digit(&factor);
        let join = match out.last() {
            None => Join::Beside,
            Some(_) if digit => Join::Dot,
            Some((_, Node::Number(_))) if matches!(factor, Node::Fraction(..)) => Join::Dot,
            Some((_, Node::Fraction(..))) if matches!(factor, Node::Fraction(..)) => Join::Dot,
            Some(_) => Join::Beside,
        };
        out.push((join, factor));
    }
    match out.len() {
        0 => Node::number("1"),
        1 => out.remove(0).1,
        _ => Node::Product(out),
    }
}

fn starts_with_digit(node: &Node) -> bool {
    match node {
        Node::Number(_) | Node::Mixed(..) => true,
        Node::Power(base, _) => starts_with_digit(base),
        Node::Product(factors) => starts_with_digit(&factors[0].1),
        _ => false,
    }
}

/// √A/√π as √(A/π) and ∛6 ∛V/(2∛π) as ∛(3V/(4π)): a root of letters, and roots of numbers below it or of a higher degree.
fn one_root(q: &Q, rest: E) -> Option<Node> {
    let factors = rest.factors();
    let degree = factors.first()?.base_exponent().1.num()?.parts()?.1;
    let mut inside = pow(num(q.abs()), num(Q::int(degree)));
    let (mut letters, mut constants, mut numbers, mut quotient) = (0, 0, degree > 2, false);
    for factor in &factors {
        let (base, k) = factor.base_exponent();
        let (p, d) = k.num()?.parts()?;
        if d != degree || d == 1 || p.abs() != 1 {
            return None;
        }
        if base.symbols().is_empty() {
            numbers |= p < 0;
            constants += 1;
        } else {
            letters += 1;
            quotient |= base.factors().iter().any(|part| negative(part.base_exponent().1));
        }
        inside = inside * pow(base, num(Q::int(p)));
    }
    (letters == 1 && constants > 0 && (numbers || quotient)).then(|| Node::Root {
        degree: (degree != 2).then(|| Box::new(Node::Number(degree.to_string()))),
        radicand: Box::new(show(inside)),
    })
}

fn product(e: E) -> (bool, Node) {
    let (q, rest) = e.coefficient();
    if let Some(root) = one_root(&q, rest) {
        return (q.is_negative(), root);
    }
    let mut above: Vec<E> = Vec::new();
    let mut below: Vec<E> = Vec::new();
    for factor in rest.factors() {
        let (base, exponent) = factor.base_exponent();
        if factor == ONE {
            continue;
        }
        if in_denominator(base, exponent) {
            below.push(pow(base, -exponent));
        } else {
            above.push(factor);
        }
    }
    let logarithm = logarithm(&mut above, &mut below);
    let sort = |items: &mut Vec<E>| {
        crate::sort::by(items, &mut |&a, &b| {
            let rank = |e: E| if e == crate::expr::sym("n") { 1 } else { 2 * factor_rank(e) };
            // Roots last among letters, the others as the alphabet has them: x²y√z.
            let root = |e: E| factor_rank(e) == 2 && e.base_exponent().1.as_int().is_none();
            let key = |e: E| (rank(e), root(e));
            let bases = || crate::expr::order(a.base_exponent().0, b.base_exponent().0);
            key(a).cmp(&key(b)).then_with(bases).then_with(|| crate::expr::order(a, b))
        });
    };
    sort(&mut above);
    sort(&mut below);
    let q_abs = q.abs();
    let (n, d) = (q_abs.numerator(), q_abs.denominator());
    let functions = above.iter().position(|&e| factor_rank(e) >= 5).unwrap_or(above.len());
    let has_function = functions < above.len() || logarithm.is_some();
    let mut top: Vec<Node> = Vec::new();
    if !n.is_one() {
        top.push(number(&n));
    }
    let mut bottom: Vec<Node> = Vec::new();
    if !d.is_one() {
        bottom.push(number(&d));
    }
    // Functions follow a fraction over a number: (π/8) ln 2.
    if below.is_empty() && !d.is_one() && has_function {
        top.extend(above.drain(..functions).map(show));
        top =
            vec![Node::fraction(join(std::mem::take(&mut top)), join(std::mem::take(&mut bottom)))];
    }
    top.extend(above.iter().map(|&factor| show(factor)));
    top.extend(logarithm);
    bottom.extend(below.iter().map(|&factor| show(factor)));
    let top = join(top);
    (q.is_negative(), if bottom.is_empty() { top } else { Node::fraction(top, join(bottom)) })
}

/// `\frac{\ln x}{\ln 2}` is `\log_2 x`.
fn logarithm(above: &mut Vec<E>, below: &mut Vec<E>) -> Option<Node> {
    let base = below
        .iter()
        .position(|&e| matches!(e.get(), X::Fun(F::Ln, b) if b.as_int().is_some() || b.is_sym()))?;
    let top = above.iter().position(|&e| matches!(e.get(), X::Fun(F::Ln, _)))?;
    let (X::Fun(_, base), X::Fun(_, x)) = (below.remove(base).get(), above.remove(top).get())
    else {
        return None;
    };
    Some(Node::Apply {
        function: Function::Named("log".to_owned()),
        power: None,
        index: Some(Box::new(show(base))),
        argument: Box::new(show(x)),
    })
}

/// A product with the factors in this order, powers not merged: (x - 2)(x - 3).
pub(crate) fn factored(coefficient: &Q, factors: &[(E, i64)]) -> Node {
    let mut top: Vec<Node> = Vec::new();
    let (n, d) = (coefficient.abs().numerator(), coefficient.denominator());
    if !n.is_one() || factors.is_empty() {
        top.push(number(&n));
    }
    for (factor, times) in factors {
        let node = show(*factor);
        top.push(if *times == 1 {
            node
        } else {
            Node::power(node, Node::Number(times.to_string()))
        });
    }
    let product = join(top);
    let product = if d.is_one() { product } else { Node::fraction(product, number(&d)) };
    if coefficient.is_negative() { negated(product) } else { product }
}

/// `variable = value`.
pub(crate) fn equal(left: E, right: E) -> Node {
    Node::relation(show(left), ganita_notation::Relation::Equal, show(right))
}

/// The absolute value inside a logarithm, as integrals have it.
pub(crate) fn ln_abs(e: E) -> E {
    apply(F::Ln, apply(F::Abs, e))
}

/// A number times a node.
#[must_use]
pub(crate) fn times(q: &Q, node: Node) -> Node {
    if q.is_one() {
        return node;
    }
    if *q == Q::int(-1) {
        return negated(node);
    }
    let product = join(vec![number(&q.abs()), node]);
    if q.is_negative() { negated(product) } else { product }
}

/// The product of two expressions that are shown apart.
pub(crate) fn beside(a: E, b: E) -> Node {
    if a == ONE {
        return show(b);
    }
    let (q, rest) = a.coefficient();
    if rest == ONE {
        times(&q, show(b))
    } else {
        times(&q, join(vec![show(rest), show(mul([num(Q::ONE), b]))]))
    }
}
