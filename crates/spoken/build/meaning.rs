//! What stands before the colon in a table, as the value of `Meaning` that it names, written in Rust.

/// Names in the order of their numbers: one-letter symbols first, `a` to `z`.
pub(crate) struct Names(pub(crate) Vec<String>);

impl Names {
    pub(crate) fn new() -> Names {
        Names(('a'..='z').map(String::from).collect())
    }

    fn number(&mut self, name: &str) -> String {
        let known = self.0.iter().position(|known| known == name);
        let number = known.unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        });
        format!("Name({number})")
    }
}

/// The meaning, or nothing where no kind of meaning has this name.
pub(crate) fn meaning(head: &str, names: &mut Names) -> Option<String> {
    let (kind, what) = head.split_once(' ').unwrap_or((head, ""));
    let count = what.parse::<i8>().unwrap_or(1);
    let right = what == "right";
    let up = what == "up";
    Some(match kind {
        "sign" => format!("Sign(Sign::{})", sign(what)),
        "join" => format!("Join(Join::{})", join(what)),
        "product.of" => format!("ProductOf(Join::{})", join(what)),
        "rel" => format!("Compare({})", comparison(what, names)),
        "post" => format!("ComparePost({})", comparison(what, names)),
        "open" => format!("Open(Fence::Bracket(Bracket::{}))", bracket(what)),
        "close" => format!("Close(Fence::Bracket(Bracket::{}))", bracket(what)),
        "script" => format!("Script {{ up: {up} }}"),
        "side" => format!("Side({right})"),
        "root" if what == "n" => "NthRoot".to_owned(),
        "style" => format!("Style(Style::{})", style(what)),
        "accent" if what == "unithat" => "UnitVector".to_owned(),
        "accent" => format!("Accent(Mark::{})", accent(what)),
        "accent.post" => format!("AccentPost(Mark::{})", accent(what)),
        "big" => format!("Big(Ranged::{})", big(what)),
        "where" => format!("Linking({})", names.number("where")),
        "derivative" => format!("Derivative {{ partial: false, order: {count} }}"),
        "partial" => format!("Derivative {{ partial: true, order: {count} }}"),
        "derivative.post" => format!("DerivativePost {{ order: {count} }}"),
        "selection.of" => format!("SelectionOf(b{:?})", what.chars().next().unwrap_or('C')),
        "verb" => format!("Verb(Verb::{})", verb(what)),
        "command" => format!("Command(Command::{})", command(what)),
        "method" => format!("Method(Method::{})", method(what)),
        "transform" => format!("Transform(b{:?})", what.chars().next().unwrap_or('L')),
        _ => {
            if let Some((_, meaning)) = PLAIN.iter().find(|(name, _)| *name == kind) {
                (*meaning).to_owned()
            } else if let Some((_, variant)) = NAMED.iter().find(|(name, _)| *name == kind) {
                format!("{variant}({})", names.number(what))
            } else {
                let (_, variant) = COUNTED.iter().find(|(name, _)| *name == kind)?;
                format!("{variant}({count})")
            }
        }
    })
}

/// Kinds that hold a name.
const NAMED: &[(&str, &str)] = &[
    ("logic", "Logic"),
    ("op", "Operation"),
    ("word", "Linking"),
    ("named", "NumberSet"),
    ("function", "Function"),
    ("symbol", "Symbol"),
    ("dsymbol", "Differential"),
    ("prefix", "Prefix"),
    ("unit", "Unit"),
    ("measure", "Measure"),
];

/// Kinds that hold a small number, 1 where none stands there.
const COUNTED: &[(&str, &str)] = &[
    ("squared", "Raised"),
    ("squared.of", "RaisedOf"),
    ("whole", "Whole"),
    ("whole.of", "WholeOf"),
    ("prime", "Prime"),
    ("multiple.post", "Multiple"),
    ("root", "Root"),
    ("root.post", "RootPost"),
    ("integral", "Integral"),
];

