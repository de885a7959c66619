//! The brain: what was said, understood by `spoken`, solved by `algebra`, told in a few sentences.
//!
//! It has no opinions and no memory beyond the last problem. What it does not understand it says.

mod aloud;
mod wording;

use ganita_algebra::{How, Kind, Reason, Refusal, Solution, Task, explain_as, tell, tell_refusal};
use ganita_live::tools::BoardCall;
use ganita_notation::{Language, Node, in_language, write_latex, write_plain};
use ganita_spoken::{Command, Context, Hypothesis, Method, Reading, convert, convert_heard};
use wording::{Phrase, phrase};

pub use aloud::aloud;

/// Steps that are told; all of them are on the board.
const STEPS_TOLD: usize = 4;

/// Below this the tutor says that it may have misheard.
const DOUBTFUL: f32 = 0.1;

/// Words that sound less likely than talk by more than this, in nats, are not what was said.
const NEAR_NATS: f32 = 4.0;

/// A thing the tutor does in an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Uses the board.
    Call(BoardCall),
    /// Says a sentence.
    Say(Line),
}

/// A sentence to be read and heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// As it is written: `x = 2`.
    pub text: String,
    /// As it is spoken: `x equals 2`.
    pub aloud: String,
}

impl Line {
    fn new(text: &str, language: Language) -> Line {
        Line { text: text.to_owned(), aloud: aloud(text, language) }
    }
}

/// What the tutor remembers between turns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Memory {
    /// The last problem and what was asked of it.
    problem: Option<(Node, Wish)>,
}

/// What is asked of a problem; what is not said, the problem itself says best.
#[derive(Debug, Clone, Default, PartialEq)]
struct Wish {
    kind: Option<Kind>,
    /// "with respect to t".
    variable: Option<String>,
    method: Option<Method>,
}

impl Wish {
    fn of(reading: &Reading, problem: &Node) -> Wish {
        Wish {
            kind: kind_of(reading.command, reading.quantity, problem),
            variable: reading.variable.clone(),
            method: reading.method,
        }
    }
}

/// Of several ways to hear a question, the one that words and sound together make likeliest, as its number. The likeliest
/// sound stands first. Where that is no mathematics, only what sounds nearly as likely is taken for it: people also talk.
#[must_use]
pub fn likeliest(ways: &[Hypothesis], language: Language) -> usize {
    let context = context(language);
    let Some(first) = ways.first() else { return 0 };
    let reading = convert(&first.words, &context);
    let is_talk = !reading.is_mathematics && reading.command.is_none();
    let near = |way: &&Hypothesis| first.log_probability - way.log_probability <= NEAR_NATS;
    let count = if is_talk { ways.iter().take_while(near).count() } else { ways.len() };
    convert_heard(&ways[..count], &context).0
}

fn context(language: Language) -> Context {
    let language = match language {
        Language::English => ganita_spoken::Language::Auto,
        Language::Hindi => ganita_spoken::Language::Hindi,
    };
    Context { language, ..Context::default() }
}

/// Thinks of an answer. The language is the one to answer in.
#[must_use]
pub fn think(words: &str, language: Language, memory: &mut Memory) -> Vec<Act> {
    let reading = convert(words, &context(language));
    let mut answer = Answer { language, acts: Vec::new() };
    match reading.command {
        Some(Command::Clear) => {
            *memory = Memory::default();
            answer.call(BoardCall::ClearBoard);
            answer.say(Phrase::Cleared);
        }
        Some(Command::Steps) if !reading.is_mathematics => match memory.problem.clone() {
            Some((problem, wish)) => answer.solve(&problem, &wish),
            None => answer.say(Phrase::NothingYet),
        },
        // The board has the lines this is about, and does it.
        Some(Command::SolveTogether | Command::Hint | Command::Practice | Command::ReadAloud) => {
            answer.say(Phrase::OnTheBoard);
        }
        _ if !reading.is_mathematics => answer.talk(words, &reading, memory),
        command => {
            answer.write(&reading);
            let wish = Wish::of(&reading, &reading.tree);
            let problem = reading.tree;
            match command {
                Some(Command::Plot) => answer.plot(&problem),
                _ => answer.solve(&problem, &wish),
            }
            memory.problem = Some((problem, wish));
        }
    }
    answer.acts
}

/// What is said when the ears did not make out the words.
#[must_use]
pub fn did_not_hear(language: Language) -> Vec<Act> {
    only(Phrase::DidNotHear, language)
}

/// What is said when there are no ears for the language.
#[must_use]
pub fn cannot_hear(language: Language) -> Vec<Act> {
    only(Phrase::NoEars, language)
}

/// What is said when the board has carried out a call that nobody waited for.
#[must_use]
pub fn board_has_done(tool: &str, language: Language) -> Vec<Act> {
    let mut answer = Answer { language, acts: Vec::new() };
    answer.say_about(Phrase::Done, &tool.replace('_', " "));
    answer.acts
}

