//! Fractions and derivatives, integrals, limits, big operators, environments.

use super::cursor::{Parser, Read};
use super::lexer::Kind;
use super::trouble::Trouble;
use super::vocabulary::{BIG_OPERATORS, INTEGRALS, has, one_of};
use crate::brackets::{Place, dropped};
use crate::tree::{BigOperator, Bracket, Join, Node, Side, Sign};

/// A bound that may be missing.
type Bound = Option<Box<Node>>;

impl Parser<'_> {
    /// After `\frac`.
    pub(super) fn fraction(&mut self) -> Read<Node> {
        if let Some(derivative) = self.derivative()? {
            return Ok(derivative);
        }
        let numerator = self.argument(false)?;
        let denominator = self.argument(false)?;
        Ok(Node::fraction(numerator, denominator))
    }

    /// At `\frac`: whether a differential operator follows. Only its letters are looked at: reading the whole here and again
    /// behind would double the work at every level.
    pub(super) fn derivative_here(&mut self) -> bool {
        let start = self.i;
        self.i += 1;
        let found = self.differential_operator();
        self.i = start;
        found
    }

    fn d(&mut self) -> Option<bool> {
        if self.take_char('d') {
            return Some(false);
        }
        if self.take_command("partial") {
            return Some(true);
        }
        if self.is_command("mathrm")
            && self.peek_at(1) == Some(&Kind::Char('{'))
            && self.peek_at(2) == Some(&Kind::Char('d'))
            && self.peek_at(3) == Some(&Kind::Char('}'))
        {
            self.i += 4;
            return Some(false);
        }
        None
    }

    fn order(&mut self) -> Option<u8> {
        if !self.take_char('^') {
            return Some(1);
        }
        let braced = self.take_char('{');
        let Some(Kind::Number(digits)) = self.peek().cloned() else { return None };
        self.i += 1;
        if braced && !self.take_char('}') {
            return None;
        }
        digits.parse().ok().filter(|order| *order > 0)
    }

    /// Whether `{d^n …}{dx dy …}` stands here, whatever is above beside the `d`. Goes past it, or anywhere.
    fn differential_operator(&mut self) -> bool {
        if !self.take_char('{') {
            return false;
        }
        let Some(partial) = self.d() else { return false };
        let Some(order) = self.order() else { return false };
        let mut depth = 0;
        loop {
            match self.peek() {
                None => return false,
                Some(Kind::Char('{')) => depth += 1,
                Some(Kind::Char('}')) if depth == 0 => break,
                Some(Kind::Char('}')) => depth -= 1,
                Some(_) => {}
            }
            self.i += 1;
        }
        self.i += 1;
        self.take_char('{') && self.variables(partial, order).is_some()
    }

    /// `dx^2 dy}`: what is differentiated by, as often as above.
    fn variables(&mut self, partial: bool, order: u8) -> Option<Vec<Node>> {
        let mut variables = Vec::new();
        let mut below = 0u8;
        while !self.is_char('}') {
            if self.d() != Some(partial) {
                return None;
            }
            variables.push(self.letter().ok()?);
            below = below.saturating_add(self.order()?);
        }
        self.i += 1;
        (below == order && !variables.is_empty()).then_some(variables)
    }

    /// The derivative at `{d`, or nothing where it is a fraction like others.
    fn derivative(&mut self) -> Read<Option<Node>> {
        let start = self.i;
        if self.plain_fractions.binary_search(&start).is_ok() {
            return Ok(None);
        }
        let fits = self.differential_operator();
        self.i = start;
        let found = if fits { self.derivative_or_none()? } else { None };
        if found.is_none() {
            self.i = start;
            if let Err(place) = self.plain_fractions.binary_search(&start) {
                self.plain_fractions.insert(place, start);
            }
        }
        Ok(found)
    }

    fn derivative_or_none(&mut self) -> Read<Option<Node>> {
        if !self.take_char('{') {
            return Ok(None);
        }
        let Some(partial) = self.d() else { return Ok(None) };
        let Some(order) = self.order() else { return Ok(None) };
        let inside_of = if self.is_char('}') { None } else { Some(self.factor()?) };
        if !self.take_char('}') || !self.take_char('{') {
            return Ok(None);
        }
        let Some(variables) = self.variables(partial, order) else { return Ok(None) };
        let inside = inside_of.is_some();
        let of = match inside_of {
            Some(of) => Some(Box::new(dropped(of, Place::Base))),
            None if !self.starts_factor() => None,
            None => {
                let bracket =
                    self.is_char('(') || self.is_char('[') || self.peek() == Some(&Kind::Left);
                let of = if bracket { self.factor()? } else { self.product()? };
                Some(Box::new(match of {
                    Node::Group(Bracket::Round, inner, Bracket::Round) => *inner,
                    other => other,
                }))
            }
        };
        Ok(Some(Node::Derivative { partial, order, variables, of, inside }))
    }

    fn bounds(&mut self) -> Read<(Bound, Bound)> {
        let (mut lower, mut upper) = (None, None);
        loop {
            if self.take_char('_') {
                lower = Some(Box::new(self.bound()?));
            } else if self.take_char('^') {
                upper = Some(Box::new(self.argument(false)?));
            } else {
                return Ok((lower, upper));
            }
        }
    }

    /// A lower bound may be a whole statement: `i = 1`, `x \in A`.
    fn bound(&mut self) -> Read<Node> {
        if self.is_char('{') {
            self.i += 1;
            let inner = self.inside(Self::relation)?;
            self.expect_char('}')?;
            return Ok(inner);
        }
        self.argument(false)
    }

    pub(super) fn integral(&mut self, name: &str) -> Read<Node> {
        self.i += 1;
        let (closed, open) = match name.strip_prefix('o') {
            Some(open) => (true, open),
            None => (false, name),
        };
        // As many signs as letters i: iint.
        let fold = open.len() - 2;
        let (lower, upper) = self.bounds()?;
        let mut variables = Vec::new();
        let place = self.differential_place();
        let around = std::mem::replace(&mut self.in_body, place.is_some());
        let body = match place {
            Some(place) => {
                let body = if place == self.i {
                    self.in_body = around;
                    Node::number("1")
                } else {
                    let outer = std::mem::replace(&mut self.end, place);
                    let body = self.inside(Self::sum);
                    let rest = self.peek().is_some();
                    // A token cut in two has moved what follows.
                    self.end = outer + (self.end - place);
                    self.in_body = around;
                    let body = body?;
                    if rest {
                        return self.fail(Trouble::Integrand);
                    }
                    body
                };
                while variables.len() < fold && self.differential_starts(self.i) {
                    self.d();
                    variables.push(self.letter()?);
                }
                body
            }
            None => {
                let body = self.product();
                self.in_body = around;
                let body = body?;
                match taken_out(&body) {
                    Some((body, variable)) => {
                        variables.push(variable);
                        body
                    }
                    None => body,
                }
            }
        };
        let body = Box::new(match body {
            Node::Group(Bracket::Round, inner, Bracket::Round) => *inner,
            other => other,
        });
        Ok(Node::Integral { fold: fold as u8, closed, lower, upper, body, variables })
    }

    fn differential_starts(&self, index: usize) -> bool {
        let kind =
            |index: usize| if index < self.end { Some(&self.tokens[index].kind) } else { None };
        match kind(index) {
            Some(Kind::Char('d')) => match kind(index + 1) {
                Some(Kind::Char(c)) => c.is_alphabetic(),
                Some(Kind::Command(name)) => {
                    name.len() > 1
                        && name.chars().all(char::is_alphabetic)
                        && name != "frac"
                        && name != "cdot"
                }
                _ => false,
            },
            Some(Kind::Command(name)) if name == "mathrm" => {
                kind(index + 1) == Some(&Kind::Char('{'))
                    && kind(index + 2) == Some(&Kind::Char('d'))
                    && kind(index + 3) == Some(&Kind::Char('}'))
            }
            _ => false,
        }
    }

    /// Where, outside all brackets, the `dx` of this integral stands.
    fn differential_place(&self) -> Option<usize> {
        let (mut depth, mut inner, mut k) = (0i32, 0, self.i);
        while k < self.end {
            match &self.tokens[k].kind {
                Kind::Char('{' | '(' | '[') => depth += 1,
                Kind::Command(name) if matches!(&**name, "{" | "begin") => depth += 1,
                Kind::Char('}' | ')' | ']') => depth -= 1,
                Kind::Command(name) if matches!(&**name, "}" | "end") => depth -= 1,
                // An integral inside brackets keeps its differentials inside them too.
                Kind::Command(name) if depth == 0 && has(INTEGRALS, name) => {
                    inner += name.trim_start_matches('o').len() - 2;
                }
                Kind::Char('=' | ',') if depth == 0 => return None,
                // F · dr is a product like others.
                Kind::Command(name)
                    if depth == 0
                        && matches!(name.as_str(), "cdot" | "times")
                        && self.differential_starts(k + 1) =>
                {
                    return None;
                }
                _ if depth == 0 && self.differential_starts(k) => {
                    if inner == 0 {
                        return Some(k);
                    }
                    inner -= 1;
                }
                _ => {}
            }
            if depth < 0 {
                return None;
            }
            k += 1;
        }
        None
    }

    pub(super) fn limit(&mut self) -> Read<Node> {
        if !self.take_char('_') {
            return self.fail(Trouble::LimitWhere);
        }
        self.expect_char('{')?;
        // Several may move at once: (x, y) → (0, 0).
        let (variable, target, side) = if self.take_command("substack") {
            // Line by line, which is the same.
            let (mut variables, mut targets) = (Vec::new(), Vec::new());
            self.expect_char('{')?;
            loop {
                variables.push(self.letter()?);
                self.arrow()?;
                targets.push(self.inside(Self::sum)?);
                if !self.take_command("\\") {
                    break;
                }
            }
            self.expect_char('}')?;
            let pair = |all| Node::Group(Bracket::Round, Box::new(Node::List(all)), Bracket::Round);
            (pair(variables), pair(targets), Side::Both)
        } else {
            let variable = if self.opens() { self.deeper(Self::atom)? } else { self.letter()? };
            self.arrow()?;
            let (target, side) = self.target()?;
            (variable, target, side)
        };
        self.expect_char('}')?;
        let body = self.limit_body()?;
        Ok(Node::Limit {
            variable: Box::new(variable),
            target: Box::new(target),
            side,
            body: Box::new(body),
        })
    }

    fn arrow(&mut self) -> Read<()> {
        if self.take_command("to") { Ok(()) } else { self.fail(Trouble::LimitWhere) }
    }

    fn target(&mut self) -> Read<(Node, Side)> {
        // The sign that says the side stands last: 0^{+}, 0^+, 0+.
        let mut close = self.i;
        let mut depth = 0;
        while close < self.end {
            match self.tokens[close].kind {
                Kind::Char('{') => depth += 1,
                Kind::Char('}') if depth == 0 => break,
                Kind::Char('}') => depth -= 1,
                _ => {}
            }
            close += 1;
        }
        let kind = |index: usize| &self.tokens[index].kind;
        let mut stop = close;
        if stop > self.i && *kind(stop - 1) == Kind::Char('}') {
            stop -= 1;
        }
        let side = match stop.checked_sub(1).filter(|last| *last > self.i).map(kind) {
            Some(Kind::Char('+')) => Side::Right,
            Some(Kind::Char('-')) => Side::Left,
            _ => Side::Both,
        };
        let outer = self.end;
        if side != Side::Both {
            let mut last = stop - 1;
            if *kind(last - 1) == Kind::Char('{') {
                last -= 1;
            }
            if *kind(last - 1) == Kind::Char('^') {
                last -= 1;
            }
            self.end = last;
        }
        let target = self.inside(Self::sum);
        self.end = outer;
        let target = target?;
        let marked = |mark: &Node| [Node::symbol("+"), Node::symbol("-")].contains(mark);
        if matches!(&target, Node::Power(_, mark) if marked(mark)) {
            // One sign says from which side, two say nothing.
            return self.fail(Trouble::TwoSigns);
        }
        if side != Side::Both {
            self.i = close;
        }
        Ok((if side == Side::Both { target } else { dropped(target, Place::Base) }, side))
    }

    /// The whole sum that follows, up to a term that is a limit itself.
    fn limit_body(&mut self) -> Read<Node> {
        if !self.starts_factor() && !self.is_char('-') && !self.is_char('+') {
            return Ok(Node::Missing);
        }
        let mut stop = self.i;
        let mut depth = 0i32;
        while stop < self.end {
            match &self.tokens[stop].kind {
                Kind::Char('{' | '(' | '[') => depth += 1,
                Kind::Char('}' | ')' | ']') => depth -= 1,
                Kind::Char('+' | '-') if depth == 0 => {
                    if matches!(self.tokens.get(stop + 1).map(|token| &token.kind), Some(Kind::Command(name)) if name == "lim")
                    {
                        break;
                    }
                }
                _ => {}
            }
            if depth < 0 {
                break;
            }
            stop += 1;
        }
        let outer = std::mem::replace(&mut self.end, stop);
        let body = self.inside(Self::sum);
        self.end = outer;
        Ok(match body? {
            Node::Group(Bracket::Round, inner, Bracket::Round) => *inner,
            other => other,
        })
    }

    pub(super) fn big(&mut self, name: &str) -> Read<Node> {
        let operator = match name {
            "sum" => BigOperator::Sum,
            "prod" => BigOperator::Product,
            "bigcup" => BigOperator::Union,
            "bigcap" => BigOperator::Intersection,
            other => BigOperator::Named(one_of(BIG_OPERATORS, other).unwrap_or_default()),
        };
        let (lower, upper) = self.bounds()?;
        let body = if self.starts_factor() {
            dropped(self.product()?, Place::Body)
        } else {
            Node::Missing
        };
        Ok(Node::Big { operator, lower, upper, body: Box::new(body) })
    }

    fn name_in_braces(&mut self) -> Read<String> {
        self.expect_char('{')?;
        let mut name = String::new();
        while let Some(Kind::Char(c)) = self.peek() {
            if *c == '}' {
                break;
            }
            name.push(*c);
            self.i += 1;
        }
        self.expect_char('}')?;
        Ok(name.trim_end_matches('*').to_owned())
    }

    /// Whether a mark stands before or behind a sign of relation in this environment: `2x &=& 7`.
    fn marks_relations(&self) -> bool {
        let (mut depth, mut k) = (0usize, self.i);
        while k + 1 < self.end {
            match &self.tokens[k].kind {
                Kind::Command(name) if name == "begin" => depth += 1,
                Kind::Command(name) if name == "end" && depth == 0 => return false,
                Kind::Command(name) if name == "end" => depth -= 1,
                Kind::Char('&')
                    if depth == 0
                        && matches!(self.tokens[k + 1].kind, Kind::Char('=' | '<' | '>')) =>
                {
                    return true;
                }
                _ => {}
            }
            k += 1;
        }
        false
    }

    /// `a &= b`: the marks say only how the lines stand, up to the end of this environment.
    fn without_alignment(&mut self) {
        let (mut depth, mut k) = (0usize, self.i);
        while k < self.end {
            match &self.tokens[k].kind {
                Kind::Command(name) if name == "begin" => depth += 1,
                Kind::Command(name) if name == "end" && depth == 0 => break,
                Kind::Command(name) if name == "end" => depth -= 1,
                Kind::Char('&') if depth == 0 => {
                    self.tokens.remove(k);
                    self.end -= 1;
                    continue;
                }
                _ => {}
            }
            k += 1;
        }
    }

    pub(super) fn environment(&mut self) -> Read<Node> {
        let name = self.name_in_braces()?;
        if matches!(name.as_str(), "array" | "subarray") && self.is_char('{') {
            while !self.is_char('}') && self.peek().is_some() {
                self.i += 1;
            }
            self.expect_char('}')?;
        }
        let name = name.trim_end_matches('*').to_owned();
        let in_lines = matches!(
            name.as_str(),
            "aligned"
                | "align"
                | "gathered"
                | "gather"
                | "split"
                | "equation"
                | "alignedat"
                | "alignat"
        );
        if in_lines || self.marks_relations() {
            self.without_alignment();
        }
        let mut rows: Vec<Vec<Node>> = vec![Vec::new()];
        loop {
            if self.take_command("end") {
                break;
            }
            if self.peek().is_none() {
                return self.fail(Trouble::OpenEnvironment(name));
            }
            if self.take_command("\\") {
                rows.push(Vec::new());
                continue;
            }
            if self.take_char('&') {
                continue;
            }
            let cell = self.inside(Self::list)?;
            rows.last_mut().expect("starts with one row").push(cell);
        }
        if self.name_in_braces()?.trim_end_matches('*') != name {
            return self.fail(Trouble::OtherEnd(name));
        }
        if rows.last().is_some_and(Vec::is_empty) {
            rows.pop();
        }
        let brackets = match name.as_str() {
            "cases" | "dcases" => {
                let mut cases = Vec::new();
                for row in rows {
                    let mut cells = row.into_iter();
                    if let Some(value) = cells.next() {
                        cases.push((value, cells.next()));
                    }
                }
                return Ok(Node::Cases(cases));
            }
            _ if in_lines => {
                let lines: Vec<Node> = rows.into_iter().flatten().collect();
                return Ok(Node::Lines(lines));
            }
            "pmatrix" => Bracket::Round,
            "bmatrix" => Bracket::Square,
            "Bmatrix" => Bracket::Curly,
            "vmatrix" => Bracket::Bar,
            "matrix" | "array" | "smallmatrix" | "subarray" | "Vmatrix" | "rcases" | "drcases" => {
                Bracket::None
            }
            _ => return self.fail(Trouble::UnknownEnvironment(name)),
        };
        let width = rows.first().map_or(0, Vec::len);
        if width == 0 || rows.iter().any(|row| row.len() != width) {
            return self.fail(Trouble::RaggedMatrix);
        }
        let close = if name.ends_with("rcases") { Bracket::Curly } else { brackets };
        let matrix = Node::Matrix(brackets, rows, close);
        Ok(if name == "Vmatrix" { Node::Norm(Box::new(matrix)) } else { matrix })
    }
}

