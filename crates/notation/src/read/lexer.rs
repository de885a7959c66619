//! LaTeX → tokens, each with the byte where it begins. Spacing and sizing commands vanish here.

use super::stack::stacked;
use super::vocabulary::{RELATIONS, has, place};

/// One piece of LaTeX.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// `\frac`, by name; `\\` is `\`, `\{` is `{`.
    Command(String),
    /// Digits with at most one decimal point.
    Number(String),
    /// A letter or a sign.
    Char(char),
    /// `\text{…}` and `\operatorname{…}`: command and words.
    Words(String, String),
    /// `\left` or `\right`: the delimiter follows as its own token.
    Left,
    Right,
}

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: usize,
    /// White space or a spacing command stood before it.
    pub(super) spaced: bool,
}

/// Commands that only decorate what stands in their braces: it is read as it is.
const DECORATIONS: &str = "boxed fbox cancel bcancel xcancel smash mathrel mathbin mathord mathopen mathclose mathpunct mathinner \
    mathnormal underbrace overbrace pmb color textcolor colorbox red blue green orange pink purple gray";

/// Sizes, spaces and marks for the printer.
const INVISIBLE: &str = "enspace enskip space nobreakspace nobreak negthinspace thickspace scriptstyle mathstrut displaylimits \
    bigm Bigm rm bf quad qquad displaystyle textstyle limits nolimits big Big bigg Bigg bigl bigr Bigl Bigr \
    biggl biggr Biggl Biggr middle thinspace medspace allowbreak nonumber noindent hfill strut notag \
    negmedspace negthickspace";

/// What stands before the name of a relation that is struck through and has no name of its own so.
pub(super) const STRUCK: &str = "not\\";

/// Relations that have a name of their own when they are struck through.
const STRIKES: &str = "=ne <nless >ngtr in.notin le.nleq ge.ngeq sim.nsim cong.ncong mid.nmid parallel.nparallel \
    subseteq.nsubseteq supseteq.nsupseteq exists.nexists vdash.nvdash prec.nprec succ.nsucc";

/// Other names of one command, and the one that is kept.
const RENAMED: &str = "dfrac,tfrac,cfrac>frac leq,leqslant,leqq>le geq,geqslant,geqq>ge neq>ne rightarrow,longrightarrow,rarr>to \
    lbrace>{ rbrace>} lvert,rvert,vert>| lVert,rVert,Vert>‖ varnothing,empty>emptyset vee>lor wedge,And>land \
    lnot>neg cosec>csc dots,dotsb,dotsc,dotsm,dotsi,dotso,mathellipsis>ldots varepsilon>epsilon varphi>phi \
    vartheta>theta lbrack>[ rbrack>] dbinom,tbinom>binom degree>circ \
    iff,Longleftrightarrow,hArr,Harr>Leftrightarrow implies,Longrightarrow,rArr,Rarr>Rightarrow \
    ast,sdot,cdotp,centerdot>cdot infin>infty isin>in owns>ni gets,longleftarrow,larr>leftarrow \
    Longleftarrow,lArr,impliedby,Larr>Leftarrow longleftrightarrow,harr>leftrightarrow longmapsto>mapsto \
    thickapprox,approxeq>approx thicksim>sim varpropto>propto sub>subset sube,subseteqq>subseteq \
    supe,supseteqq>supseteq exist>exists plusmn>pm ang>angle bull>bullet lang>langle rang>rangle lparen>( \
    rparen>) varrho>rho varsigma>sigma varpi>pi mod>bmod tg>tan ctg,cotg>cot arctg>arctan sh>sinh ch>cosh \
    th>tanh mathscr>mathcal mathsf,mathtt>mathrm bold>mathbf Bbb>mathbb frak>mathfrak \
    subsetneqq,varsubsetneq>subsetneq supsetneqq,varsupsetneq>supsetneq nleqslant,nleqq>nleq \
    ngeqslant,ngeqq>ngeq nsubseteqq>nsubseteq nsupseteqq>nsupseteq lneqq>lneq gneqq>gneq leadsto>rightsquigarrow \
    colonequals>coloneqq vartriangleleft,lhd>triangleleft vartriangleright,rhd>triangleright \
    vartriangle,bigtriangleup>triangle unlhd>trianglelefteq unrhd>trianglerighteq doteqdot,Doteq>doteq \
    smallsetminus>setminus dag>dagger ddag,Dagger>ddagger hslash>hbar varkappa>kappa varGamma>Gamma \
    varDelta>Delta varTheta>Theta varLambda>Lambda varXi>Xi varPi>Pi varSigma>Sigma varUpsilon>Upsilon \
    varPhi>Phi varPsi>Psi varOmega>Omega alef,alefsym>aleph weierp>wp sphericalangle>measuredangle \
    intop,smallint>int varlimsup>limsup varliminf>liminf notni>not\\ni clubs>clubsuit diamonds>diamondsuit \
    hearts>heartsuit spades>spadesuit image>Im uarr>uparrow darr>downarrow uArr,Uarr>Uparrow dArr,Darr>Downarrow \
    llless>lll gggtr>ggg Alpha>A Beta>B Epsilon>E Zeta>Z Eta>H Iota>I Kappa>K Mu>M Nu>N Omicron>O Rho>P Tau>T \
    Chi>X";

