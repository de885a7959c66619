//! How much of the work each rule's line is: for views that show fewer lines.

/// Methods and results: what no answer in an examination may leave out.
const KEY: &[&str] = &[
    "already",
    "expand",
    "cancel",
    "common factor",
    "split middle term",
    "difference of squares",
    "perfect square",
    "cube of a sum",
    "sum of cubes",
    "difference of cubes",
    "factor",
    "partial fractions",
    "unknown numerators",
    "divide both sides",
    "zero product",
    "factor equation",
    "quadratic formula",
    "square root",
    "clear denominators",
    "solve it",
    "square both sides",
    "reject",
    "cases",
    "solutions of the case",
    "not in the case",
    "whole case",
    "parts of the line",
    "angles",
    "no solution",
    "always true",
    "eliminate",
    "back substitution",
    "solve system",
    "sign chart",
    "divide inequality",
    "less in every part",
    "conjugate below",
    "roots taken out",
    "divide and turn",
    "interval",
    "bars",
    "product rule",
    "quotient rule",
    "chain rule",
    "logarithmic",
    "derivative once",
    "implicit",
    "solve for slope",
    "integral sum",
    "standard integrals",
    "put in integral",
    "by parts",
    "integrate",
    "put limits",
    "odd",
    "king's rule",
    "put tangent",
    "even part",
    "period",
    "solve for parts",
    "put for parts",
    "turn parts round",
    "put and integrate",
    "isolate and substitute",
    "equal angles",
    "join logarithms",
    "meaning of a logarithm",
    "rationalise",
    "factor theorem",
    "derivative over function",
    "exponential and derivative",
    "function of both sides",
    "never",
    "ever",
    "one side only",
    "one to infinity",
    "rationalise in limit",
    "divide by power",
    "oscillates",
    "runs away",
    "diverges",
    "definite value",
    "put in",
    "l'hospital",
    "limit value",
    "no limit",
    "both sides equal",
    "determinant",
    "inverse",
    "no inverse",
    "rank",
    "mean",
    "median of classes",
    "mode of classes",
    "variance",
    "tangent",
    "normal",
    "general solution",
    "binomial theorem",
    "general term",
    "polar form",
    "maximum at",
    "minimum at",
    "neither",
    "no extrema",
    "complete the square",
    "substitute",
    "cramer's rule",
    "eliminate by numbers",
    "inverse in a triangle",
    "one unknown",
    "logarithms first",
    "more in every part",
    "multiply inequality",
    "corner points",
    "values at the corners",
    "optimal corner",
    "whole edge",
    "region without end",
    "objective without bound",
    "no feasible region",
];

/// Arithmetic and tidying that many do in their head.
const DETAIL: &[&str] = &[
    "calculate",
    "multiply first",
    "add numerators",
    "simplify",
    "collect",
    "constant factor",
    "basic derivative",
    "power rule",
    "derivatives",
    "common denominator in limit",
    "cancel in limit",
    "put back in integral",
    "in sines and cosines",
    "isolate",
    "so",
    "multiply by numbers",
    "entry by entry",
    "call it",
    "write out the terms",
    "factorials",
    "in the case",
];

/// 1: a key line; 2: the usual working; 3: arithmetic.
pub(super) fn level(rule: &str) -> u8 {
    if KEY.contains(&rule) {
        1
    } else if DETAIL.contains(&rule) {
        3
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tell::all;

    #[test]
    fn every_name_is_a_rule_and_in_one_list() {
        for rule in KEY.iter().chain(DETAIL) {
            let known = all().any(|w| w.rule == *rule);
            assert!(known, "no rule is called {rule}");
            assert!(!(KEY.contains(rule) && DETAIL.contains(rule)), "{rule} has two levels");
        }
    }
}
