//! Complex numbers, class 11: a + ib, conjugate, modulus, argument, polar form, roots.

use super::arrays::Array;
use super::{Ask, Sheet, equals, l, number_said, p, plain, tex};
use crate::algebra::expand;
use crate::check::{Letters, evaluate};
use crate::complex::C;
use crate::expr::{E, F, HALF, I, ONE, PI, ZERO, add, apply, int, num, pow, rat, sqrt};
use crate::meaning::meaning;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use ganita_notation::Node;

/// Real and imaginary part.
fn parts(ask: &Ask<'_>, node: &Node) -> Result<(E, E), Refusal> {
    let e = meaning(node)?;
    if !e.is_number() {
        return ask.refuse();
    }
    let e = plain(expand(plain(e)));
    let (mut re, mut im) = (Vec::new(), Vec::new());
    for term in e.terms() {
        let rest = plain(term / I);
        if term.has(I) {
            if rest.has(I) {
                return Err(Refusal::new(Reason::NoMethod));
            }
            im.push(rest);
        } else {
            re.push(term);
        }
    }
    Ok((plain(add(re)), plain(add(im))))
}

/// What is inside bars, a bar over it, or arg(…).
fn inner(node: &Node) -> &Node {
    match node {
        Node::Absolute(inner) | Node::Accented(_, inner) | Node::Group(_, inner, _) => {
            self::inner(inner)
        }
        Node::Apply { argument, .. } => inner(argument),
        other => other,
    }
}

/// A sheet that knows z from the notation alone.
fn sheet(ask: &Ask<'_>, z: &Node) -> Result<(Sheet, C), Refusal> {
    let v = evaluate(z, &Letters::default());
    if !v.is_finite() {
        return ask.refuse();
    }
    let mut sheet = Sheet::on(&Node::number("0"));
    sheet.problem_is(ask.problem);
    sheet.know(&tex("z"), &|_| Some(Array::scalar(v)));
    Ok((sheet, v))
}

fn form_line(sheet: &mut Sheet, z: &Node, a: E, b: E) {
    // A denominator is made real first.
    if let Node::Fraction(top, bottom) = z
        && let (Ok(_), Ok(q)) = (meaning(top), meaning(bottom))
        && q.has(I)
    {
        let conjugate = show(q.replace(I, -I));
        let times = |node: &Node| {
            Node::Product(vec![
                (ganita_notation::Join::Beside, node.clone()),
                (ganita_notation::Join::Dot, conjugate.clone()),
            ])
        };
        let line = Node::fraction(times(top), times(bottom));
        sheet.say("conjugate of the denominator", equals(tex("z"), line), vec![]);
    }
    sheet.say("form a + ib", equals(tex("z"), show(a + b * I)), vec![]);
}

pub(super) fn form(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let (a, b) = parts(ask, ask.problem)?;
    let (mut sheet, _) = sheet(ask, ask.problem)?;
    form_line(&mut sheet, ask.problem, a, b);
    let answer = equals(tex("z"), show(a + b * I));
    sheet.done(ask, &answer, vec![show(a + b * I)])
}

pub(super) fn conjugate(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let z = inner(ask.problem);
    let (a, b) = parts(ask, z)?;
    let (mut sheet, v) = sheet(ask, z)?;
    form_line(&mut sheet, z, a, b);
    sheet.know(&tex(r"\bar{z}"), &|_| Some(Array::scalar(C { re: v.re, im: -v.im })));
    let answer = equals(tex(r"\bar{z}"), show(a - b * I));
    sheet.say("conjugate", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![show(a - b * I)])
}

fn modulus_line(sheet: &mut Sheet, a: E, b: E, v: C) -> E {
    sheet.know(&tex("r"), &|_| Some(Array::real(libm::hypot(v.re, v.im))));
    let r = plain(sqrt(plain(a * a + b * b)));
    let square =
        |e: E| if l(e).len() > 1 { format!("({})^2", l(e)) } else { format!("{}^2", l(e)) };
    sheet.say(
        "modulus",
        tex(&format!(r"r = \sqrt{{{} + {}}} = {}", square(a), square(b), l(r))),
        vec![],
    );
    r
}

pub(super) fn modulus(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let z = inner(ask.problem);
    let (a, b) = parts(ask, z)?;
    let (mut sheet, v) = sheet(ask, z)?;
    form_line(&mut sheet, z, a, b);
    let r = modulus_line(&mut sheet, a, b, v);
    let answer = equals(tex("r"), show(r));
    sheet.done(ask, &answer, vec![show(r)])
}

/// The principal argument, in (−π, π].
fn argument_value(a: E, b: E) -> Option<E> {
    let (s, t) = (sign(a)?, sign(b)?);
    let base = if a == ZERO { HALF * PI } else { apply(F::Atan, plain(apply(F::Abs, b / a))) };
    let base = plain(base);
    Some(plain(match (s, t) {
        (0, 0) => return None,
        (0, t) => int(i64::from(t)) * HALF * PI,
        (1, t) => int(i64::from(t)) * base,
        (_, -1) => base - PI,
        (_, 0) => PI,
        _ => PI - base,
    }))
}

