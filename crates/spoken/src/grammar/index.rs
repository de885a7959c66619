//! Subscripts: "x sub n plus 1", "a sub i comma j", "x one", and the single operands that scripts hold.

use ganita_notation::Node;

use crate::Role;
use crate::among::one_of;
use crate::choice::Kind;
use crate::grammar::postfix::symbol;
use crate::lexicon::name;
use crate::meaning::Meaning;
use crate::number::Value;
use crate::parser::{OrNothing, Parser};
use crate::words::Pause;

impl Parser<'_> {
    /// "x 1" is x₁, when nothing between says otherwise.
    pub(crate) fn subscript_implied(&self, node: &Node, number: u16) -> bool {
        let letter = match node {
            Node::Symbol(name) => !one_of(name.as_str(), "e i") || self.lattice.hard,
            Node::Accented(..) | Node::Styled(..) => self.lattice.hard || !self.lattice.reader,
            Node::Prime(..) => self.lattice.hard,
            _ => false,
        };
        let greek = matches!(node, Node::Symbol(name) if one_of(name.as_str(), "pi infinity ."));
        letter
            && !greek
            && self.pause() == Pause::None
            && !self.cells
            && !self.baseline_before()
            && !self.share_before()
            && (!self.lattice.indices_named || self.lattice.hard)
            && !self.lattice.compare_post_ahead(self.at)
            && matches!(&self.lattice.numbers[usize::from(number)], Value::Numeral(digits)
                if digits.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// "x का 20": of the letter, not its index.
    fn share_before(&self) -> bool {
        self.at > 0 && self.words.says(self.at - 1, "का के ka ke")
    }

    /// "500 का 20 प्रतिशत".
    pub(crate) fn share_follows(&self, number: crate::lattice::Arc) -> bool {
        let next = self.lattice.at(number.end as usize).first();
        self.share_before()
            && (number.end as usize) < self.limit
            && next.is_some_and(|arc| arc.meaning == Meaning::Percent)
    }

    /// "g Baseline 1": the number was said to stand on the line.
    pub(crate) fn baseline_before(&self) -> bool {
        self.at > 0 && self.lattice.begins(self.at - 1, Meaning::Baseline)
    }

    /// "e to the minus x one plus x": one and a sign may begin what nobody brackets.
    pub(crate) fn one_begins_a_sum(&mut self, number: crate::lattice::Arc) -> bool {
        let at = number.end as usize;
        let sign = at < self.limit
            && self.lattice.first(at).is_some_and(|meaning| matches!(meaning, Meaning::Sign(_)));
        sign && !self.lattice.reader
            && self.words.says(self.at, "one")
            && self.choose(Kind::IndexImplied, &[0, 7]) == 1
    }

    /// A subscript: closed by "end sub", or one factor, with "n plus one" kept together.
    pub(crate) fn index(&mut self, end: Option<usize>) -> Node {
        if let Some(end) = end {
            let index = self.until(end);
            self.close(crate::meaning::Fence::Subscript);
            return index;
        }
        let Some(first) = self.tight_operand() else { return self.incomplete() };
        // "x sub n plus 1": a letter, a sign and a small number.
        if matches!(first, Node::Symbol(_))
            && self.short_sum_ahead()
            && self.choose(Kind::IndexSum, &[0, 6]) == 0
        {
            return self.short_sum(first);
        }
        // "e sub i j": letters that count go together.
        let mut node = first;
        while counts(&node)
            && self.pause() == Pause::None
            && let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Symbol(_)))
            && let Meaning::Symbol(letter) = arc.meaning
            && counting(name(letter))
            && arc.cost == 0
        {
            self.take(arc, Role::Symbol);
            node = crate::grammar::calculus::beside_body(node, symbol(letter));
        }
        // "c sub l2": written together.
        if matches!(&node, Node::Symbol(name) if name.len() == 1)
            && self.words.words.get(self.at).is_some_and(|word| word.glued)
            && let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Number(_)))
            && !self.ended()
            && arc.end as usize == self.at + 1
        {
            let letters = ganita_notation::write_latex(&node);
            let written = format!("{letters}{}", self.words.text(self.at));
            self.take(arc, Role::Number);
            return Node::Text(written);
        }
        // "gamma sub 1 2": digits said one by one.
        if let Node::Number(first) = &node
            && first.len() == 1
            && !self.cells
            && self.pause() == Pause::None
            && let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Number(_)))
            && let Meaning::Number(number) = arc.meaning
            && let Value::Numeral(second) = &self.lattice.numbers[usize::from(number)]
            && second.len() == 1
        {
            let both = format!("{first}{second}");
            self.take(arc, Role::Number);
            node = Node::Number(both);
        }
        self.index_list(node)
    }

    /// "x sub i comma j": a bare letter or digit after the comma, and then no relation, belongs below too.
    pub(crate) fn index_list(&mut self, first: Node) -> Node {
        if self.lattice.reader && !self.lattice.careful
            || !matches!(first, Node::Symbol(_) | Node::Number(_))
        {
            return first;
        }
        let mut items = vec![first];
        while items.len() < 4 {
            let comma = self.find(|meaning| meaning == Meaning::Comma);
            // A written comma: "R sub 1, 1, 2, 1", "H sub alpha, beta".
            let written = comma.is_none() && self.lattice.listing && self.pause() == Pause::Short;
            if comma.is_none() && !written {
                break;
            }
            let at = comma.map_or(self.at, |comma| comma.end as usize);
            let item = self.lattice.at(at).first().copied().filter(|arc| {
                matches!(arc.meaning, Meaning::Symbol(_) | Meaning::Number(_))
                    && arc.end as usize <= self.limit
            });
            let Some(item) = item else { break };
            let after = item.end as usize;
            let follows = self.lattice.at(after).first().filter(|_| {
                after < self.limit
                    && (comma.is_some() || self.words.words[after].pause == Pause::None)
            });
            // "x sub i, comma": the next item is one of a list when it has scripts or stands in a relation itself.
            let number = matches!(item.meaning, Meaning::Number(_));
            let own = follows.is_some_and(|arc| {
                !number && matches!(arc.meaning, Meaning::Compare(_) | Meaning::Comma)
                    || matches!(
                        arc.meaning,
                        Meaning::Sub
                            | Meaning::Raised(_)
                            | Meaning::Symbol(_)
                            | Meaning::Number(_)
                            | Meaning::Power
                            | Meaning::ComparePost(_)
                            | Meaning::Operation(_)
                    )
            });
            let script = follows.is_some_and(|arc| arc.meaning == Meaning::Power)
                && self.words.says(after, "superscript");
            if own && !script || comma.is_some() && self.words.words[at].pause != Pause::None {
                break;
            }
            // "H sub alpha, beta": nothing else is listed, and the letter has no place of its own.
            let last = script || after >= self.limit && self.commas_written() == 1;
            let costs = match (comma.is_some(), number) {
                (true, _) => [0, 3],
                (false, true) => [0, 2],
                (false, false) if last => [0, 3],
                (false, false) => [4, 0],
            };
            if self.choose(Kind::IndexComma, &costs) == 1 {
                break;
            }
            if let Some(comma) = comma {
                self.take(comma, Role::Operator);
            }
            match self.deeper(Self::atom) {
                Some(item) => items.push(item),
                None => break,
            }
        }
        if items.len() == 1 { items.swap_remove(0) } else { Node::List(items) }
    }

    fn commas_written(&self) -> usize {
        self.words.words.iter().filter(|word| word.pause == Pause::Short).count()
    }

    /// Whether "plus one" or "minus one" follows and then something that ends the sum.
    pub(crate) fn short_sum_ahead(&self) -> bool {
        let Some(sign) = self.find(|meaning| matches!(meaning, Meaning::Sign(_))) else {
            return false;
        };
        if self.pause() != Pause::None {
            return false;
        }
        let number = self.lattice.at(sign.end as usize).iter().find(|arc| match arc.meaning {
            Meaning::Number(number) => {
                matches!(&self.lattice.numbers[usize::from(number)], Value::Numeral(digits) if digits == "1")
            }
            _ => false,
        });
        number.is_some_and(|arc| (arc.end as usize) <= self.limit)
    }

    pub(crate) fn short_sum(&mut self, first: Node) -> Node {
        let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Sign(_))) else {
            return first;
        };
        let Meaning::Sign(sign) = arc.meaning else { return first };
        self.take(arc, Role::Operator);
        let Some(number) = self.find(|meaning| matches!(meaning, Meaning::Number(_))) else {
            return first;
        };
        self.take(number, Role::Number);
        Node::Sum(vec![(ganita_notation::Sign::Plus, first), (sign, Node::number("1"))])
    }

    /// One operand without its own scripts: what a subscript or exponent takes when nothing closes it.
    pub(crate) fn tight_operand(&mut self) -> Option<Node> {
        if let Some(sign) = self.lone_sign() {
            return Some(sign);
        }
        if let Some(arc) =
            self.find(|meaning| matches!(meaning, Meaning::Sign(_) | Meaning::Negative))
        {
            self.take(arc, Role::Operator);
            let operand = self.tight_operand().or_nothing();
            let sign = match arc.meaning {
                Meaning::Sign(sign) => sign,
                _ => ganita_notation::Sign::Minus,
            };
            return Some(Node::Sum(vec![(sign, operand)]));
        }
        if let Some(letters) = self.letters_below() {
            return Some(letters);
        }
        // "x sub max of t": which x, not the maximum of t.
        if let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Function(_)))
            && let Meaning::Function(function) = arc.meaning
            && crate::lexicon::named(function, "max min sup inf")
        {
            self.pass_to(self.at + 1, Role::Symbol);
            let extreme = Node::Raw(format!("\\{}", name(function)));
            // "x sub min i": of which the least is meant.
            if self.pause() == Pause::None
                && let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Symbol(_)))
                && let Meaning::Symbol(letter) = arc.meaning
                && counting(name(letter))
                && arc.cost == 0
            {
                self.take(arc, Role::Symbol);
                return Some(Node::List(vec![extreme, symbol(letter)]));
            }
            return Some(extreme);
        }
        self.deeper(Self::atom)
    }

    /// "to the power of star", "sub perpendicular": a sign that is all of a script.
    pub(crate) fn lone_sign(&mut self) -> Option<Node> {
        if self.ended() || self.lattice.hard {
            return None;
        }
        let sign = match self.words.text(self.at) {
            "star" | "asterisk" => "ast",
            "perpendicular" | "perp" => "perp",
            "parallel" => "parallel",
            _ => return None,
        };
        self.pass_to(self.at + 1, Role::Symbol);
        Some(Node::symbol(sign))
    }

    /// "sub ab", "sub me": two letters, whatever else the word may be.
    pub(crate) fn letters_below(&mut self) -> Option<Node> {
        let only_talk =
            self.arcs().all(|arc| matches!(arc.meaning, Meaning::Filler | Meaning::Word));
        let text = if self.ended() { "" } else { self.words.text(self.at) };
        let pair = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase());
        if !only_talk || !pair || one_of(text, "of is to") {
            return None;
        }
        let factors = text
            .chars()
            .map(|letter| (ganita_notation::Join::Beside, Node::Symbol(letter.to_string())));
        let node = Node::Product(factors.collect());
        self.pass_to(self.at + 1, Role::Symbol);
        Some(node)
    }

    /// What "Underscript" or "Overscript" holds, up to "Endscripts" or the other of the two.
    pub(crate) fn layer(&mut self) -> Node {
        let mut end = self.at;
        let mut depth = 0;
        while end < self.limit {
            let Some(arc) = self.lattice.at(end).first() else { break };
            match arc.meaning {
                Meaning::Under if self.lattice.hard && depth > 0 => {}
                Meaning::ScriptsEnd if depth == 0 => break,
                Meaning::ScriptsEnd => depth -= 1,
                Meaning::OverScript if depth == 0 => break,
                Meaning::Under => depth += 1,
                _ => {}
            }
            end = (arc.end as usize).max(end + 1);
        }
        let node = self.until(end.min(self.limit));
        self.accept(Meaning::ScriptsEnd);
        node
    }
}

/// Letters that index: i, j, k, mu.
fn counting(letter: &str) -> bool {
    matches!(
        letter,
        "i" | "j"
            | "k"
            | "l"
            | "m"
            | "n"
            | "mu"
            | "nu"
            | "alpha"
            | "beta"
            | "rho"
            | "sigma"
            | "lambda"
    )
}

fn counts(node: &Node) -> bool {
    match node {
        Node::Symbol(letter) => counting(letter),
        Node::Product(factors) => factors.iter().all(|(_, factor)| counts(factor)),
        _ => false,
    }
}