/// Commands that have one name and one meaning here, and are met in nearly every formula: they need no other table.
const COMMON: &str =
    "frac sqrt sin cos tan log ln int lim to cdot times pi theta alpha le ge infty";

#[inline(never)]
fn renamed(name: &str) -> &str {
    let Some(at) = place(RENAMED, name, b" ,>") else { return name };
    // Behind the last of the other names stands the one that is kept; that one itself is found, too.
    let rest = RENAMED[at..].split(' ').next().unwrap_or_default();
    rest.split_once('>').map_or(name, |(_, kept)| kept)
}

fn typed(sign: char) -> Option<Kind> {
    let command = |name: &str| Some(Kind::Command(name.to_owned()));
    match sign {
        '−' | '–' => Some(Kind::Char('-')),
        '×' => command("times"),
        '·' | '⋅' => command("cdot"),
        '÷' => command("div"),
        '≤' => command("le"),
        '≥' => command("ge"),
        '≠' => command("ne"),
        '≈' => command("approx"),
        'π' => command("pi"),
        'θ' => command("theta"),
        'α' => command("alpha"),
        'β' => command("beta"),
        '∞' => command("infty"),
        '→' => command("to"),
        '∪' => command("cup"),
        '∩' => command("cap"),
        '∈' => command("in"),
        '±' => command("pm"),
        '√' => command("sqrt"),
        '∫' => command("int"),
        '∅' => command("emptyset"),
        '°' => command("circ"),
        '₹' => Some(Kind::Words("text".to_owned(), "₹".to_owned())),
        _ => None,
    }
}

/// Where a number that is grouped by bare commas ends, `i` being at the first: groups of two or three digits, three in the
/// last, as in 1,00,000 and 5,000. A list may look the same; it does not when a group begins with 0.
fn grouped(bytes: &[(usize, char)], mut i: usize) -> Option<usize> {
    let (mut last, mut zero) = (0, false);
    while bytes.get(i).is_some_and(|(_, c)| *c == ',') {
        let digits = bytes[i + 1..].iter().take_while(|(_, c)| c.is_ascii_digit()).count();
        if !(2..=3).contains(&digits) || last == 3 {
            return None;
        }
        zero |= bytes[i + 1].1 == '0';
        last = digits;
        i += 1 + digits;
    }
    (last == 3 && zero).then_some(i)
}

/// Splits LaTeX into tokens. Never fails: what is unknown stays a character for the parser to refuse.
pub(super) fn tokens(latex: &str) -> Vec<Token> {
    tokens_from(latex, 0, 0)
}

/// How deep decorations may stand in one another.
pub(super) const MOST_DECORATIONS: usize = 20;

