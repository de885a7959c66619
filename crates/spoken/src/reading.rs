//! What a conversion gives back.

use std::ops::Range;

use ganita_notation::{Node, write_latex};

use crate::difference::difference;

/// Which language the speaker uses. It only shifts what is likelier; every sentence may still mix both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Either or both.
    #[default]
    Auto,
    /// Mostly English.
    English,
    /// Mostly Hindi.
    Hindi,
}

/// More bytes of text than this are not kept: KaTeX sets no more than some hundred thousand.
const LONGEST_TEXT: usize = 1 << 16;

/// What is known before the first word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Context {
    /// The speaker's language.
    pub language: Language,
    /// Letters already on the board, likelier than others: `x`, `theta`.
    pub variables: Vec<String>,
    /// The pause before each word (as spaces divide them) in milliseconds, where the recogniser gives times for words.
    /// Pauses from a quarter of a second on group what is said: "x plus one … over two". May be empty or shorter.
    pub pauses_ms: Vec<u32>,
}

/// What the words mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The likeliest tree. Ordinary talk is one `Node::Text`; no words at all are `Node::Missing`.
    pub tree: Node,
    /// Up to three other readings, likeliest first; empty when there is nothing to ask about.
    pub alternatives: Vec<Alternative>,
    /// How sure we are of `tree`, 0 to 1.
    pub confidence: f32,
    /// What each stretch of words was taken for, in order, without overlap.
    pub spans: Vec<Span>,
    /// What the listener should know: words left out, brackets closed for the speaker.
    pub notes: Vec<Note>,
    /// What the sentence asks to be done. Its words are not in the tree.
    pub command: Option<Command>,
    /// With [`Command::Find`]: which quantity, as the solver names its kind: `mean`, `distance`, `nth_term`. Nothing where the
    /// tree says it.
    pub quantity: Option<&'static str>,
    /// "with respect to t", where a command names it; of a quantity, what else it needs: the 20 of the 20th term.
    pub variable: Option<String>,
    /// "by factorisation", where the sentence says how it is to be solved.
    pub method: Option<Method>,
    /// False when the words are ordinary talk.
    pub is_mathematics: bool,
}

/// Another reading of the same words.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// Its tree.
    pub tree: Node,
    /// How likely it is, 0 to 1.
    pub confidence: f32,
}

/// A stretch of words and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Which words, counted from 0; the end is not included.
    pub words: Range<usize>,
    /// What they were taken for.
    pub role: Role,
}

/// What words can be taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A number.
    Number,
    /// A letter or named symbol.
    Symbol,
    /// An operator, relation, function or bracket.
    Operator,
    /// What is to be done.
    Command,
    /// Courtesy and grammar: "please", "the", "है".
    Filler,
    /// Ordinary words on the board.
    Text,
}

/// Something the listener should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// There was nothing to read.
    Empty,
    /// The words are ordinary talk.
    NotMathematics,
    /// Words that found no place in the tree.
    LeftOut(Range<usize>),
    /// A bracket, fraction or root was never closed; it ends where the sentence ends.
    Unclosed,
    /// An operator has nothing on one side.
    Incomplete,
    /// Only so many words were read.
    TooLong(usize),
    /// The speaker took something back ("no wait").
    Corrected,
}

/// What a sentence asks to be done with its mathematics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// "solve", "हल करो".
    Solve,
    /// "solve both equations", "दोनों समीकरणों को हल करो": the last lines on the board, as a system.
    SolveTogether,
    /// "simplify", "सरल करो".
    Simplify,
    /// "expand", "विस्तार करो".
    Expand,
    /// "factorise", "गुणनखंड करो".
    Factor,
    /// "calculate", "मान ज्ञात करो".
    Evaluate,
    /// "find the mean of 2, 4, 9", "… का माध्य ज्ञात करो": a quantity that has its own name.
    Find,
    /// "differentiate", "अवकलन करो".
    Differentiate,
    /// "integrate", "समाकलन करो".
    Integrate,
    /// "find the limit", "सीमा ज्ञात करो".
    Limit,
    /// "prove that", "सिद्ध करो".
    Prove,
    /// "plot", "ग्राफ बनाओ".
    Plot,
    /// "clear the board", "बोर्ड साफ करो".
    Clear,
    /// "show the steps", "चरण दिखाओ".
    Steps,
    /// "give me a hint", "हिंट दो".
    Hint,
    /// "another question like this", "एक और सवाल दो".
    Practice,
    /// "read it again", "फिर से पढ़ो": the last line on the board, aloud.
    ReadAloud,
    /// "delete that", "change two to three", "bracket close", "नहीं, तीन": the words take back, change or end the sentence
    /// before, and mean something only behind it.
    Amend,
}

/// How a sentence asks its problem to be solved, where textbooks have several ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// "by factorisation", "मध्य पद को विभक्त करके".
    Factoring,
    /// "by completing the square", "पूर्ण वर्ग बनाकर".
    CompletingSquare,
    /// "by the quadratic formula", "द्विघाती सूत्र से".
    QuadraticFormula,
    /// "by elimination", "विलोपन विधि से".
    Elimination,
    /// "by substitution", "प्रतिस्थापन विधि से".
    Substitution,
    /// "by Cramer's rule", "क्रैमर के नियम से".
    Cramer,
    /// "by the matrix method", "आव्यूह विधि से".
    Matrices,
}

