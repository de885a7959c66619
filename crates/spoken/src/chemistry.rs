//! Chemical formulas: `H2SO4` is no sine and no number, and is left as it is written.

/// The elements' symbols.
const ELEMENTS: &str = "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr \
    Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os \
    Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm";

/// How many bytes the element's symbol at the beginning of `text` takes: two letters before one.
pub(crate) fn element(text: &str) -> Option<usize> {
    let known = |length: usize| {
        let symbol = text.get(..length)?;
        let letters = symbol.bytes().all(|byte| byte.is_ascii_alphabetic());
        let capital = symbol.starts_with(|letter: char| letter.is_ascii_uppercase());
        (letters && capital && ELEMENTS.split(' ').any(|known| known == symbol)).then_some(length)
    };
    known(2).or_else(|| known(1))
}

/// How many bytes a formula at the beginning of `text` takes. One element alone is none, but for `Cl2`: a letter with a
/// number is an index, and two capital letters are points.
///
/// With a number before it, `2Na`, one element is enough.
pub(crate) fn formula(text: &str, counted_before: bool) -> Option<usize> {
    let end = text.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(text.len());
    if text[end..]
        .starts_with(|next: char| matches!(next, '_' | '^' | '\'' | '’') || next.is_alphabetic())
    {
        return None;
    }
    let (mut at, mut elements, mut long, mut counted) = (0, 0, false, false);
    while at < end {
        let length = element(&text[at..end])?;
        at += length;
        elements += 1;
        long |= length == 2;
        let digits = text[at..end].bytes().take_while(u8::is_ascii_digit).count();
        counted |= digits > 0;
        at += digits;
    }
    let ordinal = matches!(text.get(..end), Some("Th" | "Nd"));
    let is_one = match counted {
        true => elements > 1 || long,
        false => long && (elements > 1 || counted_before && !ordinal),
    };
    is_one.then_some(end)
}

#[cfg(test)]
mod tests {
    use super::formula;

    #[test]
    fn formulas_and_what_only_looks_like_them() {
        for text in ["H2O", "H2SO4", "NaCl", "Cl2", "C6H12O6", "NaOH", "CaCO3"] {
            assert_eq!(formula(text, false), Some(text.len()), "{text}");
        }
        assert_eq!(formula("CO2, and", false), Some(3));
        for text in ["O2", "AB", "PQ2", "Sin2", "Cos", "h2o", "x2", "In", "BC", "V1", "Na_2", ""] {
            assert_eq!(formula(text, false), None, "{text}");
        }
        assert_eq!(formula("Na", true), Some(2));
        assert_eq!(formula("Th", true), None);
    }
}
