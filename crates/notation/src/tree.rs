//! The tree: what is written, in the order in which it is written.
//!
//! A tree keeps the writer's form: `\frac{1}{2}` and `1/2` differ, and so do `2x` and `2 \cdot x`. Brackets that the
//! tree's shape already implies are not nodes: the writer sets them where precedence asks for them. Brackets that a
//! person wrote and that precedence would not need are kept as [`Node::Group`].

/// A piece of written mathematics.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Node {
    /// A numeral as written: digits, at most one decimal point, no sign, no grouping commas. `"3.10"` stays `"3.10"`.
    /// Only before digits that recur may it end in its point: `0.\overline{3}` is `"0."` beside a barred `"3"`.
    Number(String),
    /// A letter or named symbol, without backslash: `x`, `AB`, `alpha`, `pi`, `infinity`, `ldots`, `emptyset`.
    Symbol(String),
    /// A letter in another alphabet: `\mathbb{R}`, `\mathbf{v}`.
    Styled(Style, Box<Node>),
    /// Ordinary words on the board: `\text{if}`.
    Text(String),
    /// A place not yet filled, shown as an empty box while somebody is still speaking.
    Missing,

    /// Two or more terms, or one with a leading sign: `-a + b - c`. The first sign is `Plus` when nothing is written.
    Sum(Vec<(Sign, Node)>),
    /// Two or more factors; each is joined to the one before it by its `Join` (the first one's is `Beside`).
    Product(Vec<(Join, Node)>),
    /// `\frac{numerator}{denominator}`.
    Fraction(Box<Node>, Box<Node>),
    /// A whole number beside a fraction: `2\frac{1}{3}`. Whole, numerator, denominator.
    Mixed(String, String, String),
    /// `base^{exponent}`.
    Power(Box<Node>, Box<Node>),
    /// `base_{index}`. With a power the subscript is inside: `Power(Subscript(x, 1), 2)` is `x_{1}^{2}`.
    Subscript(Box<Node>, Box<Node>),
    /// A root; `degree` is absent for a square root.
    Root {
        /// 3 in `\sqrt[3]{x}`.
        degree: Option<Box<Node>>,
        /// What stands under the root.
        radicand: Box<Node>,
    },
    /// A named function and its argument: `\sin^{2} x`, `\log_{2} x`, `f(x)`, `\max(a, b)`.
    Apply {
        /// Which function.
        function: Function,
        /// `2` in `\sin^{2} x`, `-1` (as a `Sum`) in `\sin^{-1} x`.
        power: Option<Box<Node>>,
        /// `2` in `\log_{2} x`.
        index: Option<Box<Node>>,
        /// The argument, without its brackets; several arguments are a [`Node::List`].
        argument: Box<Node>,
    },
    /// `n!`.
    Factorial(Box<Node>),
    /// `50\%`.
    Percent(Box<Node>),
    /// `30^{\circ}`.
    Degrees(Box<Node>),
    /// `f'`, `y''`: the node and the number of primes, at least one.
    Prime(Box<Node>, u8),
    /// `\vec{a}`, `\bar{x}`, `\overline{AB}`.
    Accented(Accent, Box<Node>),
    /// `\binom{n}{k}`.
    Binomial(Box<Node>, Box<Node>),
    /// `{}^{n}C_{r}` and `{}^{n}P_{r}`: the letter, n, r.
    Choose(char, Box<Node>, Box<Node>),
    /// `|x|`.
    Absolute(Box<Node>),
    /// `\lVert x \rVert`.
    Norm(Box<Node>),
    /// `\lfloor x \rfloor`.
    Floor(Box<Node>),
    /// `\lceil x \rceil`.
    Ceiling(Box<Node>),
    /// Brackets a person put there, or that carry meaning (intervals, pairs, sets): `(a, b]`, `\{1, 2\}`.
    Group(Bracket, Box<Node>, Bracket),
    /// `a, b, c`.
    List(Vec<Node>),
    /// `\{x \mid x > 0\}`: element and condition.
    SetBuilder(Box<Node>, Box<Node>),

    /// `\sum_{lower}^{upper} body` and its kin.
    Big {
        /// Which operator.
        operator: BigOperator,
        /// Below: `i = 1`, or the set over which it runs.
        lower: Option<Box<Node>>,
        /// Above.
        upper: Option<Box<Node>>,
        /// What is summed; `Missing` if nothing is said yet.
        body: Box<Node>,
    },
    /// `\int_{lower}^{upper} body \, d variable`.
    Integral {
        /// 1, 2 or 3 integral signs.
        fold: u8,
        /// `\oint`.
        closed: bool,
        /// Lower limit, or the region.
        lower: Option<Box<Node>>,
        /// Upper limit.
        upper: Option<Box<Node>>,
        /// The integrand without its differentials.
        body: Box<Node>,
        /// `x` in `dx`, in the order written; empty when none is written.
        variables: Vec<Node>,
    },
    /// `\frac{d^{order} y}{dx^{order}}`; with `of` absent the operator `\frac{d}{dx}` alone.
    Derivative {
        /// `\partial` instead of `d`.
        partial: bool,
        /// 1 for a first derivative.
        order: u8,
        /// With respect to what. Mixed partials have several.
        variables: Vec<Node>,
        /// What is differentiated.
        of: Option<Box<Node>>,
        /// `\frac{d}{dx} (x^2)` when false, `\frac{dy}{dx}` when true.
        inside: bool,
    },
    /// A lone differential: `dx`.
    Differential(Box<Node>),
    /// `\lim_{variable \to target} body`.
    Limit {
        /// The variable that moves.
        variable: Box<Node>,
        /// Where to.
        target: Box<Node>,
        /// From which side.
        side: Side,
        /// What is looked at.
        body: Box<Node>,
    },
    /// A matrix by rows, all of one length, inside its brackets (`Bracket::Bar` is a determinant).
    Matrix(Bracket, Vec<Vec<Node>>, Bracket),
    /// `\begin{cases}`: value and, where given, condition.
    Cases(Vec<(Node, Option<Node>)>),
    /// Lines under one another: a system of equations.
    Lines(Vec<Node>),

    /// Two or more sides: `a = b \le c`. The first node, then each relation with what follows it.
    Relation(Box<Node>, Vec<(Relation, Node)>),
    /// `A \cup B`, `p \land q`, `A \setminus B`: an operator by its LaTeX name without the backslash, left to right.
    Operation(String, Vec<Node>),
    /// `\neg p`, `\forall x`, `\exists x`, `\nabla f`, `\angle ABC`, `\triangle ABC`: a prefix operator and its operand.
    Prefix(String, Box<Node>),
    /// What is not modelled, `\overset{a}{X}`, `\ket{\psi}`: LaTeX that is passed through unchanged, never computed with.
    Raw(String),
}

