//! What a phrase can mean: the tokens of the grammar.

use ganita_notation::{Accent, BigOperator, Bracket, Join, Relation, Sign, Style};

use crate::{Command, Method};

/// An interned name: `theta`, `sin`, `subset`. See [`crate::lexicon::name`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Name(pub(crate) u16);

/// Something with two ends that both are said: "the absolute value of … end absolute value".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fence {
    Absolute,
    Norm,
    Floor,
    Ceiling,
    Root,
    Fraction,
    Quantity,
    Exponent,
    Subscript,
    Matrix,
    Set,
    Bracket(Bracket),
}

/// Relations, small enough to copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    Greater,
    LessEqual,
    GreaterEqual,
    Approximately,
    To,
    In,
    Named(Name),
}

impl Comparison {
    pub(crate) fn relation(self) -> Relation {
        match self {
            Comparison::Equal => Relation::Equal,
            Comparison::NotEqual => Relation::NotEqual,
            Comparison::Less => Relation::Less,
            Comparison::Greater => Relation::Greater,
            Comparison::LessEqual => Relation::LessEqual,
            Comparison::GreaterEqual => Relation::GreaterEqual,
            Comparison::Approximately => Relation::Approximately,
            Comparison::To => Relation::To,
            Comparison::In => Relation::In,
            Comparison::Named(name) => Relation::Named(crate::lexicon::name(name).to_owned()),
        }
    }
}

/// The marks over letters that have words: small, since every phrase carries its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Vector,
    Hat,
    Bar,
    Line,
    Tilde,
    Dot,
    DoubleDot,
    Underline,
}

impl Mark {
    pub(crate) fn accent(self) -> Accent {
        match self {
            Mark::Vector => Accent::Vector,
            Mark::Hat => Accent::Hat,
            Mark::Bar => Accent::Bar,
            Mark::Line => Accent::Named("overline"),
            Mark::Tilde => Accent::Tilde,
            Mark::Dot => Accent::Dot,
            Mark::DoubleDot => Accent::DoubleDot,
            Mark::Underline => Accent::Underline,
        }
    }
}

/// The operators over a range that have words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ranged {
    Sum,
    Product,
    Union,
    Intersection,
}

impl Ranged {
    pub(crate) fn operator(self) -> BigOperator {
        match self {
            Ranged::Sum => BigOperator::Sum,
            Ranged::Product => BigOperator::Product,
            Ranged::Union => BigOperator::Union,
            Ranged::Intersection => BigOperator::Intersection,
        }
    }
}

/// A Hindi verb at the end: "दस में से तीन घटाओ".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// What a noun after two things makes of them: "x और y का योग".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pair {
    Sum,
    Difference,
    Product(Join),
    Quotient,
    Union,
    Intersection,
    /// "12 और 18 का महत्तम समापवर्तक".
    Greatest,
    /// "4 और 6 का लघुत्तम समापवर्त्य".
    Least,
}

