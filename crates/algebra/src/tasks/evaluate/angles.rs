//! Trigonometric ratios of the angles everybody knows, and of those that lead to them.

use super::value;
use crate::expr::{PI, X, int, rat};
use crate::meaning::meaning;
use crate::parts;
use crate::show::{is_trigonometric, show};
use crate::textbook::{tex, w};
use ganita_notation::{Function, Node};

/// The name, its power, the angle in degrees, and whether it is written in degrees.
fn ratio(node: &Node) -> Option<(&str, Option<&Node>, i64, bool)> {
    let Node::Apply { function: Function::Named(name), power, index: None, argument } = node else {
        return None;
    };
    let f = crate::meaning::named(name).filter(|f| is_trigonometric(*f))?;
    if matches!(f, crate::expr::F::Sinh | crate::expr::F::Cosh | crate::expr::F::Tanh) {
        return None;
    }
    let whole = |power: &Node| value(power).is_some_and(|q| q.is_integer() && !q.is_negative());
    if power.as_deref().is_some_and(|power| !whole(power)) {
        return None;
    }
    let angle = (meaning(argument).ok()? * int(180) / PI).as_int()?;
    let degrees = parts::any(argument, &|part| matches!(part, Node::Degrees(_)));
    Some((name, power.as_deref(), angle, degrees))
}

fn angle(d: i64, degrees: bool) -> String {
    if degrees { format!(r"{d}^\circ") } else { w(&show(rat(d, 180) * PI)) }
}

/// sin 120° = sin(180° - 60°) = sin 60°
pub(super) fn reduced(node: &Node, by: &mut Option<Node>) -> Option<Node> {
    let (name, power, d, degrees) = ratio(node)?;
    if (0..=90).contains(&d) || d % 15 != 0 {
        return None;
    }
    let m = d.rem_euclid(360);
    let turns = d - m;
    let (near, sign, acute) = match m {
        0..=90 => (turns, '+', m),
        91..=180 => (turns + 180, '-', 180 - m),
        181..=270 => (turns + 180, '+', m - 180),
        _ => (turns + 360, '-', 360 - m),
    };
    let positive = match name {
        "sin" | "csc" | "cosec" => m <= 180,
        "cos" | "sec" => m <= 90 || m >= 270,
        _ => m <= 90 || (180..=270).contains(&m),
    };
    let shown_sign = if positive { "" } else { "-" };
    let half = angle(acute, degrees);
    let split = match near {
        0 => format!("{sign}{half}"),
        _ => format!("{}{sign}{half}", angle(near, degrees)),
    };
    let plain = tex(&format!(r"{shown_sign}\{name} {half}"));
    by.get_or_insert_with(|| {
        tex(&format!(r"\{name} {}=\{name}({split})={shown_sign}\{name} {half}", angle(d, degrees)))
    });
    Some(match power {
        Some(power) => Node::power(plain, power.clone()),
        None => plain,
    })
}

/// tan 65° = cot 25°, where 25° stands in the same line.
pub(super) fn complementary(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let mut all = Vec::new();
    angles(node, &mut all);
    super::everywhere(node, &mut |part| {
        let (name, power, d, degrees) = ratio(part)?;
        if !(46..90).contains(&d) || d % 15 == 0 || !all.contains(&(90 - d)) {
            return None;
        }
        let other = match name {
            "sin" => "cos",
            "cos" => "sin",
            "tan" => "cot",
            "cot" => "tan",
            "sec" => "csc",
            _ => "sec",
        };
        let plain = tex(&format!(r"\{other} {}", angle(90 - d, degrees)));
        Some(match power {
            Some(power) => Node::power(plain, power.clone()),
            None => plain,
        })
    })
}

fn angles(node: &Node, out: &mut Vec<i64>) {
    out.extend(ratio(node).map(|(_, _, d, _)| d));
    parts::of(node).into_iter().for_each(|part| angles(part, out));
}

/// 15° and 75° by 45° and 30°.
fn parts_of(d: i64) -> Option<char> {
    match d {
        15 => Some('-'),
        75 => Some('+'),
        _ => None,
    }
}