fn only(said: Phrase, language: Language) -> Vec<Act> {
    vec![Act::Say(Line::new(phrase(said, language), language))]
}

/// What the command asks of the problem; nothing when the problem itself says it best.
fn kind_of(command: Option<Command>, quantity: Option<&str>, problem: &Node) -> Option<Kind> {
    match command? {
        Command::Find => quantity.and_then(|name| Some(Task::from_kind(name, None)?.kind)),
        Command::Simplify => Some(Kind::Simplify),
        Command::Expand => Some(Kind::Expand),
        Command::Factor => Some(Kind::Factor),
        Command::Differentiate => Some(Kind::Diff),
        Command::Integrate if matches!(problem, Node::Integral { .. }) => None,
        Command::Integrate => Some(Kind::Integrate),
        Command::Limit => Some(Kind::Limit),
        Command::Prove => Some(Kind::TrigIdentity),
        Command::Solve | Command::Evaluate | Command::Plot => None,
        Command::SolveTogether | Command::Hint | Command::Practice | Command::ReadAloud => None,
        Command::Clear | Command::Steps | Command::Amend => None,
    }
}

struct Answer {
    language: Language,
    acts: Vec<Act>,
}

impl Answer {
    fn call(&mut self, call: BoardCall) {
        self.acts.push(Act::Call(call));
    }

    fn say(&mut self, said: Phrase) {
        self.say_text(phrase(said, self.language));
    }

    fn say_about(&mut self, said: Phrase, about: &str) {
        self.say_text(&phrase(said, self.language).replace("{}", about));
    }

    fn say_text(&mut self, text: &str) {
        self.acts.push(Act::Say(Line::new(text, self.language)));
    }

    fn write(&mut self, reading: &Reading) {
        self.call(BoardCall::WriteEquation { latex: write_latex(&reading.tree), label: None });
        if reading.confidence < DOUBTFUL {
            self.say_about(Phrase::Doubtful, &write_plain(&reading.tree));
        }
    }

    fn plot(&mut self, problem: &Node) {
        self.call(BoardCall::Plot {
            latex: write_latex(problem),
            variable: None,
            from: None,
            to: None,
        });
        self.say_about(Phrase::Plotted, &write_plain(problem));
    }

    fn solve(&mut self, problem: &Node, wish: &Wish) {
        let mut task = match wish.kind {
            Some(kind) => Task { kind, variables: Vec::new() },
            None => Task::infer(problem),
        };
        task.variables.extend(wish.variable.clone());
        let by = |method: Option<Method>| {
            explain_as(&task, problem, How { method: method.map(Method::name), longer: false })
        };
        let unfit = |refusal: &Refusal| refusal.reason == Reason::NoSuchMethod;
        match by(wish.method) {
            Ok(solution) => self.show(problem, wish, &solution),
            Err(refusal) if wish.method.is_some() && unfit(&refusal) => {
                let usual = Wish { method: None, ..wish.clone() };
                if by(None).is_ok() {
                    self.say(Phrase::OtherWay);
                }
                self.solve(problem, &usual);
            }
            Err(refusal) => self.refuse(&refusal),
        }
    }

    fn show(&mut self, problem: &Node, wish: &Wish, solution: &Solution) {
        self.call(BoardCall::ShowSteps {
            latex: write_latex(problem),
            kind: Some(solution.kind.name().to_owned()),
            variable: wish.variable.clone(),
            method: wish.method.map(|method| method.name().to_owned()),
        });
        self.say(Phrase::Begin);
        for step in solution.steps.iter().take(STEPS_TOLD) {
            self.say_text(&tell(step, self.language));
        }
        if solution.steps.len() > STEPS_TOLD {
            self.say(Phrase::RestOnBoard);
        }
        let answer = in_language(&solution.answer, self.language);
        self.say_about(Phrase::Answer, &write_plain(&answer));
    }

    fn refuse(&mut self, refusal: &Refusal) {
        self.say(Phrase::Written);
        self.say_text(&tell_refusal(refusal, self.language));
    }

    fn talk(&mut self, words: &str, reading: &Reading, memory: &Memory) {
        let wants_more = wording::asks_again(words);
        match &memory.problem {
            Some((problem, before)) if wants_more || reading.command.is_some() => {
                let mut wish = Wish::of(reading, problem);
                wish.kind = wish.kind.or(before.kind);
                match reading.command {
                    Some(Command::Plot) => self.plot(problem),
                    _ => self.solve(problem, &wish),
                }
            }
            _ if wording::greets(words) => self.say(Phrase::Greeting),
            _ if wording::thanks(words) => self.say(Phrase::Welcome),
            _ => self.say_about(Phrase::NoMathematics, words.trim()),
        }
    }
}

#[cfg(test)]
mod tests;
