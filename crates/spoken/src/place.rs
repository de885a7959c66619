//! Which words stand where in the formula.

use std::ops::Range;

use ganita_notation::{Function, Node, write_latex_seen};

use crate::edit::corrected;
use crate::lattice::Lattice;
use crate::lexicon::name;
use crate::meaning::Meaning;
use crate::number::Value;
use crate::words::Words;
use crate::{Context, Reading};

/// Sentences with more leaves than this are not laid beside their words: nobody points at single words of a page.
const MOST_LEAVES: usize = 400;

/// Words, and the part of the formula that was said with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which words, counted from 0 as spaces divide them; the end is not included.
    pub words: Range<usize>,
    /// Which bytes of the tree's LaTeX.
    pub latex: Range<usize>,
}

/// Where the numbers, letters and functions of a reading of these words were said, and what was put together of them:
/// outer parts before those that stand in them. Parts whose words are not found are left out.
///
/// ```
/// use ganita_spoken::{convert, places};
/// let words = "x plus one over two";
/// let reading = convert(words, &Default::default());
/// let latex = ganita_notation::write_latex(&reading.tree);
/// let found = places(words, &Default::default(), &reading);
/// let said = |part: &str| found.iter().find(|place| &latex[place.latex.clone()] == part);
/// assert_eq!(said("2").map(|place| place.words.clone()), Some(4..5));
/// assert_eq!(said(r"\frac{1}{2}").map(|place| place.words.clone()), Some(2..5));
/// ```
#[must_use]
pub fn places(words: &str, context: &Context, reading: &Reading) -> Vec<Place> {
    if !reading.is_mathematics {
        return Vec::new();
    }
    let (leaves, parts) = written(&reading.tree);
    let said = said(words, context);
    if leaves.len() > MOST_LEAVES || said.len() > 8 * MOST_LEAVES {
        return Vec::new();
    }
    let found = matched(&leaves, &said);
    let leaf_places = leaves.iter().zip(&found).filter_map(|(leaf, at)| {
        Some(Place { words: said[(*at)?].0.clone(), latex: leaf.1.clone() })
    });
    let mut places: Vec<Place> = leaf_places.collect();
    let leaf_count = places.len();
    for latex in parts {
        let inside = places[..leaf_count]
            .iter()
            .filter(|leaf| latex.start <= leaf.latex.start && leaf.latex.end <= latex.end);
        let hull = inside
            .map(|leaf| leaf.words.clone())
            .reduce(|a, b| a.start.min(b.start)..a.end.max(b.end));
        if let Some(words) = hull {
            places.push(Place { words, latex });
        }
    }
    places.reverse();
    places
}

/// A number, letter or function and the bytes that write it.
type Leaf = (String, Range<usize>);

/// The leaves of a tree as they are written, and the bytes of everything else in it, inner parts first.
fn written(tree: &Node) -> (Vec<Leaf>, Vec<Range<usize>>) {
    let (mut leaves, mut parts): (Vec<Leaf>, Vec<Range<usize>>) = Default::default();
    write_latex_seen(tree, &mut |node, latex| match node {
        Node::Number(text) | Node::Symbol(text) => leaves.push((text.clone(), latex)),
        Node::Text(text) => leaves.push((text.trim().to_owned(), latex)),
        Node::Mixed(whole, above, below) => {
            leaves.push((format!("{whole} {above}/{below}"), latex));
        }
        Node::Missing | Node::Raw(_) => {}
        Node::Apply { function: Function::Named(name), .. } => {
            let end = latex.start + 1 + name.len();
            leaves.push((name.clone(), latex.start..end.min(latex.end)));
            parts.push(latex);
        }
        _ => parts.push(latex),
    });
    // A function is shown after its argument and stands before it.
    crate::order::by_key(&mut leaves, |leaf| leaf.1.start);
    (leaves, parts)
}

