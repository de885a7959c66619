//! Matrices, determinants and cases, said row by row.

use ganita_notation::{Bracket, Node};

use crate::Role;
use crate::grammar::bracket::digits_apart;
use crate::lattice::{Arc, is_right};
use crate::meaning::{Fence, Meaning};
use crate::parser::{OrNothing, Parser, begins_operand, nothing};
use crate::words::Pause;

/// Matrices with more cells than this are not filled in.
const LARGEST_SPECIAL: usize = 100;

/// Matrices whose name says their cells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Special {
    Zero,
    Identity,
    Diagonal,
}

/// Words between a matrix and its rows.
const TALK: &str = "with whose is and और aur जिसकी jiski";

impl Special {
    fn named(word: &str) -> Option<Special> {
        match word {
            "zero" | "null" | "शुन्य" => Some(Special::Zero),
            "identity" | "unit" | "तत्समक" | "इकाइ" => Some(Special::Identity),
            "diagonal" | "विकर्ण" => Some(Special::Diagonal),
            _ => None,
        }
    }
}

impl Parser<'_> {
    /// After "Start": "2 By 2 Matrix", "fraction", "set", "absolute value".
    pub(crate) fn started(&mut self) -> Option<Node> {
        self.atom_or_matrix()
    }

    fn atom_or_matrix(&mut self) -> Option<Node> {
        if let Some(node) = self.sized_matrix() {
            return Some(node);
        }
        self.atom()
    }

    /// "2 by 3 matrix": looks ahead before it takes anything.
    pub(crate) fn sized_matrix(&mut self) -> Option<Node> {
        let start = self.at;
        let mut at = start;
        let number = |at: usize| {
            self.lattice
                .at(at)
                .iter()
                .find(|arc| matches!(arc.meaning, Meaning::Number(_)))
                .map(|arc| arc.end as usize)
        };
        at = number(at)?;
        let by = self.lattice.may_be(at, Meaning::MatrixBy);
        if !by {
            return None;
        }
        at = number(at + 1)?;
        let columns_end = at;
        let kind = self.words.iter_texts().nth(at).and_then(Special::named);
        if kind.is_some() {
            at += 1;
        }
        while self.lattice.first(at).is_some_and(|meaning| {
            matches!(meaning, Meaning::Column | Meaning::Row | Meaning::Filler)
        }) {
            at = self.lattice.at(at).first()?.end as usize;
        }
        let arc = self.lattice.at(at).iter().find(|arc| {
            matches!(arc.meaning, Meaning::Open(Fence::Matrix) | Meaning::Determinant)
        })?;
        let arc = *arc;
        let before = if kind.is_some() { columns_end } else { at };
        let columns = self.number_value(number_before(self, before));
        let rows = self.number_value(start);
        // A reader says "column matrix, row 1" of bars around one cell, "matrix with entry" of brackets.
        let bars = rows == 1 && columns == 1 && self.words.says(at - 1, "column");
        let arc = if bars { Arc { meaning: Meaning::Determinant, ..arc } } else { arc };
        self.at = at;
        match kind {
            Some(kind) if rows * columns <= LARGEST_SPECIAL => {
                self.special(kind, arc, rows, columns)
            }
            _ => self.sized(arc, rows, columns),
        }
    }

    /// "2 by 2 identity matrix", "3 by 3 diagonal matrix; column 1; x; …": what is not said is zero.
    fn special(&mut self, kind: Special, arc: Arc, rows: usize, columns: usize) -> Option<Node> {
        let diagonal: Vec<Node> = match kind {
            Special::Zero | Special::Identity => {
                self.take(arc, Role::Operator);
                self.close(Fence::Matrix);
                let one = if kind == Special::Identity { "1" } else { "0" };
                (0..rows).map(|_| Node::number(one)).collect()
            }
            Special::Diagonal => match self.sized(arc, 1, columns)? {
                Node::Matrix(_, said, _) => said.into_iter().flatten().collect(),
                other => return Some(other),
            },
        };
        let cell = |row: usize, column: usize| match diagonal.get(row) {
            Some(cell) if row == column => cell.clone(),
            _ => Node::number("0"),
        };
        let table =
            (0..rows).map(|row| (0..columns).map(|column| cell(row, column)).collect()).collect();
        Some(Node::Matrix(Bracket::Round, table, Bracket::Round))
    }

    pub(crate) fn number_value(&self, at: usize) -> usize {
        self.lattice
            .at(at)
            .iter()
            .find_map(|arc| match arc.meaning {
                Meaning::Number(number) => match &self.lattice.numbers[usize::from(number)] {
                    crate::number::Value::Numeral(digits) => crate::number::whole_number(digits)
                        .and_then(|value| usize::try_from(value).ok()),
                    _ => None,
                },
                _ => None,
            })
            .unwrap_or(0)
    }

    fn sized(&mut self, arc: Arc, rows: usize, columns: usize) -> Option<Node> {
        let determinant = arc.meaning == Meaning::Determinant;
        let said = self.words.text(self.at);
        let binomial = said.ends_with("binomialormatrix") || said == "द्विपद";
        let end = self.lattice.mate(self.at).filter(|end| *end < self.limit);
        self.take(arc, Role::Operator);
        // "matrix A equals …", "आव्यूह A का सारणिक": the letter is its name.
        let next = self.at + 1;
        let named = end.is_none()
            && rows == 0
            && !self.lattice.reader
            && !self.ended()
            && self.words.words[self.at].upper
            && self.words.length(self.at) == 1
            && (next >= self.limit
                || self.lattice.first(next).is_some_and(|meaning| {
                    !matches!(meaning, Meaning::Comma) && !begins_operand(meaning)
                }));
        if named {
            return self.deeper(Self::factor);
        }
        let limit = end.unwrap_or(self.limit);
        self.accept(Meaning::Start);
        // "Enlarged left brace": a function given by cases.
        let braced = self.accept(Meaning::Enlarged)
            && self
                .accept_where(|meaning| {
                    matches!(meaning, Meaning::Open(Fence::Bracket(Bracket::Curly)))
                })
                .is_some();
        let table = self.within(limit, |parser| parser.rows(rows, columns, end.is_some()));
        if end.is_some() {
            self.at = self.at.max(limit);
            self.close(Fence::Matrix);
        }
        let Node::Matrix(_, mut rows, _) = table else { return Some(table) };
        if braced {
            let case = |mut row: Vec<Node>| {
                let condition = (row.len() > 1).then(|| row.swap_remove(1));
                (unlisted(row.swap_remove(0)), condition.map(unlisted))
            };
            return Some(Node::Cases(rows.into_iter().map(case).collect()));
        }
        // A column of two in a reader's "binomial or matrix": letters are chosen, numbers stand in a column.
        let chosen = rows.len() == 2
            && rows.iter().all(|row| row.len() == 1)
            && matches!(&rows[1][0], Node::Symbol(_))
            && match &rows[0][0] {
                Node::Symbol(_) => true,
                Node::Number(digits) => digits != "1" && digits != "0",
                _ => false,
            }
            && binomial;
        if chosen && let (Some(mut below), Some(mut above)) = (rows.pop(), rows.pop()) {
            return Some(Node::Binomial(
                Box::new(above.swap_remove(0)),
                Box::new(below.swap_remove(0)),
            ));
        }
        // "… row 3: x 3 y 3 1 squared": nobody squares one; the determinant is.
        let one = |node: &Node| matches!(node, Node::Number(digits) if digits == "1");
        let exponent = match rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) if matches!(&*cell, Node::Power(base, _) if one(base)) => {
                match std::mem::replace(cell, Node::number("1")) {
                    Node::Power(_, exponent) => Some(*exponent),
                    _ => None,
                }
            }
            _ => None,
        };
        let matrix = matrix_of(rows, determinant);
        Some(match exponent {
            Some(exponent) => Node::power(matrix, exponent),
            None => matrix,
        })
    }

    /// "matrix …": a size may have been said before or not at all.
    pub(crate) fn matrix(&mut self, arc: Arc) -> Option<Node> {
        match self.size_said_after(arc) {
            Some((arc, rows, columns)) => self.sized(arc, rows, columns),
            None => {
                let side = self.square_ahead(arc);
                let end = self.determinant_said_last(arc).filter(|_| side > 0);
                let Some(end) = end else { return self.sized(arc, side, side) };
                // "matrix one two three four determinant".
                let matrix = self.within(end, |parser| parser.sized(arc, side, side).or_nothing());
                self.pass_to(self.limit, Role::Operator);
                match matrix {
                    Node::Matrix(_, rows, _) => Some(matrix_of(rows, true)),
                    other => Some(other),
                }
            }
        }
    }

    /// "… determinant", "… का सारणिक" as last words, after a matrix: where they begin.
    fn determinant_said_last(&self, matrix: Arc) -> Option<usize> {
        let last = |arc: &Arc| {
            arc.end as usize == self.limit
                && matches!(arc.meaning, Meaning::DeterminantPost | Meaning::Determinant)
        };
        (matrix.end as usize..self.limit).find(|at| self.lattice.at(*at).iter().any(last))
    }

    /// "matrix one two three four", "determinant a b c d": the side of the square that so many bare numbers or letters fill;
    /// 0 where they fill none.
    fn square_ahead(&self, arc: Arc) -> usize {
        if self.lattice.reader || self.lattice.mate(self.at).is_some() {
            return 0;
        }
        let (mut at, mut cells) = (arc.end as usize, 0);
        while let Some(arc) = self.lattice.at(at).first().filter(|_| at < self.limit) {
            match arc.meaning {
                Meaning::Number(_) | Meaning::Symbol(_) => cells += 1,
                Meaning::Compare(_)
                | Meaning::Filler
                | Meaning::DeterminantPost
                | Meaning::Determinant => break,
                _ => return 0,
            }
            if self.words.words[at].pause != Pause::None {
                return 0;
            }
            at = arc.end as usize;
        }
        match cells {
            4 => 2,
            9 => 3,
            _ => 0,
        }
    }

    /// "matrix two by two 1 2 3 4": the phrase with its size, and the size.
    fn size_said_after(&self, arc: Arc) -> Option<(Arc, usize, usize)> {
        let at = arc.end as usize;
        let number = |at: usize| {
            let mut arcs = self.lattice.at(at).iter();
            arcs.find(|arc| matches!(arc.meaning, Meaning::Number(_))).map(|arc| arc.end as usize)
        };
        let by = number(at)?;
        if !self.lattice.any(by, |meaning| meaning == Meaning::MatrixBy) {
            return None;
        }
        let end = number(by + 1).filter(|end| *end < self.limit)?;
        let (rows, columns) = (self.number_value(at), self.number_value(by + 1));
        let few = (1..=9).contains(&rows) && (1..=9).contains(&columns);
        few.then_some((Arc { end: u32::try_from(end).ok()?, ..arc }, rows, columns))
    }

    /// "with rows 1 2 and 3 4", a row after the other, up to what stands behind the matrix; nothing where "rows" is not said.
    fn rows_in_turn(&mut self) -> Vec<Vec<Node>> {
        let mut table = Vec::new();
        let first = self.at + usize::from(self.words.spells(self.at, TALK));
        if self.lattice.reader || !self.words.spells(first, "rows पंक्तियाँ पंक्तियां panktiyan")
        {
            return table;
        }
        self.pass_to(first + 1, Role::Filler);
        let compares = |meaning| matches!(meaning, Meaning::Compare(_));
        while !self.ended() && !self.lattice.any(self.at, compares) {
            let start = self.at;
            // "rows a b and c d plus …": a row as long as the first, and a sign behind it.
            let sign = |at| {
                self.lattice
                    .any(at, |meaning| matches!(meaning, Meaning::Sign(_) | Meaning::Join(_)))
            };
            let full = table.first().map_or(0, Vec::len);
            let ends = |at: &usize| {
                full > 0 && *at == start + full && sign(*at)
                    || self.words.spells(*at, TALK)
                    || self.words.spells(*at + 1, "matrix")
                    || self.lattice.any(*at, compares)
                    || self.words.words[*at].pause >= Pause::Short
                    || self.lattice.begins(*at, Meaning::Filler)
            };
            let end = (start + 1..self.limit).find(ends).unwrap_or(self.limit);
            let number = |at| self.lattice.any(at, |meaning| matches!(meaning, Meaning::Number(_)));
            // Letters beside each other are a cell each.
            let plain = (start..end).all(number);
            let count = if plain { 0 } else { (start..end).filter(|at| !sign(*at)).count() };
            let row = self.cells(end, count, false);
            table.push(row);
            self.at = end;
            let and = end < self.limit && self.words.spells(end, TALK);
            let more = and || end < self.limit && self.words.words[end].pause >= Pause::Short;
            if !more || self.words.spells(end + 1, "matrix") {
                break;
            }
            self.at += usize::from(and);
        }
        table
    }

    /// Rows and columns up to the limit.
    fn rows(&mut self, rows: usize, columns: usize, closed: bool) -> Node {
        if rows * columns == 1 && !closed && self.find(|m| m == Meaning::Row).is_none() {
            let end = (self.at..self.limit)
                .find(|at| {
                    self.lattice.first(*at).is_some_and(|meaning| {
                        // "; comma; vector o is equal to": the next item of the sentence.
                        let next_item =
                            meaning == Meaning::Comma && self.words.words[*at].pause == Pause::Long;
                        (matches!(meaning, Meaning::Compare(_)) || next_item) && *at > self.at
                    })
                })
                .unwrap_or(self.limit);
            // A column of one cell is a vector written in a line: "64" is 6 and 4.
            let cell = match self.until(end) {
                Node::Number(digits)
                    if digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()) =>
                {
                    let (first, second) = digits.split_at(1);
                    Node::List(vec![Node::number(first), Node::number(second)])
                }
                cell => digits_apart(cell),
            };
            let cell = listed(cell);
            return Node::Matrix(Bracket::Round, vec![vec![cell]], Bracket::Round);
        }
        let mut table: Vec<Vec<Node>> = Vec::new();
        let mut fresh = false;
        if !closed {
            table = self.rows_in_turn();
        }
        let in_turn = !table.is_empty();
        while !in_turn && !self.ended() {
            let before = self.at;
            let said: usize = table.iter().map(Vec::len).sum();
            let labelled = self.ordinal_then(Meaning::Row).is_some()
                || self.then_number(Meaning::Row).is_some()
                || self.ordinal_then(Meaning::Column).is_some()
                || self.then_number(Meaning::Column).is_some();
            if !closed && rows > 0 && said >= rows * columns && !labelled {
                break;
            }
            if let Some((end, row)) =
                self.ordinal_then(Meaning::Row).or_else(|| self.then_number(Meaning::Row))
            {
                let _ = row;
                self.at = end;
                table.push(Vec::new());
                fresh = true;
                continue;
            }
            if let Some((end, _)) =
                self.ordinal_then(Meaning::Column).or_else(|| self.then_number(Meaning::Column))
            {
                self.at = end;
                if fresh {
                    fresh = false;
                }
                let said: usize = table.iter().map(Vec::len).sum();
                let last = !closed && rows > 0 && said + 1 == rows * columns;
                let cell_end = if last { self.last_cell_end() } else { self.cell_end() };
                let cell =
                    if cell_end > self.at { listed(self.until(cell_end)) } else { nothing() };
                if table.is_empty() {
                    table.push(Vec::new());
                }
                table.last_mut().expect("just made").push(cell);
                continue;
            }
            if self.accept(Meaning::Choose) {
                table.push(Vec::new());
                continue;
            }
            let last_row = !closed && rows > 0 && table.len() == rows;
            let cell_end = if last_row { self.last_cells_end() } else { self.cell_end() };
            // "with first row 1 2 and second row 3 4", "whose first row is 1 2".
            let talk = |at: usize| !self.lattice.reader && self.words.says(at, TALK);
            let mut start = self.at;
            let mut cell_end = cell_end;
            while start < cell_end && talk(start) {
                start += 1;
            }
            while cell_end > start && talk(cell_end - 1) {
                cell_end -= 1;
            }
            if cell_end > start {
                self.pass_to(start, Role::Filler);
                let labelled = fresh;
                let cells =
                    self.cells(cell_end, if labelled { columns } else { rows * columns }, closed);
                for cell in cells {
                    let full = table
                        .last()
                        .is_some_and(|row| !labelled && row.len() >= columns.max(1) && rows > 0);
                    if table.is_empty() || full {
                        table.push(Vec::new());
                    }
                    fresh = false;
                    table.last_mut().expect("just made").push(cell);
                }
            }
            let said: usize = table.iter().map(Vec::len).sum();
            if !closed && rows > 0 && said >= rows * columns {
                break;
            }
            if self.at == before {
                self.at += 1;
            }
        }
        let width = table.iter().map(Vec::len).max().unwrap_or(1).max(1);
        for row in &mut table {
            while row.len() < width {
                row.push(nothing());
            }
        }
        if table.is_empty() {
            return nothing();
        }
        Node::Matrix(Bracket::Round, table, Bracket::Round)
    }

    /// The cells up to `end`, when so many are expected and nothing said parts them: "1 3 4".
    fn cells(&mut self, end: usize, expected: usize, closed: bool) -> Vec<Node> {
        let start = self.at;
        let commas = (start..end).any(|at| {
            self.lattice.any(at, |meaning| matches!(meaning, Meaning::Comma | Meaning::Sign(_)))
        });
        // "first row 1 2 second row 3 4": nobody said how many.
        let numbers = expected == 0
            && (start..end)
                .all(|at| self.lattice.any(at, |meaning| matches!(meaning, Meaning::Number(_))));
        if numbers {
            let cells: Vec<Node> = self.within_cells(end);
            if !cells.is_empty() {
                return cells;
            }
        }
        if expected > 1 && (!commas || !closed) {
            let limit = std::mem::replace(&mut self.limit, end);
            let mut pieces = Vec::new();
            let cells = std::mem::replace(&mut self.cells, true);
            while !self.ended() && (closed || pieces.len() < expected) {
                let before = self.at;
                pieces.extend(self.deeper(Self::factor));
                if self.at == before {
                    break;
                }
            }
            let done = self.ended() || !closed;
            self.cells = cells;
            self.limit = limit;
            // A number and the letter after it are one cell when there are too many.
            let mut at = 0;
            while pieces.len() > expected && at + 1 < pieces.len() {
                if matches!(
                    (&pieces[at], &pieces[at + 1]),
                    (Node::Number(_), Node::Symbol(_) | Node::Power(..))
                ) {
                    let letter = pieces.remove(at + 1);
                    let number = std::mem::replace(&mut pieces[at], nothing());
                    pieces[at] = crate::grammar::calculus::beside_body(number, letter);
                }
                at += 1;
            }
            if done && pieces.len() == expected {
                return pieces;
            }
            self.at = start;
        }
        vec![listed(self.until(end))]
    }

    fn within_cells(&mut self, end: usize) -> Vec<Node> {
        let mut cells = Vec::new();
        while self.at < end
            && let Some(arc) = self.find(|meaning| matches!(meaning, Meaning::Number(_)))
            && arc.end as usize <= end
        {
            cells.extend(self.deeper(Self::atom));
        }
        cells
    }

    /// Where the cell that begins here ends: at the next row or column word, "choose", or a long pause.
    fn cell_end(&self) -> usize {
        let mut at = self.at;
        // "column 2 n choose r": where cells have names, nothing else divides them.
        let labelled = at.checked_sub(2).is_some_and(|at| self.lattice.begins(at, Meaning::Column));
        while at < self.limit {
            if at > self.at && self.words.words[at].pause == Pause::Long && !self.label_ahead(at) {
                return at;
            }
            // What is opened and closed in a cell, a determinant too, has rows of its own.
            if let Some(mate) = self.lattice.mate(at)
                && self.lattice.first(at).is_some_and(|meaning| {
                    matches!(meaning, Meaning::Open(_) | Meaning::Determinant)
                })
            {
                at = mate.max(at + 1);
                continue;
            }
            let Some(arc) = self.lattice.at(at).first() else { return at };
            let after = |end: usize| {
                self.lattice
                    .first(end)
                    .is_some_and(|meaning| matches!(meaning, Meaning::Row | Meaning::Column))
            };
            let ordinal =
                self.lattice.at(at).iter().any(|arc| {
                    matches!(arc.meaning, Meaning::Ordinal(_)) && after(arc.end as usize)
                });
            let hindi = matches!(arc.meaning, Meaning::Row | Meaning::Column)
                || arc.meaning == Meaning::Choose && !labelled;
            if (ordinal || hindi) && at >= self.at {
                return at;
            }
            at = (arc.end as usize).max(at + 1);
        }
        self.limit
    }

    /// Where the last cell ends of a matrix that nobody closes: before a relation, or "times" and what it multiplies.
    fn last_cell_end(&self) -> usize {
        self.end_before(|meaning| {
            matches!(meaning, Meaning::Compare(_) | Meaning::Join(ganita_notation::Join::Times))
        })
    }

    /// Where the last row ends whose cells nobody names: before a relation.
    fn last_cells_end(&self) -> usize {
        self.end_before(|meaning| matches!(meaning, Meaning::Compare(_)))
    }

    fn end_before(&self, ends: impl Fn(Meaning) -> bool) -> usize {
        let end = self.cell_end();
        let mut at = self.at;
        while at < end {
            let Some(arc) = self.lattice.at(at).first() else { break };
            let vector = is_right(self.words, at);
            if at > self.at && !vector && ends(arc.meaning) {
                return at;
            }
            let opens = matches!(arc.meaning, Meaning::Open(_));
            let mate = self.lattice.mate(at).filter(|_| opens);
            at = mate.unwrap_or(arc.end as usize).max(at + 1);
        }
        end
    }

    /// "column 1; a; minus b; column 2": pauses inside a cell that a label will end.
    fn label_ahead(&self, at: usize) -> bool {
        let labelled = self.at > 1 && self.lattice.begins(self.at - 2, Meaning::Column);
        labelled
            && self
                .lattice
                .first(at)
                .is_some_and(|meaning| !matches!(meaning, Meaning::Row | Meaning::Column))
            && (at..self.limit.min(at + 40)).any(|at| self.lattice.begins(at, Meaning::Column))
    }

    /// "1st Row".
    fn ordinal_then(&self, what: Meaning) -> Option<(usize, u16)> {
        self.arcs().find_map(|arc| match arc.meaning {
            Meaning::Ordinal(value) => {
                let next =
                    self.lattice.at(arc.end as usize).iter().find(|next| next.meaning == what)?;
                Some((next.end as usize, value))
            }
            _ => None,
        })
    }

    /// "row 1", "Row 1:".
    fn then_number(&self, what: Meaning) -> Option<(usize, u16)> {
        let arc = self.find(|meaning| meaning == what)?;
        let at = arc.end as usize;
        let number =
            self.lattice.at(at).iter().find(|arc| matches!(arc.meaning, Meaning::Number(_)));
        let mut end = number.map_or(at, |arc| arc.end as usize);
        // "Row 1: column 1:": the colon belongs to the label.
        while end < self.limit && self.words.says(end, ":") {
            end += 1;
        }
        Some((end, 0))
    }

    /// Where a case's condition begins: at the last pause before its first relation. Also whether "comma" was said.
    fn condition_between(&self, end: usize) -> Option<(usize, bool)> {
        let relation = (self.at..end).find(|at| {
            self.lattice.first(*at).is_some_and(|meaning| matches!(meaning, Meaning::Compare(_)))
        })?;
        let begin = (self.at + 1..relation)
            .rev()
            .find(|at| {
                self.words.words[*at].pause != Pause::None
                    || self.lattice.begins(*at, Meaning::Comma)
            })
            .or_else(|| self.last_operand(relation))?;
        let comma = self.lattice.begins(begin, Meaning::Comma);
        let before = self.lattice.begins(begin - 1, Meaning::Comma);
        match (comma, before) {
            (_, true) if begin - 1 > self.at => Some((begin - 1, true)),
            _ => Some((begin, comma)),
        }
    }

    /// Where a case's value ends and its condition begins that is said with "if".
    fn condition_said(&self, end: usize) -> Option<(usize, usize)> {
        let mut at = self.at;
        while at < end {
            if self.words.says(at, "if यदि अगर") && at > self.at {
                return Some((at, at + 1));
            }
            let mate = self.lattice.mate(at).filter(|mate| *mate < end);
            at = mate.unwrap_or(at).max(at + 1);
        }
        None
    }

    /// Where the last letter before `end` begins: "a plus b x, x is less than 1" without its comma.
    fn last_operand(&self, end: usize) -> Option<usize> {
        (self.at + 1..end).rev().find(|at| {
            self.lattice.at(*at).first().is_some_and(|arc| {
                arc.end as usize == end && matches!(arc.meaning, Meaning::Symbol(_))
            })
        })
    }

    /// "3 cases; case 1; …".
    pub(crate) fn counted_cases(&mut self, number: Arc) -> Option<Node> {
        let next = self
            .lattice
            .at(number.end as usize)
            .iter()
            .find(|arc| matches!(arc.meaning, Meaning::Cases | Meaning::Case))?;
        if next.end as usize > self.limit {
            return None;
        }
        self.at = next.end as usize;
        self.cases()
    }

    /// "3 cases; case 1; x minus 2, x is less than 0; case 2 …".
    pub(crate) fn cases(&mut self) -> Option<Node> {
        let mut rows = Vec::new();
        while let Some(case) = self.find(|meaning| meaning == Meaning::Case) {
            self.take(case, Role::Operator);
            if let Some(number) = self.find(|meaning| matches!(meaning, Meaning::Number(_))) {
                self.take(number, Role::Filler);
            }
            while !self.ended() && self.words.says(self.at, ":") {
                self.at += 1;
            }
            let mut end = self.at;
            while end < self.limit && !self.lattice.may_be(end, Meaning::Case) {
                end += 1;
            }
            if let Some((split, condition)) = self.condition_said(end) {
                let value = self.until(split);
                self.at = condition;
                rows.push((value, Some(self.until(end))));
                continue;
            }
            if let Some((split, comma)) = self.condition_between(end) {
                let value = self.until(split);
                let value = if comma { Node::List(vec![value, nothing()]) } else { value };
                self.accept(Meaning::Comma);
                rows.push((value, Some(self.until(end))));
                continue;
            }
            let row = self.until(end);
            rows.push(match row {
                Node::List(mut items) if items.len() == 2 => {
                    let condition = items.pop();
                    (items.pop().or_nothing(), condition)
                }
                other => (other, None),
            });
        }
        (!rows.is_empty()).then_some(Node::Cases(rows))
    }
}

/// A cell that holds a list holds it without brackets.
fn listed(cell: Node) -> Node {
    match cell {
        list @ Node::List(_) => Node::Group(Bracket::None, Box::new(list), Bracket::None),
        other => other,
    }
}

fn unlisted(cell: Node) -> Node {
    match cell {
        Node::Group(Bracket::None, list, Bracket::None) => *list,
        other => other,
    }
}

/// Where the number lies that ends just before `at`, past "column" words.
fn number_before(parser: &Parser<'_>, at: usize) -> usize {
    let mut best = at;
    for start in (at.saturating_sub(5)..at).rev() {
        if parser.lattice.any(start, |meaning| matches!(meaning, Meaning::Number(_))) {
            best = start;
            break;
        }
    }
    best
}

fn matrix_of(rows: Vec<Vec<Node>>, determinant: bool) -> Node {
    let bracket = if determinant { Bracket::Bar } else { Bracket::Round };
    Node::Matrix(bracket, rows, bracket)
}