/// `\frac{dx}{f}` and `\frac{x\,dx}{f}`: the body without its differential, and the variable.
fn taken_out(body: &Node) -> Option<(Node, Node)> {
    match body {
        Node::Differential(variable) => Some((Node::number("1"), (**variable).clone())),
        Node::Fraction(numerator, denominator) => {
            let (numerator, variable) = taken_out(numerator)?;
            Some((Node::fraction(numerator, (**denominator).clone()), variable))
        }
        Node::Group(Bracket::Round, inner, Bracket::Round) => taken_out(inner),
        Node::Product(factors) => {
            // d · x, as in `d x` with a space.
            for (k, (_, factor)) in factors.iter().enumerate() {
                let found = match (factor, factors.get(k + 1)) {
                    (Node::Symbol(d), Some((Join::Beside, variable @ Node::Symbol(_)))) if d == "d" => {
                        Some((None, variable.clone(), 2))
                    }
                    _ => taken_out(factor).map(|(rest, variable)| (Some(rest), variable, 1)),
                };
                let Some((rest, variable, width)) = found else { continue };
                let mut left: Vec<(Join, Node)> = factors[..k].to_vec();
                if let Some(rest) = rest
                    && rest != Node::number("1")
                {
                    left.push((factors[k].0, rest));
                }
                left.extend_from_slice(&factors[k + width..]);
                return Some((one_product(left), variable));
            }
            None
        }
        Node::Sum(terms) if terms.len() == 1 => {
            let (inner, variable) = taken_out(&terms[0].1)?;
            Some((Node::Sum(vec![(terms[0].0, inner)]), variable))
        }
        _ => None,
    }
    .filter(|(body, _)| !matches!(body, Node::Sum(terms) if terms.len() == 1 && terms[0].0 == Sign::Plus))
}

fn one_product(mut factors: Vec<(Join, Node)>) -> Node {
    match factors.len() {
        0 => Node::number("1"),
        1 => factors.remove(0).1,
        _ => {
            factors[0].0 = Join::Beside;
            Node::Product(factors)
        }
    }
}
