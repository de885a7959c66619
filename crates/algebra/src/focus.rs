//! Where a step acts: the parts of the line before that are not in the line after.

use crate::solution::{Relation, Step};
use ganita_notation::{Function, Language, Node, in_language, write_latex_seen};
use std::ops::Range;

/// From a line down to one of its parts: which child, and of that which child, counted from 0 in the order of
/// [`Node::for_each_child`].
pub type Path = Vec<usize>;

impl Step {
    /// The parts of `before` that the rule acts on, from left to right; none where it acts on the whole line.
    #[must_use]
    pub fn focus(&self) -> Vec<Path> {
        let mut out = Vec::new();
        if self.relation != Relation::Info {
            changed(&self.before, &self.after, &mut Vec::new(), &mut out);
        }
        if out.iter().any(Vec::is_empty) { Vec::new() } else { out }
    }

    /// The line before as LaTeX, and the bytes of it that the rule acts on, from left to right and apart from one another;
    /// none where it acts on the whole line.
    #[must_use]
    pub fn before_in_focus(&self, language: Language) -> (String, Vec<Range<usize>>) {
        let before = in_language(&self.before, language);
        let parts: Vec<*const Node> = self
            .focus()
            .iter()
            .filter_map(|path| part(&before, path))
            .map(std::ptr::from_ref)
            .collect();
        let mut ranges = Vec::new();
        let latex = write_latex_seen(&before, &mut |node, range| {
            if parts.contains(&std::ptr::from_ref(node)) {
                ranges.push(range);
            }
        });
        crate::sort::by(&mut ranges, &mut |a, b| a.start.cmp(&b.start));
        (latex, ranges)
    }
}

fn part<'a>(node: &'a Node, path: &[usize]) -> Option<&'a Node> {
    path.iter().try_fold(node, |node, &k| children(node).get(k).copied())
}

fn children(node: &Node) -> Vec<&Node> {
    let mut out = Vec::new();
    node.for_each_child(&mut |child| out.push(child));
    out
}

fn changed(before: &Node, after: &Node, path: &mut Path, out: &mut Vec<Path>) {
    if before == after {
        return;
    }
    // Terms, factors and items may come and go.
    if let Some(mark) = gathers(before) {
        let marked = |node: &Node| match node {
            Node::Sum(terms) => terms.iter().map(|(sign, _)| Some(*sign)).collect(),
            _ => Vec::new(),
        };
        let (signs, new_signs) = (marked(before), marked(after));
        let sign = |signs: &[Option<_>], k: usize| signs.get(k).copied().flatten();
        let parts = children(before);
        let new: Vec<&Node> =
            if gathers(after) == Some(mark) { children(after) } else { vec![after] };
        let mut left: Vec<usize> = (0..new.len()).collect();
        let mut gone: Vec<usize> = Vec::new();
        for (k, part) in parts.iter().enumerate() {
            let found = left.iter().position(|&j| {
                new[j] == *part && (new_signs.is_empty() || sign(&signs, k) == sign(&new_signs, j))
            });
            match found {
                Some(place) => {
                    left.remove(place);
                }
                None => gone.push(k),
            }
        }
        if gone.len() == parts.len() {
            return out.push(path.clone());
        }
        if let ([k], [j]) = (gone.as_slice(), left.as_slice()) {
            path.push(*k);
            changed(parts[*k], new[*j], path, out);
            path.pop();
        } else {
            out.extend(gone.into_iter().map(|k| [path.as_slice(), &[k]].concat()));
        }
        return;
    }
    let (parts, new) = (children(before), children(after));
    if !same_head(before, after) || parts.len() != new.len() || parts.is_empty() {
        // What a term is added to stays as it was.
        let kept = gathers(after).is_some() && new.contains(&before);
        if !kept {
            out.push(path.clone());
        }
        return;
    }
    let seen = out.len();
    // "x - 1 = 0 or 2x - 3 = 0", all of which is solved.
    let all = matches!(before, Node::Operation(..)) && parts.iter().zip(&new).all(|(p, q)| p != q);
    if all {
        return out.push(path.clone());
    }
    for (k, (part, new)) in parts.iter().zip(new).enumerate() {
        path.push(k);
        changed(part, new, path, out);
        path.pop();
    }
    let whole = out.len() == seen + parts.len()
        && out[seen..].iter().all(|found| found.len() == path.len() + 1);
    if whole {
        out.truncate(seen);
        out.push(path.clone());
    }
}

