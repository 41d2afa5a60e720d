//! Reads the lessons: `katas/KATA.md`, a section per level, its hints folded in `<details>`.

use anyhow::{Result, bail};

use crate::kit::{Kata, Kit, Level, read};

/// A level's section of the lesson.
pub struct Section {
    /// The section without its hints.
    pub text: String,
    pub hints: Vec<Hint>,
}

/// One folded hint.
pub struct Hint {
    /// The text of the fold.
    pub title: String,
    pub text: String,
}

/// The section on `level`.
///
/// # Errors
/// If the lesson cannot be read or has no such section.
pub fn section(kit: &Kit, kata: &Kata, level: &Level) -> Result<Section> {
    let path = kit.root.join("katas").join(format!("{}.md", kata.name));
    let text = read(&path)?;
    let heading = format!("## {}", level.name);
    let mut lines = text.lines().skip_while(|line| line.trim_end() != heading);
    let Some(heading) = lines.next() else {
        bail!("katas/{}.md has no section {:?}", kata.name, level.name);
    };
    Ok(parse(heading, lines.take_while(|line| !line.starts_with("## "))))
}

fn parse<'a>(heading: &str, lines: impl Iterator<Item = &'a str>) -> Section {
    let mut text = vec![heading.to_owned()];
    let mut hints: Vec<Hint> = Vec::new();
    let mut folded = false;
    for line in lines {
        let line = line.trim_end();
        if let Some(rest) = line.strip_prefix("<details>") {
            folded = true;
            hints.push(Hint { title: summary(rest).unwrap_or_default(), text: String::new() });
        } else if line == "</details>" {
            folded = false;
        } else if let Some(hint) = hints.last_mut().filter(|_| folded) {
            match summary(line) {
                Some(title) => hint.title = title,
                None => hint.text = format!("{}{line}\n", hint.text),
            }
        } else {
            text.push(line.to_owned());
        }
    }
    // Removing the hints leaves blank lines behind.
    text.dedup_by(|line, before| line.is_empty() && before.is_empty());
    for hint in &mut hints {
        hint.text = hint.text.trim().to_owned();
    }
    Section { text: text.join("\n").trim().to_owned(), hints }
}

fn summary(line: &str) -> Option<String> {
    let inner = line.trim().strip_prefix("<summary>")?.strip_suffix("</summary>")?;
    Some(inner.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn hints_are_taken_out_of_the_section() {
        let lines = "\ntext\n\n<details><summary>Hint 1: who?</summary>\n\nThe one.\n\n```rust\nlet x;\n```\n</details>\n\n\
                     <details>\n<summary>Hint 2: how?</summary>\n\nSo.\n\n</details>\n\nmore";
        let section = parse("## level", lines.lines());
        assert_eq!(section.text, "## level\n\ntext\n\nmore");
        let hints: Vec<(&str, &str)> =
            section.hints.iter().map(|hint| (hint.title.as_str(), hint.text.as_str())).collect();
        assert_eq!(hints, [("Hint 1: who?", "The one.\n\n```rust\nlet x;\n```"), ("Hint 2: how?", "So.")]);
    }
}
