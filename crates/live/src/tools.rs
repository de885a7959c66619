//! The board's tools: how they are declared to the tutor, and what a call must look like.
//!
//! One table says everything about each tool; the declarations sent at setup and the checks made on every call are both
//! read from it.

use crate::message::{FunctionCall, FunctionResponse};
use serde_json::{Map, Value, json};

/// Longest formula a call may bring, in bytes: a full board is a tenth of it.
pub const MAX_LATEX_BYTES: usize = 4096;

/// Longest sentence a call may bring, in bytes.
pub const MAX_TEXT_BYTES: usize = 4096;

/// Longest answer to a call that is passed on, in bytes of JSON.
pub const MAX_RESPONSE_BYTES: usize = 16 * 1024;

/// Most corners of a figure.
pub const MAX_POINTS: usize = 32;

/// What kind of value an argument is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Latex,
    Text,
    Word,
    Number,
    /// The x and y of points, one after the other.
    Points,
    OneOf(&'static [&'static str]),
}

struct Argument {
    name: &'static str,
    kind: Kind,
    required: bool,
    meaning: &'static str,
}

struct Tool {
    name: &'static str,
    meaning: &'static str,
    arguments: &'static [Argument],
}

const fn required(name: &'static str, kind: Kind, meaning: &'static str) -> Argument {
    Argument { name, kind, required: true, meaning }
}

const fn optional(name: &'static str, kind: Kind, meaning: &'static str) -> Argument {
    Argument { name, kind, required: false, meaning }
}

const SHAPES: &[&str] =
    &["point", "segment", "line", "arrow", "circle", "triangle", "polygon", "angle"];

const METHODS: &[&str] = &[
    "factoring",
    "completing_square",
    "quadratic_formula",
    "elimination",
    "substitution",
    "cramer",
    "matrices",
    "logarithms",
];

const TASKS: &[&str] = &[
    "evaluate",
    "simplify",
    "expand",
    "factor",
    "partial_fractions",
    "solve",
    "solve_system",
    "inequality",
    "trig_identity",
    "diff",
    "implicit_diff",
    "integrate",
    "definite",
    "limit",
    "mean",
    "median",
    "mode",
    "variance",
    "standard_deviation",
    "distance",
    "midpoint",
    "slope",
    "line_through",
    "triangle_area",
    "angle",
    "nth_term",
    "sum_of_terms",
    "coefficient",
    "general_term",
    "extrema",
    "tangent",
    "normal",
    "mean_deviation",
    "polar",
    "eigenvalues",
    "value",
    "inverse",
    "adjoint",
    "symmetric_parts",
    "rank",
    "magnitude",
    "unit_vector",
    "projection",
    "direction_cosines",
    "parallelogram_area",
    "monotonic",
    "order_and_degree",
    "area_between",
    "parametric",
    "circle",
    "conic",
    "modulus",
    "argument",
];

const COLOURS: &[&str] = &["yellow", "green", "blue", "red"];

const TOOLS: &[Tool] = &[
    Tool {
        name: "write_equation",
        meaning: "Write one formula or equation on the board.",
        arguments: &[
            required("latex", Kind::Latex, "The formula in LaTeX, without dollar signs."),
            optional("label", Kind::Word, "A short name by which it can be pointed at later."),
        ],
    },
    Tool {
        name: "write_text",
        meaning: "Write a short sentence on the board.",
        arguments: &[required("text", Kind::Text, "The sentence, without formulas.")],
    },
    Tool {
        name: "show_steps",
        meaning: "Work a problem on the board step by step. The board does the mathematics itself.",
        arguments: &[
            required("latex", Kind::Latex, "The problem in LaTeX."),
            optional(
                "kind",
                Kind::OneOf(TASKS),
                "What to do with it; found out from the formula when absent.",
            ),
            optional(
                "variable",
                Kind::Word,
                "For which letter; of a term its number, of a tangent its place.",
            ),
            optional(
                "method",
                Kind::OneOf(METHODS),
                "The textbook's method, where the student asks for one that fits.",
            ),
        ],
    },
    Tool {
        name: "plot",
        meaning: "Draw the graph of a function or a relation.",
        arguments: &[
            required("latex", Kind::Latex, "The function or the relation in LaTeX."),
            optional("variable", Kind::Word, "The letter on the horizontal axis."),
            optional("from", Kind::Number, "The left end of the axis."),
            optional("to", Kind::Number, "The right end of the axis."),
        ],
    },
    Tool {
        name: "highlight",
        meaning: "Point at something that is on the board.",
        arguments: &[
            required("target", Kind::Word, "The label it was written with, or `last`."),
            optional("colour", Kind::OneOf(COLOURS), "In which colour."),
        ],
    },
    Tool {
        name: "draw_shape",
        meaning: "Draw a figure of geometry on squared paper.",
        arguments: &[
            required("shape", Kind::OneOf(SHAPES), "Which figure."),
            required(
                "points",
                Kind::Points,
                "x and y of its points, one after the other: one for a point or a circle's centre, two for a segment, \
                 line or arrow, three for a triangle, or an angle with its vertex second.",
            ),
            optional("radius", Kind::Number, "A circle's radius."),
            optional("names", Kind::Word, "Letters for the points, separated by spaces."),
            optional("label", Kind::Word, "A short name by which it can be pointed at later."),
        ],
    },
    Tool { name: "clear_board", meaning: "Wipe the board.", arguments: &[] },
    Tool {
        name: SOLVE,
        meaning: "Work a problem and get its answer with checked steps, without writing anything on the board.",
        arguments: &[
            required("latex", Kind::Latex, "The problem in LaTeX."),
            optional(
                "kind",
                Kind::OneOf(TASKS),
                "What to do with it; found out from the formula when absent.",
            ),
            optional(
                "variable",
                Kind::Word,
                "For which letter; of a term its number, of a tangent its place.",
            ),
        ],
    },
];