/// Everything the words can stand for in a tree, in the order in which it was said.
fn said(source: &str, context: &Context) -> Vec<(Range<usize>, String)> {
    let mut words = Words::split_timed(source, &context.pauses_ms);
    let mut lattice = Lattice::build(&words, context);
    if let Some(kept) = corrected(&words, &lattice) {
        words = words.pick(&kept);
        lattice = Lattice::build(&words, context);
    }
    let mut found = Vec::new();
    for at in 0..words.len() {
        for arc in lattice.at(at) {
            let last = words.words[arc.end as usize - 1].source as usize;
            let range = words.words[at].source as usize..last + 1;
            let mut say = |text: &str| found.push((range.clone(), text.to_owned()));
            match arc.meaning {
                Meaning::Number(number) => match &lattice.numbers[usize::from(number)] {
                    Value::Numeral(digits) => say(digits),
                    Value::Fraction(above, below) => {
                        say(above);
                        say(below);
                    }
                    Value::Mixed(whole, above, below) => say(&format!("{whole} {above}/{below}")),
                },
                Meaning::Ordinal(value) => say(&value.to_string()),
                Meaning::Raised(value) | Meaning::Whole(value) => say(&value.to_string()),
                Meaning::Symbol(symbol) | Meaning::Differential(symbol) => say(name(symbol)),
                Meaning::Function(function) => say(name(function)),
                Meaning::Word => say(words.text(at)),
                _ => {}
            }
        }
    }
    found
}

/// For each leaf the place in `said` at which it was said: as many as possible in order, then the rest wherever they are.
fn matched(leaves: &[Leaf], said: &[(Range<usize>, String)]) -> Vec<Option<usize>> {
    let same = |leaf: &Leaf, word: &(Range<usize>, String)| leaf.0.eq_ignore_ascii_case(&word.1);
    // The longest common subsequence, from behind (Wagner and Fischer 1974).
    let wide = said.len() + 1;
    let mut longest = vec![0_u16; (leaves.len() + 1) * wide];
    for (row, leaf) in leaves.iter().enumerate().rev() {
        for (column, word) in said.iter().enumerate().rev() {
            let skip = longest[(row + 1) * wide + column].max(longest[row * wide + column + 1]);
            let take = longest[(row + 1) * wide + column + 1] + 1;
            longest[row * wide + column] = if same(leaf, word) { skip.max(take) } else { skip };
        }
    }
    let mut found = vec![None; leaves.len()];
    let mut used = vec![false; said.len()];
    let (mut row, mut column) = (0, 0);
    while row < leaves.len() && column < said.len() {
        let here = longest[row * wide + column];
        if same(&leaves[row], &said[column]) && here == longest[(row + 1) * wide + column + 1] + 1 {
            found[row] = Some(column);
            used[column] = true;
            row += 1;
            column += 1;
        } else if here == longest[row * wide + column + 1] {
            column += 1;
        } else {
            row += 1;
        }
    }
    for (leaf, place) in leaves.iter().zip(&mut found).filter(|(_, place)| place.is_none()) {
        *place = (0..said.len()).find(|at| !used[*at] && same(leaf, &said[*at]));
        if let Some(at) = place {
            used[*at] = true;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::places;
    use crate::convert;
    use ganita_notation::write_latex;

    /// Every leaf, with the words it was said with.
    #[track_caller]
    fn check(words: &str, expected: &[(&str, &str)]) {
        let reading = convert(words, &Default::default());
        let latex = write_latex(&reading.tree);
        let found = places(words, &Default::default(), &reading);
        let said: Vec<&str> = words.split_whitespace().collect();
        for (part, with) in expected {
            let is_there = found.iter().any(|place| {
                &latex[place.latex.clone()] == *part && said[place.words.clone()].join(" ") == *with
            });
            assert!(is_there, "{part} was not said with {with}: {latex} {found:?}");
        }
    }

    #[test]
    fn leaves_are_where_they_were_said() {
        check("two x plus thirty five", &[("2", "two"), ("x", "x"), ("35", "thirty five")]);
        check("sine squared theta", &[("\\sin", "sine"), ("2", "squared"), ("\\theta", "theta")]);
        check("x का वर्ग जमा पाँच", &[("x", "x"), ("2", "का वर्ग"), ("5", "पाँच")]);
        check("x के सापेक्ष y का अवकलज", &[("y", "y"), ("x", "x")]);
        check("one half of y", &[("1", "one half"), ("2", "one half"), ("y", "y")]);
        check("x plus two no wait three", &[("3", "three")]);
    }

    #[test]
    fn parts_span_their_leaves() {
        check("y equals a over b", &[("\\frac{a}{b}", "a over b")]);
    }
}
