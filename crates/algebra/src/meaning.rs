//! Notation → expression: what the written mathematics means.

use crate::expr::{
    self, E, EULER, F, I, INFINITY, ONE, PI, X, add, apply, call, exp, int, ln, num, pow, rat, sym,
};
use crate::number::Q;
use crate::parts;
use crate::solution::{Reason, Refusal};
use ganita_notation::{Accent, Bracket, Function, Join, Node, Sign};

/// The meaning of an expression. Lone derivatives and integrals are not expressions: their tasks take them apart.
pub(crate) fn meaning(node: &Node) -> Result<E, Refusal> {
    let e = read(node)?;
    if e == expr::UNDEFINED {
        let infinite = |part: &Node| matches!(part, Node::Symbol(name) if name == "infinity");
        let reason = match parts::any(node, &infinite) {
            true => Reason::Indeterminate,
            false => Reason::DivisionByZero,
        };
        return Err(Refusal::about(reason, node));
    }
    Ok(e)
}

/// Σ i³: the letter that counts is no imaginary unit.
pub(crate) fn counted(problem: &Node) -> Node {
    let i = Node::symbol("i");
    let by_i = |node: &Node| {
        matches!(node, Node::Big { lower: Some(lower), .. }
            if matches!(&**lower, Node::Relation(left, _) if **left == i))
    };
    if !parts::any(problem, &by_i) {
        return problem.clone();
    }
    parts::rewrite(problem, &mut |part| {
        if !by_i(&part) {
            return part;
        }
        let free = |name: &&str| !parts::any(&part, &|p| *p == Node::symbol(name));
        let name = ["k", "r", "j", "m"].into_iter().find(free).unwrap_or("t");
        let mut named = |p: Node| if p == i { Node::symbol(name) } else { p };
        match parts::rewrite(&part, &mut named) {
            Node::Big { operator, lower, upper, body } => {
                let lower = lower.map(|from| Box::new(parts::rewrite(&from, &mut named)));
                Node::Big { operator, lower, upper, body }
            }
            other => other,
        }
    })
}

/// h(a + b) is a product where h is what is looked for, or a, which a function nobody knows would hide.
pub(crate) fn no_calls(problem: Node, unknowns: &[String], solving: bool) -> Node {
    let named = |letter: &Node| crate::check::letter_name(letter);
    let is_product = |node: &Node| match node {
        Node::Apply { function: Function::Letter(letter), power: None, index: None, argument } => {
            let mut inside = Vec::new();
            if solving
                && matches!(**argument, Node::Sum(_))
                && named(letter).as_deref() == Some("h")
            {
                crate::explain::names(argument, &mut inside);
            }
            named(letter).is_some_and(|name| unknowns.contains(&name))
                || inside.iter().any(|name| unknowns.contains(name))
        }
        _ => false,
    };
    if unknowns.is_empty() || !parts::any(&problem, &is_product) {
        return problem;
    }
    parts::rewrite(&problem, &mut |part| match part {
        part if !is_product(&part) => part,
        Node::Apply { function: Function::Letter(letter), argument, .. } => {
            let inner = Node::Group(Bracket::Round, argument, Bracket::Round);
            Node::Product(vec![(Join::Beside, *letter), (Join::Beside, inner)])
        }
        other => other,
    })
}

fn refuse<T>(node: &Node) -> Result<T, Refusal> {
    Err(Refusal::about(Reason::NotUnderstood, node))
}

/// `F|_{x = a}` is F(a), `[F]_a^b` is F(b) - F(a).
#[inline(never)]
fn taken(node: &Node) -> Result<E, Refusal> {
    let Some(parts::Taken { body, letter, low, high }) = parts::taken(node) else {
        return refuse(node);
    };
    let body = read(body)?;
    let at = |value: &Node| match &letter {
        Some(letter) => Ok(body.replace(sym(letter), read(value)?)),
        None if body.symbols().is_empty() => Ok(body),
        None => refuse(node),
    };
    let high = at(high)?;
    Ok(match low {
        Some(low) => high - at(low)?,
        None => high,
    })
}

