//! Vectors, class 12: components along î, ĵ, k̂; dot and cross products, lengths, angles, projections.

use super::arrays::{Array, array};
use super::{Ask, Sheet, equals, items, l, p, plain, tex};
use crate::expr::{E, ONE, ZERO, add, sqrt, sym};
use crate::meaning::meaning;
use crate::parts;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use ganita_notation::{Accent, Bracket, Join, Node, Sign};

const UNITS: [&str; 3] = ["i", "j", "k"];

pub(super) fn has_unit(node: &Node) -> bool {
    parts::any(node, &|part| unit(part).is_some())
}

fn unit(node: &Node) -> Option<usize> {
    match node {
        Node::Accented(Accent::Hat, inner) => match &**inner {
            Node::Symbol(name) => UNITS.iter().position(|unit| unit == name),
            _ => None,
        },
        _ => None,
    }
}

/// The product of two vectors with a cross.
fn is_cross(factors: &[(Join, Node)]) -> bool {
    matches!(factors, [(_, a), (Join::Times, b)] if has_unit(a) && has_unit(b))
}

/// The components of a vector: a sum of multiples of î, ĵ, k̂, a point, or a column.
pub(super) fn components(node: &Node) -> Option<Vec<E>> {
    match node {
        Node::Group(_, inner, _) => components(inner),
        Node::List(entries) => entries.iter().map(|e| meaning(e).ok()).collect(),
        Node::Matrix(_, rows, _) => {
            let entries: Vec<&Node> = rows.iter().flatten().collect();
            (rows.len() == 1 || rows[0].len() == 1)
                .then(|| entries.iter().map(|e| meaning(e).ok()).collect::<Option<Vec<E>>>())?
        }
        Node::Product(factors) if is_cross(factors) => {
            let (a, b) = (components(&factors[0].1)?, components(&factors[1].1)?);
            (a.len() == 3 && b.len() == 3).then(|| cross(&a, &b))
        }
        _ if has_unit(node) => {
            // î, ĵ, k̂ as letters that nothing else is called; the vector is linear in them.
            let names = ["unit1", "unit2", "unit3"];
            let plain_node = parts::rewrite(node, &mut |part| match unit(&part) {
                Some(k) => Node::symbol(names[k]),
                None => part,
            });
            let e = crate::algebra::expand(meaning(&plain_node).ok()?);
            let letters = names.map(sym);
            let at = |on: usize| {
                letters
                    .iter()
                    .enumerate()
                    .fold(e, |e, (k, &letter)| e.replace(letter, if k == on { ONE } else { ZERO }))
            };
            let out: Vec<E> = (0..3).map(at).collect();
            let back = add(out.iter().zip(letters).map(|(&c, letter)| c * letter));
            (crate::algebra::expand(back - e) == ZERO).then_some(out)
        }
        _ => None,
    }
}

/// `2î − ĵ + 3k̂`.
pub(super) fn written(v: &[E]) -> Node {
    let mut terms = Vec::new();
    for (k, &c) in v.iter().enumerate() {
        if c == ZERO {
            continue;
        }
        let hat = Node::Accented(Accent::Hat, Box::new(Node::symbol(UNITS[k])));
        let (minus, size) = crate::show::signed(c);
        let many = matches!(size, Node::Sum(_));
        let term = if size == Node::number("1") {
            hat
        } else {
            let join = if many { Join::Dot } else { Join::Beside };
            Node::Product(vec![(Join::Beside, size), (join, hat)])
        };
        terms.push((if minus { Sign::Minus } else { Sign::Plus }, term));
    }
    match terms.as_slice() {
        [] => Node::Accented(Accent::Vector, Box::new(Node::number("0"))),
        [(Sign::Plus, only)] => only.clone(),
        _ => Node::Sum(terms),
    }
}

pub(super) fn dot(a: &[E], b: &[E]) -> E {
    plain(add(a.iter().zip(b).map(|(&x, &y)| x * y)))
}

pub(super) fn cross(a: &[E], b: &[E]) -> Vec<E> {
    (0..3)
        .map(|k| plain(a[(k + 1) % 3] * b[(k + 2) % 3] - a[(k + 2) % 3] * b[(k + 1) % 3]))
        .collect()
}

