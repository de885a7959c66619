//! Tree → words, so that a tutor or a screen can say back what it understood, in English and Hindi.
//!
//! Every bracket, fraction, root, index and exponent that a listener could misplace is closed aloud: hearing the words
//! leads back to the same tree. `ganita_spoken::convert` reads them; a property test there holds the two together.
//! The phrases are classroom speech; letters stay Latin in Hindi too, as they do on an Indian blackboard.

mod phrases;

use crate::speak::phrases::{Phrases, named_function, phrases};
use crate::tree::{
    Accent, BigOperator, Bracket, Function, Join, Node, Relation, Side, Sign, Style,
};
use crate::{Language, write_plain};

/// Says a tree in words, in `language`.
///
/// ```
/// use ganita_notation::{Language, read, speak};
/// let tree = read(r"\frac{x + 1}{2} = y^{2}").expect("this is LaTeX");
/// assert_eq!(
///     speak(&tree, Language::English),
///     "the fraction with numerator x plus 1 and denominator 2 end fraction equals y squared",
/// );
/// assert_eq!(
///     speak(&tree, Language::Hindi),
///     "भिन्न जिसका अंश x जोड़ 1 और हर 2 भिन्न समाप्त बराबर y का वर्ग",
/// );
/// ```
#[must_use]
pub fn speak(node: &Node, language: Language) -> String {
    let mut speaker = Speaker {
        words: Vec::new(),
        say: phrases(language),
        hindi: language == Language::Hindi,
        in_set: false,
    };
    speaker.node(node, true);
    speaker.words.join(" ")
}

struct Speaker {
    words: Vec<String>,
    say: &'static Phrases,
    hindi: bool,
    /// Between curly brackets, where a bar says which elements are meant.
    in_set: bool,
}

impl Speaker {
    /// Whether a plus or minus was the last thing said.
    fn after_sign(&self) -> bool {
        self.words.last().is_some_and(|last| last == self.say.plus || last == self.say.minus)
    }

    fn push(&mut self, words: &str) {
        if !words.is_empty() {
            self.words.push(words.to_owned());
        }
    }

