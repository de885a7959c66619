//! Tables as they are measured: printed, and put into a file if one was named.

use anyhow::{Context, Result};
use std::path::PathBuf;

/// What a new file begins with.
const HEAD: &str = "\
# What the live relay costs

Written by `cargo xtask bench live`; each section stands for itself and is replaced when its part is measured again.
";

/// Where tables go.
pub(crate) struct Report {
    file: Option<PathBuf>,
}

impl Report {
    pub(crate) fn new(file: Option<PathBuf>) -> Report {
        Report { file }
    }

    /// Prints a section, and puts it in the place of the one with the same title.
    pub(crate) fn show(&self, title: &str, text: &str) -> Result<()> {
        let section = format!("## {title}\n\n{}\n", text.trim());
        println!("{section}");
        let Some(file) = &self.file else { return Ok(()) };
        let before = std::fs::read_to_string(file).unwrap_or_else(|_| HEAD.to_owned());
        std::fs::write(file, replaced(&before, title, &section))
            .with_context(|| file.display().to_string())
    }
}

fn replaced(text: &str, title: &str, section: &str) -> String {
    let head = format!("## {title}\n");
    let Some(from) = text.find(&head) else { return format!("{}\n\n{section}", text.trim_end()) };
    let rest = &text[from + head.len()..];
    let to = rest.find("\n## ").map_or(text.len(), |at| from + head.len() + at + 1);
    let gap = if to < text.len() { "\n" } else { "" };
    format!("{}{section}{gap}{}", &text[..from], &text[to..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_takes_the_place_of_the_one_before() {
        let first = replaced("# All\n", "A", "## A\n\n1\n");
        let both = replaced(&first, "B", "## B\n\n2\n");
        assert_eq!(both, "# All\n\n## A\n\n1\n\n## B\n\n2\n");
        assert_eq!(replaced(&both, "A", "## A\n\n3\n"), "# All\n\n## A\n\n3\n\n## B\n\n2\n");
        assert_eq!(replaced(&both, "B", "## B\n\n4\n"), "# All\n\n## A\n\n1\n\n## B\n\n4\n");
    }
}