/// The tool that the server answers itself.
const SOLVE: &str = "solve";

/// The entry for `setup.tools` that declares every tool.
#[must_use]
pub fn declarations() -> Value {
    json!({ "functionDeclarations": TOOLS.iter().map(declaration).collect::<Vec<_>>() })
}

/// The same for a tutor that speaks with the page directly: without what only the server answers.
#[must_use]
pub fn declarations_for_page() -> Value {
    let tools = TOOLS.iter().filter(|tool| tool.name != SOLVE);
    json!({ "functionDeclarations": tools.map(declaration).collect::<Vec<_>>() })
}

fn declaration(tool: &Tool) -> Value {
    let mut declared = json!({ "name": tool.name, "description": tool.meaning });
    if tool.arguments.is_empty() {
        return declared;
    }
    let properties: Map<String, Value> = tool
        .arguments
        .iter()
        .map(|argument| (argument.name.to_owned(), property(argument)))
        .collect();
    let required: Vec<_> =
        tool.arguments.iter().filter(|argument| argument.required).map(|a| a.name).collect();
    declared["parameters"] =
        json!({ "type": "OBJECT", "properties": properties, "required": required });
    declared
}

fn property(argument: &Argument) -> Value {
    match argument.kind {
        Kind::Number => json!({ "type": "NUMBER", "description": argument.meaning }),
        Kind::Points => json!({
            "type": "ARRAY",
            "items": { "type": "NUMBER" },
            "description": argument.meaning,
        }),
        Kind::OneOf(words) => {
            json!({ "type": "STRING", "description": argument.meaning, "enum": words })
        }
        Kind::Latex | Kind::Text | Kind::Word => {
            json!({ "type": "STRING", "description": argument.meaning })
        }
    }
}

/// A call of one of the board's tools, checked.
#[derive(Debug, Clone, PartialEq)]
pub enum BoardCall {
    /// One formula.
    WriteEquation {
        /// In LaTeX.
        latex: String,
        /// By which it can be pointed at.
        label: Option<String>,
    },
    /// One sentence.
    WriteText {
        /// The sentence.
        text: String,
    },
    /// A worked problem.
    ShowSteps {
        /// The problem in LaTeX.
        latex: String,
        /// What to do with it.
        kind: Option<String>,
        /// For which letter.
        variable: Option<String>,
        /// By which of the textbook's methods.
        method: Option<String>,
    },
    /// A graph.
    Plot {
        /// What is drawn, in LaTeX.
        latex: String,
        /// The letter on the horizontal axis.
        variable: Option<String>,
        /// The left end.
        from: Option<f64>,
        /// The right end, greater than the left.
        to: Option<f64>,
    },
    /// A figure.
    DrawShape {
        /// Which.
        shape: String,
        /// Its points.
        points: Vec<(f64, f64)>,
        /// A circle's radius.
        radius: Option<f64>,
        /// Letters for the points, separated by spaces.
        names: Option<String>,
        /// By which it can be pointed at.
        label: Option<String>,
    },
    /// A pointer.
    Highlight {
        /// A label, or `last`.
        target: String,
        /// One of a few colours.
        colour: Option<String>,
    },
    /// An empty board.
    ClearBoard,
    /// A worked problem for the tutor alone.
    Solve {
        /// The problem in LaTeX.
        latex: String,
        /// What to do with it.
        kind: Option<String>,
        /// For which letter.
        variable: Option<String>,
    },
}