    /// Says `node`; `last` is true when nothing follows that could be taken for more of it.
    fn node(&mut self, node: &Node, last: bool) {
        match node {
            Node::Number(digits) => self.push(digits),
            Node::Symbol(name) => self.symbol(name),
            Node::Styled(style, inner) => {
                let words = match style {
                    Style::Blackboard => self.say.blackboard,
                    Style::Bold => self.say.bold,
                    Style::Calligraphic => self.say.calligraphic,
                    Style::Fraktur => self.say.fraktur,
                    Style::Upright => "",
                };
                self.push(words);
                self.node(inner, last);
            }
            Node::Text(words) => self.push(words.trim()),
            Node::Missing => self.push(self.say.blank),
            Node::Sum(terms) => self.sum(terms, last),
            Node::Product(factors) => self.product(factors, last),
            Node::Fraction(above, below) => self.fraction(above, below, last),
            Node::Mixed(whole, above, below) => {
                self.push(whole);
                self.push(self.say.and_fraction);
                self.push(above);
                self.push(self.say.over);
                self.push(below);
            }
            Node::Power(base, exponent) => self.power(base, exponent),
            Node::Subscript(base, index) => {
                self.tight(base);
                self.push(self.say.sub);
                self.node(index, true);
                self.push(self.say.sub_end);
            }
            Node::Root { degree, radicand } => self.root(degree.as_deref(), radicand, last),
            Node::Apply { function, power, index, argument } => {
                self.apply(function, power.as_deref(), index.as_deref(), argument, last);
            }
            Node::Factorial(base) => self.after(base, self.say.factorial),
            Node::Percent(base) => self.after(base, self.say.percent),
            Node::Degrees(base) => self.after(base, self.say.degrees),
            Node::Prime(base, count) => {
                self.tight(base);
                for _ in 0..*count {
                    self.push(self.say.prime);
                }
            }
            Node::Accented(accent, inner) => self.accented(*accent, inner),
            Node::Binomial(n, k) => {
                self.tight(n);
                self.push(self.say.choose);
                self.tight(k);
            }
            Node::Choose(letter, n, k) => {
                // "n C r", as it is said; other letters would be a product.
                let said = matches!(&**n, Node::Number(_))
                    || matches!(&**n, Node::Symbol(name) if name == "n");
                let plain = said && matches!(&**k, Node::Symbol(name) if name == "r");
                let letter = match letter {
                    'P' if !plain => self.say.permutation.to_owned(),
                    'C' if !plain => self.say.combination.to_owned(),
                    letter => letter.to_string(),
                };
                self.tight(n);
                self.push(&letter);
                self.tight(k);
            }
            Node::Absolute(inner) => self.fenced(self.say.absolute, inner),
            Node::Norm(inner) => self.fenced(self.say.norm, inner),
            Node::Floor(inner) => self.fenced(self.say.floor, inner),
            Node::Ceiling(inner) => self.fenced(self.say.ceiling, inner),
            Node::Group(open, inner, close) => {
                self.push(self.bracket(*open).0);
                let outer = std::mem::replace(&mut self.in_set, *open == Bracket::Curly);
                self.node(inner, true);
                self.in_set = outer;
                self.push(self.bracket(*close).1);
            }
            Node::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.push(self.say.comma);
                    }
                    // "f of y, x" would be heard as f of both.
                    self.node(item, index + 1 == items.len() || !ends_in_application(item));
                }
            }
            Node::SetBuilder(element, condition) => {
                self.push(self.bracket(Bracket::Curly).0);
                self.node(element, true);
                self.push(self.say.such_that);
                self.node(condition, true);
                self.push(self.bracket(Bracket::Curly).1);
            }
            Node::Big { operator, lower, upper, body } => {
                self.big(*operator, lower.as_deref(), upper.as_deref(), body);
            }
            Node::Integral { fold, closed, lower, upper, body, variables } => {
                self.push(match (closed, fold) {
                    (true, _) => self.say.contour,
                    (_, 2) => self.say.double_integral,
                    (_, 3) => self.say.triple_integral,
                    _ => self.say.integral,
                });
                self.range(lower.as_deref(), upper.as_deref());
                self.push(self.say.integral_of);
                // A range said later would be this one's.
                if self.hindi && lower.is_none() && !holds_a_range(body) {
                    self.push(self.say.of);
                }
                self.body(body);
                for variable in variables {
                    self.push("d");
                    self.node(variable, true);
                }
            }
            Node::Derivative { partial, order, variables, of, inside } => {
                self.derivative(*partial, *order, variables, of.as_deref(), *inside);
            }
            Node::Differential(variable) => {
                self.push("d");
                self.node(variable, last);
            }
            Node::Limit { variable, target, side, body } => {
                self.push(self.say.limit);
                self.node(variable, true);
                self.push(self.say.approaches);
                self.tight(target);
                self.push(match side {
                    Side::Both => "",
                    Side::Left => self.say.from_the_left,
                    Side::Right => self.say.from_the_right,
                });
                self.push(self.say.limit_of);
                self.enclosed_sum(body);
            }
            Node::Matrix(open, rows, close) => self.matrix(*open, rows, *close),
            Node::Cases(rows) => {
                self.push(&format!("{} {}", rows.len(), self.say.cases));
                for (number, (value, condition)) in rows.iter().enumerate() {
                    self.push(&format!("{} {}", self.say.case, number + 1));
                    self.node(value, true);
                    if let Some(condition) = condition {
                        self.push(if self.hindi { "यदि" } else { "if" });
                        self.node(condition, true);
                    }
                }
            }
            Node::Lines(lines) => self.joined(lines, self.say.new_line),
            Node::Relation(first, rest) => {
                self.node(first, true);
                for (relation, side) in rest {
                    self.relation(relation);
                    self.node(side, true);
                }
            }
            Node::Operation(name, operands) => {
                let word = self.say.operation(name).unwrap_or(name);
                for (index, operand) in operands.iter().enumerate() {
                    if index > 0 {
                        self.push(word);
                    }
                    // "p or q implies r" is heard as one implication.
                    let implies = matches!(operand, Node::Relation(_, rest)
                        if rest.iter().any(|(sign, _)| matches!(sign, Relation::Named(name)
                            if matches!(name.as_str(), "Rightarrow" | "Leftrightarrow" | "implies" | "iff"))));
                    if implies { self.in_brackets(operand) } else { self.node(operand, true) }
                }
            }
            Node::Prefix(name, operand) => {
                let word = self.say.prefix(name).unwrap_or(name);
                self.push(word);
                self.node(operand, last);
            }
            Node::Raw(_) => self.push(&write_plain(node)),
        }
    }

    fn joined(&mut self, items: &[Node], between: &str) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.push(between);
            }
            self.node(item, true);
        }
    }

    fn symbol(&mut self, name: &str) {
        // Several capital letters name one thing: the angle ABC.
        let letters = name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_uppercase());
        if letters || name.len() == 1 {
            for letter in name.chars() {
                if letter.is_ascii_uppercase() {
                    self.push(self.say.capital);
                }
                self.push(&letter.to_ascii_lowercase().to_string());
            }
            return;
        }
        let small = name.to_ascii_lowercase();
        let greek = self.say.symbol(&small);
        if let Some(word) = greek {
            if small != name {
                self.push(self.say.capital);
            }
            self.push(word);
        } else {
            self.push(&write_plain(&Node::Symbol(name.to_owned())));
        }
    }

    /// In brackets unless it is one thing by itself.
    fn tight(&mut self, node: &Node) {
        if is_one_thing(node) {
            self.node(node, false);
        } else {
            self.in_brackets(node);
        }
    }

    fn in_brackets(&mut self, node: &Node) {
        self.push(self.bracket(Bracket::Round).0);
        self.node(node, true);
        self.push(self.bracket(Bracket::Round).1);
    }

    /// The body of an integral, sum or limit: signs in it are bracketed, as they are on the board.
    fn enclosed_sum(&mut self, body: &Node) {
        match body {
            Node::Sum(_) => self.in_brackets(body),
            other => self.node(other, false),
        }
    }

    /// What stands under an integral or sum. Hindi puts nothing between the two: a range in the body would be the sign's.
    fn body(&mut self, body: &Node) {
        if self.hindi && holds_a_range(body) {
            self.push(self.say.of);
            return self.in_brackets(body);
        }
        self.enclosed_sum(body);
    }

    fn sum(&mut self, terms: &[(Sign, Node)], last: bool) {
        for (index, (sign, term)) in terms.iter().enumerate() {
            match sign {
                Sign::Plus if index == 0 => {}
                Sign::Plus => self.push(self.say.plus),
                Sign::Minus if index == 0 => self.push(self.say.negative),
                Sign::Minus => self.push(self.say.minus),
                Sign::PlusMinus => self.push(self.say.plus_minus),
                Sign::MinusPlus => self.push(self.say.minus_plus),
            }
            let end = index + 1 == terms.len();
            let open = matches!(term, Node::Limit { .. } | Node::Big { .. });
            if matches!(term, Node::Sum(_)) || (open && !end) {
                self.in_brackets(term);
            } else {
                // "x squared plus 3 minus 4 over x" and "a plus or minus b over 2" are heard as one fraction.
                let either =
                    terms.iter().any(|(sign, _)| matches!(sign, Sign::PlusMinus | Sign::MinusPlus));
                let heard_whole = matches!(term, Node::Fraction(_, below)
                    if either || terms.len() > 2 && !matches!(**below, Node::Number(_)));
                self.node(term, end && last && !heard_whole);
            }
        }
    }

    fn product(&mut self, factors: &[(Join, Node)], last: bool) {
        for (index, (join, factor)) in factors.iter().enumerate() {
            if index > 0 {
                self.push(match join {
                    Join::Beside => "",
                    Join::Dot => self.say.dot,
                    Join::Times => self.say.times,
                    Join::Divide => self.say.divide,
                    Join::Slash => self.say.slash,
                    Join::Ratio => self.say.ratio,
                });
            }
            let end = index + 1 == factors.len();
            let open = matches!(factor, Node::Limit { .. } | Node::Big { .. });
            let loose = matches!(
                factor,
                Node::Sum(_)
                    | Node::Product(_)
                    | Node::Relation(..)
                    | Node::Operation(..)
                    | Node::List(_)
            );
            if loose || (open && !end) {
                self.in_brackets(factor);
            } else {
                // "3 times 12 over b" could divide both: a fraction among factors is closed aloud.
                let fraction = matches!(factor, Node::Fraction(..));
                self.node(factor, end && last && !fraction);
            }
        }
    }

    fn fraction(&mut self, above: &Node, below: &Node, last: bool) {
        let small = |node: &Node| matches!(node, Node::Number(_) | Node::Symbol(_));
        if last && small(above) && small(below) {
            self.node(above, true);
            self.push(self.say.over);
            self.node(below, true);
            return;
        }
        self.push(self.say.numerator);
        self.node(above, true);
        self.push(self.say.denominator);
        self.node(below, true);
        self.push(self.say.fraction_end);
    }

    fn power(&mut self, base: &Node, exponent: &Node) {
        // "x plus 2 squared" is heard as the square of the sum.
        if let (Node::Number(_), Node::Number(digits)) = (base, exponent)
            && let Some(before) = match digits.as_str() {
                "2" => self.say.square_of,
                "3" => self.say.cube_of,
                _ => None,
            }
            && self.after_sign()
        {
            self.push(before);
            self.node(base, false);
            return;
        }
        self.tight(base);
        match exponent {
            Node::Number(digits) if digits == "2" => self.push(self.say.squared),
            Node::Number(digits) if digits == "3" => self.push(self.say.cubed),
            exponent => {
                self.push(self.say.power);
                self.node(exponent, true);
                self.push(self.say.power_end);
            }
        }
    }

    fn root(&mut self, degree: Option<&Node>, radicand: &Node, last: bool) {
        let degree = match degree {
            None => None,
            Some(Node::Number(digits)) if digits == "3" => Some(self.say.cube_root),
            Some(Node::Number(digits)) if digits == "4" && !self.hindi => {
                Some(self.say.fourth_root)
            }
            Some(degree) => {
                self.push(self.say.root_index);
                self.tight(degree);
                self.push(self.say.indexed_root);
                self.node(radicand, false);
                self.push(self.say.root_end);
                return;
            }
        };
        self.push(degree.unwrap_or(self.say.square_root));
        self.node(radicand, false);
        if !(last && matches!(radicand, Node::Number(_) | Node::Symbol(_))) {
            self.push(self.say.root_end);
        }
    }

    fn apply(
        &mut self,
        function: &Function,
        power: Option<&Node>,
        index: Option<&Node>,
        argument: &Node,
        last: bool,
    ) {
        match function {
            Function::Named(name) => {
                let word = named_function(name, self.hindi).unwrap_or(name);
                self.push(word);
            }
            Function::Letter(letter) => self.tight(letter),
        }
        if let Some(index) = index {
            self.push(self.say.base);
            self.tight(index);
        }
        match power {
            None => {}
            Some(Node::Number(digits)) if digits == "2" => self.push(self.say.squared),
            Some(Node::Number(digits)) if digits == "3" => self.push(self.say.cubed),
            Some(Node::Sum(terms)) if is_minus_one(terms) => self.push(self.say.inverse),
            Some(power) => {
                self.push(self.say.power);
                self.node(power, true);
                self.push(self.say.power_end);
            }
        }
        self.push(self.say.of);
        if last && matches!(argument, Node::Number(_) | Node::Symbol(_)) {
            self.node(argument, true);
        } else {
            self.in_brackets(argument);
        }
    }

    fn after(&mut self, base: &Node, word: &str) {
        self.tight(base);
        self.push(word);
    }

    fn fenced(&mut self, words: (&'static str, &'static str), inner: &Node) {
        self.push(words.0);
        self.node(inner, true);
        self.push(words.1);
    }

    fn bracket(&self, bracket: Bracket) -> (&'static str, &'static str) {
        match bracket {
            Bracket::Round => self.say.round,
            Bracket::Square => self.say.square,
            Bracket::Curly => self.say.curly,
            Bracket::Bar => self.say.absolute,
            Bracket::Angle => self.say.angle,
            Bracket::None => ("", ""),
        }
    }

    fn accented(&mut self, accent: Accent, inner: &Node) {
        if accent == Accent::Vector {
            self.push(self.say.vector);
            return self.tight(inner);
        }
        let word = match accent {
            Accent::Hat => self.say.hat,
            Accent::Tilde => self.say.tilde,
            Accent::Dot => self.say.over_dot,
            Accent::DoubleDot => self.say.double_dot,
            Accent::Underline => self.say.underline,
            Accent::Named(name) if name != "overline" => name,
            Accent::Bar | Accent::Vector | Accent::Named(_) => self.say.bar,
        };
        self.after(inner, word);
    }

    fn range(&mut self, lower: Option<&Node>, upper: Option<&Node>) {
        match (lower, upper) {
            (Some(lower), Some(upper)) => {
                self.push(self.say.from);
                self.bound(lower);
                self.push(self.say.to);
                self.tight(upper);
                self.push(self.say.range_end);
            }
            (Some(lower), None) => {
                self.push(self.say.over_range);
                self.bound(lower);
            }
            _ => {}
        }
    }

    /// A lower bound: "i equals 1" as it is, all else as one thing.
    fn bound(&mut self, bound: &Node) {
        match bound {
            Node::Relation(..) => self.node(bound, true),
            other => self.tight(other),
        }
    }

    fn big(
        &mut self,
        operator: BigOperator,
        lower: Option<&Node>,
        upper: Option<&Node>,
        body: &Node,
    ) {
        self.push(match operator {
            BigOperator::Sum => self.say.sum,
            BigOperator::Product => self.say.product,
            BigOperator::Union => self.say.union,
            BigOperator::Intersection => self.say.intersection,
            BigOperator::Named(name) => name,
        });
        self.range(lower, upper);
        self.push(self.say.sum_of);
        self.body(body);
    }

    fn derivative(
        &mut self,
        partial: bool,
        order: u8,
        variables: &[Node],
        of: Option<&Node>,
        inside: bool,
    ) {
        let d = if partial { self.say.partial } else { "d" };
        let raise = |speaker: &mut Speaker| match order {
            0 | 1 => {}
            2 => speaker.push(speaker.say.squared),
            3 => speaker.push(speaker.say.cubed),
            _ => {
                speaker.push(speaker.say.power);
                speaker.push(&order.to_string());
                speaker.push(speaker.say.power_end);
            }
        };
        // "d over d x of" what follows is heard as x of it.
        if let (false, 0 | 1, false, [variable], Some(of)) = (partial, order, inside, variables, of)
        {
            if !self.hindi {
                self.push("derivative with respect to");
                self.tight(variable);
                self.push(self.say.of);
                return self.in_brackets(of);
            }
            // Of a bare letter it is heard as one fraction, dx/dt.
            if !matches!(of, Node::Symbol(_) | Node::Subscript(..)) {
                self.tight(variable);
                self.push("के सापेक्ष");
                self.in_brackets(of);
                return self.push("का अवकलज");
            }
        }
        self.push(d);
        raise(self);
        if inside && let Some(of) = of {
            self.tight(of);
        }
        self.push(self.say.over);
        for variable in variables {
            self.push(d);
            self.tight(variable);
        }
        if variables.len() == 1 {
            raise(self);
        }
        if !inside && let Some(of) = of {
            self.push(self.say.of);
            self.in_brackets(of);
        }
    }

    fn matrix(&mut self, open: Bracket, rows: &[Vec<Node>], close: Bracket) {
        let determinant = open == Bracket::Bar && close == Bracket::Bar;
        let words = if determinant { self.say.determinant } else { self.say.matrix };
        let columns = rows.first().map_or(0, Vec::len);
        self.push(&format!("{} {} {columns} {}", rows.len(), self.say.matrix_by, words.0));
        for (row, cells) in rows.iter().enumerate() {
            self.push(&format!("{} {}", self.say.row, row + 1));
            for (column, cell) in cells.iter().enumerate() {
                self.push(&format!("{} {}", self.say.column, column + 1));
                self.node(cell, true);
            }
        }
        self.push(words.1);
    }

    fn relation(&mut self, relation: &Relation) {
        let name = match relation {
            Relation::Equal => "=",
            Relation::NotEqual => "!=",
            Relation::Less => "<",
            Relation::LessEqual => "<=",
            Relation::Greater => ">",
            Relation::GreaterEqual => ">=",
            Relation::Approximately => "approx",
            Relation::To => "to",
            Relation::In => "in",
            Relation::Named(name) if name == "mid" && self.in_set => {
                return self.push(self.say.such_that);
            }
            Relation::Named(name) => name,
        };
        let word = self.say.relation(name).unwrap_or(name);
        self.push(word);
    }
}

