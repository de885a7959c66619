//! What a reading looks like, counted: the features whose weights are fitted.

use ganita_notation::{Function, Join, Node, Sign};

use crate::among::one_of;
use crate::choice::Kind;

macro_rules! shapes {
    ($($(#[$doc:meta])* $shape:ident = $name:literal,)*) => {
        /// A shape in a tree that speech means less often, or more often, than its words alone say.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Shape { $($(#[$doc])* $shape,)* }

        impl Shape {
            pub(crate) const ALL: &[Shape] = &[$(Shape::$shape,)*];

            pub(crate) const fn name(self) -> &'static str {
                match self { $(Shape::$shape => $name,)* }
            }
        }
    };
}

shapes! {
    /// `\frac{x}{x^2}`: nobody leaves that standing.
    SameLetterFraction = "same_letter_fraction",
    /// `\frac{a}{1}`.
    OverOne = "over_one",
    /// `\frac{a + b}{c}`.
    SumAbove = "sum_above",
    /// `\frac{a + b}{c + d}`.
    SumOverSum = "sum_over_sum",
    /// `x^2 - \frac{4}{x} - 2`: one fraction with a letter below among terms without.
    FractionAmongTerms = "fraction_among_terms",
    /// `\frac{-b \pm c}{d}`.
    PlusMinusAbove = "plus_minus_above",
    /// `\sqrt{a - \frac{b}{c}}`.
    FractionInRootSum = "fraction_in_a_sum_under_a_root",
    /// `\frac{a}{b + c}`.
    SumBelow = "sum_below",
    /// `\frac{a}{bc}`.
    ProductBelow = "product_below",
    /// A fraction in a fraction.
    FractionInFraction = "fraction_in_fraction",
    /// `\sin \frac{x}{2}`.
    FractionInFunction = "fraction_in_function",
    /// `e^{\frac{x}{2}}`.
    FractionInExponent = "fraction_in_exponent",
    /// `\sqrt{\frac{x}{2}}`.
    FractionUnderRoot = "fraction_under_root",
    /// `2(4)`: a number beside a number.
    NumberBesideNumber = "number_beside_number",
    /// `a^{b^{2}}`.
    PowerInExponent = "power_in_exponent",
    /// `(a + b)^{2}`.
    PowerOfSum = "power_of_a_sum",
    /// `3^{2}`.
    PowerOfNumber = "power_of_a_number",
    /// `n^{n}`.
    PowerOfItself = "power_of_itself",
    /// `\sqrt{4}`.
    RootOfSquare = "root_of_a_square",
    /// `\sqrt{a + b}`.
    RootOfSum = "root_of_a_sum",
    /// `\sqrt{ab}`.
    RootOfProduct = "root_of_a_product",
    /// `e^{a + b}`.
    SumInExponent = "sum_in_exponent",
    /// `e^{ab}`.
    ProductInExponent = "product_in_exponent",
    /// `a \times (b + c)`.
    SumTimes = "sum_times",
    /// `a \times 1`.
    TimesOne = "times_one",
    /// `\lim (a + \frac{b}{c})`.
    LimitOfSumWithFraction = "limit_of_a_sum_with_a_fraction",
    /// `\lim \frac{a}{b}`.
    LimitOfFraction = "limit_of_a_fraction",
    /// `\lim_{x \to 2} \frac{x^2 - 4}{x - 2}`: what is below goes to nothing, and that is why the limit is asked.
    LimitVanishesBelow = "limit_vanishes_below",
    /// `\sin(a + b)`.
    FunctionOfSum = "function_of_a_sum",
    /// `\sin(ab)`.
    FunctionOfProduct = "function_of_a_product",
    /// `\sin(x^2)`.
    FunctionOfPower = "function_of_a_power",
    /// `(\sin x)^2`.
    PowerOfFunction = "power_of_a_function",
    /// `x_{n + 1}`.
    SumInIndex = "sum_in_index",
    /// A sum under a sign without bounds.
    BodyIsSum = "body_is_a_sum",
    /// `\sum 1`: the rest of the sum was meant too.
    BodyIsNumber = "body_is_a_number",
    /// `x - x`, `|x + x|`.
    SameTermTwice = "same_term_twice",
    /// `\ln 1`, `\cos \frac{\pi}{2}`.
    FunctionOfConstant = "function_of_a_constant",
    /// `x^{1}`.
    PowerOne = "power_one",
    /// `1 - 1`.
    NumbersAdded = "numbers_added",
    /// `1 \times x`, `1x`.
    OneTimes = "one_times",
    /// `\frac{2u}{2}`.
    ReducibleFraction = "reducible_fraction",
    /// `\frac{1}{a + \frac{b}{c}}`.
    FractionInSumBelow = "fraction_in_a_sum_below",
    /// `\cos^{3} \frac{x}{3}`.
    FractionInRaisedFunction = "fraction_in_a_raised_function",
    /// `e^{x} - e^{-x}` in one sum.
    OppositePowers = "opposite_powers",
    /// `a x^{a - 1}`.
    PowerRule = "power_rule",
    /// `x - x_{0}^{2}`: one of the two is raised.
    IndexedTwinRaised = "indexed_twin_raised",
    /// `(1 + \frac{1}{n})^{n}`.
    PowerOfSumWithFraction = "power_of_a_sum_with_a_fraction",
    /// `\frac{22.4}{0.08}`.
    FractionOfDecimals = "fraction_of_decimals",
    /// `\ln x^{2}`.
    LogarithmOfPower = "logarithm_of_a_power",
    /// `\tan^{-1} \frac{x}{a}`, `\ln \frac{x}{a}`.
    FractionInInverseFunction = "fraction_in_an_inverse_function",
}

const KINDS: usize = Kind::ALL.len();
const SHAPES: usize = Shape::ALL.len();

/// How often each choice went its second way and each shape stands in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Features([u8; COUNT]);

/// How many features there are.
pub(crate) const COUNT: usize = KINDS + SHAPES;

/// The names of all features, in the order in which they are counted.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    (0..COUNT).map(name)
}