pub(super) fn tokens_from(latex: &str, offset: usize, depth: usize) -> Vec<Token> {
    let bytes: Vec<(usize, char)> = latex.char_indices().collect();
    let mut out: Vec<Token> = Vec::with_capacity(latex.len() / 2);
    let (mut i, mut spaced) = (0, false);
    while i < bytes.len() {
        let (at, c) = bytes[i];
        i += 1;
        let kind = match c {
            '\\' => {
                let start = i;
                while i < bytes.len() && bytes[i].1.is_ascii_alphabetic() {
                    i += 1;
                }
                let mut name: String = bytes[start..i].iter().map(|(_, c)| c).collect();
                if name.is_empty() {
                    let Some(&(_, sign)) = bytes.get(i) else { continue };
                    i += 1;
                    match sign {
                        ',' | ';' | ':' | '!' | ' ' | '>' => {
                            spaced = true;
                            continue;
                        }
                        '|' => Kind::Command("‖".to_owned()),
                        '$' => Kind::Words("text".to_owned(), "$".to_owned()),
                        other => Kind::Command(other.to_string()),
                    }
                } else if has(COMMON, &name) {
                    Kind::Command(name)
                } else {
                    if bytes.get(i).is_some_and(|(_, c)| *c == '*') && name == "operatorname" {
                        i += 1;
                    }
                    if has(INVISIBLE, &name) {
                        spaced = true;
                        continue;
                    }
                    if has(DECORATIONS, &name) && depth < MOST_DECORATIONS {
                        let colour = has("color textcolor colorbox", &name);
                        if colour {
                            i = words(&bytes, i).1;
                        }
                        if name == "color" {
                            continue;
                        }
                        let start = i;
                        let (content, next) = words(&bytes, i);
                        if next == start {
                            continue;
                        }
                        i = next;
                        // The braces of `\underbrace{…}_{…}` hold words about it.
                        if name.ends_with("brace") && matches!(bytes.get(i), Some((_, '_' | '^'))) {
                            i = words(&bytes, i + 1).1;
                        }
                        let from = bytes.get(start).map_or(latex.len(), |(at, _)| *at);
                        let skipped = latex[from..].find('{').map_or(0, |k| k + 1);
                        let inner = tokens_from(&content, offset + from + skipped, depth + 1);
                        // A product in braces stays one: \cancel{a+b}c.
                        let one = inner.len() < 2
                            || name.starts_with("math")
                            || inner.iter().any(|token| token.kind == Kind::Char('='));
                        let brace = |c: char, at: usize| Token {
                            kind: Kind::Char(c),
                            at: offset + at,
                            spaced: false,
                        };
                        if !one {
                            out.push(brace('{', at));
                        }
                        out.extend(inner);
                        if !one {
                            out.push(brace('}', at));
                        }
                        spaced = false;
                        continue;
                    }
                    if name == "not" {
                        let start = bytes.get(i).map_or(latex.len(), |(at, _)| *at);
                        if let Some((struck, length)) = struck(&latex[start..]) {
                            i += length;
                            out.push(Token {
                                kind: Kind::Command(struck),
                                at: offset + at,
                                spaced,
                            });
                            spaced = false;
                            continue;
                        }
                    }
                    if depth < MOST_DECORATIONS
                        && let Some((written, next)) = stacked(&name, &bytes, i)
                    {
                        i = next;
                        let end = bytes.get(i).map_or(latex.len(), |(at, _)| *at);
                        let mut pieces = tokens_from(&written, 0, depth + 1);
                        if written.is_empty() {
                            let kind = Kind::Words("raw".to_owned(), latex[at..end].to_owned());
                            pieces.push(Token { kind, at, spaced });
                        }
                        for token in &mut pieces {
                            token.at = offset + at;
                        }
                        out.extend(pieces);
                        spaced = false;
                        continue;
                    }
                    // \R, \N, \Z: KaTeX's short names of the number sets.
                    let set = match name.as_str() {
                        "R" | "reals" | "Reals" | "real" => Some('R'),
                        "N" | "natnums" => Some('N'),
                        "Z" => Some('Z'),
                        "cnums" | "Complex" => Some('C'),
                        _ => None,
                    };
                    if let Some(letter) = set {
                        for kind in [
                            Kind::Command("mathbb".to_owned()),
                            Kind::Char('{'),
                            Kind::Char(letter),
                            Kind::Char('}'),
                        ] {
                            out.push(Token { kind, at: offset + at, spaced });
                        }
                        spaced = false;
                        continue;
                    }
                    if has("hspace vspace label phantom hphantom vphantom tag", &name) {
                        i = words(&bytes, i).1;
                        continue;
                    }
                    if has("text textrm textit textbf mbox ce operatorname mathop", &name) {
                        let (content, next) = words(&bytes, i);
                        i = next;
                        if name != "operatorname" && name != "mathop" {
                            name = "text".to_owned();
                        } else {
                            name = "operatorname".to_owned();
                        }
                        Kind::Words(name, content)
                    } else if name == "left" {
                        Kind::Left
                    } else if name == "right" {
                        Kind::Right
                    } else {
                        if matches!(name.as_str(), "xrightarrow" | "xleftarrow") {
                            i = words(&bytes, i).1;
                        }
                        match renamed(&name) {
                            "xrightarrow" => Kind::Command("to".to_owned()),
                            "xleftarrow" => Kind::Command("leftarrow".to_owned()),
                            "imath" => Kind::Char('i'),
                            "jmath" => Kind::Char('j'),
                            "(" => Kind::Char('('),
                            ")" => Kind::Char(')'),
                            "|" => Kind::Char('|'),
                            // A Greek capital that looks like a Latin one.
                            other if other.len() == 1 && other != name => {
                                Kind::Char(other.chars().next().unwrap_or_default())
                            }
                            other => Kind::Command(other.to_owned()),
                        }
                    }
                }
            }
            '0'..='9' | '.'
                if c != '.' || bytes.get(i).is_some_and(|(_, c)| c.is_ascii_digit()) =>
            {
                let mut digits = c.to_string();
                let mut point = c == '.';
                // 0.\overline{3}: what recurs follows the point.
                let recurs = |from: usize| {
                    let rest = bytes.get(from).map_or("", |(at, _)| &latex[*at..]);
                    [r"\overline", r"\bar", r"\dot"].iter().any(|mark| rest.starts_with(mark))
                };
                loop {
                    match bytes.get(i).map(|(_, c)| *c) {
                        Some(d) if d.is_ascii_digit() => digits.push(d),
                        Some('.')
                            if !point
                                && bytes.get(i + 1).is_some_and(|(_, c)| c.is_ascii_digit()) =>
                        {
                            point = true;
                            digits.push('.');
                        }
                        Some('.') if !point && recurs(i + 1) => {
                            point = true;
                            digits.push('.');
                        }
                        // 1,00,000
                        Some(',') if !point && digits.len() <= 3 => {
                            let Some(end) = grouped(&bytes, i) else { break };
                            digits.extend(
                                bytes[i..end].iter().map(|(_, c)| c).filter(|c| **c != ','),
                            );
                            i = end;
                            continue;
                        }
                        // 1{,}000 and 10\,000
                        Some('{')
                            if latex[bytes[i].0..].starts_with("{,}")
                                && group_of_three(&bytes, i + 3) =>
                        {
                            i += 2;
                        }
                        Some('\\')
                            if latex[bytes[i].0..].starts_with("\\,")
                                && group_of_three(&bytes, i + 2) =>
                        {
                            i += 1;
                        }
                        _ => break,
                    }
                    i += 1;
                }
                if digits.starts_with('.') {
                    digits.insert(0, '0');
                }
                Kind::Number(digits)
            }
            '$' => continue,
            // 3 : 4 :: 6 : 8.
            ':' if bytes.get(i).is_some_and(|(_, c)| *c == ':') => {
                i += 1;
                Kind::Char('=')
            }
            '~' => {
                spaced = true;
                continue;
            }
            c if c.is_whitespace() => {
                spaced = true;
                continue;
            }
            other => typed(other).unwrap_or(Kind::Char(other)),
        };
        out.push(Token { kind, at: offset + at, spaced });
        spaced = false;
    }
    out
}

