//! Tree → LaTeX, as a textbook sets it: brackets only where they are needed, big ones around tall things.

use std::ops::Range;

use crate::brackets::{Place, bare_argument, is_angles, is_count, needed};
use crate::plain::write_plain;
use crate::signs::symbol_sign;
use crate::tree::{
    Accent, BigOperator, Bracket, Function, Join, Node, Relation, Side, Sign, Style,
};

/// Writes a tree as LaTeX that KaTeX shows and [`crate::read`] reads back to the same tree.
#[must_use]
pub fn write_latex(node: &Node) -> String {
    write_latex_seen(node, &mut |_, _| {})
}

/// The same, and shows every part of the tree with the bytes that were written for it, inner parts before those they stand
/// in. A function or derivative that stands before another factor is not shown itself, only its parts.
pub fn write_latex_seen(node: &Node, see: &mut dyn FnMut(&Node, Range<usize>)) -> String {
    let mut out = Writer { text: String::new(), see };
    out.node(node);
    out.text
}

/// A command for a symbol, where its name differs from the command.
pub(crate) fn symbol_command(name: &str) -> &str {
    match name {
        "infinity" => "infty",
        other => other,
    }
}

struct Writer<'a> {
    text: String,
    see: &'a mut dyn FnMut(&Node, Range<usize>),
}

