//! Matrices and determinants, class 12.

use super::arrays::{Array, array};
use super::{Ask, Sheet, equals, l, p, plain, tex, w};
use crate::expr::{E, MINUS_ONE, ONE, ZERO, add, int, powi, sym};
use crate::matrix::reduced;
use crate::meaning::meaning;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use ganita_notation::{Bracket, Join, Node, Relation, Sign};

pub(super) type Rows = Vec<Vec<E>>;

/// Rows a matrix may have: the work of cofactors grows fast.
const MOST: usize = 5;

pub(super) fn is_inverse(node: &Node) -> bool {
    matches!(node, Node::Power(_, k) if matches!(&**k, Node::Sum(terms) if matches!(terms.as_slice(), [(Sign::Minus, Node::Number(one))] if one == "1")))
}

pub(super) fn square(ask: &Ask<'_>, node: &Node) -> Result<Rows, Refusal> {
    let rows = entries(node).filter(|rows| rows.iter().all(|row| row.len() == rows.len()));
    match rows {
        Some(rows) if rows.len() <= MOST => Ok(rows),
        _ => ask.refuse(),
    }
}

pub(super) fn entries(node: &Node) -> Option<Rows> {
    match node {
        Node::Matrix(_, rows, _) => {
            rows.iter().map(|row| row.iter().map(|e| meaning(e).ok()).collect()).collect()
        }
        Node::Group(_, inner, _) | Node::Absolute(inner) => entries(inner),
        Node::Power(base, _) if is_inverse(node) => entries(base),
        Node::Apply { argument, .. } => entries(argument),
        _ => None,
    }
}

pub(crate) fn matrix(rows: &[Vec<E>]) -> Node {
    bracketed(rows, Bracket::Square)
}

fn bracketed(rows: &[Vec<E>], bracket: Bracket) -> Node {
    let rows = rows.iter().map(|row| row.iter().map(|&e| show(e)).collect()).collect();
    Node::Matrix(bracket, rows, bracket)
}

fn minor(rows: &[Vec<E>], r: usize, c: usize) -> Rows {
    let others = rows.iter().enumerate().filter(|(i, _)| *i != r);
    others
        .map(|(_, row)| row.iter().enumerate().filter(|(j, _)| *j != c).map(|(_, &e)| e).collect())
        .collect()
}

pub(crate) fn det(rows: &[Vec<E>]) -> E {
    match rows.len() {
        0 => ONE,
        1 => rows[0][0],
        n => plain(crate::algebra::expand(add((0..n).filter(|&c| rows[0][c] != ZERO).map(|c| {
            let sign = if c.is_multiple_of(2) { ONE } else { MINUS_ONE };
            sign * rows[0][c] * det(&minor(rows, 0, c))
        })))),
    }
}

/// A sum whose terms carry their signs.
fn signed(terms: Vec<(bool, Node)>) -> Node {
    Node::Sum(
        terms
            .into_iter()
            .map(|(minus, t)| (if minus { Sign::Minus } else { Sign::Plus }, t))
            .collect(),
    )
}

fn product(a: E, b: Node) -> Node {
    Node::Product(vec![(Join::Beside, show(a)), (Join::Dot, b)])
}

/// Expansion along the first row, then the minors.
pub(super) fn expansion(sheet: &mut Sheet, rows: &[Vec<E>]) -> E {
    let value = det(rows);
    let term = |c: usize, inner: Node| (c % 2 == 1, product(rows[0][c], inner));
    if rows.len() == 2 {
        let line = format!(
            r"{} \cdot {} - {} \cdot {}",
            p(rows[0][0]),
            p(rows[1][1]),
            p(rows[0][1]),
            p(rows[1][0])
        );
        sheet.goes("determinant of two rows", tex(&line), vec![]);
    } else if rows.len() > 2 {
        let used: Vec<usize> = (0..rows.len()).filter(|&c| rows[0][c] != ZERO).collect();
        let minors =
            used.iter().map(|&c| term(c, bracketed(&minor(rows, 0, c), Bracket::Bar))).collect();
        sheet.goes("expand along a row", signed(minors), vec![]);
        let values = used.iter().map(|&c| term(c, tex(&p(det(&minor(rows, 0, c)))))).collect();
        sheet.goes("minors", signed(values), vec![]);
    }
    sheet.goes("calculate", show(value), vec![]);
    value
}

pub(super) fn determinant(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let rows = square(ask, ask.problem)?;
    let problem = bracketed(&rows, Bracket::Bar);
    let mut sheet = Sheet::on(&problem);
    let value = show(expansion(&mut sheet, &rows));
    sheet.done(ask, &value, vec![])
}