/// What stands before a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// `+`, or nothing before the first term.
    Plus,
    /// `-`.
    Minus,
    /// `\pm`.
    PlusMinus,
    /// `\mp`.
    MinusPlus,
}

/// How a factor is joined to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Join {
    /// Nothing between: `2x`.
    Beside,
    /// `\cdot`.
    Dot,
    /// `\times`.
    Times,
    /// `\div`: this factor divides all before it.
    Divide,
    /// `/`: this factor divides all before it.
    Slash,
    /// `:` as a ratio.
    Ratio,
}

/// A function that is applied to an argument.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Function {
    /// One with a name of its own, as LaTeX calls it without the backslash: `sin`, `cosec`, `arctan`, `ln`, `log`,
    /// `exp`, `gcd`, `max`, `det`.
    Named(String),
    /// A letter used as a function: `f`, `g`, `phi`, `f'` (a [`Node::Prime`]), `f^{-1}` (a [`Node::Power`]).
    Letter(Box<Node>),
}

/// One side of a bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bracket {
    /// `(` or `)`.
    Round,
    /// `[` or `]`.
    Square,
    /// `\{` or `\}`.
    Curly,
    /// `|`.
    Bar,
    /// `\langle` or `\rangle`.
    Angle,
    /// No bracket on this side.
    None,
}

/// A relation between two sides.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Relation {
    /// `=`.
    Equal,
    /// `\ne`.
    NotEqual,
    /// `<`.
    Less,
    /// `\le`.
    LessEqual,
    /// `>`.
    Greater,
    /// `\ge`.
    GreaterEqual,
    /// `\approx`.
    Approximately,
    /// `\to`.
    To,
    /// `\in`.
    In,
    /// Any other, as LaTeX calls it without the backslash: `subset`, `perp`, `implies`, `equiv`, `parallel`.
    Named(String),
}

/// An operator that runs over a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BigOperator {
    /// `\sum`.
    Sum,
    /// `\prod`.
    Product,
    /// `\bigcup`.
    Union,
    /// `\bigcap`.
    Intersection,
    /// Any other, as LaTeX calls it without the backslash: `coprod`, `bigoplus`.
    Named(&'static str),
}

/// From which side a limit is approached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// `x \to a`.
    Both,
    /// `x \to a^{-}`.
    Left,
    /// `x \to a^{+}`.
    Right,
}

/// A mark over or under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Accent {
    /// `\vec{a}`; `\overrightarrow{AB}` over more than one letter.
    Vector,
    /// `\hat{a}`.
    Hat,
    /// `\bar{a}`; `\overline{AB}` over more than one letter.
    Bar,
    /// `\tilde{a}`.
    Tilde,
    /// `\dot{a}`.
    Dot,
    /// `\ddot{a}`.
    DoubleDot,
    /// `\underline{a}`.
    Underline,
    /// Any other, as LaTeX calls it without the backslash: `overline` over one letter, `overleftrightarrow`, `check`.
    Named(&'static str),
}

/// Another alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// `\mathbb{R}`.
    Blackboard,
    /// `\mathbf{v}`.
    Bold,
    /// `\mathcal{L}`.
    Calligraphic,
    /// `\mathfrak{g}`.
    Fraktur,
    /// `\mathrm{cm}`.
    Upright,
}

impl Node {
    /// A numeral, as written.
    #[must_use]
    pub fn number(digits: &str) -> Node {
        Node::Number(digits.to_owned())
    }

    /// A letter or named symbol.
    #[must_use]
    pub fn symbol(name: &str) -> Node {
        Node::Symbol(name.to_owned())
    }

    /// `left relation right`.
    #[must_use]
    pub fn relation(left: Node, relation: Relation, right: Node) -> Node {
        Node::Relation(Box::new(left), vec![(relation, right)])
    }

    /// `\frac{numerator}{denominator}`.
    #[must_use]
    pub fn fraction(numerator: Node, denominator: Node) -> Node {
        Node::Fraction(Box::new(numerator), Box::new(denominator))
    }

    /// `base^{exponent}`.
    #[must_use]
    pub fn power(base: Node, exponent: Node) -> Node {
        Node::Power(Box::new(base), Box::new(exponent))
    }

    /// `-node`.
    #[must_use]
    pub fn negative(node: Node) -> Node {
        Node::Sum(vec![(Sign::Minus, node)])
    }
}