fn dot_line(a: &[E], b: &[E]) -> String {
    let terms: Vec<String> =
        a.iter().zip(b).map(|(&x, &y)| format!(r"{} \cdot {}", p(x), p(y))).collect();
    terms.join(" + ")
}

fn length_line(v: &[E]) -> String {
    let terms: Vec<String> = v.iter().map(|&x| format!("{}^2", brackets(x))).collect();
    format!(r"\sqrt{{{}}}", terms.join(" + "))
}

fn brackets(e: E) -> String {
    let text = l(e);
    if text.len() > 1 && !text.bytes().all(|b| b.is_ascii_digit()) {
        format!("({text})")
    } else {
        text
    }
}

/// Two factors joined by a dot or a cross; sums and multiples otherwise.
pub(super) fn operations(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let mut sheet = Sheet::on(ask.problem);
    if let Node::Product(factors) = ask.problem
        && let [(_, a), (join, b)] = factors.as_slice()
        && let (Some(a), Some(b)) = (components(a), components(b))
        && a.len() == 3
        && b.len() == 3
    {
        if *join == Join::Times {
            let minor = |k: usize| {
                let (i, j) = ((k + 1) % 3, (k + 2) % 3);
                format!(r"({} \cdot {} - {} \cdot {})", p(a[i]), p(b[j]), p(a[j]), p(b[i]))
            };
            let rows = [a.clone(), b.clone()]
                .map(|row| row.iter().map(|&e| l(e)).collect::<Vec<_>>().join(" & "));
            let determinant = format!(
                r"\begin{{vmatrix}} \hat{{i}} & \hat{{j}} & \hat{{k}} \\ {} \\ {} \end{{vmatrix}}",
                rows[0], rows[1]
            );
            let line =
                format!(r"{}\hat{{i}} + {}\hat{{j}} + {}\hat{{k}}", minor(0), minor(1), minor(2));
            sheet.goes("cross product", tex(&line), vec![("determinant", tex(&determinant))]);
            let answer = written(&cross(&a, &b));
            if cross(&a, &b).iter().all(|&c| c == ZERO) {
                sheet.know(&answer, &|_| Some(Array::column(&[0.0; 3])));
            }
            sheet.goes("calculate", answer.clone(), vec![]);
            return sheet.done(ask, &answer, vec![]);
        }
        if let [(_, first), (_, Node::Product(second))] = factors.as_slice()
            && is_cross(second)
        {
            let side = |v: Node| Node::Group(Bracket::Round, Box::new(v), Bracket::Round);
            let line = vec![(Join::Beside, first.clone()), (Join::Dot, side(written(&b)))];
            sheet.goes("product in brackets", Node::Product(line), vec![]);
        }
        sheet.goes("dot product", tex(&dot_line(&a, &b)), vec![]);
        let answer = show(dot(&a, &b));
        sheet.goes("calculate", answer.clone(), vec![]);
        return sheet.done(ask, &answer, vec![]);
    }
    let Some(v) = components(ask.problem) else {
        return Err(Refusal::about(Reason::Unsupported, ask.problem));
    };
    let v: Vec<E> = v.into_iter().map(plain).collect();
    let answer = written(&v);
    sheet.goes("component by component", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![])
}

/// The vectors of a list; of lines, their directions.
fn several(ask: &Ask<'_>, count: usize) -> Result<Vec<Vec<E>>, Refusal> {
    let of = |item: &Node| super::lines::direction(item).or_else(|| components(item));
    let found: Option<Vec<Vec<E>>> = items(ask.problem).iter().map(of).collect();
    match found {
        Some(found) if found.len() == count && found.iter().all(|v| v.len() == found[0].len()) => {
            Ok(found)
        }
        _ => ask.refuse(),
    }
}

fn names(sheet: &mut Sheet, vectors: &[Vec<E>]) -> [Node; 2] {
    let names = [tex(r"\vec{a}"), tex(r"\vec{b}")];
    for (name, v) in names.iter().zip(vectors) {
        sheet.know(name, &|world| {
            let entries: Option<Vec<crate::complex::C>> =
                v.iter().map(|&e| world.of(e)?.number()).collect();
            let entries = entries?;
            Some(Array { rows: entries.len(), columns: 1, entries })
        });
    }
    names
}