fn read(node: &Node) -> Result<E, Refusal> {
    Ok(match node {
        Node::Number(digits) => {
            num(Q::parse(digits).ok_or_else(|| Refusal::about(Reason::TooLong, node))?)
        }
        Node::Symbol(name) => match name.as_str() {
            "pi" => PI,
            "e" if expr::is_constant("e") => EULER,
            "i" if expr::is_constant("i") => I,
            "infinity" => INFINITY,
            // A star above a letter is a mark, not a number.
            "ast" | "+" | "-" | "emptyset" | "ldots" | "cdots" => return refuse(node),
            _ => sym(name),
        },
        Node::Styled(_, inner) => read(inner)?,
        Node::Sum(terms) => {
            let mut out = Vec::with_capacity(terms.len());
            for (sign, term) in terms {
                let term = read(term)?;
                out.push(match sign {
                    Sign::Plus => term,
                    Sign::Minus => -term,
                    Sign::PlusMinus | Sign::MinusPlus => return refuse(node),
                });
            }
            add(out)
        }
        Node::Product(factors) => {
            let mut out = ONE;
            let mut k = 0;
            while let Some((join, factor)) = factors.get(k) {
                let recurring = factors.get(k + 1).and_then(|(_, next)| recurring(factor, next));
                k += 1 + usize::from(recurring.is_some());
                let factor = match recurring {
                    Some(q) => num(q),
                    None => read(factor)?,
                };
                out = match join {
                    Join::Divide | Join::Slash | Join::Ratio => out / factor,
                    _ => out * factor,
                };
            }
            out
        }
        Node::Fraction(a, b) => read(a)? / read(b)?,
        Node::Mixed(whole, a, b) => {
            let parse = |digits: &str| {
                Q::parse(digits).ok_or_else(|| Refusal::about(Reason::TooLong, node))
            };
            let (whole, a, b) = (parse(whole)?, parse(a)?, parse(b)?);
            if b.is_zero() {
                return Err(Refusal::about(Reason::DivisionByZero, node));
            }
            num(&whole + &(&a / &b))
        }
        Node::Power(base, _)
            if matches!(**base, Node::Subscript(..)) && parts::taken(node).is_some() =>
        {
            return taken(node);
        }
        Node::Power(base, exponent) => {
            if let Node::Symbol(name) = &**base
                && name == "e"
            {
                return Ok(exp(read(exponent)?));
            }
            if let Node::Symbol(name) = &**exponent
                && matches!(name.as_str(), "+" | "-")
            {
                return Err(Refusal::about(Reason::LoneSign, node));
            }
            let (base, exponent) = (read(base)?, read(exponent)?);
            if base == expr::ZERO && exponent == expr::ZERO {
                return Err(Refusal::about(Reason::Indeterminate, node));
            }
            pow(base, exponent)
        }
        Node::Subscript(base, index) => match &**base {
            Node::Symbol(name) => sym(&format!("{name}_{}", ganita_notation::write_latex(index))),
            _ => return taken(node),
        },
        Node::Root { degree, radicand } => {
            let radicand = read(radicand)?;
            match degree {
                None => expr::sqrt(radicand),
                Some(degree) => pow(radicand, ONE / read(degree)?),
            }
        }
        Node::Apply { function, power, index, argument } => {
            return applied(node, function, power.as_deref(), index.as_deref(), argument);
        }
        Node::Factorial(inner) => apply(F::Factorial, read(inner)?),
        Node::Percent(inner) => read(inner)? * rat(1, 100),
        Node::Degrees(inner) => read(inner)? * PI * rat(1, 180),
        Node::Absolute(inner) => apply(F::Abs, read(inner)?),
        Node::Matrix(Bracket::Bar, rows, Bracket::Bar)
            if rows.len() <= 4 && rows.iter().all(|row| row.len() == rows.len()) =>
        {
            let rows: Result<Vec<Vec<E>>, Refusal> =
                rows.iter().map(|row| row.iter().map(&read).collect()).collect();
            crate::matrix::determinant(&rows?)
        }
        Node::Floor(inner) => apply(F::Floor, read(inner)?),
        Node::Ceiling(inner) => apply(F::Ceiling, read(inner)?),
        Node::Group(Bracket::Round | Bracket::Curly | Bracket::Square, inner, _) => read(inner)?,
        Node::Binomial(n, k) => {
            choose(read(n)?, read(k)?).ok_or_else(|| Refusal::about(Reason::NotUnderstood, node))?
        }
        Node::Choose(letter, n, r) => {
            let (n, r) = (read(n)?, read(r)?);
            let ways = choose(n, r).ok_or_else(|| Refusal::about(Reason::NotUnderstood, node))?;
            if *letter == 'P' { ways * apply(F::Factorial, r) } else { ways }
        }
        Node::Derivative { partial: _, order, variables, of: Some(of), inside: false }
            if variables.len() == 1 =>
        {
            let variable = read(&variables[0])?;
            let mut out = read(of)?;
            for _ in 0..*order {
                out = crate::derive::derivative(out, variable);
            }
            out
        }
        _ => return refuse(node),
    })
}