pub(crate) const fn name(index: usize) -> &'static str {
    if index < KINDS { Kind::ALL[index].name() } else { Shape::ALL[index - KINDS].name() }
}

impl Features {
    pub(crate) fn none() -> Features {
        Features([0; COUNT])
    }

    pub(crate) fn new(choices: impl Iterator<Item = Kind>, tree: &Node) -> Features {
        let mut features = Features::none();
        choices.for_each(|kind| features.count(kind as usize));
        features.look_at(tree);
        features
    }

    pub(crate) fn counts(&self) -> &[u8] {
        &self.0
    }

    fn count(&mut self, index: usize) {
        self.0[index] = self.0[index].saturating_add(1);
    }

    fn see(&mut self, shape: Shape) {
        self.count(KINDS + shape as usize);
    }

    fn look_at(&mut self, node: &Node) {
        match node {
            Node::Fraction(above, below) => self.fraction(above, below),
            Node::Power(base, exponent) => self.power(base, exponent),
            Node::Root { radicand, .. } => match &**radicand {
                Node::Number(digits) if one_of(digits.as_str(), "1 4 9 16 25") => {
                    self.see(Shape::RootOfSquare);
                }
                Node::Sum(terms) => {
                    self.see(Shape::RootOfSum);
                    if terms.iter().any(|(_, term)| has_fraction(term)) {
                        self.see(Shape::FractionInRootSum);
                    }
                }
                Node::Product(_) => self.see(Shape::RootOfProduct),
                Node::Fraction(..) => self.see(Shape::FractionUnderRoot),
                _ => {}
            },
            Node::Apply { function, power, argument, .. } => {
                self.application(function, power.as_deref(), argument);
                match &**argument {
                    Node::Sum(terms) if terms.len() > 1 => self.see(Shape::FunctionOfSum),
                    Node::Product(_) => self.see(Shape::FunctionOfProduct),
                    Node::Power(..) => self.see(Shape::FunctionOfPower),
                    Node::Fraction(..) => self.see(Shape::FractionInFunction),
                    _ => {}
                }
            }
            Node::Product(factors) => self.product(factors),
            Node::Sum(terms)
                if terms.len() > 2
                    && terms.iter().filter(|(_, term)| has_fraction(term)).count() == 1 =>
            {
                self.see(Shape::FractionAmongTerms);
            }
            Node::Limit { variable, target, body, .. } => match &**body {
                Node::Sum(terms) if terms.iter().any(|(_, term)| has_fraction(term)) => {
                    self.see(Shape::LimitOfSumWithFraction);
                }
                Node::Fraction(_, below) => {
                    self.see(Shape::LimitOfFraction);
                    if vanishes(below, variable, target) {
                        self.see(Shape::LimitVanishesBelow);
                    }
                }
                _ => {}
            },
            Node::Subscript(_, index) if matches!(**index, Node::Sum(_)) => {
                self.see(Shape::SumInIndex);
            }
            Node::Big { body, .. } => match **body {
                Node::Sum(_) => self.see(Shape::BodyIsSum),
                Node::Number(_) => self.see(Shape::BodyIsNumber),
                _ => {}
            },
            _ => {}
        }
        if let Node::Sum(terms) = node {
            self.terms(terms);
        }
        node.for_each_child(&mut |child| self.look_at(child));
    }

