//! Tree → MathML Core, for pages and screen readers that take it without LaTeX.
//!
//! Only elements and arities of MathML Core (W3C, 2023) are written: `mfrac`, `msub` and `msup` have two children,
//! `msubsup` and `munderover` three, token elements hold text only. Products side by side carry an invisible times
//! (U+2062) and functions an invisible application (U+2061), which screen readers use.

use std::fmt::Write as _;

use crate::brackets::{Place, bare_argument, needed};
use crate::fragment::fragment;
use crate::signs::{named_sign, relation_sign, sign};
use crate::tree::{Accent, Bracket, Function, Join, Node, Side, Sign, Style};
use crate::write::big_command;
use crate::write_plain;

/// Writes a tree as one `<math>` element.
///
/// ```
/// use ganita_notation::{Node, write_mathml};
/// let half = Node::fraction(Node::number("1"), Node::symbol("x"));
/// let math = write_mathml(&half);
/// assert!(math.ends_with("<mfrac><mn>1</mn><mi>x</mi></mfrac></math>"));
/// ```
#[must_use]
pub fn write_mathml(node: &Node) -> String {
    let mut writer = Writer {
        out: String::from("<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\">"),
    };
    writer.node(node);
    writer.out.push_str("</math>");
    writer.out
}

struct Writer {
    out: String,
}

impl Writer {
    fn token(&mut self, element: &str, text: &str) {
        let _ = write!(self.out, "<{element}>");
        self.escaped(text);
        let _ = write!(self.out, "</{element}>");
    }