/// The longest product that nCr of a letter n becomes.
const FACTORS: i64 = 12;

/// `0.2\overline{3}`, `0.2\dot{3}`: a decimal whose last digits recur, as a fraction.
pub(crate) fn recurring(front: &Node, back: &Node) -> Option<Q> {
    let (Node::Number(front), Node::Accented(Accent::Bar | Accent::Dot, back)) = (front, back)
    else {
        return None;
    };
    let (Node::Number(back), (whole, places)) = (&**back, front.split_once('.')?) else {
        return None;
    };
    let power = |digits: usize| Q::int(10).pow(i64::try_from(digits).ok()?);
    let start = Q::parse(&format!("{whole}{places}"))?;
    let recurring = Q::parse(back)?;
    // (start + recurring / (10^r - 1)) / 10^p
    let nines = &power(back.len())? - &Q::int(1);
    Some(&(&start + &(&recurring / &nines)) / &power(places.len())?)
}

fn choose(n: E, k: E) -> Option<E> {
    let k = k.as_int()?;
    let Some(n) = n.as_int() else {
        let parts = (0..k).flat_map(|j| [n - int(j), rat(1, j + 1)]);
        return ((0..=FACTORS).contains(&k) && n.num().is_none()).then(|| expr::mul(parts));
    };
    if !(0..=1000).contains(&n) || k < 0 {
        return None;
    }
    if k > n {
        return Some(expr::ZERO);
    }
    let k = k.min(n - k);
    Some(num((0..k).fold(Q::ONE, |all, j| &(&all * &Q::int(n - j)) / &Q::int(j + 1))))
}

pub(crate) fn inverse(f: F) -> Option<F> {
    use F::{
        Acos, Acosh, Acot, Acsc, Asec, Asin, Asinh, Atan, Atanh, Cos, Cosh, Cot, Csc, Sec, Sin,
        Sinh, Tan, Tanh,
    };
    Some(match f {
        Sin => Asin,
        Cos => Acos,
        Tan => Atan,
        Cot => Acot,
        Sec => Asec,
        Csc => Acsc,
        Sinh => Asinh,
        Cosh => Acosh,
        Tanh => Atanh,
        _ => return None,
    })
}