/// The relation behind `\not`, struck through, and how many letters it took: `\in`, `=`.
fn struck(rest: &str) -> Option<(String, usize)> {
    let spaces = rest.len() - rest.trim_start().len();
    let rest = rest.trim_start();
    let named = rest.strip_prefix('\\').map(|rest| {
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        (renamed(&rest[..length]), length + 1)
    });
    let (name, length) = match named {
        Some(named) => named,
        None => (rest.get(..1)?, 1),
    };
    if name.is_empty() {
        return None;
    }
    let own = STRIKES.split(' ').find_map(|entry| match name {
        "=" | "<" | ">" => entry.strip_prefix(name),
        name => entry.strip_prefix(name)?.strip_prefix('.'),
    });
    let relation = match own {
        Some(own) => own.to_owned(),
        None if has(RELATIONS, name) => format!("{STRUCK}{name}"),
        None => return None,
    };
    Some((relation, spaces + length))
}

/// Three digits at the end, or two of the Indian grouping 1,00,000 before another group.
fn group_of_three(bytes: &[(usize, char)], from: usize) -> bool {
    let digits =
        (0..4).take_while(|k| bytes.get(from + k).is_some_and(|(_, c)| c.is_ascii_digit())).count();
    let another = matches!(bytes.get(from + 2), Some((_, '{' | '\\')));
    digits == 3 || digits == 2 && another
}

/// The words in the braces that begin at or after `i`, and the index after them.
#[inline(never)]
pub(super) fn words(bytes: &[(usize, char)], mut i: usize) -> (String, usize) {
    while bytes.get(i).is_some_and(|(_, c)| c.is_whitespace()) {
        i += 1;
    }
    if bytes.get(i).map(|(_, c)| *c) != Some('{') {
        return (String::new(), i);
    }
    let (mut depth, mut content) = (0, String::new());
    while let Some(&(_, c)) = bytes.get(i) {
        i += 1;
        match c {
            '\\' if depth > 0 => {
                content.push(c);
                let Some(&(_, escaped)) = bytes.get(i) else { break };
                content.push(escaped);
                i += 1;
                continue;
            }
            '{' => {
                depth += 1;
                if depth == 1 {
                    continue;
                }
            }
            '}' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
        content.push(c);
    }
    (content, i)
}