/// Why a call cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToolError {
    /// There is no such tool.
    Unknown(String),
    /// An argument that must be there is not.
    Missing(&'static str),
    /// An argument the tool does not have.
    Unexpected(String),
    /// An argument of the wrong kind.
    Wrong {
        /// Which one.
        argument: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// An argument that is longer than allowed.
    TooLong {
        /// Which one.
        argument: &'static str,
        /// How many bytes are allowed.
        limit: usize,
    },
}

impl std::fmt::Display for ToolError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ToolError::Unknown(name) => write!(formatter, "there is no tool `{name}`"),
            ToolError::Missing(argument) => write!(formatter, "`{argument}` is missing"),
            ToolError::Unexpected(argument) => {
                write!(formatter, "there is no argument `{argument}`")
            }
            ToolError::Wrong { argument, expected } => {
                write!(formatter, "`{argument}` must be {expected}")
            }
            ToolError::TooLong { argument, limit } => {
                write!(formatter, "`{argument}` is longer than {limit} bytes")
            }
        }
    }
}

impl std::error::Error for ToolError {}

impl ToolError {
    /// What the tutor is told: it may try again with better arguments, but not with a tool that is not there.
    #[must_use]
    pub fn response(&self) -> Map<String, Value> {
        let retryable = !matches!(self, ToolError::Unknown(_));
        object(json!({ "status": "error", "retryable": retryable, "message": self.to_string() }))
    }
}

impl BoardCall {
    /// Reads a call, refusing what the declaration does not allow.
    ///
    /// # Errors
    /// Says what is wrong with it, for the tutor to be told by [`ToolError::response`].
    pub fn read(call: &FunctionCall) -> Result<BoardCall, ToolError> {
        let tool = TOOLS.iter().find(|tool| tool.name == call.name);
        let tool = tool.ok_or_else(|| ToolError::Unknown(call.name.chars().take(64).collect()))?;
        let known = |name: &str| tool.arguments.iter().any(|argument| argument.name == name);
        if let Some(name) = call.args.keys().find(|name| !known(name)) {
            return Err(ToolError::Unexpected(name.chars().take(64).collect()));
        }
        for argument in tool.arguments {
            check(argument, call.args.get(argument.name))?;
        }
        let text = |name: &str| call.args.get(name).and_then(Value::as_str).map(str::to_owned);
        let demanded =
            |name| text(name).expect("`check` has refused calls without their required words");
        let number = |name: &str| call.args.get(name).and_then(Value::as_f64);
        Ok(match tool.name {
            "write_equation" => {
                BoardCall::WriteEquation { latex: demanded("latex"), label: text("label") }
            }
            "write_text" => BoardCall::WriteText { text: demanded("text") },
            "show_steps" => BoardCall::ShowSteps {
                latex: demanded("latex"),
                kind: text("kind"),
                variable: text("variable"),
                method: text("method"),
            },
            "plot" => {
                let (from, to) = (number("from"), number("to"));
                if let (Some(from), Some(to)) = (from, to)
                    && from >= to
                {
                    return Err(ToolError::Wrong {
                        argument: "to",
                        expected: "greater than `from`",
                    });
                }
                BoardCall::Plot { latex: demanded("latex"), variable: text("variable"), from, to }
            }
            SOLVE => BoardCall::Solve {
                latex: demanded("latex"),
                kind: text("kind"),
                variable: text("variable"),
            },
            "draw_shape" => {
                let shape = demanded("shape");
                let points = points(call.args.get("points"));
                let (least, most) = points_of(&shape);
                if points.len() < least || points.len() > most {
                    return Err(ToolError::Wrong {
                        argument: "points",
                        expected: "the x and y of as many points as the figure has",
                    });
                }
                let radius = number("radius");
                if shape == "circle" && radius.is_none_or(|radius| radius <= 0.0) {
                    return Err(ToolError::Wrong { argument: "radius", expected: "above 0" });
                }
                BoardCall::DrawShape {
                    shape,
                    points,
                    radius,
                    names: text("names"),
                    label: text("label"),
                }
            }
            "highlight" => {
                BoardCall::Highlight { target: demanded("target"), colour: text("colour") }
            }
            _ => BoardCall::ClearBoard,
        })
    }

