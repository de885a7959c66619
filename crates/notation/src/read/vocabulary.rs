//! The commands that are known, by what they are.

use crate::tree::{Accent, Style};

pub(super) const GREEK: [&str; 37] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    "Gamma", "Delta", "Theta", "Lambda", "Xi", "Sigma", "Upsilon", "Phi", "Psi", "Omega", "Pi",
    "pi", "omicron", "ell", "hbar",
];
pub(super) const FUNCTIONS: [&str; 30] = [
    "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "arcsin", "arccos",
    "arctan", "ln", "log", "lg", "exp", "gcd", "max", "min", "det", "deg", "dim", "ker", "arg",
    "sup", "inf", "arccot", "arcsec", "arccsc",
];
pub(super) const OPERATIONS: [&str; 20] = [
    "cup",
    "cap",
    "setminus",
    "land",
    "lor",
    "circ",
    "oplus",
    "bullet",
    "backslash",
    "ast",
    "star",
    "otimes",
    "colon",
    "pmod",
    "bmod",
    "odot",
    "ominus",
    "oslash",
    "uplus",
    "|",
];
pub(super) const PREFIXES: [&str; 9] = [
    "complement",
    "neg",
    "forall",
    "exists",
    "nabla",
    "angle",
    "measuredangle",
    "triangle",
    "nexists",
];
pub(super) const RELATIONS: [&str; 48] = [
    "subset",
    "subseteq",
    "supset",
    "supseteq",
    "perp",
    "parallel",
    "Rightarrow",
    "Leftrightarrow",
    "equiv",
    "sim",
    "cong",
    "propto",
    "notin",
    "ni",
    "mapsto",
    "ll",
    "gg",
    "simeq",
    "mid",
    "nmid",
    "therefore",
    "because",
    "Leftarrow",
    "leftarrow",
    "leftrightarrow",
    "nsubseteq",
    "subsetneq",
    "prec",
    "succ",
    "lesssim",
    "gtrsim",
    "models",
    "vdash",
    "uparrow",
    "downarrow",
    "asymp",
    "nparallel",
    "nsim",
    "ncong",
    "nless",
    "ngtr",
    "nleq",
    "ngeq",
    "nsupseteq",
    "supsetneq",
    "triangleq",
    "coloneqq",
    "doteq",
];
pub(super) const OTHER_SYMBOLS: [&str; 16] = [
    "ldots",
    "cdots",
    "vdots",
    "ddots",
    "emptyset",
    "partial",
    "top",
    "square",
    "prime",
    "aleph",
    "dagger",
    "diamond",
    "clubsuit",
    "diamondsuit",
    "heartsuit",
    "spadesuit",
];

/// Whether a command stands between two things, so that it cannot begin one.
pub(super) fn is_between(name: &str) -> bool {
    RELATIONS.contains(&name)
        || OPERATIONS.contains(&name)
        || matches!(name, "le" | "ge" | "lt" | "gt" | "ne" | "approx" | "in" | "to")
        || matches!(name, "times" | "cdot" | "div")
}

/// Whether a command closes what another opens.
pub(super) fn is_closing(name: &str) -> bool {
    matches!(name, "}" | "rangle" | "rceil" | "rfloor")
}

pub(super) fn is_other_function(name: &str) -> bool {
    matches!(
        name,
        "arcsinh"
            | "arccosh"
            | "arctanh"
            | "arsinh"
            | "arcosh"
            | "artanh"
            | "sech"
            | "csch"
            | "sgn"
            | "sign"
            | "erf"
            | "lcm"
            | "Re"
            | "Im"
    )
}

pub(super) fn accent(name: &str) -> Option<Accent> {
    Some(match name {
        "vec" | "overrightarrow" => Accent::Vector,
        "hat" | "widehat" => Accent::Hat,
        "bar" | "overline" => Accent::Bar,
        "tilde" | "widetilde" => Accent::Tilde,
        "dot" => Accent::Dot,
        "ddot" => Accent::DoubleDot,
        "underline" => Accent::Underline,
        _ => return None,
    })
}

pub(super) fn style(name: &str) -> Option<Style> {
    Some(match name {
        "mathbb" => Style::Blackboard,
        "mathbf" | "boldsymbol" | "bm" => Style::Bold,
        "mathcal" => Style::Calligraphic,
        "mathfrak" => Style::Fraktur,
        "mathrm" | "mathit" => Style::Upright,
        _ => return None,
    })
}

/// The known command that is one slip away.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let known = GREEK.iter().chain(&FUNCTIONS).chain(&RELATIONS).chain(&OPERATIONS).copied();
    known.chain(["frac", "sqrt", "int", "sum", "lim", "infty", "cdot", "times"]).find(|near| {
        let (a, b): (Vec<char>, Vec<char>) = (name.chars().collect(), near.chars().collect());
        if a.len().abs_diff(b.len()) > 1 || a.len() < 3 {
            return false;
        }
        let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
        let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
        let swapped = a.len() == b.len() && head + tail + 2 >= a.len() && {
            let count = |letters: &[char], c: char| letters.iter().filter(|d| **d == c).count();
            a.iter().all(|&c| count(&a, c) == count(&b, c))
        };
        swapped || head + tail + 1 >= a.len().max(b.len())
    })
}