    fn application(&mut self, function: &Function, power: Option<&Node>, argument: &Node) {
        if !has_letter(argument) {
            self.see(Shape::FunctionOfConstant);
        }
        let Function::Named(name) = function else { return };
        let logarithm = one_of(name.as_str(), "log ln");
        let inverse = logarithm || name.starts_with("arc") || matches!(power, Some(Node::Sum(_)));
        match argument {
            Node::Fraction(..) if inverse => self.see(Shape::FractionInInverseFunction),
            Node::Fraction(..) if power.is_some() => self.see(Shape::FractionInRaisedFunction),
            Node::Power(..) if logarithm => self.see(Shape::LogarithmOfPower),
            _ => {}
        }
    }

    fn terms(&mut self, terms: &[(Sign, Node)]) {
        let number = |node: &Node| matches!(node, Node::Number(_));
        for (at, (_, term)) in terms.iter().enumerate() {
            for (_, other) in &terms[at + 1..] {
                if term == other && !number(term) {
                    self.see(Shape::SameTermTwice);
                }
                if number(term) && number(other) {
                    self.see(Shape::NumbersAdded);
                }
                match (term, other) {
                    (Node::Power(base, a), Node::Power(other, b))
                        if base == other && (negated(a, b) || negated(b, a)) =>
                    {
                        self.see(Shape::OppositePowers);
                    }
                    (Node::Symbol(_), Node::Power(base, _)) if matches!(&**base, Node::Subscript(letter, _) if **letter == *term) =>
                    {
                        self.see(Shape::IndexedTwinRaised);
                    }
                    _ => {}
                }
            }
        }
    }

    fn fraction(&mut self, above: &Node, below: &Node) {
        match above {
            Node::Sum(terms) if terms.len() > 1 => {
                self.see(Shape::SumAbove);
                if terms.iter().any(|(sign, _)| *sign == Sign::PlusMinus) {
                    self.see(Shape::PlusMinusAbove);
                }
            }
            Node::Fraction(..) => self.see(Shape::FractionInFraction),
            _ => {}
        }
        if let (Some(a), Some(b)) = (coefficient(above), coefficient(below))
            && greatest_common_divisor(a, b) > 1
        {
            self.see(Shape::ReducibleFraction);
        }
        let decimal = |node: &Node| matches!(node, Node::Number(digits) if digits.contains('.'));
        if decimal(above) && decimal(below) {
            self.see(Shape::FractionOfDecimals);
        }
        if matches!(below, Node::Sum(terms) if terms.iter().any(|(_, term)| is_over(term))) {
            self.see(Shape::FractionInSumBelow);
        }
        match below {
            Node::Sum(_) => self.see(Shape::SumBelow),
            Node::Product(_) => self.see(Shape::ProductBelow),
            Node::Fraction(..) => self.see(Shape::FractionInFraction),
            Node::Number(digits) if digits == "1" => self.see(Shape::OverOne),
            _ => {}
        }
        // "x plus one by two plus y by three": fractions are added, not divided by sums.
        let whole = |terms: &[(Sign, Node)]| !terms.iter().any(|(_, term)| is_over(term));
        if matches!((above, below), (Node::Sum(above), Node::Sum(below))
            if above.len() > 1 && whole(above) && whole(below))
        {
            self.see(Shape::SumOverSum);
        }
        if let (Some(above), Some(below)) = (letter_of(above), letter_of(below))
            && above == below
        {
            self.see(Shape::SameLetterFraction);
        }
    }

