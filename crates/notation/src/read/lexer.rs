//! LaTeX → tokens, each with the byte where it begins. Spacing and sizing commands vanish here.

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

const INVISIBLE: [&str; 26] = [
    "quad",
    "qquad",
    "displaystyle",
    "textstyle",
    "limits",
    "nolimits",
    "big",
    "Big",
    "bigg",
    "Bigg",
    "bigl",
    "bigr",
    "Bigl",
    "Bigr",
    "biggl",
    "biggr",
    "Biggl",
    "Biggr",
    "middle",
    "thinspace",
    "medspace",
    "allowbreak",
    "nonumber",
    "noindent",
    "hfill",
    "strut",
];

fn renamed(name: &str) -> &str {
    match name {
        "dfrac" | "tfrac" | "cfrac" => "frac",
        "leq" | "leqslant" => "le",
        "geq" | "geqslant" => "ge",
        "neq" => "ne",
        "rightarrow" | "longrightarrow" => "to",
        "lbrace" => "{",
        "rbrace" => "}",
        "lvert" | "rvert" | "vert" => "|",
        "lVert" | "rVert" | "Vert" => "‖",
        "varnothing" => "emptyset",
        "vee" => "lor",
        "wedge" => "land",
        "lnot" => "neg",
        "cosec" => "csc",
        "dots" => "ldots",
        "varepsilon" => "epsilon",
        "varphi" => "phi",
        "vartheta" => "theta",
        "lbrack" => "[",
        "rbrack" => "]",
        "dbinom" | "tbinom" => "binom",
        "degree" => "circ",
        "iff" => "Leftrightarrow",
        "implies" => "Rightarrow",
        "ast" => "cdot",
        other => other,
    }
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
        _ => None,
    }
}

/// Splits LaTeX into tokens. Never fails: what is unknown stays a character for the parser to refuse.
pub(super) fn tokens(latex: &str) -> Vec<Token> {
    let bytes: Vec<(usize, char)> = latex.char_indices().collect();
    let mut out: Vec<Token> = Vec::new();
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
                        other => Kind::Command(other.to_string()),
                    }
                } else {
                    if bytes.get(i).is_some_and(|(_, c)| *c == '*') && name == "operatorname" {
                        i += 1;
                    }
                    if INVISIBLE.contains(&name.as_str()) {
                        spaced = true;
                        continue;
                    }
                    if matches!(name.as_str(), "hspace" | "vspace" | "label" | "phantom" | "tag") {
                        i = words(&bytes, i).1;
                        continue;
                    }
                    if matches!(
                        name.as_str(),
                        "text"
                            | "textrm"
                            | "textit"
                            | "textbf"
                            | "mbox"
                            | "operatorname"
                            | "mathop"
                    ) {
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
                        Kind::Command(renamed(&name).to_owned())
                    }
                }
            }
            '0'..='9' | '.'
                if c != '.' || bytes.get(i).is_some_and(|(_, c)| c.is_ascii_digit()) =>
            {
                let mut digits = c.to_string();
                let mut point = c == '.';
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
            '$' | '&' if c == '$' => continue,
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
        out.push(Token { kind, at, spaced });
        spaced = false;
    }
    out
}

fn group_of_three(bytes: &[(usize, char)], from: usize) -> bool {
    (0..3).all(|k| bytes.get(from + k).is_some_and(|(_, c)| c.is_ascii_digit()))
        && !bytes.get(from + 3).is_some_and(|(_, c)| c.is_ascii_digit())
}

/// The words in the braces that begin at or after `i`, and the index after them.
fn words(bytes: &[(usize, char)], mut i: usize) -> (String, usize) {
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
