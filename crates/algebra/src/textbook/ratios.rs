//! One ratio of an angle is given, others are asked for: classes 10 (acute angles) and 11 (a quadrant is named).

use super::arrays::World;
use super::given::{Problem, listed};
use super::{Ask, Sheet, equals, plain};
use crate::complex::real;
use crate::explain::sides;
use crate::expr::{E, F, ONE, X, ZERO, apply, powi, sqrt};
use crate::meaning::meaning;
use crate::parts;
use crate::show::show;
use crate::solution::{Reason, Refusal, Solution};
use crate::trig::is_circular;
use crate::value::real_value;
use ganita_notation::{Bracket, Join, Node, Relation, Sign};

/// An angle, the ratio that is given, and where the angle lies.
pub(super) struct Angle {
    angle: E,
    given: F,
    value: E,
    /// From 1 to 4.
    quadrant: u8,
}

/// Lines said so far, and the ratios they found.
struct Lines<'a> {
    angle: &'a Angle,
    sheet: Sheet,
    told: Vec<(F, E)>,
}

impl Angle {
    /// `sin A = 3/5`, and perhaps `π/2 < A < π`; all that is asked for are ratios of A.
    pub(super) fn of(problem: &Problem) -> Option<Angle> {
        let (equation, place) = match problem.conditions.as_slice() {
            [one] => (one, None),
            [one, place] => (one, Some(place)),
            _ => return None,
        };
        let (left, right) = sides(equation)?;
        let (scale, body) = meaning(left).ok()?.coefficient();
        let X::Fun(given, angle) = body.get() else { return None };
        let value = plain(meaning(right).ok()? / crate::expr::num(scale));
        if !is_circular(given) || !angle.is_sym() || !value.is_number() || value == ZERO {
            return None;
        }
        let is_ratio = |f: F| is_circular(f);
        if !problem.targets.iter().all(|node| meaning(node).is_ok_and(|e| e.has_fun(&is_ratio))) {
            return None;
        }
        let positive = real_value(value)? > 0.0;
        let quadrant = match place {
            None if positive => 1,
            None => return None,
            Some(place) => quadrant(place, angle)?,
        };
        let (sine, cosine) = signs(quadrant);
        let own = match given {
            F::Sin | F::Csc => sine,
            F::Cos | F::Sec => cosine,
            _ => sine == cosine,
        };
        (own == positive).then_some(Angle { angle, given, value, quadrant })
    }

    /// Sine and cosine.
    fn sine_and_cosine(&self) -> (E, E) {
        let (sine, cosine) = signs(self.quadrant);
        let signed = |positive: bool, e: E| if positive { e } else { -e };
        let other = |e: E| plain(sqrt(plain(ONE - e * e)));
        let inverse = || plain(ONE / self.value);
        match self.given {
            F::Sin | F::Csc => {
                let s = if self.given == F::Sin { self.value } else { inverse() };
                (s, signed(cosine, other(s)))
            }
            F::Cos | F::Sec => {
                let c = if self.given == F::Cos { self.value } else { inverse() };
                (signed(sine, other(c)), c)
            }
            _ => {
                let t = if self.given == F::Tan { self.value } else { inverse() };
                let c = signed(cosine, plain(ONE / plain(sqrt(plain(ONE + t * t)))));
                (plain(t * c), c)
            }
        }
    }

    fn ratio(&self, f: F) -> E {
        let (s, c) = self.sine_and_cosine();
        plain(match f {
            F::Sin => s,
            F::Cos => c,
            F::Tan => s / c,
            F::Cot => c / s,
            F::Sec => ONE / c,
            _ => ONE / s,
        })
    }

    /// The angle as a number, from what is given alone. `None`: there is no such angle.
    fn number(&self) -> Option<f64> {
        let v = real_value(self.value)?.abs();
        let base = match self.given {
            F::Sin => libm::asin(v),
            F::Csc => libm::asin(1.0 / v),
            F::Cos => libm::acos(v),
            F::Sec => libm::acos(1.0 / v),
            F::Tan => libm::atan(v),
            _ => libm::atan(1.0 / v),
        };
        let pi = std::f64::consts::PI;
        let angle = match self.quadrant {
            1 => base,
            2 => pi - base,
            3 => pi + base,
            _ => 2.0 * pi - base,
        };
        angle.is_finite().then_some(angle)
    }