/// The value of sums, products, powers and transposes of matrices.
pub(super) fn value(node: &Node) -> Option<Rows> {
    let scalar = |rows: &[Vec<E>]| (rows.len() == 1 && rows[0].len() == 1).then(|| rows[0][0]);
    let scaled = |rows: &[Vec<E>], k: E| {
        rows.iter().map(|row| row.iter().map(|&e| plain(e * k)).collect()).collect::<Rows>()
    };
    match node {
        Node::Matrix(Bracket::Bar, ..) => Some(vec![vec![det(&entries(node)?)]]),
        Node::Matrix(..) => entries(node),
        Node::Group(_, inner, _) => value(inner),
        Node::Sum(terms) => {
            let mut out: Option<Rows> = None;
            for (sign, term) in terms {
                let k = if *sign == Sign::Minus { MINUS_ONE } else { ONE };
                let next = scaled(&value(term)?, k);
                out = Some(match out {
                    None => next,
                    Some(sum) => {
                        if sum.len() != next.len() || sum[0].len() != next[0].len() {
                            return None;
                        }
                        let pairs = sum.iter().zip(&next);
                        pairs
                            .map(|(a, b)| a.iter().zip(b).map(|(&x, &y)| plain(x + y)).collect())
                            .collect()
                    }
                });
            }
            out
        }
        Node::Product(factors) => {
            let mut out: Option<Rows> = None;
            for (_, factor) in factors {
                let next = value(factor)?;
                out = Some(match out {
                    None => next,
                    Some(left) => match (scalar(&left), scalar(&next)) {
                        (Some(k), _) => scaled(&next, k),
                        (_, Some(k)) => scaled(&left, k),
                        _ => times(&left, &next)?,
                    },
                });
            }
            out
        }
        Node::Power(base, exponent) => {
            let rows = value(base)?;
            match &**exponent {
                Node::Symbol(name) if name == "T" => Some(transposed(&rows)),
                Node::Number(n) if rows.len() > 1 => {
                    let n: usize = n.parse().ok().filter(|n| (1..=8).contains(n))?;
                    (1..n).try_fold(rows.clone(), |all, _| times(&all, &rows))
                }
                _ if is_inverse(node) && rows.len() > 1 => inverted(&rows),
                _ => Some(vec![vec![meaning(node).ok()?]]),
            }
        }
        Node::Prime(inner, 1) => Some(transposed(&value(inner)?)),
        other => Some(vec![vec![meaning(other).ok()?]]),
    }
}

fn transposed(rows: &[Vec<E>]) -> Rows {
    (0..rows[0].len()).map(|c| rows.iter().map(|row| row[c]).collect()).collect()
}

pub(crate) fn times(a: &[Vec<E>], b: &[Vec<E>]) -> Option<Rows> {
    if a[0].len() != b.len() {
        return None;
    }
    let entry = |r: usize, c: usize| plain(add((0..b.len()).map(|k| a[r][k] * b[k][c])));
    Some((0..a.len()).map(|r| (0..b[0].len()).map(|c| entry(r, c)).collect()).collect())
}

fn adjoint(rows: &[Vec<E>]) -> Rows {
    let n = rows.len();
    let cofactor = |r: usize, c: usize| {
        let sign = if (r + c).is_multiple_of(2) { ONE } else { MINUS_ONE };
        plain(sign * det(&minor(rows, r, c)))
    };
    (0..n).map(|r| (0..n).map(|c| cofactor(c, r)).collect()).collect()
}

fn inverted(rows: &[Vec<E>]) -> Option<Rows> {
    let d = det(rows);
    if d == ZERO || rows.len() != rows[0].len() {
        return None;
    }
    Some(adjoint(rows).iter().map(|row| row.iter().map(|&e| plain(e / d)).collect()).collect())
}

