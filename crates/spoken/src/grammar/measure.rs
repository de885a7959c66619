//! Quantities named by words: "the area of a circle", "side squared", "वृत्त का क्षेत्रफल". On the board stands the letter
//! that textbooks write for them.

use ganita_notation::Node;

use crate::Role;
use crate::among::one_of;
use crate::choice::Kind;
use crate::grammar::relation::is_noun;
use crate::grammar::sum::pair_of;
use crate::lattice::Arc;
use crate::lexicon::name;
use crate::meaning::Meaning;
use crate::parser::Parser;
use crate::words::Pause;

/// What has a quantity is named in fewer words: "of a regular hexagon".
const LONGEST_OWNER: usize = 6;

/// What has an area and is named by its points.
const FIGURES: &str =
    "triangle quadrilateral parallelogram rectangle square rhombus trapezium polygon";

impl Parser<'_> {
    /// The letter of a quantity, past what it is a quantity of.
    pub(crate) fn measure(&mut self, arc: Arc) -> Option<Node> {
        let Meaning::Measure(letter) = arc.meaning else { return None };
        let end = arc.end as usize;
        // "the mass m": the letter is said itself.
        if self.letter_said_at(end)
            || crate::lexicon::named(letter, "a") && self.own_letter_said_at(end)
        {
            self.take(arc, Role::Filler);
            return self.atom();
        }
        if crate::lexicon::named(letter, "A")
            && let Some(area) = self.area_of_a_figure(end)
        {
            return Some(area);
        }
        let owner = self.owner_until(end);
        let in_words = match self.measures_as_words {
            _ if owner.is_none() => true,
            Some(in_words) => in_words,
            None => {
                let in_words = self.choose(Kind::MeasureInWords, &[0, 10]) == 1;
                self.measures_as_words = Some(in_words);
                in_words
            }
        };
        let start = self.at;
        let until = owner.unwrap_or(end);
        self.take(arc, Role::Text);
        // One thing, however many words name it.
        if end > start + 1
            && let Some((words, _)) = self.roles.last_mut()
        {
            words.end = start + 1;
            self.roles.push((start + 1..end, Role::Filler));
        }
        if until > end {
            self.roles.push((end..until, Role::Filler));
            self.at = until;
        }
        if !in_words {
            return Some(Node::symbol(name(letter)));
        }
        let mut words = String::new();
        for at in start..until {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(&crate::grammar::atom::clean(self.words.spelt(at)));
        }
        Some(Node::Text(words))
    }

    /// "area of triangle A B C": `ar(△ABC)`, as NCERT writes it.
    fn area_of_a_figure(&mut self, of: usize) -> Option<Node> {
        if of >= self.limit || !self.words.says(of, "of") || self.lattice.reader {
            return None;
        }
        let figure = |at: usize| self.words.says(at, FIGURES);
        let at = (of + 1..self.limit.min(of + 4)).find(|at| figure(*at))?;
        if at > of + 2 || at == of + 2 && !self.words.says(of + 1, "the a") {
            return None;
        }
        let triangle = self.words.says(at, "triangle");
        let before = self.mark();
        self.roles.push((self.at..at, Role::Operator));
        self.at = if triangle { at } else { at + 1 };
        match self.deeper(Self::factor) {
            Some(points) if named_by_capitals(&points) => Some(area_of(points)),
            _ => {
                self.back_to(before);
                None
            }
        }
    }

    /// "त्रिभुज ABC का क्षेत्रफल", behind the figure.
    pub(crate) fn area_said_last(&mut self, figure: Node) -> Node {
        let area = !self.ended()
            && self.words.says(self.at - 1, "का ka")
            && named_by_capitals(&figure)
            && !self.lattice.reader;
        let measure = self.find(|meaning| {
            matches!(meaning, Meaning::Measure(letter) if crate::lexicon::named(letter, "A"))
        });
        match measure.filter(|_| area) {
            Some(arc) => {
                self.take(arc, Role::Operator);
                area_of(figure)
            }
            None => figure,
        }
    }

    /// Whether a quantity begins here, past an article.
    pub(crate) fn measure_ahead(&self) -> bool {
        let measure = |at: usize| {
            at < self.limit
                && self
                    .lattice
                    .first(at)
                    .is_some_and(|meaning| matches!(meaning, Meaning::Measure(_)))
        };
        let mut at = self.at;
        while let Some(arc) = self.lattice.at(at).first().filter(|_| at < self.limit)
            && arc.meaning == Meaning::Filler
        {
            at = arc.end as usize;
        }
        measure(at) || self.hindi_owner(at).is_some_and(measure)
    }

    /// "वृत्त का" before a quantity is what has it: goes past it.
    pub(crate) fn skip_owner(&mut self) {
        if let Some(end) = self.hindi_owner(self.at)
            && self.lattice.first(end).is_some_and(|meaning| matches!(meaning, Meaning::Measure(_)))
        {
            self.pass_to(end, Role::Filler);
        }
    }

    /// Where a quantity would begin after "वृत्त का", "समकोण त्रिभुज का".
    fn hindi_owner(&self, from: usize) -> Option<usize> {
        let last = self.limit.min(from + LONGEST_OWNER);
        let genitive = (from + 1..last).find(|at| self.words.says(*at, "का कि के"))?;
        let thing = |at: usize| {
            self.words.says(at, "त्रिभुज वर्ग घन")
                || self.lattice.first(at).is_none_or(|meaning| meaning == Meaning::Word)
        };
        (from..genitive)
            .all(|at| thing(at) && !self.words.text(at).is_ascii())
            .then_some(genitive + 1)
    }

    /// "first term a": no article, where a sign or the end follows.
    fn own_letter_said_at(&self, at: usize) -> bool {
        at < self.limit
            && self.words.says(at, "a")
            && (at + 1 >= self.limit
                || self.lattice.first(at + 1).is_some_and(|meaning| {
                    matches!(
                        meaning,
                        Meaning::Compare(_)
                            | Meaning::Linking(_)
                            | Meaning::Comma
                            | Meaning::Sign(_)
                    )
                }))
    }

    fn letter_said_at(&self, at: usize) -> bool {
        at < self.limit
            && self.words.words[at].pause == Pause::None
            && self.words.length(at) == 1
            && !self.words.says(at, "a")
            && self
                .lattice
                .at(at)
                .first()
                .is_some_and(|arc| matches!(arc.meaning, Meaning::Symbol(_)) && arc.cost == 0)
    }

    /// The word after "of a regular hexagon"; nothing when letters name what has the quantity.
    fn owner_until(&self, end: usize) -> Option<usize> {
        if end >= self.limit || !self.words.says(end, "of") {
            // "the slope formula equals …".
            let formula = end < self.limit && self.words.says(end, "formula");
            return Some(end + usize::from(formula));
        }
        let mut at = end + 1;
        let mut nouns = 0;
        while at < self.limit.min(end + LONGEST_OWNER) && self.words.words[at].pause == Pause::None
        {
            let said = self.words.text(at);
            let article = one_of(said, "the a an any its this");
            if !article && !is_noun(self.lattice, said, at) {
                break;
            }
            nouns += usize::from(!article);
            at += 1;
        }
        let ends = |at: usize| {
            at >= self.limit
                || self
                    .lattice
                    .first(at)
                    .is_some_and(|meaning| matches!(meaning, Meaning::Compare(_)))
        };
        // "of circle 2" names it; "of sphere four by three …" is its value.
        let named = at < self.limit
            && self.lattice.at(at).first().is_some_and(|arc| match arc.meaning {
                Meaning::Symbol(_) | Meaning::Capital => true,
                Meaning::Number(_) => ends(arc.end as usize),
                _ => false,
            });
        (nouns > 0 && !named).then_some(at)
    }
}

/// `△ABC`, `ABCD`.
fn named_by_capitals(node: &Node) -> bool {
    let capitals = |name: &str| {
        (3..=6).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    match node {
        Node::Symbol(name) => capitals(name),
        Node::Prefix(_, points) => named_by_capitals(points),
        Node::Product(factors) => {
            factors.len() > 2
                && factors.iter().all(|(_, node)| match node {
                    Node::Symbol(name) => name.bytes().all(|byte| byte.is_ascii_uppercase()),
                    Node::Raw(sign) => sign == "\\triangle ",
                    _ => false,
                })
        }
        _ => false,
    }
}

fn area_of(figure: Node) -> Node {
    let round = ganita_notation::Bracket::Round;
    pair_of(Node::Text("ar".to_owned()), Node::Group(round, Box::new(figure), round))
}
