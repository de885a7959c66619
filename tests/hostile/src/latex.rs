//! LaTeX that nobody should write.

use ganita_notation::{Language, Trouble, read, speak, write_latex, write_mathml, write_plain};

use crate::dice::Dice;

const SEEDS: [&str; 16] = [
    r"x^2-5x+6=0",
    r"\frac{x-1}{x+2}>0",
    r"\int_0^{\pi/2}\frac{\sin x}{\sin x+\cos x}\,dx",
    r"\lim_{x\to0^+}x^x",
    r"\frac{d^2y}{dx^2}",
    r"\begin{cases}x+y=5\\xy=6\end{cases}",
    r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
    r"\sqrt[3]{x+\sqrt{x+1}}",
    r"|x-1|+\lVert v\rVert\le5",
    r"\log_2(x+1)",
    r"\binom{10}{3}+5!",
    r"\sum_{k=1}^{n}k^2",
    r"A\cup B=\{x\mid x>0\}",
    r"\vec{a}\cdot\overrightarrow{AB}",
    r"\text{if }x\in(-\infty,3]",
    r"{}^{n}C_{r}+\lfloor x\rfloor",
];

const PIECES: [&str; 40] = [
    "x",
    "f",
    "2",
    "-1",
    "0.5",
    "+",
    "=",
    "^",
    "_",
    "^{",
    "_{",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "|",
    ",",
    "&",
    r"\\",
    "'",
    r"\frac",
    r"\frac{",
    r"\sqrt[",
    r"\sqrt{",
    r"\sin ",
    r"\log_",
    r"\int ",
    "dx",
    r"\left(",
    r"\right)",
    r"\left.",
    r"\begin{cases}",
    r"\end{cases}",
    r"\text{",
    r"\mathbb{",
    r"\cdot ",
    "°",
    "\u{0}",
];

/// Checks everything for bytes as a fuzzer gives them.
///
/// # Errors
/// What does not hold.
pub fn any(bytes: &[u8]) -> Result<(), String> {
    check(&String::from_utf8_lossy(bytes)).map(|_| ())
}

/// What must hold for any LaTeX. Where it can be read it gives what that is written as, and why that is not read again.
///
/// # Errors
/// What does not hold.
pub fn check(latex: &str) -> Result<Option<(String, Option<Trouble>)>, String> {
    let tree = match read(latex) {
        Ok(tree) => tree,
        Err(error) => {
            let told = [error.tell(Language::English), error.tell(Language::Hindi)];
            let bad = error.at > latex.len() || told.iter().any(String::is_empty);
            return if bad { Err(format!("{error:?}")) } else { Ok(None) };
        }
    };
    let written = write_latex(&tree);
    let refused = read(&written).err().map(|error| error.trouble);
    let _ = (write_plain(&tree), write_mathml(&tree));
    let _ = (speak(&tree, Language::English), speak(&tree, Language::Hindi));
    Ok(Some((written, refused)))
}

/// A formula cut and mixed, pieces in any order, or one construct nested deep.
pub fn made(dice: &mut Dice) -> String {
    match dice.below(8) {
        0 => (0..1 + dice.below(14)).map(|_| *dice.one(&PIECES)).collect(),
        1 => {
            let nests =
                [("(", ")"), (r"\sqrt{", "}"), ("x^{", "}"), (r"\frac{1}{", "}"), ("|", "|")];
            let (open, close) = *dice.one(&nests);
            let most = if dice.once_in(40) { 3_000 } else { 100 };
            let depth = 1 + dice.below(most);
            format!("{}x{}", open.repeat(depth), close.repeat(depth))
        }
        2 => {
            let count = dice.below(60);
            String::from_utf8_lossy(&dice.bytes(count)).into_owned()
        }
        _ => {
            let seed = *dice.one(&SEEDS);
            dice.spoilt(seed, &PIECES, 400)
        }
    }
}