    pub(super) fn work_out(&self, ask: &Ask<'_>, problem: &Problem) -> Result<Solution, Refusal> {
        let Some(number) = self.number() else {
            return Err(Refusal::about(Reason::FalseStatement, &problem.conditions[0]));
        };
        let mut sheet = Sheet::on(&listed(&problem.targets));
        let mut world = World::default();
        if let Some(name) = self.angle.name() {
            world.letters.push((name.to_string(), real(number)));
        }
        sheet.worlds = vec![world];
        let mut lines = Lines { angle: self, sheet, told: vec![(self.given, self.value)] };
        let given = equals(self.shown(self.given), show(self.value));
        if problem.conditions[0] != given {
            lines.sheet.say("calculate", given, vec![]);
        }
        lines.all(problem)?;
        let (mut answer, mut answers) = (Vec::new(), Vec::new());
        for target in &problem.targets {
            let value = meaning(target)?.rewrite(&mut |part| match part.get() {
                X::Fun(f, x) if is_circular(f) && x == self.angle => self.ratio(f),
                _ => part,
            });
            if value.has(self.angle) {
                return Err(Refusal::new(Reason::NoMethod));
            }
            let value = show(plain(value));
            let put = lines.put(target);
            if put != value {
                lines.sheet.say("put values", equals(target.clone(), put), vec![]);
            }
            answer.push(equals(target.clone(), value.clone()));
            answers.push(value);
        }
        lines.sheet.done(ask, &listed(&answer), answers)
    }

    fn shown(&self, f: F) -> Node {
        show(apply(f, self.angle))
    }
}