    fn escaped(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '&' => self.out.push_str("&amp;"),
                '"' => self.out.push_str("&quot;"),
                // XML allows no other control characters.
                letter if letter.is_control() => self.out.push(' '),
                letter => self.out.push(letter),
            }
        }
    }

    fn operator(&mut self, sign: &str) {
        self.token("mo", sign);
    }

    fn element(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        let _ = write!(self.out, "<{name}>");
        inside(self);
        let _ = write!(self.out, "</{name}>");
    }

    fn row(&mut self, inside: impl FnOnce(&mut Self)) {
        self.element("mrow", inside);
    }

    fn at(&mut self, node: &Node, place: Place) {
        if needed(node, place) {
            self.bracketed("(", node, ")");
        } else {
            self.node(node);
        }
    }

    fn bracketed(&mut self, open: &str, inner: &Node, close: &str) {
        self.row(|writer| {
            if !open.is_empty() {
                writer.operator(open);
            }
            writer.node(inner);
            if !close.is_empty() {
                writer.operator(close);
            }
        });
    }

    /// One element for one node.
    fn node(&mut self, node: &Node) {
        match node {
            Node::Number(digits) => self.token("mn", digits),
            Node::Symbol(_) => {
                let written = write_plain(node);
                let element = if matches!(written.as_str(), "∞" | "∅" | "…" | "⋯" | "⋮" | "⋱")
                {
                    "mo"
                } else {
                    "mi"
                };
                self.token(element, &written);
            }
            Node::Styled(style, inner) => self.styled(*style, inner),
            Node::Text(words) => self.token("mtext", words),
            Node::Missing => self.token("mo", "□"),
            Node::Sum(terms) => self.row(|writer| writer.sum(terms)),
            Node::Product(factors) => self.row(|writer| writer.product(factors)),
            Node::Fraction(above, below) => self.pair("mfrac", above, below),
            Node::Mixed(whole, above, below) => self.row(|writer| {
                writer.token("mn", whole);
                writer.pair("mfrac", &Node::number(above), &Node::number(below));
            }),
            Node::Power(base, exponent) => match &**base {
                Node::Subscript(inner, index) => self.element("msubsup", |writer| {
                    writer.at(inner, Place::Base);
                    writer.node(index);
                    writer.node(exponent);
                }),
                base => self.element("msup", |writer| {
                    writer.at(base, Place::Base);
                    writer.node(exponent);
                }),
            },
            Node::Subscript(base, index) => self.element("msub", |writer| {
                writer.at(base, Place::Base);
                writer.node(index);
            }),
            Node::Root { degree: None, radicand } => {
                self.element("msqrt", |writer| writer.node(radicand));
            }
            Node::Root { degree: Some(degree), radicand } => self.pair("mroot", radicand, degree),
            Node::Apply { function, power, index, argument } => self.row(|writer| {
                writer.apply(function, power.as_deref(), index.as_deref(), argument);
            }),
            Node::Factorial(base) => self.after(base, "!"),
            Node::Percent(base) => self.after(base, "%"),
            Node::Degrees(base) => self.element("msup", |writer| {
                writer.at(base, Place::Base);
                writer.operator("∘");
            }),
            Node::Prime(base, count) => self.element("msup", |writer| {
                writer.at(base, Place::Base);
                writer.operator(&"′".repeat(usize::from(*count)));
            }),
            Node::Accented(accent, inner) => {
                let (element, mark) = accent_mark(*accent);
                self.element(element, |writer| {
                    writer.node(inner);
                    writer.operator(mark);
                });
            }
            Node::Binomial(n, k) => self.row(|writer| {
                writer.operator("(");
                writer.out.push_str("<mfrac linethickness=\"0\">");
                writer.node(n);
                writer.node(k);
                writer.out.push_str("</mfrac>");
                writer.operator(")");
            }),
            Node::Choose(letter, n, k) => self.element("mmultiscripts", |writer| {
                writer.token("mi", &letter.to_string());
                writer.node(k);
                writer.out.push_str("<mrow></mrow><mprescripts/><mrow></mrow>");
                writer.node(n);
            }),
            Node::Absolute(inner) => self.bracketed("|", inner, "|"),
            Node::Norm(inner) => self.bracketed("‖", inner, "‖"),
            Node::Floor(inner) => self.bracketed("⌊", inner, "⌋"),
            Node::Ceiling(inner) => self.bracketed("⌈", inner, "⌉"),
            Node::Group(open, inner, close) => {
                self.bracketed(bracket(*open, true), inner, bracket(*close, false));
            }
            Node::List(items) => self.row(|writer| writer.separated(items, ",")),
            Node::SetBuilder(element, condition) => self.row(|writer| {
                writer.operator("{");
                writer.node(element);
                writer.operator("∣");
                writer.node(condition);
                writer.operator("}");
            }),
            Node::Big { operator, lower, upper, body } => self.row(|writer| {
                let sign = sign(big_command(*operator)).unwrap_or("⋃");
                writer.limits(
                    sign,
                    lower.as_deref(),
                    upper.as_deref(),
                    "munder",
                    "mover",
                    "munderover",
                );
                writer.at(body, Place::Body);
            }),
            Node::Integral { fold, closed, lower, upper, body, variables } => {
                self.row(|writer| {
                    let sign = match (closed, fold) {
                        (true, 2) => "∯",
                        (true, 3) => "∰",
                        (true, _) => "∮",
                        (_, 2) => "∬",
                        (_, 3) => "∭",
                        _ => "∫",
                    };
                    writer.limits(
                        sign,
                        lower.as_deref(),
                        upper.as_deref(),
                        "msub",
                        "msup",
                        "msubsup",
                    );
                    writer.at(body, Place::Body);
                    for variable in variables {
                        writer.out.push_str("<mspace width=\"0.167em\"/>");
                        writer.row(|writer| {
                            writer.token("mi", "d");
                            writer.node(variable);
                        });
                    }
                });
            }
            Node::Derivative { partial, order, variables, of, inside } => {
                self.derivative(*partial, *order, variables, of.as_deref(), *inside);
            }
            Node::Differential(variable) => self.row(|writer| {
                writer.token("mi", "d");
                writer.node(variable);
            }),
            Node::Limit { variable, target, side, body } => self.row(|writer| {
                writer.element("munder", |writer| {
                    writer.operator("lim");
                    writer.row(|writer| {
                        writer.node(variable);
                        writer.operator("→");
                        match side {
                            Side::Both => writer.node(target),
                            side => writer.element("msup", |writer| {
                                writer.at(target, Place::Base);
                                writer.operator(if *side == Side::Left { "−" } else { "+" });
                            }),
                        }
                    });
                });
                writer.at(body, Place::Body);
            }),
            Node::Matrix(open, rows, close) => self.row(|writer| {
                let (left, right) = (bracket(*open, true), bracket(*close, false));
                if !left.is_empty() {
                    writer.operator(left);
                }
                writer.table(rows.iter().map(|row| row.iter().map(Some).collect()));
                if !right.is_empty() {
                    writer.operator(right);
                }
            }),
            Node::Cases(rows) => self.row(|writer| {
                writer.operator("{");
                writer.table(
                    rows.iter().map(|(value, condition)| vec![Some(value), condition.as_ref()]),
                );
            }),
            Node::Lines(lines) => self.table(lines.iter().map(|line| vec![Some(line)])),
            Node::Relation(first, rest) => self.row(|writer| {
                writer.at(first, Place::Side);
                for (relation, side) in rest {
                    writer.operator(&relation_sign(relation));
                    writer.at(side, Place::Side);
                }
            }),
            Node::Operation(name, operands) => self.row(|writer| {
                for (index, operand) in operands.iter().enumerate() {
                    if index > 0 {
                        match name.as_str() {
                            "or" | "and" | "या" | "और" => {
                                writer.token("mtext", &format!(" {name} "));
                            }
                            name => writer.operator(&named_sign(name)),
                        }
                    }
                    writer.at(operand, Place::Operand);
                }
            }),
            Node::Prefix(name, operand) => self.row(|writer| {
                writer.operator(&named_sign(name));
                writer.at(operand, Place::Operand1);
            }),
            Node::Raw(latex) => self.raw(latex),
        }
    }

    fn raw(&mut self, latex: &str) {
        match fragment(latex) {
            _ if latex.trim().is_empty() => self.out.push_str("<mrow></mrow>"),
            Some(node) => self.node(&node),
            None => self.token("mtext", latex.trim_start_matches('\\')),
        }
    }

    fn pair(&mut self, element: &str, first: &Node, second: &Node) {
        self.element(element, |writer| {
            writer.node(first);
            writer.node(second);
        });
    }

    fn after(&mut self, base: &Node, sign: &str) {
        self.row(|writer| {
            writer.at(base, Place::Base);
            writer.operator(sign);
        });
    }

    fn styled(&mut self, style: Style, inner: &Node) {
        let text = write_plain(inner);
        if matches!(inner, Node::Symbol(_)) && style != Style::Upright {
            let styled: String = text.chars().map(|letter| style_letter(style, letter)).collect();
            self.token("mi", &styled);
        } else if matches!(inner, Node::Symbol(_) | Node::Text(_)) {
            self.out.push_str("<mi mathvariant=\"normal\">");
            self.escaped(&text);
            self.out.push_str("</mi>");
        } else {
            self.row(|writer| writer.node(inner));
        }
    }

    fn sum(&mut self, terms: &[(Sign, Node)]) {
        for (index, (sign, term)) in terms.iter().enumerate() {
            match sign {
                Sign::Plus if index == 0 => {}
                Sign::Plus => self.operator("+"),
                Sign::Minus => self.operator("−"),
                Sign::PlusMinus => self.operator("±"),
                Sign::MinusPlus => self.operator("∓"),
            }
            self.at(term, Place::Term { last: index + 1 == terms.len() });
        }
    }

    fn product(&mut self, factors: &[(Join, Node)]) {
        for (index, (join, factor)) in factors.iter().enumerate() {
            let next = factors.get(index + 1).map(|next| next.0);
            if index > 0 {
                self.operator(match join {
                    Join::Beside => "\u{2062}",
                    Join::Dot => "⋅",
                    Join::Times => "×",
                    Join::Divide => "÷",
                    Join::Slash => "/",
                    Join::Ratio => ":",
                });
            }
            let place = if index == 0 {
                Place::First { join: next }
            } else {
                Place::Factor { join: *join, last: next.is_none() }
            };
            self.at(factor, place);
        }
    }

    fn apply(
        &mut self,
        function: &Function,
        power: Option<&Node>,
        index: Option<&Node>,
        argument: &Node,
    ) {
        let name = |writer: &mut Self| match function {
            Function::Named(name) => writer.token("mi", name),
            Function::Letter(letter) => writer.node(letter),
        };
        match (index, power) {
            (None, None) => name(self),
            (Some(index), None) => self.element("msub", |writer| {
                name(writer);
                writer.node(index);
            }),
            (None, Some(power)) => self.element("msup", |writer| {
                name(writer);
                writer.node(power);
            }),
            (Some(index), Some(power)) => self.element("msubsup", |writer| {
                name(writer);
                writer.node(index);
                writer.node(power);
            }),
        }
        self.operator("\u{2061}");
        if bare_argument(function, argument) {
            self.node(argument);
        } else {
            self.bracketed("(", argument, ")");
        }
    }

    fn separated(&mut self, items: &[Node], sign: &str) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.operator(sign);
            }
            self.at(item, Place::Item);
        }
    }

    fn limits(
        &mut self,
        sign: &str,
        lower: Option<&Node>,
        upper: Option<&Node>,
        below: &str,
        above: &str,
        both: &str,
    ) {
        let element = match (lower, upper) {
            (None, None) => return self.operator(sign),
            (Some(_), None) => below,
            (None, Some(_)) => above,
            (Some(_), Some(_)) => both,
        };
        self.element(element, |writer| {
            writer.operator(sign);
            for bound in [lower, upper].into_iter().flatten() {
                writer.node(bound);
            }
        });
    }

    fn derivative(
        &mut self,
        partial: bool,
        order: u8,
        variables: &[Node],
        of: Option<&Node>,
        inside: bool,
    ) {
        let d = Node::symbol(if partial { "partial" } else { "d" });
        let raised = |node: Node| {
            if order > 1 { Node::power(node, Node::number(&order.to_string())) } else { node }
        };
        self.row(|writer| {
            writer.element("mfrac", |writer| {
                writer.row(|writer| {
                    writer.node(&raised(d.clone()));
                    if inside && let Some(of) = of {
                        writer.at(of, Place::Base);
                    }
                });
                writer.row(|writer| {
                    for variable in variables {
                        writer.node(&d);
                        if variables.len() == 1 {
                            writer.node(&raised(variable.clone()));
                        } else {
                            writer.node(variable);
                        }
                    }
                });
            });
            if !inside && let Some(of) = of {
                writer.bracketed("(", of, ")");
            }
        });
    }

    fn table<'a>(&mut self, rows: impl Iterator<Item = Vec<Option<&'a Node>>>) {
        self.element("mtable", |writer| {
            for row in rows {
                writer.element("mtr", |writer| {
                    for cell in row {
                        writer.element("mtd", |writer| {
                            if let Some(cell) = cell {
                                writer.node(cell);
                            }
                        });
                    }
                });
            }
        });
    }
}