impl Writer<'_> {
    /// Adds a piece, with a space only where two pieces would run into one command.
    #[cfg_attr(hot, optimize(speed))]
    fn push(&mut self, piece: &str) {
        let command_before = || {
            let bytes = self.text.as_bytes();
            let letters = bytes.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
            letters > 0 && letters < bytes.len() && bytes[bytes.len() - letters - 1] == b'\\'
        };
        if piece.starts_with(|c: char| c.is_ascii_alphabetic()) && command_before() {
            self.text.push(' ');
        }
        self.text.push_str(piece);
    }

    fn braces(&mut self, node: &Node) {
        if matches!(node, Node::Lines(_)) {
            self.push("{\\substack{");
            self.node(node);
            return self.push("}}");
        }
        self.push("{");
        self.node(node);
        self.push("}");
    }

    fn brackets(&mut self, node: &Node) {
        let tall = tall(node);
        self.push(if tall { "\\left(" } else { "(" });
        self.node(node);
        self.push(if tall { "\\right)" } else { ")" });
    }

    fn at(&mut self, node: &Node, place: Place) {
        if needed(node, place) { self.brackets(node) } else { self.node(node) }
    }

    fn separated<'a>(
        &mut self,
        nodes: impl IntoIterator<Item = &'a Node>,
        separator: &str,
        place: Place,
    ) {
        for (index, node) in nodes.into_iter().enumerate() {
            if index > 0 {
                self.push(separator);
            }
            self.at(node, place);
        }
    }

    fn node(&mut self, node: &Node) {
        let start = self.text.len();
        self.write(node);
        // A space that keeps it from the command before it is not its own.
        let written = &self.text[start..];
        let spaces = match written.as_bytes() {
            [b'!'..=b'~', ..] => 0,
            _ => written.len() - written.trim_start().len(),
        };
        (self.see)(node, start + spaces..self.text.len());
    }

    fn write(&mut self, node: &Node) {
        match node {
            Node::Number(digits) => self.push(digits),
            Node::Symbol(name) => self.symbol(name),
            // `\mathrm{kg}`: letters that are a word are no command.
            Node::Styled(style, inner) if is_word(inner) => {
                self.push(&format!("\\{}{{{}}}", style_command(*style), write_plain(inner)));
            }
            Node::Styled(style, inner) => {
                let command = style_command(*style);
                self.push(&format!("\\{command}"));
                self.braces(inner);
            }
            Node::Text(words) => self.words(words),
            Node::Missing => self.push("\\square"),
            Node::Sum(terms) => self.sum(terms),
            Node::Product(factors) => self.product(factors),
            Node::Fraction(numerator, denominator) => {
                self.push("\\frac");
                self.braces(numerator);
                self.braces(denominator);
            }
            Node::Mixed(whole, numerator, denominator) => {
                self.push(&format!("{whole}\\frac{{{numerator}}}{{{denominator}}}"));
            }
            Node::Power(base, exponent) => {
                self.raised(base);
                self.push("^");
                self.braces(exponent);
            }
            Node::Subscript(base, index) => {
                // TeX sets one thing below, with primes or without.
                if has_index(base) {
                    self.braces(base);
                } else {
                    self.raised(base);
                }
                self.push("_");
                self.braces(index);
            }
            Node::Root { degree, radicand } => {
                self.push("\\sqrt");
                if let Some(degree) = degree {
                    self.push("[");
                    self.node(degree);
                    self.push("]");
                }
                self.braces(radicand);
            }
            Node::Apply { function, power, index, argument } => {
                self.apply(function, power.as_deref(), index.as_deref(), argument, false);
            }
            Node::Factorial(base) => {
                self.at(base, Place::Base);
                self.push("!");
            }
            Node::Percent(base) => {
                self.at(base, Place::Base);
                self.push("\\%");
            }
            Node::Degrees(base) => {
                self.raised(base);
                self.push("^{\\circ}");
            }
            Node::Prime(base, count) => {
                self.raised(base);
                self.push(&"'".repeat(usize::from(*count)));
            }
            Node::Accented(accent, inner) => {
                self.push(&format!("\\{}", accent_command(*accent, is_wide(inner))));
                self.braces(inner);
            }
            Node::Binomial(n, k) => {
                self.push("\\binom");
                self.braces(n);
                self.braces(k);
            }
            Node::Choose(letter, n, r) => {
                self.push("{}^");
                self.braces(n);
                self.push(&letter.to_string());
                self.push("_");
                self.braces(r);
            }
            Node::Absolute(inner) => self.fenced("\\left|", inner, "\\right|"),
            Node::Norm(inner) => self.fenced("\\left\\|", inner, "\\right\\|"),
            Node::Floor(inner) => self.fenced("\\lfloor ", inner, "\\rfloor"),
            Node::Ceiling(inner) => self.fenced("\\lceil ", inner, "\\rceil"),
            Node::Group(open, inner, close) => self.group(*open, inner, *close),
            Node::List(items) => self.separated(items, ", ", Place::Item),
            Node::SetBuilder(element, condition) => {
                self.push("\\{");
                self.node(element);
                self.push(" \\mid ");
                self.node(condition);
                self.push("\\}");
            }
            Node::Big { operator, lower, upper, body } => {
                self.push(&format!("\\{}", big_command(*operator)));
                self.limits(lower.as_deref(), upper.as_deref());
                self.push(" ");
                self.at(body, Place::Body);
            }
            Node::Integral { fold, closed, lower, upper, body, variables } => {
                let closed = if *closed { "o" } else { "" };
                let fold = usize::from(*fold).saturating_sub(1);
                self.push(&format!("\\{closed}{}int", "i".repeat(fold)));
                self.limits(lower.as_deref(), upper.as_deref());
                self.push(" ");
                self.at(body, Place::Body);
                for variable in variables {
                    self.push(" \\, d");
                    self.node(variable);
                }
            }
            Node::Derivative { partial, order, variables, of, inside } => {
                self.derivative(*partial, *order, variables, of.as_deref(), *inside, false);
            }
            Node::Differential(variable) => {
                self.push("d");
                self.node(variable);
            }
            Node::Limit { variable, target, side, body } => {
                self.push("\\lim_{");
                self.node(variable);
                self.push(" \\to ");
                match side {
                    Side::Both => self.node(target),
                    Side::Left | Side::Right => {
                        self.at(target, Place::Base);
                        self.push(if *side == Side::Left { "^{-}" } else { "^{+}" });
                    }
                }
                self.push("} ");
                self.at(body, Place::Body);
            }
            Node::Matrix(open, rows, close) => self.matrix(*open, rows, *close),
            Node::Cases(rows) => {
                self.push("\\begin{cases} ");
                for (index, (value, condition)) in rows.iter().enumerate() {
                    if index > 0 {
                        self.push(" \\\\ ");
                    }
                    self.node(value);
                    if let Some(condition) = condition {
                        self.push(" & ");
                        self.node(condition);
                    }
                }
                self.push(" \\end{cases}");
            }
            Node::Lines(lines) => self.separated(lines, " \\\\ ", Place::Item),
            Node::Relation(first, rest) => {
                self.at(first, Place::Side);
                for (number, (relation, side)) in rest.iter().enumerate() {
                    // "⊢ p": there is nothing before it.
                    let nothing =
                        number == 0 && matches!(&**first, Node::Raw(latex) if latex.is_empty());
                    let space = if nothing { "" } else { " " };
                    self.push(&format!("{space}{} ", relation_command(relation)));
                    self.at(side, Place::Side);
                }
            }
            // `\pmod` takes what it stands before in braces.
            Node::Operation(name, operands) if name == "pmod" => {
                for (index, operand) in operands.iter().enumerate() {
                    if index == 0 {
                        self.at(operand, Place::Operand);
                    } else {
                        self.push(" \\pmod");
                        self.braces(operand);
                    }
                }
            }
            Node::Operation(name, operands) => {
                let word = matches!(name.as_str(), "or" | "and" | "या" | "और");
                let between =
                    if word { format!(" \\text{{ {name} }} ") } else { format!(" \\{name} ") };
                let place = match name.as_str() {
                    "or" | "या" => Place::Alternative,
                    "and" | "और" => Place::Conjunct,
                    _ => Place::Operand,
                };
                self.separated(operands, &between, place);
            }
            Node::Prefix(name, operand) => {
                self.push(&format!("\\{name} "));
                self.at(operand, Place::Operand1);
            }
            Node::Raw(latex) => self.push(latex),
        }
    }

    /// What a sign above or below clings to. Where nothing is written it must not cling to what stands before, which may have
    /// such a sign already.
    fn raised(&mut self, base: &Node) {
        let start = self.text.len();
        // TeX sets a prime above: with something below it, nothing else can stand above.
        if matches!(base, Node::Subscript(inner, _) if matches!(**inner, Node::Prime(..))) {
            return self.braces(base);
        }
        self.at(base, Place::Base);
        if self.text[start..].trim().is_empty() {
            self.text.truncate(start);
            self.push("{}");
        }
    }

    /// `\text{…}`, with what TeX takes for a sign of its own escaped and what it cannot set left out.
    fn words(&mut self, words: &str) {
        let mut text = String::with_capacity(words.len() + 7);
        for letter in words.chars() {
            match letter {
                '#' | '$' | '%' | '&' | '_' | '{' | '}' => text.extend(['\\', letter]),
                ' '..='~' => match TEXT_COMMANDS.iter().find(|(_, sign)| *sign == letter) {
                    Some((command, _)) => {
                        text.extend(["\\", command, "{}"]);
                    }
                    None => text.push(letter),
                },
                letter if letter.is_whitespace() => text.push(' '),
                // Arrows and operators are mathematics to KaTeX, wherever they stand.
                '\u{2190}'..='\u{22ff}' => text.extend(['$', letter, '$']),
                // Combining marks without a letter that has them, private letters, control codes.
                '\0'..='\u{9f}' | '\u{300}'..='\u{36f}' | '\u{e000}'..='\u{f8ff}' => {}
                letter => text.push(letter),
            }
        }
        // No words leave no box: some readers refuse an empty one.
        if !text.is_empty() {
            self.push(&format!("\\text{{{text}}}"));
        }
    }

    fn symbol(&mut self, name: &str) {
        if is_letters(name)
            && (name.len() == 1 || name.bytes().all(|byte| byte.is_ascii_uppercase()))
        {
            self.push(name);
        } else if is_letters(name) {
            self.push(&format!("\\{}", symbol_command(name)));
        } else {
            self.push(name);
        }
    }

    fn sum(&mut self, terms: &[(Sign, Node)]) {
        for (index, (sign, term)) in terms.iter().enumerate() {
            let sign = match sign {
                Sign::Plus => "+",
                Sign::Minus => "-",
                Sign::PlusMinus => "\\pm",
                Sign::MinusPlus => "\\mp",
            };
            if index > 0 {
                self.push(&format!(" {sign} "));
            } else if sign != "+" {
                self.push(sign);
                if sign.len() > 1 {
                    self.push(" ");
                }
            }
            self.at(term, Place::Term { last: index + 1 == terms.len() });
        }
    }

    fn product(&mut self, factors: &[(Join, Node)]) {
        for (index, (join, factor)) in factors.iter().enumerate() {
            let next = factors.get(index + 1).map(|(join, _)| *join);
            if index > 0 {
                match join {
                    Join::Beside => {}
                    Join::Dot => self.push(" \\cdot "),
                    Join::Times => self.push(" \\times "),
                    Join::Divide => self.push(" \\div "),
                    Join::Slash => self.push("/"),
                    Join::Ratio => self.push(" : "),
                }
            }
            let place = if index == 0 {
                Place::First { join: next }
            } else {
                Place::Factor { join: *join, last: next.is_none() }
            };
            let mixed = *join == Join::Beside
                && index > 0
                && matches!(&factors[index - 1].1, Node::Number(_))
                && matches!(factor, Node::Fraction(a, b) if matches!((&**a, &**b), (Node::Number(_), Node::Number(_))));
            // f(x) written beside another letter would be read as its argument.
            let call = *join == Join::Beside
                && index > 0
                && matches!(&factors[index - 1].1, Node::Symbol(name) if crate::read::is_function_letter(name))
                && !needed(factor, place)
                && matches!(factor, Node::Group(..));
            match factor {
                Node::Apply { function, power, index: lower, argument }
                    if next == Some(Join::Beside) && !needed(factor, place) =>
                {
                    let swallows = factors.get(index + 1).is_some_and(|(join, next)| {
                        let last = index + 2 == factors.len();
                        // An argument ends where a bracket opens: cos x (2 sin x + 1).
                        let bracketed = needed(next, Place::Factor { join: *join, last })
                            || matches!(next, Node::Group(Bracket::Round, _, Bracket::Round));
                        !starts_a_function(next) && (!bracketed || takes_a_bracket(argument))
                    });
                    self.apply(function, power.as_deref(), lower.as_deref(), argument, swallows);
                }
                // What stands beside it would be read as more of what is differentiated.
                Node::Derivative { partial, order, variables, of, inside } if next.is_some() => {
                    self.derivative(*partial, *order, variables, of.as_deref(), *inside, true);
                }
                _ if mixed || call => self.brackets(factor),
                _ => self.at(factor, place),
            }
        }
    }

    fn apply(
        &mut self,
        function: &Function,
        power: Option<&Node>,
        index: Option<&Node>,
        argument: &Node,
        must_bracket: bool,
    ) {
        match function {
            Function::Named(name) if is_latex_operator(name) => self.push(&format!("\\{name}")),
            Function::Named(name) => self.push(&format!("\\operatorname{{{name}}}")),
            Function::Letter(letter) => self.node(letter),
        }
        if let Some(index) = index {
            self.push("_");
            self.braces(index);
        }
        if let Some(power) = power {
            self.push("^");
            self.braces(power);
        }
        if !must_bracket && bare_argument(function, argument) {
            self.push(" ");
            self.node(argument);
        } else if must_bracket
            && matches!(function, Function::Named(name) if is_angles(name))
            && is_count(argument)
        {
            // What stands behind sin(n + 1) would be read as what is counted.
            self.push("{");
            self.brackets(argument);
            self.push("}");
        } else {
            self.brackets(argument);
        }
    }

    fn fenced(&mut self, open: &str, inner: &Node, close: &str) {
        self.push(open);
        self.node(inner);
        self.push(close);
    }

    fn group(&mut self, open: Bracket, inner: &Node, close: Bracket) {
        let tall = tall(inner) || open == Bracket::None || close == Bracket::None;
        let (left, right) = (bracket_command(open, true), bracket_command(close, false));
        if tall {
            self.push(&format!("\\left{left}"));
            self.node(inner);
            self.push(&format!("\\right{right}"));
        } else {
            self.push(left);
            self.node(inner);
            self.push(right);
        }
    }

    fn limits(&mut self, lower: Option<&Node>, upper: Option<&Node>) {
        if let Some(lower) = lower {
            self.push("_");
            self.braces(lower);
        }
        if let Some(upper) = upper {
            self.push("^");
            self.braces(upper);
        }
    }

    fn derivative(
        &mut self,
        partial: bool,
        order: u8,
        variables: &[Node],
        of: Option<&Node>,
        inside: bool,
        bracketed: bool,
    ) {
        let d = if partial { "\\partial" } else { "d" };
        let raised = if order > 1 { format!("{d}^{}", digit(order)) } else { d.to_owned() };
        self.push("\\frac{");
        self.push(&raised);
        if inside && let Some(of) = of {
            self.push(" ");
            self.at(of, Place::Base);
        }
        self.push("}{");
        let single = variables.len() == 1;
        for variable in variables {
            self.push(d);
            self.node(variable);
            if single && order > 1 {
                self.push(&format!("^{}", digit(order)));
            }
        }
        self.push("}");
        match of {
            Some(of @ (Node::Apply { function: Function::Named(_), .. } | Node::Power(..)))
                if !inside && !bracketed =>
            {
                self.push(" ");
                self.node(of);
            }
            Some(of) if !inside => self.brackets(of),
            _ => {}
        }
    }

    fn matrix(&mut self, open: Bracket, rows: &[Vec<Node>], close: Bracket) {
        let (name, fenced) = match (open, close) {
            (Bracket::Round, Bracket::Round) => ("pmatrix", false),
            (Bracket::Square, Bracket::Square) => ("bmatrix", false),
            (Bracket::Curly, Bracket::Curly) => ("Bmatrix", false),
            (Bracket::Bar, Bracket::Bar) => ("vmatrix", false),
            (Bracket::None, Bracket::None) => ("matrix", false),
            _ => ("matrix", true),
        };
        if fenced {
            self.push(&format!("\\left{}", bracket_command(open, true)));
        }
        self.push(&format!("\\begin{{{name}}} "));
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.push(" \\\\ ");
            }
            self.separated(row, " & ", Place::Item);
        }
        self.push(&format!(" \\end{{{name}}}"));
        if fenced {
            self.push(&format!("\\right{}", bracket_command(close, false)));
        }
    }
}

