//! The commands that are known, by what they are: names of one kind in one text, between spaces.

use crate::tree::{Accent, Style};

pub(super) const GREEK: &str = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi \
    psi omega Gamma Delta Theta Lambda Xi Sigma Upsilon Phi Psi Omega Pi pi omicron ell hbar";

/// Functions that LaTeX has a command for, and those that are written as names.
pub(super) const FUNCTIONS: &str = "sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan ln log lg exp gcd max min det deg dim \
    ker arg sup inf arccot arcsec arccsc arcsinh arccosh arctanh arsinh arcosh artanh sech csch sgn sign erf \
    lcm Re Im tr adj limsup liminf hom Pr argmin argmax plim";

/// Functions that some write as words: `\mathrm{adj}`.
pub(super) const NAMES: &str = "adj tr rank Re Im sgn lcm cov var erf sech csch";

/// What stands between two operands of a kind.
pub(super) const OPERATIONS: &str = "cup cap setminus land lor circ oplus bullet backslash ast star otimes colon pmod bmod odot ominus oslash \
    uplus sqcup sqcap barwedge veebar curlyvee curlywedge dotplus boxplus boxtimes ltimes rtimes wr amalg";

pub(super) const PREFIXES: &str =
    "complement neg forall exists nabla angle measuredangle triangle nexists #";

pub(super) const RELATIONS: &str = "subset subseteq supset supseteq perp parallel Rightarrow Leftrightarrow equiv sim cong propto notin ni \
    mapsto ll gg simeq mid nmid therefore because Leftarrow leftarrow leftrightarrow nsubseteq subsetneq prec \
    succ lesssim gtrsim models vdash uparrow downarrow asymp nparallel nsim ncong nless ngtr nleq ngeq \
    nsupseteq supsetneq triangleq coloneqq doteq nprec nsucc preceq succeq preccurlyeq succcurlyeq precsim \
    succsim sqsubset sqsupset sqsubseteq sqsupseteq triangleleft triangleright trianglelefteq trianglerighteq \
    bowtie frown smile rightleftharpoons rightharpoonup leftharpoonup rightleftarrows hookrightarrow \
    hookleftarrow twoheadrightarrow rightarrowtail rightsquigarrow nearrow searrow nwarrow swarrow \
    updownarrow Uparrow Downarrow nRightarrow nLeftarrow nLeftrightarrow nrightarrow nleftarrow vDash Vdash \
    dashv nvdash nvDash gtrless lessgtr lesseqgtr gtreqless lneq gneq lll ggg lessapprox gtrapprox backsim \
    eqsim circeq between Subset Supset multimap mapsfrom eqqcolon";

/// Relations of logic that may have nothing on their left.
pub(super) const ENTAILS: &str = "vdash models vDash Vdash nvdash nvDash";

pub(super) const OTHER_SYMBOLS: &str = "ldots cdots vdots ddots emptyset partial top square prime aleph dagger diamond clubsuit diamondsuit \
    heartsuit spadesuit Box beth gimel bot checkmark wp mho lozenge bigstar blacksquare blacktriangle sharp \
    flat natural ddagger Diamond";

/// Operators that run over a range.
pub(super) const BIG_OPERATORS: &str = "sum prod bigcup bigcap coprod bigoplus bigotimes bigodot bigvee bigwedge bigsqcup \
    biguplus";

pub(super) const INTEGRALS: &str = "int iint iiint oint oiint oiiint";

/// Signs that may stand alone above or below a letter.
pub(super) const MARKS: &str = "times perp parallel complement star bullet oplus";

/// Marks above that have no name in the tree but LaTeX's own.
const ACCENTS: &str = "overline check breve acute grave mathring dddot overleftarrow overleftrightarrow overgroup widecheck";

/// Other commands that begin a factor.
pub(super) const BEGINNINGS: &str =
    "frac sqrt { lim binom begin infty langle lfloor lceil int iint iiint oint oiint oiiint";

/// Whether a name is one of these.
pub(super) fn has(names: &str, name: &str) -> bool {
    place(names, name, b" ").is_some()
}

/// The name among these that is the same.
pub(super) fn one_of(names: &'static str, name: &str) -> Option<&'static str> {
    place(names, name, b" ").and_then(|at| names.get(at..at + name.len()))
}

/// Where a name stands among these, with one of `ends` before and behind it. Every command is looked up in several tables:
/// letter by letter, which is quicker than by a searcher of strings.
#[inline(never)]
#[cfg_attr(hot, optimize(speed))]
pub(super) fn place(names: &str, name: &str, ends: &[u8]) -> Option<usize> {
    let (names, name) = (names.as_bytes(), name.as_bytes());
    let first = *name.first()?;
    let mut from = 0;
    while let Some(skipped) = names[from..].iter().position(|&letter| letter == first) {
        let at = from + skipped;
        let begins = at == 0 || ends.contains(&names[at - 1]);
        if begins && names[at..].starts_with(name) {
            let end = names.get(at + name.len());
            if end.is_none_or(|end| ends.contains(end)) {
                return Some(at);
            }
        }
        from = at + 1;
    }
    None
}

/// Whether a command stands between two things, so that it cannot begin one.
pub(super) fn is_between(name: &str) -> bool {
    has(RELATIONS, name)
        || has(OPERATIONS, name)
        || has("le ge lt gt ne approx in to times cdot div", name)
}

/// Whether a command closes what another opens.
pub(super) fn is_closing(name: &str) -> bool {
    has("} rangle rceil rfloor", name)
}

#[inline(never)]
pub(super) fn accent(name: &str) -> Option<Accent> {
    Some(match name {
        "vec" | "overrightarrow" => Accent::Vector,
        "hat" | "widehat" => Accent::Hat,
        "bar" => Accent::Bar,
        "tilde" | "widetilde" => Accent::Tilde,
        "dot" => Accent::Dot,
        "ddot" => Accent::DoubleDot,
        "underline" => Accent::Underline,
        other => Accent::Named(one_of(ACCENTS, other)?),
    })
}

#[inline(never)]
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
    let known = [GREEK, FUNCTIONS, RELATIONS, OPERATIONS, "frac sqrt int sum lim infty cdot times"];
    known.into_iter().flat_map(|names| names.split(' ')).find(|near| {
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