/// Whether something in it runs over a range.
fn holds_a_range(node: &Node) -> bool {
    let mut found = matches!(node, Node::Integral { .. } | Node::Big { .. });
    node.for_each_child(&mut |child| found |= holds_a_range(child));
    found
}

/// Whether the last thing said is a function's argument.
fn ends_in_application(node: &Node) -> bool {
    match node {
        Node::Apply { .. } => true,
        Node::Sum(terms) => terms.last().is_some_and(|(_, term)| ends_in_application(term)),
        Node::Product(factors) => {
            factors.last().is_some_and(|(_, factor)| ends_in_application(factor))
        }
        _ => false,
    }
}

fn is_minus_one(terms: &[(Sign, Node)]) -> bool {
    matches!(terms, [(Sign::Minus, Node::Number(one))] if one == "1")
}

/// What is heard as one thing without brackets.
fn is_one_thing(node: &Node) -> bool {
    match node {
        Node::Number(_) | Node::Symbol(_) | Node::Missing | Node::Text(_) | Node::Group(..) => true,
        Node::Absolute(_) | Node::Norm(_) | Node::Floor(_) | Node::Ceiling(_) => true,
        // "A B hat squared" is heard as a square of the last letter.
        Node::Accented(_, inner) => match &**inner {
            Node::Symbol(name) => {
                !name.bytes().all(|byte| byte.is_ascii_uppercase()) || name.len() < 2
            }
            inner => is_one_thing(inner),
        },
        Node::Styled(_, inner) | Node::Prime(inner, _) => is_one_thing(inner),
        Node::Subscript(base, _) => is_one_thing(base),
        _ => false,
    }
}