/// Signs that stand for themselves in a text only by a command, and the commands.
pub(crate) const TEXT_COMMANDS: [(&str, char); 3] =
    [("textasciicircum", '^'), ("textasciitilde", '~'), ("textbackslash", '\\')];

/// The order of a derivative: `d^2` as everybody types it.
fn digit(order: u8) -> String {
    if order < 10 { order.to_string() } else { format!("{{{order}}}") }
}

fn is_letters(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Whether a factor written right after `\sin x` ends that argument by itself.
fn starts_a_function(node: &Node) -> bool {
    matches!(node, Node::Apply { function: Function::Named(_), .. })
}

/// Functions LaTeX has a command for.
pub(crate) fn is_latex_operator(name: &str) -> bool {
    const OPERATORS: &str = "sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan ln log lg exp gcd max min det \
                             deg dim ker arg sup inf limsup liminf hom Pr argmin argmax plim";
    OPERATORS.split(' ').any(|known| known == name)
}

pub(crate) fn big_command(operator: BigOperator) -> &'static str {
    match operator {
        BigOperator::Sum => "sum",
        BigOperator::Product => "prod",
        BigOperator::Union => "bigcup",
        BigOperator::Intersection => "bigcap",
        BigOperator::Named(name) => name,
    }
}

/// Whether a mark over this is drawn as wide as it.
pub(crate) fn is_wide(node: &Node) -> bool {
    match node {
        Node::Symbol(name) => name.len() > 1 && is_letters(name),
        Node::Number(digits) => digits.len() > 1,
        node => matches!(node, Node::Product(_)),
    }
}

