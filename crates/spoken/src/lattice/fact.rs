//! What a word says of the sentence it stands in, found out once for each word: sentences are looked over anew with every
//! word that is heard.

use crate::words::Words;

/// Facts of one word, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Facts(u32);

impl Facts {
    /// "sub", as a person says where an index stands; a reader writes "Sub".
    pub(super) const SUB: Facts = Facts(1);
    pub(super) const UPPER: Facts = Facts(1 << 1);
    /// "left parenthesis" is two words.
    pub(super) const LEFT: Facts = Facts(1 << 2);
    pub(super) const PARENTHESIS: Facts = Facts(1 << 3);
    /// Only screen readers that close every structure say so.
    pub(super) const CLOSED_ALOUD: Facts = Facts(1 << 4);
    pub(super) const SIGN_NAMED: Facts = Facts(1 << 5);
    pub(super) const INDEX_NAMED: Facts = Facts(1 << 6);
    pub(super) const CAPITAL: Facts = Facts(1 << 7);
    /// Who says so needs no pauses.
    pub(super) const MARK_SAID: Facts = Facts(1 << 8);
    pub(super) const READER: Facts = Facts(1 << 9);
    pub(super) const SIGMA: Facts = Facts(1 << 10);
    pub(super) const IS: Facts = Facts(1 << 11);
    pub(super) const LIMIT: Facts = Facts(1 << 12);
    pub(super) const RIGHT: Facts = Facts(1 << 13);
    /// A statement's name is cut off once it is an equation; "upper" is an index once "sub" is said; a sigma sums once it has a
    /// range; what "is the ordered pair of …" names is said after.
    pub(super) const WAITS: Facts = Facts(1 << 14);
    /// "the cosine rule is …", "the series for …", "we get …".
    pub(super) const TELLS: Facts = Facts(1 << 15);
    /// "if x is 2, find …": something may be given, and something asked for where it holds.
    pub(super) const GIVES: Facts = Facts(1 << 16);

    pub(super) fn of(words: &Words, at: usize) -> Facts {
        let said = [
            (Facts::UPPER, "upper"),
            (Facts::LEFT, "left"),
            (Facts::PARENTHESIS, "parenthesis"),
            (
                Facts::CLOSED_ALOUD,
                "startfraction startfrac frac startroot underscript modifyingabove modabove endmatrix startabsolutevalue absolutevalue endset आरंभभिन्न कैपिटल निम्नांक p'ren",
            ),
            (Facts::SIGN_NAMED, "चिह्न चिन्ह"),
            (Facts::INDEX_NAMED, "पाद घटाव वर्गित घनित घातांक फलन"),
            (Facts::CAPITAL, "cap कैप"),
            (Facts::MARK_SAID, "comma paren end"),
            (Facts::READER, "paren lim pointing कोष्ठ"),
            (Facts::SIGMA, "sigma सिग्मा"),
            (Facts::IS, "hai है हैं hain रखने rakhne"),
            (Facts::LIMIT, "lim limit"),
            (Facts::RIGHT, "right दाइं"),
            (Facts(Facts::WAITS.0 | Facts::TELLS.0), crate::convert::STATEMENTS),
            (Facts::TELLS, crate::convert::EXPANSIONS),
            (Facts::TELLS, "solution solutions get have obtain पर par common से se then तो"),
            (Facts::WAITS, "solution solutions upper sigma सिग्मा ordered tuple"),
        ];
        let mut facts = 0;
        for (fact, list) in said {
            facts |= if words.says(at, list) { fact.0 } else { 0 };
        }
        if words.spells(at, crate::quantity::GIVES) {
            facts |= Facts::GIVES.0;
        }
        if !words.words[at].capital && words.says(at, "sub") {
            facts |= Facts::SUB.0;
        }
        Facts(facts)
    }

    /// These and those.
    pub(super) fn and(self, other: Facts) -> Facts {
        Facts(self.0 | other.0)
    }

    /// Whether one of these is among them.
    pub(super) fn has(self, other: Facts) -> bool {
        self.0 & other.0 != 0
    }
}