pub(super) fn magnitude(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let inner = match ask.problem {
        Node::Absolute(inner) | Node::Norm(inner) => inner,
        other => other,
    };
    // The length of a product: the product first.
    if let Node::Product(factors) = inner
        && let [(_, a), (Join::Times, b)] = factors.as_slice()
        && let (Some(a), Some(b)) = (components(a), components(b))
    {
        return product_length(ask, inner, &cross(&a, &b));
    }
    let Some(v) = components(inner) else { return ask.refuse() };
    let mut sheet = Sheet::on(ask.problem);
    names(&mut sheet, std::slice::from_ref(&v));
    sheet.say("length", tex(&format!(r"|\vec{{a}}| = {}", length_line(&v))), vec![]);
    let value = plain(sqrt(add(v.iter().map(|&x| x * x))));
    let answer = equals(tex(r"|\vec{a}|"), show(value));
    sheet.say("calculate", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![show(value)])
}

/// |a × b|, the area of a parallelogram.
fn product_length(ask: &Ask<'_>, product: &Node, v: &[E]) -> Result<Solution, Refusal> {
    let inner = Ask { kind: ask.kind, problem: product, said: &[] };
    let told = operations(&inner)?;
    let mut sheet = Sheet::on(product);
    let name = Node::Absolute(Box::new(tex(r"\vec{a} \times \vec{b}")));
    sheet.know(&name, &|world| Some(Array::real(array(product, world)?.length())));
    let value = plain(sqrt(add(v.iter().map(|&x| x * x))));
    sheet.say("length", equals(name.clone(), tex(&length_line(v))), vec![]);
    let answer = equals(name, show(value));
    sheet.say("calculate", answer.clone(), vec![]);
    let mut solution = sheet.done(ask, &answer, vec![show(value)])?;
    if let Some(first) = solution.steps.first_mut() {
        first.before = told.answer;
    }
    solution.steps.splice(0..0, told.steps);
    solution.problem = ask.problem.clone();
    Ok(solution)
}

/// The area of the parallelogram whose sides are two vectors.
pub(super) fn parallelogram(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let vectors = several(ask, 2)?;
    let side = |v: &[E]| Node::Group(Bracket::Round, Box::new(written(v)), Bracket::Round);
    let product =
        Node::Product(vec![(Join::Beside, side(&vectors[0])), (Join::Times, side(&vectors[1]))]);
    if vectors[0].len() != 3 {
        return ask.refuse();
    }
    product_length(ask, &product, &cross(&vectors[0], &vectors[1]))
}

/// a / |a|.
pub(super) fn unit_vector(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let Some(v) = components(ask.problem) else { return ask.refuse() };
    let mut sheet = Sheet::on(ask.problem);
    let [a, _] = names(&mut sheet, std::slice::from_ref(&v));
    let size = plain(sqrt(dot(&v, &v)));
    if size == ZERO {
        return Err(Refusal::about(Reason::DivisionByZero, ask.problem));
    }
    sheet.say("length", tex(&format!(r"|\vec{{a}}| = {} = {}", length_line(&v), l(size))), vec![]);
    let name = tex(r"\hat{a}");
    sheet.know(&name, &|world| {
        let a = array(&a, world)?;
        let size = a.length();
        let entries = a.entries.iter().map(|e| *e / crate::complex::real(size)).collect();
        Some(Array { entries, ..a })
    });
    let unit: Vec<E> = v.iter().map(|&e| plain(e / size)).collect();
    let answer = equals(name, written(&unit));
    sheet.say("unit vector", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![written(&unit)])
}