impl Role {
    /// As pages name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Role::Number => "number",
            Role::Symbol => "symbol",
            Role::Operator => "operator",
            Role::Command => "command",
            Role::Filler => "filler",
            Role::Text => "text",
        }
    }
}

impl Method {
    /// Every method.
    pub const ALL: [Method; 7] = [
        Method::Factoring,
        Method::CompletingSquare,
        Method::QuadraticFormula,
        Method::Elimination,
        Method::Substitution,
        Method::Cramer,
        Method::Matrices,
    ];

    /// As pages, servers and the solver name it: `factoring`, `completing_square`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Method::Factoring => "factoring",
            Method::CompletingSquare => "completing_square",
            Method::QuadraticFormula => "quadratic_formula",
            Method::Elimination => "elimination",
            Method::Substitution => "substitution",
            Method::Cramer => "cramer",
            Method::Matrices => "matrices",
        }
    }
}

impl Command {
    /// As pages and servers name it: `solve`, `differentiate`, `solveTogether`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Command::Solve => "solve",
            Command::SolveTogether => "solveTogether",
            Command::Simplify => "simplify",
            Command::Expand => "expand",
            Command::Factor => "factor",
            Command::Evaluate => "evaluate",
            Command::Find => "find",
            Command::Differentiate => "differentiate",
            Command::Integrate => "integrate",
            Command::Limit => "limit",
            Command::Prove => "prove",
            Command::Plot => "plot",
            Command::Clear => "clear",
            Command::Steps => "steps",
            Command::Hint => "hint",
            Command::Practice => "practice",
            Command::ReadAloud => "readAloud",
            Command::Amend => "amend",
        }
    }
}

impl Note {
    /// The note in one short English sentence.
    #[must_use]
    pub fn english(&self) -> String {
        match self {
            Note::Empty => "Nothing was said.".to_owned(),
            Note::NotMathematics => "This is not mathematics; it is kept as text.".to_owned(),
            Note::LeftOut(words) => {
                format!("Words {} to {} were left out.", words.start + 1, words.end)
            }
            Note::Unclosed => {
                "Something was opened and not closed; it ends with the sentence.".to_owned()
            }
            Note::Incomplete => "An operator is missing one side.".to_owned(),
            Note::TooLong(limit) => format!("Only the first {limit} words were read."),
            Note::Corrected => "The speaker took something back.".to_owned(),
        }
    }

    /// The note in one short Hindi sentence.
    #[must_use]
    pub fn hindi(&self) -> String {
        match self {
            Note::Empty => "कुछ नहीं बोला गया।".to_owned(),
            Note::NotMathematics => "यह गणित नहीं है; इसे पाठ के रूप में रखा गया है।".to_owned(),
            Note::LeftOut(words) => {
                format!("शब्द {} से {} तक छोड़ दिए गए।", words.start + 1, words.end)
            }
            Note::Unclosed => "कुछ खोला गया पर बंद नहीं हुआ; वह वाक्य के साथ समाप्त होता है।".to_owned(),
            Note::Incomplete => "किसी चिह्न का एक पक्ष खाली है।".to_owned(),
            Note::TooLong(limit) => format!("केवल पहले {limit} शब्द पढ़े गए।"),
            Note::Corrected => "वक्ता ने कुछ वापस लिया।".to_owned(),
        }
    }
}

impl Reading {
    /// In what another reading differs, as LaTeX short enough to ask about: what stands in this one, and what stands there
    /// instead.
    ///
    /// ```
    /// let reading = ganita_spoken::convert("y equals root x plus one", &Default::default());
    /// let (here, there) = reading.difference(&reading.alternatives[0]);
    /// assert_eq!((&*here, &*there), (r"\sqrt{x + 1}", r"\sqrt{x} + 1"));
    /// ```
    #[must_use]
    pub fn difference(&self, other: &Alternative) -> (String, String) {
        let (here, there) = difference(&self.tree, &other.tree);
        (write_latex(&here), write_latex(&there))
    }

    /// A reading of `words` as ordinary talk.
    pub(crate) fn text(words: &str) -> Reading {
        let words: Vec<&str> = words.split_whitespace().collect();
        let empty = words.is_empty();
        let mut notes = vec![if empty { Note::Empty } else { Note::NotMathematics }];
        let mut text = words.join(" ");
        if text.len() > LONGEST_TEXT {
            let whole = (0..LONGEST_TEXT).rev().find(|end| text.is_char_boundary(*end));
            text.truncate(whole.unwrap_or(0));
            notes.push(Note::TooLong(text.split(' ').count()));
        }
        Reading {
            tree: if empty { Node::Missing } else { Node::Text(text) },
            alternatives: Vec::new(),
            confidence: 0.5,
            spans: if empty {
                Vec::new()
            } else {
                vec![Span { words: 0..words.len(), role: Role::Text }]
            },
            notes,
            command: None,
            quantity: None,
            variable: None,
            method: None,
            is_mathematics: false,
        }
    }
}