/// Kinds that hold nothing, or always the same.
const PLAIN: &[(&str, &str)] = &[
    ("divergence", "Nabla(Some(Join::Dot))"),
    ("curl", "Nabla(Some(Join::Times))"),
    ("laplacian", "Nabla(None)"),
    ("negative", "Negative"),
    ("positive", "Positive"),
    ("commutator", "Commutator"),
    ("projection", "Projection"),
    ("projection.post", "ProjectionPost"),
    ("tangent.space", "TangentSpace"),
    ("choose.post", "ChoosePost"),
    ("determinant.post", "DeterminantPost"),
    ("over", "Over"),
    ("overall", "OverAll"),
    ("fraction.start", "Open(Fence::Fraction)"),
    ("fraction.over", "Over"),
    ("fraction.end", "Close(Fence::Fraction)"),
    ("fraction.numerator", "Numerator"),
    ("fraction.denominator", "Denominator"),
    ("letters", "Word"),
    ("comma", "Comma"),
    ("quantity", "Open(Fence::Quantity)"),
    ("quantity.end", "Close(Fence::Quantity)"),
    ("whole.power", "WholePower"),
    ("power", "Power"),
    ("power.end", "PowerEnd"),
    ("baseline", "Baseline"),
    ("sub", "Sub"),
    ("sub.end", "SubEnd"),
    ("factorial", "Factorial"),
    ("transpose", "Transpose"),
    ("transpose.of", "TransposeOf"),
    ("percent", "Percent"),
    ("degrees", "Degrees"),
    ("root.nth", "NthRoot"),
    ("root.start", "Open(Fence::Root)"),
    ("root.end", "Close(Fence::Root)"),
    ("root.index", "RootIndex"),
    ("absolute", "Open(Fence::Absolute)"),
    ("absolute.end", "Close(Fence::Absolute)"),
    ("absolute.post", "AbsolutePost"),
    ("norm", "Open(Fence::Norm)"),
    ("norm.end", "Close(Fence::Norm)"),
    ("floor", "Open(Fence::Floor)"),
    ("floor.end", "Close(Fence::Floor)"),
    ("ceiling", "Open(Fence::Ceiling)"),
    ("ceiling.end", "Close(Fence::Ceiling)"),
    ("capital", "Capital"),
    ("small", "Small"),
    ("under", "Under"),
    ("over.script", "OverScript"),
    ("scripts.end", "ScriptsEnd"),
    ("mod.above", "ModAbove"),
    ("mod.below", "ModBelow"),
    ("with", "With"),
    ("of", "Of"),
    ("function.of", "FunctionOf"),
    ("of.which", "OfWhich"),
    ("inverse", "Inverse"),
    ("arc", "Arc"),
    ("base", "Base"),
    ("integral.post", "IntegralPost"),
    ("contour", "Contour"),
    ("limit", "Limit"),
    ("limit.post", "LimitPost"),
    ("from", "From"),
    ("range.from", "From"),
    ("to", "To"),
    ("range.to", "RangeTo"),
    ("as", "As"),
    ("evaluated", "Evaluated"),
    ("wrt", "WithRespectTo"),
    ("wrt.post", "WithRespectToPost"),
    ("choose", "Choose"),
    ("permute", "Selection(b'P')"),
    ("combine", "Selection(b'C')"),
    ("start", "Start"),
    ("enlarged", "Enlarged"),
    ("matrix.start", "Open(Fence::Matrix)"),
    ("matrix.end", "Close(Fence::Matrix)"),
    ("matrix.det", "Determinant"),
    ("matrix.by", "MatrixBy"),
    ("probability", "Probability"),
    ("probability.post", "ProbabilityPost"),
    ("derivative.wrt", "DerivativeWithRespect"),
    ("per", "Per"),
    ("change.post", "ChangePost"),
    ("instead.post", "InsteadPost"),
    ("all.in", "AllIn"),
    ("set.post", "SetPost"),
    ("predicate", "Predicate"),
    ("row", "Row"),
    ("column", "Column"),
    ("entry", "Blank"),
    ("case", "Case"),
    ("cases", "Cases"),
    ("interval", "Interval"),
    ("including", "Including"),
    ("notincluding", "NotIncluding"),
    ("but", "But"),
    ("set.start", "Open(Fence::Set)"),
    ("set.end", "Close(Fence::Set)"),
    ("point", "Point"),
    ("expectation", "Expectation"),
    ("take.from", "TakeFrom"),
    ("object", "Object"),
    ("by.post", "From"),
    ("pair.sum", "Pair(Pair::Sum)"),
    ("pair.difference", "Pair(Pair::Difference)"),
    ("pair.product", "Pair(Pair::Product(Join::Times))"),
    ("pair.dot", "Pair(Pair::Product(Join::Dot))"),
    ("pair.cross", "Pair(Pair::Product(Join::Times))"),
    ("pair.quotient", "Pair(Pair::Quotient)"),
    ("pair.ratio", "Pair(Pair::Product(Join::Ratio))"),
    ("pair.gcd", "Pair(Pair::Greatest)"),
    ("pair.lcm", "Pair(Pair::Least)"),
    ("pair.union", "Pair(Pair::Union)"),
    ("pair.intersection", "Pair(Pair::Intersection)"),
    ("goes", "Goes"),
    ("mixed", "Mixed"),
    ("newline", "NewLine"),
    ("correction", "Correction"),
    ("change", "Change"),
    ("filler", "Filler"),
];