/// Each entry of a sum or product written out, then worked out.
pub(super) fn operations(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let Some(result) = value(ask.problem) else {
        return Err(Refusal::about(Reason::Unsupported, ask.problem));
    };
    let mut sheet = Sheet::on(ask.problem);
    let mut bare = ask.problem;
    while let Node::Group(_, inner, _) = bare {
        bare = inner;
    }
    let squared;
    if let Node::Power(base, k) = bare
        && matches!(&**k, Node::Number(two) if two == "2")
    {
        squared = Node::Product(vec![(Join::Beside, (**base).clone()); 2]);
        bare = &squared;
    }
    match bare {
        Node::Product(factors) if factors.len() == 2 => {
            if let (Some(a), Some(b)) = (value(&factors[0].1), value(&factors[1].1))
                && a.len() * a[0].len() > 1
                && b.len() * b[0].len() > 1
            {
                let entry = |r: usize, c: usize| {
                    let terms: Vec<String> = (0..b.len())
                        .map(|k| format!(r"{} \cdot {}", p(a[r][k]), p(b[k][c])))
                        .collect();
                    tex(&terms.join(" + "))
                };
                let rows = (0..a.len()).map(|r| (0..b[0].len()).map(|c| entry(r, c)).collect());
                let line = Node::Matrix(Bracket::Square, rows.collect(), Bracket::Square);
                sheet.goes("rows times columns", line, vec![]);
            }
        }
        Node::Sum(terms) => {
            let values: Option<Vec<(Sign, Rows)>> =
                terms.iter().map(|(s, t)| Some((*s, value(t)?))).collect();
            if let Some(values) = values {
                let scaled = values.iter().map(|(s, rows)| (*s, matrix(rows))).collect();
                sheet.goes("multiply by numbers", Node::Sum(scaled), vec![]);
                let entry = |r: usize, c: usize| {
                    let mut text = String::new();
                    for (sign, rows) in &values {
                        text.push(if *sign == Sign::Minus { '-' } else { '+' });
                        text.push_str(&p(rows[r][c]));
                    }
                    tex(text.trim_start_matches('+'))
                };
                let (height, width) = (result.len(), result[0].len());
                let rows = (0..height).map(|r| (0..width).map(|c| entry(r, c)).collect()).collect();
                sheet.goes(
                    "entry by entry",
                    Node::Matrix(Bracket::Square, rows, Bracket::Square),
                    vec![],
                );
            }
        }
        _ => {}
    }
    let answer =
        if result.len() * result[0].len() == 1 { show(result[0][0]) } else { matrix(&result) };
    sheet.goes("calculate", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![])
}

pub(crate) fn inverse_lines(sheet: &mut Sheet, rows: &[Vec<E>], given: &Node) -> Option<Rows> {
    let name = tex("A");
    let given = given.clone();
    sheet.know(&name, &|world| array(&given, world));
    sheet.say("call it", equals(name.clone(), matrix(rows)), vec![]);
    let d = det(rows);
    sheet.say(
        "determinant",
        tex(&format!(r"|A| = {} = {}", w(&bracketed(rows, Bracket::Bar)), l(d))),
        vec![],
    );
    let adj = adjoint(rows);
    let adjoint_name = tex(r"\operatorname{adj}(A)");
    let given = matrix(rows);
    // adj A by its definition: cofactors in floating point.
    sheet.know(&adjoint_name, &|world| array(&given, world)?.adjoint());
    sheet.say("adjoint", equals(adjoint_name, matrix(&adj)), vec![]);
    inverted(rows)
}

pub(super) fn inverse(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let rows = square(ask, ask.problem)?;
    let plain_matrix = matrix(&rows);
    let mut sheet = Sheet::on(ask.problem);
    if det(&rows) == ZERO {
        sheet.say(
            "no inverse",
            tex(&format!("{} = 0", w(&bracketed(&rows, Bracket::Bar)))),
            vec![],
        );
        let answer = tex(&format!("{} = 0", w(&bracketed(&rows, Bracket::Bar))));
        return sheet.done(ask, &answer, vec![Node::Text("does not exist".to_owned())]);
    }
    let result =
        inverse_lines(&mut sheet, &rows, &plain_matrix).ok_or(Refusal::new(Reason::NoMethod))?;
    let answer = equals(tex("A^{-1}"), matrix(&result));
    sheet.say("inverse", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![matrix(&result)])
}

/// Cofactors, then their transpose.
pub(super) fn adjugate(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let rows = square(ask, ask.problem)?;
    let given = matrix(&rows);
    let mut sheet = Sheet::on(&given);
    let name = tex(r"\operatorname{adj}(A)");
    sheet.know(&tex("A"), &|world| array(&given, world));
    sheet.know(&name, &|world| array(&given, world)?.adjoint());
    sheet.say("call it", equals(tex("A"), given.clone()), vec![]);
    let n = rows.len();
    let mut cofactors = Vec::new();
    for (r, c) in (0..n * n).map(|k| (k / n, k % n)) {
        let cofactor = tex(&format!("A_{{{}{}}}", r + 1, c + 1));
        sheet.know(&cofactor, &|world| array(&given, world)?.cofactor(r, c).map(Array::scalar));
        let sign = if (r + c).is_multiple_of(2) { ONE } else { MINUS_ONE };
        cofactors.push(equals(cofactor, show(plain(sign * det(&minor(&rows, r, c))))));
    }
    if n > 1 {
        sheet.say("cofactors", Node::List(cofactors), vec![]);
    }
    let result = matrix(&adjoint(&rows));
    let answer = equals(name, result.clone());
    sheet.say("adjoint", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![result])
}