    /// The call as it goes over the wire.
    #[must_use]
    pub fn to_call(&self, id: &str) -> FunctionCall {
        let (name, args) = match self {
            BoardCall::WriteEquation { latex, label } => {
                ("write_equation", json!({ "latex": latex, "label": label }))
            }
            BoardCall::WriteText { text } => ("write_text", json!({ "text": text })),
            BoardCall::ShowSteps { latex, kind, variable, method } => {
                let args = json!({ "latex": latex, "kind": kind, "variable": variable,
                    "method": method });
                ("show_steps", args)
            }
            BoardCall::Plot { latex, variable, from, to } => {
                ("plot", json!({ "latex": latex, "variable": variable, "from": from, "to": to }))
            }
            BoardCall::DrawShape { shape, points, radius, names, label } => {
                let points: Vec<f64> = points.iter().flat_map(|&(x, y)| [x, y]).collect();
                let args = json!({ "shape": shape, "points": points, "radius": radius,
                    "names": names, "label": label });
                ("draw_shape", args)
            }
            BoardCall::Highlight { target, colour } => {
                ("highlight", json!({ "target": target, "colour": colour }))
            }
            BoardCall::ClearBoard => ("clear_board", json!({})),
            BoardCall::Solve { latex, kind, variable } => {
                (SOLVE, json!({ "latex": latex, "kind": kind, "variable": variable }))
            }
        };
        let mut args = object(args);
        args.retain(|_, value| !value.is_null());
        FunctionCall { id: id.to_owned(), name: name.to_owned(), args, ..FunctionCall::default() }
    }
}

fn check(argument: &Argument, value: Option<&Value>) -> Result<(), ToolError> {
    let wrong = |expected| Err(ToolError::Wrong { argument: argument.name, expected });
    let value = match value {
        None | Some(Value::Null) if argument.required => {
            return Err(ToolError::Missing(argument.name));
        }
        None | Some(Value::Null) => return Ok(()),
        Some(value) => value,
    };
    let limit = match argument.kind {
        Kind::Number if value.as_f64().is_some_and(f64::is_finite) => return Ok(()),
        Kind::Number => return wrong("a number"),
        Kind::Points if are_points(value) => return Ok(()),
        Kind::Points => return wrong("an even number of finite numbers"),
        Kind::OneOf(words) if value.as_str().is_some_and(|word| words.contains(&word)) => {
            return Ok(());
        }
        Kind::OneOf(_) => return wrong("one of the words in its declaration"),
        Kind::Latex => MAX_LATEX_BYTES,
        Kind::Text => MAX_TEXT_BYTES,
        Kind::Word => 64,
    };
    match value.as_str() {
        Some(text) if text.len() > limit => {
            Err(ToolError::TooLong { argument: argument.name, limit })
        }
        Some(text) if text.trim().is_empty() && argument.required => wrong("words, not empty"),
        Some(_) => Ok(()),
        None => wrong("a string"),
    }
}

fn are_points(value: &Value) -> bool {
    value.as_array().is_some_and(|numbers| {
        let are_finite = numbers.iter().all(|one| one.as_f64().is_some_and(f64::is_finite));
        are_finite && numbers.len().is_multiple_of(2) && numbers.len() <= 2 * MAX_POINTS
    })
}

fn points(value: Option<&Value>) -> Vec<(f64, f64)> {
    let numbers = value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_f64);
    let numbers: Vec<f64> = numbers.collect();
    numbers.as_chunks::<2>().0.iter().map(|&[x, y]| (x, y)).collect()
}

/// How many points a figure has, at least and at most.
fn points_of(shape: &str) -> (usize, usize) {
    match shape {
        "point" | "circle" => (1, 1),
        "segment" | "line" | "arrow" => (2, 2),
        "triangle" | "angle" => (3, 3),
        _ => (3, MAX_POINTS),
    }
}

