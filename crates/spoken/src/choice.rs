//! What a choice of the grammar is about. The names are those of the table of weights.

/// Where words can be grouped in two ways. Way 0 and way 1 are told apart by costs at the place of the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A letter beside a number under a root: "root 2 x". Way 1 leaves it outside.
    RootBeside,
    /// The sum behind a root's first term. Way 1 leaves it outside.
    RootSum,
    /// "the square of x plus y". Way 1 squares the sum.
    PowerOfSum,
    /// "x to the n minus 1". Way 1 stops after n.
    ExponentCounterSum,
    /// "pi to the x minus 1". Way 1 stops after x.
    ExponentSum,
    /// "e to the 2 x". Way 1 leaves x below.
    ExponentBeside,
    /// "e to the x over 2". Way 1 puts the whole power over 2.
    ExponentOver,
    /// "e to the minus b squared plus x squared". Way 1 takes the sum up.
    ExponentLongSum,
    /// "log x squared". Way 1 squares the logarithm.
    FunctionSquared,
    /// "sin x over 2". Way 1 puts the sine over 2.
    FunctionOver,
    /// "f of x y". Way 1 takes x alone.
    FunctionPair,
    /// "u of t minus 1". Way 1 takes the sum into the argument.
    FunctionSum,
    /// A sum behind a bracket that nobody closes. Way 1 leaves it outside.
    FenceSum,
    /// A third term behind a bracket that nobody closes. Way 1 takes it in.
    FenceThird,
    /// "2 times x plus 1". Way 1 multiplies the sum.
    TimesSum,
    /// "x plus 1 over 2". Way 1 puts the whole sum over 2.
    OverAll,
    /// "x plus 1 divided by 2". Way 1 puts the whole sum over 2.
    DividedAll,
    /// "x plus 1 times 2". Way 1 multiplies the whole sum.
    TimesAll,
    /// "x plus 3 squared". Way 1 squares the sum.
    RaiseAll,
    /// "1 − x का वर्गमूल". Way 1 takes the sum under the root.
    RootAll,
    /// "x sub n plus 1". Way 1 stops after n.
    IndexSum,
    /// "a sub i, j". Way 1 stops before the comma.
    IndexComma,
    /// "x belongs to 0, 1". Way 1 is the open interval.
    IntervalRound,
    /// "1 over 2 x". Way 1 leaves x beside the fraction.
    BelowBeside,
    /// "1 over x plus 1". Way 1 takes the sum below.
    BelowSum,
    /// A denominator named and not closed. Way 1 takes one product.
    BelowOpen,
    /// "the limit of x plus two". Way 1 takes the first term.
    LimitSum,
}

impl Kind {
    pub(crate) const ALL: &[Kind] = &[
        Kind::RootBeside,
        Kind::RootSum,
        Kind::PowerOfSum,
        Kind::ExponentCounterSum,
        Kind::ExponentSum,
        Kind::ExponentBeside,
        Kind::ExponentOver,
        Kind::ExponentLongSum,
        Kind::FunctionSquared,
        Kind::FunctionOver,
        Kind::FunctionPair,
        Kind::FunctionSum,
        Kind::FenceSum,
        Kind::FenceThird,
        Kind::TimesSum,
        Kind::OverAll,
        Kind::DividedAll,
        Kind::TimesAll,
        Kind::RaiseAll,
        Kind::RootAll,
        Kind::IndexSum,
        Kind::IndexComma,
        Kind::IntervalRound,
        Kind::BelowBeside,
        Kind::BelowSum,
        Kind::BelowOpen,
        Kind::LimitSum,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::RootBeside => "root_beside",
            Kind::RootSum => "root_sum",
            Kind::PowerOfSum => "power_of_sum",
            Kind::ExponentCounterSum => "exponent_counter_sum",
            Kind::ExponentSum => "exponent_sum",
            Kind::ExponentBeside => "exponent_beside",
            Kind::ExponentOver => "exponent_over",
            Kind::ExponentLongSum => "exponent_long_sum",
            Kind::FunctionSquared => "function_squared",
            Kind::FunctionOver => "function_over",
            Kind::FunctionPair => "function_pair",
            Kind::FunctionSum => "function_sum",
            Kind::FenceSum => "fence_sum",
            Kind::FenceThird => "fence_third",
            Kind::TimesSum => "times_sum",
            Kind::OverAll => "over_all",
            Kind::DividedAll => "divided_all",
            Kind::TimesAll => "times_all",
            Kind::RaiseAll => "raise_all",
            Kind::RootAll => "root_all",
            Kind::IndexSum => "index_sum",
            Kind::IndexComma => "index_comma",
            Kind::IntervalRound => "interval_round",
            Kind::BelowBeside => "below_beside",
            Kind::BelowSum => "below_sum",
            Kind::BelowOpen => "below_open",
            Kind::LimitSum => "limit_sum",
        }
    }
}