/// A function by its LaTeX name.
pub(crate) fn named(name: &str) -> Option<F> {
    use F::{
        Acos, Acosh, Acot, Acsc, Asec, Asin, Asinh, Atan, Atanh, Cos, Cosh, Cot, Coth, Csc, Csch,
        Sec, Sech, Sign, Sin, Sinh, Tan, Tanh,
    };
    Some(match name {
        "sin" => Sin,
        "cos" => Cos,
        "tan" => Tan,
        "cot" => Cot,
        "sec" => Sec,
        "csc" | "cosec" => Csc,
        "arcsin" => Asin,
        "arccos" => Acos,
        "arctan" => Atan,
        "arccot" => Acot,
        "arcsec" => Asec,
        "arccsc" => Acsc,
        "sinh" => Sinh,
        "cosh" => Cosh,
        "tanh" => Tanh,
        "coth" => Coth,
        "sech" => Sech,
        "csch" => Csch,
        "arcsinh" | "arsinh" => Asinh,
        "arccosh" | "arcosh" => Acosh,
        "arctanh" | "artanh" => Atanh,
        "sgn" | "sign" => Sign,
        "ln" => F::Ln,
        _ => return None,
    })
}

/// Whether a number, as far as can be seen, is no real number up to 0.
fn may_be_positive(e: E) -> bool {
    e != expr::ZERO && crate::value::sign(e) != Some(-1)
}

fn applied(
    node: &Node,
    function: &Function,
    power: Option<&Node>,
    index: Option<&Node>,
    argument: &Node,
) -> Result<E, Refusal> {
    let Function::Named(name) = function else {
        let Function::Letter(letter) = function else { return refuse(node) };
        let name = ganita_notation::write_latex(letter);
        return Ok(call(&name, read(argument)?));
    };
    let power = power.map(read).transpose()?;
    if matches!(name.as_str(), "max" | "min" | "gcd" | "lcm") {
        let Node::List(items) = argument else { return refuse(node) };
        let values: Result<Vec<E>, Refusal> = items.iter().map(read).collect();
        let values: Option<Vec<Q>> = values?.into_iter().map(E::num).collect();
        let Some(values) = values.filter(|values| !values.is_empty()) else { return refuse(node) };
        let best = match name.as_str() {
            "max" => values.iter().max().expect("not empty").clone(),
            "min" => values.iter().min().expect("not empty").clone(),
            "gcd" => Q::content(&values),
            _ => Q::content(&values.iter().map(Q::reciprocal).collect::<Vec<_>>()).reciprocal(),
        };
        return Ok(num(best));
    }
    let x = read(argument)?;
    if matches!(name.as_str(), "log" | "lg" | "ln") {
        let base = index.map(read).transpose()?;
        if !may_be_positive(x) || base.is_some_and(|base| base == ONE || !may_be_positive(base)) {
            return Err(Refusal::about(Reason::NoLogarithm, node));
        }
    }
    let value = match name.as_str() {
        "log" | "lg" => {
            let base = index.map(read).transpose()?;
            match base {
                Some(base) => ln(x) / ln(base),
                None if name == "lg" => ln(x) / ln(int(10)),
                None => ln(x),
            }
        }
        "exp" => exp(x),
        _ => {
            let Some(f) = named(name) else { return refuse(node) };
            if power == Some(int(-1))
                && let Some(inverse) = inverse(f)
            {
                return Ok(apply(inverse, x));
            }
            match (f, power) {
                // sech⁻¹ x = cosh⁻¹(1/x), and so on.
                (F::Sech, Some(power)) if power == int(-1) => return Ok(apply(F::Acosh, ONE / x)),
                (F::Csch, Some(power)) if power == int(-1) => return Ok(apply(F::Asinh, ONE / x)),
                (F::Coth, Some(power)) if power == int(-1) => return Ok(apply(F::Atanh, ONE / x)),
                _ => apply(f, x),
            }
        }
    };
    Ok(power.map_or(value, |power| pow(value, power)))
}

/// The letter a node names, as it appears in expressions.
pub(crate) fn letter(node: &Node) -> Option<E> {
    match read(node).ok()? {
        e if matches!(e.get(), X::Sym(_)) => Some(e),
        _ => None,
    }
}