/// A = ½(A + A′) + ½(A − A′).
pub(super) fn symmetric_parts(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let rows = square(ask, ask.problem)?;
    let given = matrix(&rows);
    let mut sheet = Sheet::on(&given);
    sheet.know(&tex("A"), &|world| array(&given, world));
    sheet.say("call it", equals(tex("A"), given.clone()), vec![]);
    let turned = transposed(&rows);
    sheet.say("transposed matrix", equals(tex("A'"), matrix(&turned)), vec![]);
    let half = |sign: E| -> Rows {
        let entry = |(&a, &b): (&E, &E)| plain((a + sign * b) / int(2));
        rows.iter().zip(&turned).map(|(a, b)| a.iter().zip(b).map(entry).collect()).collect()
    };
    let parts = [half(ONE), half(MINUS_ONE)];
    let formulas = [r"\frac{1}{2}(A + A')", r"\frac{1}{2}(A - A')"];
    let rules = ["symmetric part", "skew part"];
    for (((name, part), formula), rule) in ["P", "Q"].iter().zip(&parts).zip(formulas).zip(rules) {
        let formula = tex(formula);
        sheet.know(&tex(name), &|world| array(&formula, world));
        let line = Node::Relation(
            Box::new(tex(name)),
            vec![(Relation::Equal, formula), (Relation::Equal, matrix(part))],
        );
        sheet.say(rule, line, vec![]);
    }
    let sum = signed(parts.iter().map(|part| (false, matrix(part))).collect());
    let answer = equals(tex("A"), sum);
    sheet.say("sum of both", answer.clone(), vec![]);
    sheet.done(ask, &answer, parts.iter().map(|part| matrix(part)).collect())
}

pub(super) fn rank(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let Some(rows) = entries(ask.problem) else { return ask.refuse() };
    let (echelon, pivots) = reduced(rows.clone()).ok_or(Refusal::new(Reason::TooLong))?;
    let given = matrix(&rows);
    let mut sheet = Sheet::on(&given);
    let name = tex(r"\operatorname{rank}(A)");
    sheet.know(&name, &|world| Some(Array::real(array(&given, world)?.rank() as f64)));
    let shown = equals(tex("R"), matrix(&echelon));
    let reduced_form = matrix(&echelon);
    // Row operations keep the rank: that is what is checked of the echelon form.
    let kept = sheet.worlds.iter().all(|world| {
        matches!((array(&given, world), array(&reduced_form, world)), (Some(a), Some(b)) if a.rank() == b.rank())
    });
    if kept {
        sheet.know(&tex("R"), &|world| array(&reduced_form, world));
        sheet.say("row echelon", shown, vec![]);
    }
    let answer = equals(name, show(int(pivots.len() as i64)));
    sheet.say("rank", answer.clone(), vec![]);
    sheet.done(ask, &answer, vec![show(int(pivots.len() as i64))])
}

/// From |A − λI| = 0.
pub(super) fn eigenvalues(ask: &Ask<'_>) -> Result<Solution, Refusal> {
    let rows = square(ask, ask.problem)?;
    let lambda = sym("lambda");
    let shifted: Rows = rows
        .iter()
        .enumerate()
        .map(|(r, row)| {
            row.iter().enumerate().map(|(c, &e)| if r == c { e - lambda } else { e }).collect()
        })
        .collect();
    let n = rows.len();
    let f = crate::algebra::expand(det(&shifted) * powi(MINUS_ONE, n as i64));
    let equation = equals(show(f), Node::number("0"));
    let task = crate::Task { kind: crate::Kind::Solve, variables: vec!["lambda".to_owned()] };
    let solved = crate::explain::again(&task, &equation)?;
    let given = matrix(&rows);
    let mut sheet = Sheet::on(&given);
    // Every value must make |A − λI| vanish: a world for each.
    let values: Option<Vec<E>> = solved.answers.iter().map(|v| meaning(v).ok()).collect();
    let values = values.ok_or(Refusal::new(Reason::NoMethod))?;
    let base = sheet.worlds.first().cloned().unwrap_or_default();
    sheet.worlds = values
        .iter()
        .map(|&v| {
            let mut world = base.clone();
            if let Some(known) = base.of(v) {
                world.learn(tex(r"\lambda"), known);
            }
            world
        })
        .collect();
    sheet.say(
        "characteristic equation",
        equals(bracketed(&shifted, Bracket::Bar), Node::number("0")),
        vec![],
    );
    sheet.say("expand the determinant", equation, vec![]);
    for (k, &v) in values.iter().enumerate() {
        let name = tex(&format!(r"\lambda_{{{}}}", k + 1));
        sheet.know(&name, &|world| world.of(v));
    }
    let lines: Vec<Node> = values
        .iter()
        .enumerate()
        .map(|(k, &v)| equals(tex(&format!(r"\lambda_{{{}}}", k + 1)), show(v)))
        .collect();
    let answer = Node::List(lines);
    sheet.say("solve it", answer.clone(), vec![]);
    let answers = values.iter().map(|&v| show(v)).collect();
    sheet.done(ask, &answer, answers)
}