fn tall(node: &Node) -> bool {
    match node {
        Node::Fraction(..)
        | Node::Mixed(..)
        | Node::Binomial(..)
        | Node::Big { .. }
        | Node::Integral { .. } => true,
        Node::Derivative { .. }
        | Node::Matrix(..)
        | Node::Cases(_)
        | Node::Lines(_)
        | Node::Limit { .. } => true,
        Node::Root { radicand, .. } => tall(radicand),
        Node::Sum(terms) => terms.iter().any(|(_, term)| tall(term)),
        Node::Product(factors) => factors.iter().any(|(_, factor)| tall(factor)),
        Node::Power(base, _) | Node::Subscript(base, _) => tall(base),
        Node::Apply { argument, .. } => tall(argument),
        Node::Absolute(inner) | Node::Group(_, inner, _) | Node::Factorial(inner) => tall(inner),
        Node::List(items) => items.iter().any(tall),
        Node::Relation(first, rest) => tall(first) || rest.iter().any(|(_, side)| tall(side)),
        _ => false,
    }
}

fn style_command(style: Style) -> &'static str {
    match style {
        Style::Blackboard => "mathbb",
        Style::Bold => "mathbf",
        Style::Calligraphic => "mathcal",
        Style::Fraktur => "mathfrak",
        Style::Upright => "mathrm",
    }
}