/// The meaning of a word or phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    // Operands, and what begins one.
    /// An index into the utterance's numbers.
    Number(u16),
    /// "third", "4th": which one.
    Ordinal(u16),
    Symbol(Name),
    /// A set of numbers with a letter of its own: R.
    NumberSet(Name),
    /// `dx` said as one word.
    Differential(Name),
    /// An element's symbol in a chemical formula.
    Element,
    /// A word nobody taught us.
    Word,
    /// "entry", "blank": an empty place.
    Blank,
    Capital,
    Small,
    Style(Style),
    Function(Name),
    Inverse,
    Arc,
    Base,
    /// "from the right" (true), "from the left".
    Side(bool),
    Root(u8),
    NthRoot,
    /// "the square of": a power said before its base.
    RaisedOf(i8),
    /// "the whole square of": what follows is a sum.
    WholeOf(i8),
    Open(Fence),
    Close(Fence),
    /// "numerator": a fraction with named parts.
    Numerator,
    Denominator,
    RootIndex,
    Big(Ranged),
    Integral(u8),
    Contour,
    Limit,
    Derivative {
        partial: bool,
        order: u8,
    },
    Prefix(Name),
    /// "divergence of": nabla and a product sign.
    Nabla(Option<Join>),
    Accent(Mark),
    UnitVector,
    ModAbove,
    ModBelow,
    Determinant,
    /// "A का सारणिक".
    DeterminantPost,
    /// "the Laplace transform of": the letter that is written.
    Transform(u8),
    /// "the tangent space at": the point and the manifold follow.
    TangentSpace,
    /// "the commutator of": square brackets around the two.
    Commutator,
    /// "the projection of": both vectors follow, "on" between them.
    Projection,
    /// "पर प्रक्षेप", behind both.
    ProjectionPost,
    Enlarged,
    Start,
    Interval,
    Point,

    // Between operands.
    Sign(Sign),
    Negative,
    Positive,
    Join(Join),
    /// "the dot product of a and b": the sign between the two.
    ProductOf(Join),
    Over,
    OverAll,
    Compare(Comparison),
    Logic(Name),
    Operation(Name),
    Linking(Name),
    Comma,
    Choose,
    /// "n में से r चुनने के तरीके".
    ChoosePost,
    Selection(u8),
    Power,
    To,
    As,
    From,
    Of,
    With,
    RangeTo,

    /// "S में सभी": members are named after their set.
    AllIn,
    /// "का समुच्चय जिस में": the members were named, the condition follows.
    SetPost,
    /// "the probability of".
    Probability,
    /// "A की प्रायिकता".
    ProbabilityPost,
    /// "… के सापेक्ष अवकलज": what is differentiated and the variable were said before.
    DerivativeWithRespect,
    /// "metres per second".
    Per,
    /// "permutations of", "combinations of": the letter that is written.
    SelectionOf(u8),
    /// "is undefined", "converges": said of what stands before.
    Predicate,

    // After an operand.
    ComparePost(Comparison),
    Raised(i8),
    Whole(i8),
    WholePower,
    PowerEnd,
    Script {
        up: bool,
    },
    Baseline,
    Sub,
    SubEnd,
    Under,
    OverScript,
    ScriptsEnd,
    Transpose,
    /// "transpose of".
    TransposeOf,
    Factorial,
    Percent,
    Degrees,
    Prime(u8),
    /// "x का दुगुना".
    Multiple(u8),
    AccentPost(Mark),
    RootPost(u8),
    AbsolutePost,
    FunctionOf,
    OfWhich,
    IntegralPost,
    WithRespectTo,
    WithRespectToPost,
    DerivativePost {
        order: u8,
    },
    LimitPost,
    TakeFrom,
    Object,
    Verb(Verb),
    /// "x और y का योग": what is made of the two.
    Pair(Pair),
    /// "… की ओर जाए", "… हो": the verb that ends a limit's condition.
    Goes,
    Mixed,
    Evaluated,
    Suffix,

    // Layout words.
    MatrixBy,
    Row,
    Column,
    Case,
    Cases,
    Including,
    NotIncluding,
    But,
    NewLine,
    Unit(Name),
    /// "area", "त्रिज्या": a quantity and the letter that textbooks write for it.
    Measure(Name),
    /// "the expected value of".
    Expectation,

    // Around the mathematics.
    Filler,
    Command(Command),
    /// "by factorisation": how it is to be solved.
    Method(Method),
    Correction,
    Change,
    /// "… को … कर दो": the change is said last.
    ChangePost,
    /// "… की जगह …".
    InsteadPost,
}

/// What asks about a meaning. A trait of our own has one function for each asker, where `dyn Fn` has three; the module is
/// downloaded over slow lines.
pub(crate) trait Fits {
    fn fits(&self, meaning: Meaning) -> bool;
}

impl<F: Fn(Meaning) -> bool> Fits for F {
    fn fits(&self, meaning: Meaning) -> bool {
        self(meaning)
    }
}