/// l, m, n of a vector, of a line, or of the line through two points.
pub(super) fn direction_cosines(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let all = items(ask.problem);
    let one = |node: &Node| super::lines::direction(node).or_else(|| components(node));
    let v: Option<Vec<E>> = match all.as_slice() {
        [p, q] if !has_unit(p) => components(p).zip(components(q)).and_then(|(p, q)| {
            (p.len() == q.len()).then(|| p.iter().zip(&q).map(|(&p, &q)| plain(q - p)).collect())
        }),
        _ => one(ask.problem),
    };
    let Some(v) = v.filter(|v| v.len() == 3) else { return ask.refuse() };
    let mut sheet = Sheet::on(ask.problem);
    let [a, _] = names(&mut sheet, std::slice::from_ref(&v));
    sheet.say("direction ratios", equals(a.clone(), written(&v)), vec![]);
    let size = plain(sqrt(dot(&v, &v)));
    if size == ZERO {
        return Err(Refusal::about(Reason::DivisionByZero, ask.problem));
    }
    sheet.say("length", tex(&format!(r"|\vec{{a}}| = {} = {}", length_line(&v), l(size))), vec![]);
    let mut lines = Vec::new();
    for (k, (name, &e)) in ["l", "m", "n"].iter().zip(&v).enumerate() {
        // The angle with an axis, whose cosine it is.
        sheet.know(&tex(name), &|world| {
            let a = array(&a, world)?;
            let angle = libm::acos(a.entries[k].re / a.length());
            Some(Array::real(libm::cos(angle)))
        });
        lines.push(equals(tex(name), show(plain(e / size))));
    }
    let answer = Node::List(lines);
    sheet.say("direction cosines", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![answer.clone()])
}

/// cos θ = a·b / |a||b|.
pub(super) fn angle(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let mut vectors = several(ask, 2)?;
    // Of the angles between two lines, the acute one.
    if super::lines::are_lines(ask.problem)
        && crate::value::sign(dot(&vectors[0], &vectors[1])) == Some(-1)
    {
        vectors[1].iter_mut().for_each(|e| *e = plain(-*e));
    }
    let (a, b) = (&vectors[0], &vectors[1]);
    let mut sheet = Sheet::on(ask.problem);
    let [first, second] = names(&mut sheet, &vectors);
    // The angle by its definition in floating point, from the dot product of arrays.
    let theta = tex(r"\theta");
    sheet.know(&theta, &|world| {
        let (a, b) = (array(&first, world)?, array(&second, world)?);
        Some(Array::real(libm::acos(a.dot(&b)?.re / (a.length() * b.length()))))
    });
    lengths_and_dot(&mut sheet, a, b);
    let cosine = plain(dot(a, b) / sqrt(dot(a, a)) / sqrt(dot(b, b)));
    sheet.say(
        "angle between",
        tex(&format!(r"\cos\theta = \frac{{\vec{{a}} \cdot \vec{{b}}}}{{|\vec{{a}}| \cdot |\vec{{b}}|}} = {}", l(cosine))),
        vec![],
    );
    let value = plain(crate::expr::apply(crate::expr::F::Acos, cosine));
    let answer = equals(theta, show(value));
    sheet.say("so", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![show(value)])
}

fn lengths_and_dot(sheet: &mut Sheet, a: &[E], b: &[E]) {
    let line = format!(r"\vec{{a}} \cdot \vec{{b}} = {} = {}", dot_line(a, b), l(dot(a, b)));
    sheet.say("dot product", tex(&line), vec![]);
    for (name, v) in [("a", a), ("b", b)] {
        let value = plain(sqrt(dot(v, v)));
        let line = format!(r"|\vec{{{name}}}| = {} = {}", length_line(v), l(value));
        sheet.say("length", tex(&line), vec![]);
    }
}

/// The projection of the first vector on the second.
pub(super) fn projection(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let vectors = several(ask, 2)?;
    let (a, b) = (&vectors[0], &vectors[1]);
    let mut sheet = Sheet::on(ask.problem);
    let [first, second] = names(&mut sheet, &vectors);
    let name = tex("p");
    sheet.know(&name, &|world| {
        // |a| cos θ with the angle found first.
        let (a, b) = (array(&first, world)?, array(&second, world)?);
        let theta = libm::acos(a.dot(&b)?.re / (a.length() * b.length()));
        Some(Array::real(a.length() * libm::cos(theta)))
    });
    lengths_and_dot(&mut sheet, a, b);
    let value = plain(dot(a, b) / sqrt(dot(b, b)));
    let line = format!(r"p = \frac{{\vec{{a}} \cdot \vec{{b}}}}{{|\vec{{b}}|}} = {}", l(value));
    sheet.say("projection", tex(&line), vec![]);
    let answer = equals(name, show(value));
    sheet.say("so", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![show(value)])
}