    fn power(&mut self, base: &Node, exponent: &Node) {
        match base {
            Node::Sum(terms) => {
                self.see(Shape::PowerOfSum);
                if terms.iter().any(|(_, term)| has_fraction(term)) {
                    self.see(Shape::PowerOfSumWithFraction);
                }
            }
            Node::Number(_) => self.see(Shape::PowerOfNumber),
            Node::Apply { .. } => self.see(Shape::PowerOfFunction),
            _ => {}
        }
        match exponent {
            Node::Sum(terms) if terms.len() > 1 => self.see(Shape::SumInExponent),
            Node::Product(_) => self.see(Shape::ProductInExponent),
            Node::Power(..) => self.see(Shape::PowerInExponent),
            Node::Fraction(..) => self.see(Shape::FractionInExponent),
            _ => {}
        }
        if matches!(exponent, Node::Number(digits) if digits == "1") {
            self.see(Shape::PowerOne);
        }
        if base == exponent {
            self.see(Shape::PowerOfItself);
        }
    }

    fn product(&mut self, factors: &[(Join, Node)]) {
        if matches!(factors.first(), Some((_, Node::Number(digits))) if digits == "1") {
            self.see(Shape::OneTimes);
        }
        if let [.., (_, before), (_, Node::Power(_, exponent))] = factors
            && let Node::Sum(terms) = &**exponent
            && matches!(terms.as_slice(), [(_, first), (Sign::Minus, Node::Number(_))] if first == before)
        {
            self.see(Shape::PowerRule);
        }
        for pair in factors.windows(2) {
            let [(_, left), (join, right)] = pair else { continue };
            match (left, join, right) {
                (Node::Number(_), Join::Beside, Node::Number(_)) => {
                    self.see(Shape::NumberBesideNumber);
                }
                (_, Join::Times, Node::Number(digits)) if digits == "1" => {
                    self.see(Shape::TimesOne);
                }
                (Node::Sum(_), Join::Times, _) | (_, Join::Times, Node::Sum(_)) => {
                    self.see(Shape::SumTimes);
                }
                _ => {}
            }
        }
    }
}

/// `x - 2` when x goes to 2; `x` and `x^2` when it goes to 0.
fn vanishes(node: &Node, variable: &Node, target: &Node) -> bool {
    match node {
        Node::Sum(terms) => matches!(terms.as_slice(),
            [(Sign::Plus, first), (Sign::Minus, second)]
                if first == variable && second == target || first == target && second == variable),
        Node::Power(base, _) => vanishes(base, variable, target),
        node => node == variable && matches!(target, Node::Number(digits) if digits == "0"),
    }
}

/// `x` of `x` and of `x^2`.
fn letter_of(node: &Node) -> Option<&str> {
    match node {
        Node::Symbol(name) => Some(name),
        Node::Power(base, exponent) if matches!(**exponent, Node::Number(_)) => letter_of(base),
        _ => None,
    }
}

/// `b` is `-a`.
fn negated(a: &Node, b: &Node) -> bool {
    matches!(b, Node::Sum(terms) if matches!(terms.as_slice(), [(Sign::Minus, term)] if term == a))
}

fn has_letter(node: &Node) -> bool {
    let letter = matches!(node, Node::Symbol(name) if name != "pi");
    let mut found = letter || !matches!(node, Node::Number(_) | Node::Symbol(_));
    if found && !letter {
        let mut inside = false;
        let mut children = 0;
        node.for_each_child(&mut |child| {
            children += 1;
            inside |= has_letter(child);
        });
        found = inside || children == 0;
    }
    found
}

/// 2 of `2` and of `2u`.
fn coefficient(node: &Node) -> Option<u64> {
    match node {
        Node::Number(digits) => crate::number::whole_number(digits).filter(|number| *number > 1),
        Node::Product(factors) => coefficient(&factors.first()?.1),
        _ => None,
    }
}

fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// `\frac{y}{3}`, which is said as it is written; a half is said as one.
fn is_over(node: &Node) -> bool {
    has_fraction(node) || matches!(node, Node::Fraction(above, _) if has_letter(above))
}

fn has_fraction(node: &Node) -> bool {
    match node {
        Node::Fraction(_, below) => !matches!(**below, Node::Number(_)),
        Node::Product(factors) => factors.iter().any(|(_, factor)| has_fraction(factor)),
        _ => false,
    }
}