fn accent_command(accent: Accent, wide: bool) -> &'static str {
    match accent {
        Accent::Vector => {
            if wide {
                "overrightarrow"
            } else {
                "vec"
            }
        }
        Accent::Hat => {
            if wide {
                "widehat"
            } else {
                "hat"
            }
        }
        Accent::Bar => {
            if wide {
                "overline"
            } else {
                "bar"
            }
        }
        Accent::Tilde => {
            if wide {
                "widetilde"
            } else {
                "tilde"
            }
        }
        Accent::Dot => "dot",
        Accent::DoubleDot => "ddot",
        Accent::Underline => "underline",
        Accent::Named(name) => name,
    }
}

fn bracket_command(bracket: Bracket, left: bool) -> &'static str {
    match (bracket, left) {
        (Bracket::Round, true) => "(",
        (Bracket::Round, false) => ")",
        (Bracket::Square, true) => "[",
        (Bracket::Square, false) => "]",
        (Bracket::Curly, true) => "\\{",
        (Bracket::Curly, false) => "\\}",
        (Bracket::Bar, _) => "|",
        (Bracket::Angle, true) => "\\langle ",
        (Bracket::Angle, false) => "\\rangle ",
        (Bracket::None, _) => ".",
    }
}

fn relation_command(relation: &Relation) -> String {
    match relation {
        Relation::Equal => "=".to_owned(),
        Relation::NotEqual => "\\ne".to_owned(),
        Relation::Less => "<".to_owned(),
        Relation::LessEqual => "\\le".to_owned(),
        Relation::Greater => ">".to_owned(),
        Relation::GreaterEqual => "\\ge".to_owned(),
        Relation::Approximately => "\\approx".to_owned(),
        Relation::To => "\\to".to_owned(),
        Relation::In => "\\in".to_owned(),
        Relation::Named(name) => format!("\\{name}"),
    }
}

/// Whether a bracket after it would be read as its argument: f, f′.
fn takes_a_bracket(node: &Node) -> bool {
    match node {
        Node::Symbol(name) => crate::read::is_function_letter(name),
        Node::Prime(..) => true,
        Node::Product(factors) => factors.last().is_some_and(|(_, last)| takes_a_bracket(last)),
        Node::Apply { argument, .. } => takes_a_bracket(argument),
        _ => false,
    }
}

/// Whether something stands below it already: x_1, x_1'.
fn has_index(node: &Node) -> bool {
    match node {
        Node::Subscript(..) | Node::Choose(..) => true,
        Node::Prime(base, _) => has_index(base),
        _ => false,
    }
}

/// Letters that are a word and not the name of a sign.
fn is_word(node: &Node) -> bool {
    matches!(node, Node::Symbol(name) if is_letters(name) && symbol_sign(name).is_none())
}