fn bracket(bracket: Bracket, left: bool) -> &'static str {
    match (bracket, left) {
        (Bracket::Round, true) => "(",
        (Bracket::Round, false) => ")",
        (Bracket::Square, true) => "[",
        (Bracket::Square, false) => "]",
        (Bracket::Curly, true) => "{",
        (Bracket::Curly, false) => "}",
        (Bracket::Bar, _) => "|",
        (Bracket::Angle, true) => "⟨",
        (Bracket::Angle, false) => "⟩",
        (Bracket::None, _) => "",
    }
}

fn accent_mark(accent: Accent) -> (&'static str, &'static str) {
    match accent {
        Accent::Vector => ("mover", "→"),
        Accent::Hat => ("mover", "^"),
        Accent::Bar => ("mover", "‾"),
        Accent::Tilde => ("mover", "~"),
        Accent::Dot => ("mover", "˙"),
        Accent::DoubleDot => ("mover", "¨"),
        Accent::Underline => ("munder", "_"),
        Accent::Named(name) => ("mover", sign(name).unwrap_or("‾")),
    }
}

/// A letter of Unicode's mathematical alphabets; the letterlike symbols that were there before keep their places.
fn style_letter(style: Style, letter: char) -> char {
    let exception = match (style, letter) {
        (Style::Blackboard, 'C') => Some('ℂ'),
        (Style::Blackboard, 'H') => Some('ℍ'),
        (Style::Blackboard, 'N') => Some('ℕ'),
        (Style::Blackboard, 'P') => Some('ℙ'),
        (Style::Blackboard, 'Q') => Some('ℚ'),
        (Style::Blackboard, 'R') => Some('ℝ'),
        (Style::Blackboard, 'Z') => Some('ℤ'),
        (Style::Calligraphic, 'B') => Some('ℬ'),
        (Style::Calligraphic, 'E') => Some('ℰ'),
        (Style::Calligraphic, 'F') => Some('ℱ'),
        (Style::Calligraphic, 'H') => Some('ℋ'),
        (Style::Calligraphic, 'I') => Some('ℐ'),
        (Style::Calligraphic, 'L') => Some('ℒ'),
        (Style::Calligraphic, 'M') => Some('ℳ'),
        (Style::Calligraphic, 'R') => Some('ℛ'),
        (Style::Fraktur, 'C') => Some('ℭ'),
        (Style::Fraktur, 'H') => Some('ℌ'),
        (Style::Fraktur, 'I') => Some('ℑ'),
        (Style::Fraktur, 'R') => Some('ℜ'),
        (Style::Fraktur, 'Z') => Some('ℨ'),
        _ => None,
    };
    if let Some(letter) = exception {
        return letter;
    }
    let (capitals, smalls) = match style {
        Style::Bold => (0x1d400, 0x1d41a),
        Style::Blackboard => (0x1d538, 0x1d552),
        Style::Calligraphic if letter.is_ascii_uppercase() => (0x1d49c, 0),
        Style::Fraktur => (0x1d504, 0x1d51e),
        Style::Calligraphic | Style::Upright => return letter,
    };
    let code = match letter {
        'A'..='Z' => capitals + (letter as u32 - 'A' as u32),
        'a'..='z' => smalls + (letter as u32 - 'a' as u32),
        _ => return letter,
    };
    char::from_u32(code).unwrap_or(letter)
}