fn sign(e: E) -> Option<i32> {
    if e == ZERO { Some(0) } else { crate::value::sign(e) }
}

fn argument_line(sheet: &mut Sheet, a: E, b: E, v: C) -> Result<E, Refusal> {
    let theta = argument_value(a, b).ok_or(Refusal::new(Reason::NoMethod))?;
    sheet.know(&tex(r"\theta"), &|_| Some(Array::real(libm::atan2(v.im, v.re))));
    if a != ZERO && b != ZERO {
        sheet.know(&tex(r"\alpha"), &|_| Some(Array::real(libm::atan((v.im / v.re).abs()))));
        let acute = plain(apply(F::Atan, plain(apply(F::Abs, b / a))));
        let line = format!(r"\tan\alpha = |\frac{{{}}}{{{}}}|, \alpha = {}", l(b), l(a), l(acute));
        sheet.say("acute angle", tex(&line), vec![]);
    }
    sheet.say("argument", equals(tex(r"\theta"), show(theta)), vec![]);
    Ok(theta)
}

pub(super) fn argument(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let z = inner(ask.problem);
    let (a, b) = parts(ask, z)?;
    let (mut sheet, v) = sheet(ask, z)?;
    form_line(&mut sheet, z, a, b);
    let theta = argument_line(&mut sheet, a, b, v)?;
    let answer = equals(tex(r"\theta"), show(theta));
    sheet.done(ask, &answer, vec![show(theta)])
}

fn polar_form(r: E, theta: E) -> Node {
    let angle = if l(theta).starts_with('-') || theta.terms().len() > 1 {
        format!("({})", l(theta))
    } else {
        l(theta)
    };
    let front = if r == ONE { String::new() } else { p(r) };
    tex(&format!(r"{front}\left(\cos {angle} + i\sin {angle}\right)"))
}

pub(super) fn polar(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let (a, b) = parts(ask, ask.problem)?;
    let (mut sheet, v) = sheet(ask, ask.problem)?;
    form_line(&mut sheet, ask.problem, a, b);
    let r = modulus_line(&mut sheet, a, b, v);
    let theta = argument_line(&mut sheet, a, b, v)?;
    let answer = equals(tex("z"), polar_form(r, theta));
    sheet.say("polar form", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![polar_form(r, theta)])
}

/// The n-th roots by De Moivre; square roots if no n is said.
pub(super) fn roots(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let z = match ask.problem {
        Node::Root { degree: None, radicand } => radicand,
        other => inner(other),
    };
    let n = number_said(ask.said, 0).and_then(E::as_int).unwrap_or(2);
    if !(2..=12).contains(&n) {
        return Err(Refusal::new(Reason::TooLong));
    }
    let (a, b) = parts(ask, z)?;
    let (mut sheet, v) = sheet(ask, z)?;
    form_line(&mut sheet, z, a, b);
    let r = modulus_line(&mut sheet, a, b, v);
    let mut found: Vec<E> = Vec::new();
    if n == 2 {
        // x² = (r + a)/2, y² = (r − a)/2, and xy has the sign of b.
        let (x, y) = (plain(sqrt((r + a) * HALF)), plain(sqrt((r - a) * HALF)));
        for (name, value) in [("x", x), ("y", y)] {
            sheet.know(&tex(name), &|world| world.of(value));
        }
        let line = format!(r"x^2 - y^2 = {}, x^2 + y^2 = {}", l(a), l(r));
        sheet.say("equate parts", tex(&line), vec![]);
        let w = plain(if sign(b) == Some(-1) { x - y * I } else { x + y * I });
        found.extend([w, plain(expand(-w))]);
    } else {
        let theta = argument_line(&mut sheet, a, b, v)?;
        for k in 0..n {
            let angle = plain((theta + int(2 * k) * PI) * rat(1, n));
            let size = plain(pow(r, num(crate::number::Q::new(1, n))));
            found.push(plain(expand(size * (apply(F::Cos, angle) + I * apply(F::Sin, angle)))));
        }
    }
    // Each, multiplied by itself n times, gives z; and all are different.
    let mut lines = Vec::new();
    for (k, &w) in found.iter().enumerate() {
        let value = crate::value::value(w, &[]);
        let power = (1..n).fold(value, |all, _| all * value);
        if (power - v).abs() > 1e-8 * v.abs().max(1.0) {
            return Err(sheet.stopped(Reason::Unverified));
        }
        let name = tex(&format!("w_{{{}}}", k + 1));
        sheet.know(&name, &|_| Some(Array::scalar(value)));
        lines.push(equals(name, show(w)));
    }
    let answer = Node::List(lines);
    sheet.say("roots", answer.clone(), vec![]);
    sheet.done(ask, &answer, found.iter().map(|&w| show(w)).collect())
}
