//! Signs that Unicode has for LaTeX's names, as unicode-math's table of names gives them.

use crate::tree::Relation;

/// Operators, relations, prefixes and marks: a name and its sign, between spaces. Where the sign is written in ASCII, or the
/// name ends in something else than a letter, a colon stands between.
const SIGNS: &str = "cup∪ cap∩ setminus∖ land∧ lor∨ neg¬ circ∘ oplus⊕ otimes⊗ ominus⊖ odot⊙ forall∀ exists∃ nexists∄ \
    exists!∃! angle∠ measuredangle∡ triangle△ nabla∇ complement∁ notin∉ ni∋ subset⊂ subseteq⊆ subsetneq⊊ \
    nsubseteq⊈ supset⊃ supseteq⊇ perp⊥ parallel∥ nparallel∦ cong≅ sim∼ simeq≃ equiv≡ propto∝ Rightarrow⇒ \
    Leftrightarrow⇔ Leftarrow⇐ implies⟹ iff⟺ therefore∴ because∵ mid∣ nmid∤ colon: coloneqq≔ ll≪ gg≫ \
    mapsto↦ to→ in∈ le≤ ge≥ ne≠ approx≈ times× cdot⋅ div÷ pm± mp∓ leftarrow← leftrightarrow↔ uparrow↑ downarrow↓ bullet∙ ast∗ star⋆ pmod:mod bmod:mod prec≺ \
    succ≻ preceq⪯ succeq⪰ vdash⊢ models⊨ nless≮ ngtr≯ nleq≰ ngeq≱ sqcup⊔ sqcap⊓ triangleleft◁ \
    trianglelefteq⊴ rightleftharpoons⇌ hookrightarrow↪ nearrow↗ searrow↘ doteq≐ int∫ iint∬ iiint∭ oint∮ sum∑ prod∏ bigcup⋃ \
    bigcap⋂ coprod∐ bigoplus⨁ bigotimes⨂ bigvee⋁ bigwedge⋀ overline‾ overleftrightarrow↔ overleftarrow← \
    overgroup⏠ check∨ breve˘ acute´ grave` mathring˚ dddot⃛ #:#";

/// Letters and symbols that stand by themselves.
const SYMBOLS: &str = "alphaα betaβ gammaγ deltaδ epsilonε zetaζ etaη thetaθ iotaι kappaκ lambdaλ muμ nuν xiξ piπ rhoρ \
    sigmaσ tauτ upsilonυ phiφ chiχ psiψ omegaω GammaΓ DeltaΔ ThetaΘ LambdaΛ XiΞ PiΠ SigmaΣ UpsilonΥ PhiΦ \
    PsiΨ OmegaΩ infinity∞ infty∞ ldots… cdots⋯ vdots⋮ ddots⋱ emptyset∅ partial∂ nabla∇ top⊤ bot⊥ prime′ alephℵ \
    ellℓ hbarℏ dagger† square□ ast∗ perp⊥ parallel∥ times× complement∁";

#[inline(never)]
fn find(table: &'static str, name: &str) -> Option<&'static str> {
    // Letters, which are most of what is asked about.
    if let [b'a'..=b'z' | b'A'..=b'Z'] = name.as_bytes() {
        return None;
    }
    table.split(' ').find_map(|entry| {
        let sign = entry.strip_prefix(name)?;
        let sign = sign.strip_prefix(':').filter(|sign| !sign.is_empty()).unwrap_or(sign);
        let is_whole =
            !entry[name.len()..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '!');
        (is_whole && !sign.is_empty()).then_some(sign)
    })
}

/// The sign of an operator, a relation or a prefix.
pub(crate) fn sign(name: &str) -> Option<&'static str> {
    find(SIGNS, name)
}

/// The sign of a symbol.
pub(crate) fn symbol_sign(name: &str) -> Option<&'static str> {
    find(SYMBOLS, name)
}

/// The same, or the name where there is none; what is struck through keeps its stroke.
pub(crate) fn named_sign(name: &str) -> String {
    match name.strip_prefix("not\\") {
        Some(struck) => format!("{}\u{338}", sign(struck).unwrap_or(struck)),
        None => sign(name).unwrap_or(name).to_owned(),
    }
}

pub(crate) fn relation_sign(relation: &Relation) -> String {
    let sign = match relation {
        Relation::Equal => "=",
        Relation::NotEqual => "≠",
        Relation::Less => "<",
        Relation::LessEqual => "≤",
        Relation::Greater => ">",
        Relation::GreaterEqual => "≥",
        Relation::Approximately => "≈",
        Relation::To => "→",
        Relation::In => "∈",
        Relation::Named(name) => return named_sign(name),
    };
    sign.to_owned()
}