/// What kind of gathering it is, where the parts stand side by side.
fn gathers(node: &Node) -> Option<&'static str> {
    match node {
        Node::Sum(_) => Some("sum"),
        Node::Product(_) => Some("product"),
        Node::List(_) => Some("list"),
        Node::Operation(name, _) if name == "lor" || name == "cup" => Some("union"),
        _ => None,
    }
}

fn same_head(a: &Node, b: &Node) -> bool {
    let function = |f: &Function| match f {
        Function::Named(name) => Some(name.clone()),
        Function::Letter(_) => None,
    };
    match (a, b) {
        (Node::Apply { function: f, power: p, .. }, Node::Apply { function: g, power: q, .. }) => {
            function(f) == function(g) && p == q
        }
        (Node::Relation(_, p), Node::Relation(_, q)) => {
            p.iter().map(|(sign, _)| sign).eq(q.iter().map(|(sign, _)| sign))
        }
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

#[cfg(test)]
mod tests {
    use crate::solution::Step;
    use crate::{Task, explain};
    use ganita_notation::{Language, read};

    fn steps(latex: &str) -> Vec<Step> {
        let problem = read(latex).expect("reads");
        explain(&Task::infer(&problem), &problem).unwrap_or_else(|e| panic!("{latex}: {e}")).steps
    }

    /// `[…]` around what is in focus.
    #[track_caller]
    fn check(before: &str, after: &str, expected: &str) {
        let mut step = steps("2x=6").remove(0);
        (step.before, step.after) = (read(before).expect("reads"), read(after).expect("reads"));
        let (mut latex, ranges) = step.before_in_focus(Language::English);
        for range in ranges.iter().rev() {
            latex.insert(range.end, ']');
            latex.insert(range.start, '[');
        }
        assert_eq!(latex, expected);
    }

    #[test]
    fn the_part_that_changes_is_in_focus() {
        check("3x+5=20", "3x=20-5", "3x + [5] = 20");
        check("3x+5-2=20", "3x+3=20", "3x + [5] - [2] = 20");
        check("x^2-5x+6=0", "x^2-2x-3x+6=0", "x^{2} - [5x] + 6 = 0");
        check(r"\frac{x^2-4}{x-2}+1", "x+2+1", r"[\frac{x^{2} - 4}{x - 2}] + 1");
        check(r"\frac{x^2-4}{x-2}", r"\frac{(x-2)(x+2)}{x-2}", r"\frac{[x^{2} - 4]}{x - 2}");
        check(r"\int 2x\,dx", "x^2+C", r"\int 2x \, dx");
        check(r"\sqrt{12}+1=y", r"2\sqrt{3}+1=y", r"[\sqrt{12}] + 1 = y");
        check("2x=6", "x=3", "[2]x = [6]");
        let before = r"x-1=0 \text{ or } 2x-3=0";
        check(before, r"x=1 \text{ or } x=\frac32", r"x - 1 = 0 \text{ or } 2x - 3 = 0");
    }

    #[test]
    fn what_is_in_focus_can_be_read_by_itself() {
        let mut seen = 0;
        for latex in [
            "3(x-2)+4=2x+5",
            "x^2-5x+6=0",
            r"\sqrt{x+3}=x-3",
            r"\frac{1}{x-1}+\frac{1}{x+1}=1",
            r"\frac{d}{dx}\left(x^2\sin x+\ln(x^2+1)\right)",
            r"\int x e^x\,dx",
            r"\lim_{x\to2}\frac{x^2-4}{x-2}",
            r"|2x-1|=5",
            r"\sin^2 x=\frac14",
        ] {
            for step in steps(latex) {
                let (line, ranges) = step.before_in_focus(Language::Hindi);
                assert!(ranges.windows(2).all(|two| two[0].end <= two[1].start), "{line}");
                for range in ranges {
                    seen += 1;
                    assert!(read(&line[range.clone()]).is_ok(), "{line}: {range:?}");
                }
            }
        }
        assert!(seen >= 5, "only {seen} parts in focus");
    }
}