impl Lines<'_> {
    /// What the targets need, from what is given.
    fn all(&mut self, problem: &Problem) -> Result<(), Refusal> {
        let asked: Result<Vec<E>, Refusal> = problem.targets.iter().map(meaning).collect();
        let asked = asked?;
        let needs = |all: &[F]| asked.iter().any(|e| e.has_fun(&|f| all.contains(&f)));
        let one_over = |f: F| Node::fraction(Node::number("1"), self.angle.shown(f));
        let over = |a: F, b: F| Node::fraction(self.angle.shown(a), self.angle.shown(b));
        let product = Node::Product(vec![
            (Join::Beside, self.angle.shown(F::Tan)),
            (Join::Dot, self.angle.shown(F::Cos)),
        ]);
        let by_reciprocal = [F::Sin, F::Cos, F::Tan, F::Csc, F::Sec, F::Cot].map(one_over);
        let [of_sin, of_cos, of_tan, of_csc, of_sec, of_cot] = by_reciprocal;
        let (tan, cot) = (over(F::Sin, F::Cos), over(F::Cos, F::Sin));
        match self.angle.given {
            F::Sin | F::Csc => {
                if needs(&[F::Sin, F::Cos, F::Tan, F::Cot, F::Sec]) {
                    self.say("reciprocal ratio", F::Sin, of_csc);
                }
                if needs(&[F::Cos, F::Tan, F::Cot, F::Sec]) {
                    self.square(F::Cos, Sign::Minus, F::Sin);
                }
            }
            F::Cos | F::Sec => {
                if needs(&[F::Cos, F::Sin, F::Tan, F::Cot, F::Csc]) {
                    self.say("reciprocal ratio", F::Cos, of_sec);
                }
                if needs(&[F::Sin, F::Tan, F::Cot, F::Csc]) {
                    self.square(F::Sin, Sign::Minus, F::Cos);
                }
            }
            _ => {
                let others = needs(&[F::Sin, F::Cos, F::Sec, F::Csc]);
                if needs(&[F::Tan]) || others {
                    self.say("reciprocal ratio", F::Tan, of_cot);
                }
                if others {
                    self.square(F::Sec, Sign::Plus, F::Tan);
                }
                if needs(&[F::Sin, F::Cos, F::Csc]) {
                    self.say("reciprocal ratio", F::Cos, of_sec);
                }
                if needs(&[F::Sin, F::Csc]) {
                    self.say("quotient ratio", F::Sin, product);
                }
                if needs(&[F::Cot]) {
                    self.say("reciprocal ratio", F::Cot, of_tan);
                }
            }
        }
        if needs(&[F::Tan]) {
            self.say("quotient ratio", F::Tan, tan);
        }
        if needs(&[F::Cot]) {
            self.say("quotient ratio", F::Cot, cot);
        }
        if needs(&[F::Sec]) {
            self.say("reciprocal ratio", F::Sec, of_cos);
        }
        if needs(&[F::Csc]) {
            self.say("reciprocal ratio", F::Csc, of_sin);
        }
        Ok(())
    }

    /// The formula, the values put in, the value; nothing if it is known.
    fn say(&mut self, rule: &'static str, f: F, formula: Node) {
        if self.told.iter().any(|(known, _)| *known == f) {
            return;
        }
        let (subject, value) = (self.angle.shown(f), self.angle.ratio(f));
        let put = self.put(&formula);
        self.sheet.say(rule, equals(subject.clone(), formula), vec![]);
        self.sheet.say("put values", equals(subject.clone(), put), vec![]);
        self.sheet.say("calculate", equals(subject, show(value)), vec![]);
        self.told.push((f, value));
    }

    /// f² = 1 ± g².
    fn square(&mut self, f: F, sign: Sign, g: F) {
        let squared = |f: F| show(powi(apply(f, self.angle.angle), 2));
        let right = Node::Sum(vec![(Sign::Plus, Node::number("1")), (sign, squared(g))]);
        let (subject, value) = (squared(f), self.angle.ratio(f));
        let put = self.put(&right);
        self.sheet.say("square relation", equals(subject.clone(), right), vec![]);
        self.sheet.say("put values", equals(subject.clone(), put), vec![]);
        self.sheet.say("calculate", equals(subject, show(plain(value * value))), vec![]);
        let rule = if self.angle.quadrant == 1 { "acute root" } else { "root by quadrant" };
        self.sheet.say(rule, equals(self.angle.shown(f), show(value)), vec![]);
        self.told.push((f, value));
    }

    /// The ratios that are known, put in.
    fn put(&self, node: &Node) -> Node {
        if let Node::Apply { .. } = node
            && let Ok(e) = meaning(node)
        {
            let (base, power) = e.base_exponent();
            let known = self.told.iter().find(|(f, _)| apply(*f, self.angle.angle) == base);
            if let Some((_, value)) = known {
                let shown = show(*value);
                let plain = matches!(shown, Node::Number(_) | Node::Symbol(_));
                return match power {
                    ONE => shown,
                    _ if plain => Node::power(shown, show(power)),
                    _ => {
                        let group = Node::Group(Bracket::Round, Box::new(shown), Bracket::Round);
                        Node::power(group, show(power))
                    }
                };
            }
        }
        parts::map(node, &mut |part| self.put(part))
    }
}

/// Whether sine and cosine are positive.
fn signs(quadrant: u8) -> (bool, bool) {
    (quadrant <= 2, quadrant == 1 || quadrant == 4)
}

/// The quadrant that `π/2 < A < π` names.
fn quadrant(place: &Node, angle: E) -> Option<u8> {
    use Relation::{Less, LessEqual};
    let Node::Relation(low, rest) = place else { return None };
    let [(Less | LessEqual, middle), (Less | LessEqual, high)] = rest.as_slice() else {
        return None;
    };
    if meaning(middle).ok()? != angle {
        return None;
    }
    let turn = |node: &Node| Some(real_value(meaning(node).ok()?)? / std::f64::consts::FRAC_PI_2);
    let (low, high) = (turn(low)?, turn(high)?);
    let whole = libm::floor(low + 1e-9);
    (high <= whole + 1.0 + 1e-9 && high > low).then(|| (whole as i64).rem_euclid(4) as u8 + 1)
}
