//! What a choice of the grammar is about. The names are those of the table of weights.

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)*) => {
        /// Where words can be grouped in two ways. Way 0 and way 1 are told apart by costs at the place of the choice.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Kind { $($(#[$doc])* $kind,)* }

        impl Kind {
            pub(crate) const ALL: &[Kind] = &[$(Kind::$kind,)*];

            pub(crate) const fn name(self) -> &'static str {
                match self { $(Kind::$kind => $name,)* }
            }
        }
    };
}

kinds! {
    /// A letter beside a number under a root: "root 2 x". Way 1 leaves it outside.
    RootBeside = "root_beside",
    /// The sum behind a root's first term. Way 1 leaves it outside.
    RootSum = "root_sum",
    /// "the square of x plus y". Way 1 squares the sum.
    PowerOfSum = "power_of_sum",
    /// "x to the n minus 1". Way 1 stops after n.
    ExponentCounterSum = "exponent_counter_sum",
    /// "pi to the x minus 1". Way 1 stops after x.
    ExponentSum = "exponent_sum",
    /// "e to the 2 x". Way 1 leaves x below.
    ExponentBeside = "exponent_beside",
    /// "e to the x over 2". Way 1 puts the whole power over 2.
    ExponentOver = "exponent_over",
    /// "e to the minus b squared plus x squared". Way 1 takes the sum up.
    ExponentLongSum = "exponent_long_sum",
    /// "sine of 2 x squared". Way 1 squares the sine.
    FunctionSquared = "function_squared",
    /// "sin x over 2". Way 1 puts the sine over 2.
    FunctionOver = "function_over",
    /// "f of x y". Way 1 takes x alone.
    FunctionPair = "function_pair",
    /// "u of t minus 1". Way 1 takes the sum into the argument.
    FunctionSum = "function_sum",
    /// A sum behind a bracket that nobody closes. Way 1 leaves it outside.
    FenceSum = "fence_sum",
    /// A third term behind a bracket that nobody closes. Way 1 takes it in.
    FenceThird = "fence_third",
    /// "2 times x plus 1". Way 1 multiplies the sum.
    TimesSum = "times_sum",
    /// "x plus 1 over 2". Way 1 puts the whole sum over 2.
    OverAll = "over_all",
    /// "x plus 1 divided by 2". Way 1 puts the whole sum over 2.
    DividedAll = "divided_all",
    /// "x plus 1 times 2". Way 1 multiplies the whole sum.
    TimesAll = "times_all",
    /// "x plus 3 squared". Way 1 squares the sum.
    RaiseAll = "raise_all",
    /// "1 − x का वर्गमूल". Way 1 takes the sum under the root.
    RootAll = "root_all",
    /// "a b का वर्गमूल". Way 1 takes the last letter alone.
    RootOfLast = "root_of_last",
    /// "x sub n plus 1". Way 1 stops after n.
    IndexSum = "index_sum",
    /// "a sub i, j". Way 1 stops before the comma.
    IndexComma = "index_comma",
    /// "x belongs to 0, 1". Way 1 is the open interval.
    IntervalRound = "interval_round",
    /// "1 over 2 x". Way 1 leaves x beside the fraction.
    BelowBeside = "below_beside",
    /// "1 over x plus 1". Way 1 takes the sum below.
    BelowSum = "below_sum",
    /// A denominator named and not closed. Way 1 takes one product.
    BelowOpen = "below_open",
    /// "the limit of x plus two". Way 1 takes the first term.
    LimitSum = "limit_sum",
    /// The argument of a named function: "sine of pi over 2 minus x". Way 1 takes the sum in.
    NamedSum = "named_sum",
    /// "cosine of u plus v over 2". Way 1 takes u alone.
    HalfAngle = "half_angle",
    /// "b times x over 2". Way 1 puts the whole product over 2.
    OverProduct = "over_product",
    /// "1 divided by 2 times x". Way 1 multiplies the fraction.
    BelowTimes = "below_times",
    /// "the integral of x plus y d x". Way 1 writes no brackets.
    IntegralFlat = "integral_flat",
    /// "the sum of a plus b". Way 1 takes the sum as body.
    BigSum = "big_sum",
    /// "x one plus …". Way 1 reads a number beside the letter, no index.
    IndexImplied = "index_implied",
    /// "1 over x squared x minus a". Way 1 brackets the sum that stands beside.
    BesideSum = "beside_sum",
    /// "one half of x plus y". Way 1 takes the sum.
    OfSum = "of_sum",
    /// "such that" in a set. Way 1 writes a colon.
    SuchThat = "such_that",
    /// "open bracket". Way 1 is a square one.
    BracketSquare = "bracket_square",
    /// "x comma y equals a comma b". Way 1 is a pair on both sides.
    Pairs = "pairs",
    /// "log x squared". Way 1 squares the logarithm.
    LogSquared = "log_squared",
    /// "a n" in a series. Way 1 is a letter with its index.
    SeriesIndex = "series_index",
    /// "area equals …". Way 1 writes the word instead of the letter.
    MeasureInWords = "measure_in_words",
    /// "the square root of a over b". Way 1 is the other of the two: all of it under the root, or over b what the root is.
    RootOver = "root_over",
    /// "u t". Way 1 applies the first letter to the second.
    LetterApplied = "letter_applied",
    /// "2 pi x minus y". Way 1 brackets the sum behind its coefficient.
    CoefficientOfSum = "coefficient_of_sum",
    /// "the absolute value of x minus 2 over y". Way 1 goes on inside.
    FenceOver = "fence_over",
    /// "the absolute value of x squared". Way 1 squares the absolute value.
    AbsoluteSquared = "absolute_squared",
    /// "n choose r". Way 1 is written with a C.
    ChooseLetter = "choose_letter",
    /// "f sub i, x sub i". Way 1 takes the comma for a pause.
    CommaPause = "comma_pause",
    /// A reader's "f sub i of x sub i". Way 1 writes the two side by side.
    OfBeside = "of_beside",
    /// A sign after a reader's pause in a denominator that nobody closes. Way 1 goes on below.
    BelowPause = "below_pause",
    /// "b modulus r". Way 1 is the absolute value beside the letter.
    ModulusBetween = "modulus_between",
    /// "a plus b into a minus b". Way 1 brackets nothing.
    UnsaidBracket = "unsaid_bracket",
}