fn comparison(which: &str, names: &mut Names) -> String {
    let plain = match which {
        "=" => "Equal",
        "!=" => "NotEqual",
        "<" => "Less",
        ">" => "Greater",
        "<=" => "LessEqual",
        ">=" => "GreaterEqual",
        "approx" => "Approximately",
        "to" => "To",
        "in" => "In",
        other => {
            let name = names.number(other.strip_prefix("named:").unwrap_or(other));
            return format!("Comparison::Named({name})");
        }
    };
    format!("Comparison::{plain}")
}

fn sign(what: &str) -> &'static str {
    match what {
        "+" => "Plus",
        "-" => "Minus",
        "+-" => "PlusMinus",
        _ => "MinusPlus",
    }
}

fn join(what: &str) -> &'static str {
    match what {
        "dot" => "Dot",
        "divide" => "Divide",
        "slash" => "Slash",
        "ratio" => "Ratio",
        _ => "Times",
    }
}

fn bracket(what: &str) -> &'static str {
    match what {
        "[" | "]" => "Square",
        "{" | "}" => "Curly",
        "<" | ">" => "Angle",
        _ => "Round",
    }
}

fn accent(what: &str) -> &'static str {
    match what {
        "vec" => "Vector",
        "hat" => "Hat",
        "tilde" => "Tilde",
        "dot" => "Dot",
        "ddot" => "DoubleDot",
        "underline" => "Underline",
        "overline" => "Line",
        _ => "Bar",
    }
}

fn style(what: &str) -> &'static str {
    match what {
        "bold" => "Bold",
        "bb" => "Blackboard",
        "cal" => "Calligraphic",
        _ => "Fraktur",
    }
}

fn big(what: &str) -> &'static str {
    match what {
        "sum" => "Sum",
        "prod" => "Product",
        "cup" => "Union",
        _ => "Intersection",
    }
}

fn verb(what: &str) -> &'static str {
    match what {
        "add" => "Add",
        "subtract" => "Subtract",
        "multiply" => "Multiply",
        _ => "Divide",
    }
}

fn method(what: &str) -> &'static str {
    match what {
        "factoring" => "Factoring",
        "square" => "CompletingSquare",
        "formula" => "QuadraticFormula",
        "elimination" => "Elimination",
        "substitution" => "Substitution",
        "cramer" => "Cramer",
        "matrices" => "Matrices",
        _ => panic!("no method is called {what}"),
    }
}

fn command(what: &str) -> &'static str {
    match what {
        "solve" => "Solve",
        "simplify" => "Simplify",
        "expand" => "Expand",
        "factor" => "Factor",
        "differentiate" => "Differentiate",
        "integrate" => "Integrate",
        "limit" => "Limit",
        "prove" => "Prove",
        "plot" => "Plot",
        "clear" => "Clear",
        "steps" => "Steps",
        "hint" => "Hint",
        "practice" => "Practice",
        "read" => "ReadAloud",
        _ => "Evaluate",
    }
}