fn of_sum(node: &Node, wanted: &str) -> Option<Node> {
    let (name, power, d, degrees) = ratio(node)?;
    let sign = parts_of(d).filter(|_| name == wanted && power.is_none())?;
    let (a, b) = (angle(45, degrees), angle(30, degrees));
    let other = if sign == '+' { '-' } else { '+' };
    Some(tex(&match wanted {
        "sin" => format!(r"\sin {a}\cos {b}{sign}\cos {a}\sin {b}"),
        "cos" => format!(r"\cos {a}\cos {b}{other}\sin {a}\sin {b}"),
        _ => format!(r"\frac{{\tan {a}{sign}\tan {b}}}{{1{other}\tan {a}\tan {b}}}"),
    }))
}

pub(super) fn tangent_of_sum(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    of_sum(node, "tan")
}

pub(super) fn sine_of_sum(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    of_sum(node, "sin")
}

pub(super) fn cosine_of_sum(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    of_sum(node, "cos")
}

/// (tan 69° + tan 66°)/(1 - tan 69° tan 66°) = tan(69° + 66°)
pub(super) fn tangents_joined(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Fraction(top, bottom) = node else { return None };
    let Node::Sum(terms) = &**top else { return None };
    let [(ganita_notation::Sign::Plus, a), (sign, b)] = terms.as_slice() else { return None };
    let (("tan", None, p, degrees), ("tan", None, q, _)) = (ratio(a)?, ratio(b)?) else {
        return None;
    };
    let (s, t) = (meaning(a).ok()?, meaning(b).ok()?);
    let (t, angles) = match sign {
        ganita_notation::Sign::Plus => (t, format!("{}+{}", angle(p, degrees), angle(q, degrees))),
        ganita_notation::Sign::Minus => {
            (-t, format!("{}-{}", angle(p, degrees), angle(q, degrees)))
        }
        _ => return None,
    };
    // What is known by itself is not joined.
    let fits = p % 15 != 0 && meaning(bottom) == Ok(crate::expr::ONE - s * t);
    fits.then(|| tex(&format!(r"\tan({angles})")))
}

/// sin 22.5° = √((1 - cos 45°)/2)
pub(super) fn half(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Apply { function: Function::Named(name), power: None, index: None, argument } = node
    else {
        return None;
    };
    let twice = (meaning(argument).ok()? * int(360) / PI).as_int().filter(|d| d % 90 == 45)?;
    let degrees = parts::any(argument, &|part| matches!(part, Node::Degrees(_)));
    let sign = match name.as_str() {
        "sin" => '-',
        "cos" => '+',
        _ => return None,
    };
    let front = if crate::value::sign(meaning(node).ok()?)? < 0 { "-" } else { "" };
    Some(tex(&format!(r"{front}\sqrt{{\frac{{1{sign}\cos {}}}{{2}}}}", angle(twice, degrees))))
}

/// sin 30° = 1/2, and inverse ratios of such values.
pub(super) fn known(node: &Node, _: &mut Option<Node>) -> Option<Node> {
    let Node::Apply { function: Function::Named(name), power, argument, .. } = node else {
        return None;
    };
    if parts::any(argument, &|part| matches!(part, Node::Apply { .. })) {
        return None;
    }
    let f = crate::meaning::named(name)?;
    let e = meaning(node).ok()?;
    let rational = |e: crate::expr::E| !e.any(&|part| matches!(part.get(), X::Fun(..)));
    if !e.is_number() || !rational(e) || !crate::trig::is_circular(f) && !name.starts_with("arc") {
        return None;
    }
    if ratio(node).is_some_and(|(_, _, d, _)| parts_of(d).is_some()) {
        return None;
    }
    match (ratio(node), power) {
        (Some((_, Some(power), d, degrees)), _) => {
            let one = tex(&format!(r"\{name} {}", angle(d, degrees)));
            let base = show(meaning(&one).ok()?);
            Some(Node::power(base, power.clone()))
        }
        _ => Some(show(e)),
    }
}