/// An answer as it may be passed on: never empty (some models call again and again then), never larger than
/// [`MAX_RESPONSE_BYTES`].
#[must_use]
pub fn fit_response(mut answer: FunctionResponse) -> FunctionResponse {
    if answer.response.is_empty() {
        answer.response = object(json!({ "status": "ok" }));
    }
    let size = serde_json::to_string(&answer.response).map_or(usize::MAX, |text| text.len());
    if size > MAX_RESPONSE_BYTES {
        let message = format!("the answer was {size} bytes; {MAX_RESPONSE_BYTES} are allowed");
        answer.response =
            object(json!({ "status": "error", "retryable": false, "message": message }));
    }
    answer
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Map::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(name: &str, args: Value) -> FunctionCall {
        FunctionCall {
            id: "1".to_owned(),
            name: name.to_owned(),
            args: object(args),
            ..FunctionCall::default()
        }
    }

    #[track_caller]
    fn refused(name: &str, args: Value, why: &str) {
        let error = BoardCall::read(&call(name, args)).expect_err("must be refused");
        assert_eq!(error.to_string(), why);
        assert_eq!(error.response()["status"], "error");
    }

    #[test]
    fn calls_are_checked_against_their_declaration() {
        refused("format_disk", json!({}), "there is no tool `format_disk`");
        refused("write_equation", json!({}), "`latex` is missing");
        refused("write_equation", json!({ "latex": " " }), "`latex` must be words, not empty");
        refused("write_equation", json!({ "latex": 5 }), "`latex` must be a string");
        refused(
            "write_equation",
            json!({ "latex": "x", "size": 3 }),
            "there is no argument `size`",
        );
        refused(
            "write_equation",
            json!({ "latex": "x".repeat(5000) }),
            "`latex` is longer than 4096 bytes",
        );
        refused("plot", json!({ "latex": "x", "from": "a" }), "`from` must be a number");
        refused(
            "plot",
            json!({ "latex": "x", "from": 2, "to": 1 }),
            "`to` must be greater than `from`",
        );
        let figure = |points: Value| json!({ "shape": "triangle", "points": points });
        let why = "`points` must be the x and y of as many points as the figure has";
        refused("draw_shape", figure(json!([0, 0, 1, 1])), why);
        let why = "`points` must be an even number of finite numbers";
        refused("draw_shape", figure(json!([0, 0, 1])), why);
        refused("draw_shape", figure(json!("0,0")), why);
        refused("draw_shape", figure(json!(vec![0; 66])), why);
        refused(
            "draw_shape",
            json!({ "shape": "circle", "points": [0, 0], "radius": 0 }),
            "`radius` must be above 0",
        );
        refused(
            "show_steps",
            json!({ "latex": "x", "kind": "bake" }),
            "`kind` must be one of the words in its declaration",
        );
    }

    #[test]
    fn every_tool_goes_out_and_comes_back_the_same() {
        let some = |text: &str| Some(text.to_owned());
        let calls = [
            BoardCall::WriteEquation { latex: "x^2".to_owned(), label: None },
            BoardCall::WriteEquation { latex: "x^2".to_owned(), label: some("a") },
            BoardCall::WriteText { text: "नमस्ते".to_owned() },
            BoardCall::ShowSteps {
                latex: "x=1".to_owned(),
                kind: some("solve"),
                variable: some("x"),
                method: some("factoring"),
            },
            BoardCall::Plot {
                latex: "x".to_owned(),
                variable: None,
                from: Some(-1.5),
                to: Some(2.0),
            },
            BoardCall::Highlight { target: "last".to_owned(), colour: some("red") },
            BoardCall::DrawShape {
                shape: "triangle".to_owned(),
                points: vec![(0.0, 0.0), (4.0, 0.0), (0.0, 3.0)],
                radius: None,
                names: some("A B C"),
                label: None,
            },
            BoardCall::ClearBoard,
            BoardCall::Solve { latex: "x=1".to_owned(), kind: None, variable: some("x") },
        ];
        for call in calls {
            assert_eq!(BoardCall::read(&call.to_call("7")), Ok(call));
        }
    }

    #[test]
    fn every_tool_is_declared() {
        let declared = declarations();
        let names: Vec<_> =
            declared["functionDeclarations"].as_array().expect("a list").iter().collect();
        assert_eq!(names.len(), TOOLS.len());
        assert!(!declarations_for_page().to_string().contains(r#""name":"solve""#));
        assert_eq!(names[0]["parameters"]["required"], json!(["latex"]));
        assert!(
            names[6].get("parameters").is_none(),
            "an object without properties is refused by Google"
        );
    }

    #[test]
    fn answers_are_never_empty_and_never_huge() {
        let answer = |response| FunctionResponse {
            response: object(response),
            ..FunctionResponse::default()
        };
        assert_eq!(fit_response(answer(json!({}))).response["status"], "ok");
        assert_eq!(fit_response(answer(json!({ "a": 1 }))).response["a"], 1);
        let huge = fit_response(answer(json!({ "a": "x".repeat(20_000) })));
        assert_eq!(huge.response["status"], "error");
    }
}
