//! What the book is made of: every lesson, diagnosis and guide of the kit, by its path there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use toml::{Table, Value};

use crate::files;
use crate::pictures::{self, Levels};
use crate::words;

/// A file of the kit that is a page.
pub struct Page {
    /// From the kit's root, with slashes. The page stands at the same place in the site.
    pub path: String,
    pub part: Part,
    /// In English.
    pub text: String,
    /// Whether it has a Korean version. What contributors read is in English alone.
    pub translated: bool,
    /// Of a lesson: the names of its levels.
    pub sections: Vec<String>,
    /// Of a lesson: the levels whose timelines were recorded.
    pub levels: Levels,
}

impl Page {
    /// The kata whose lesson it is.
    pub fn kata(&self) -> Option<&str> {
        self.path.strip_prefix("katas/")?.strip_suffix(".md")
    }

    /// The levels that have no timeline to show.
    pub fn undrawn(&self) -> Vec<String> {
        let empty = self.levels.iter().filter(|(_, contrasts)| contrasts.is_empty());
        empty.map(|(level, _)| format!("{}::{level}", self.kata().unwrap_or_default())).collect()
    }

    /// What it says beside its text, a sentence each: captions, and what this program adds.
    pub fn beside(&self) -> Vec<String> {
        let ideas = self.levels.iter().flat_map(|(_, contrasts)| contrasts).map(|it| it.idea.clone());
        let words: &[&str] = match () {
            () if self.path == STEPPING => &words::OF_STEPS,
            () if self.levels.iter().any(|(_, contrasts)| !contrasts.is_empty()) => &words::OF_PICTURES,
            () => &[],
        };
        words.iter().map(|&it| it.to_owned()).chain(ideas).collect()
    }
}

/// The page that steps through timelines.
pub const STEPPING: &str = "book/stepping.md";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Start,
    Lessons,
    Clinic,
    Guides,
}

/// All pages, in reading order.
pub fn of(root: &Path) -> Result<Vec<Page>> {
    let mut paths = vec![("README.md".to_owned(), Part::Start, true)];
    let katas = entries(root, "katas/katas.toml", "kata")?;
    for (kata, _) in &katas {
        paths.push((format!("katas/{kata}.md"), Part::Lessons, true));
    }
    paths.push((STEPPING.to_owned(), Part::Lessons, true));
    paths.push(("ui/README.md".to_owned(), Part::Clinic, true));
    for (case, _) in entries(root, "ui/cases.toml", "case")? {
        paths.push((format!("ui/{case}.md"), Part::Clinic, true));
    }
    paths.push(("docs/instructors.md".to_owned(), Part::Guides, true));
    for guide in ["docs/grading.md", "docs/scale.md", "docs/architecture.md", "CONTRIBUTING.md"] {
        paths.push((guide.to_owned(), Part::Guides, false));
    }
    let page = |(path, part, translated): (String, Part, bool)| {
        let text = files::read(&root.join(&path))?.replace("\r\n", "\n");
        let mut page = Page { path, part, text, translated, sections: Vec::new(), levels: Levels::new() };
        if let Some((kata, levels)) = katas.iter().find(|(kata, _)| page.kata() == Some(kata)) {
            page.sections = levels.clone();
            page.levels = pictures::read(root, kata, levels)?;
        }
        Ok(page)
    };
    paths.into_iter().map(page).collect()
}

/// What one of the kit's lists names, and the levels that each names.
fn entries(root: &Path, list: &str, what: &str) -> Result<Vec<(String, Vec<String>)>> {
    let text = files::read(&root.join(list))?;
    let name = |entry: &Value| entry.get("name").and_then(Value::as_str).map(str::to_owned);
    let names = |of: &Value| of.as_array()?.iter().map(name).collect::<Option<Vec<String>>>();
    let entry = |entry: &Value| {
        let levels = entry.get("level").map_or(Some(Vec::new()), names);
        Some((name(entry)?, levels?))
    };
    let table: Table = text.parse().with_context(|| format!("{list} is not TOML"))?;
    let all = table.get(what).and_then(Value::as_array);
    let entries = all.and_then(|all| all.iter().map(entry).collect());
    entries.with_context(|| format!("{list} has no [[{what}]] with names"))
}

/// Files that belong into the book and are no page of it, a sentence each.
pub fn left_out(root: &Path, pages: &[Page]) -> Result<Vec<String>> {
    let known: BTreeSet<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    let mut missing = Vec::new();
    for folder in ["katas", "ui", "docs"] {
        let entries = fs::read_dir(root.join(folder)).with_context(|| format!("cannot read {folder}"))?;
        for entry in entries {
            let path = format!("{folder}/{}", entry?.file_name().to_string_lossy());
            if path.ends_with(".md") && !known.contains(path.as_str()) {
                missing.push(format!("{path} is no page of the book"));
            }
        }
    }
    missing.sort();
    Ok(missing)
}

/// The first heading, without its mark.
pub fn title(text: &str) -> &str {
    text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::{STEPPING, left_out, of, title};
    use crate::files;

    #[test]
    fn a_file_that_no_list_names_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            files::write(&folder.path().join(path), text).expect("a file");
        };
        write("katas/katas.toml", "[[kata]]\nname = \"one\"\n");
        write("ui/cases.toml", "[[case]]\nname = \"a_case\"\n");
        for page in ["README", "CONTRIBUTING", "katas/one", "ui/README", "ui/a_case", "book/stepping"] {
            write(&format!("{page}.md"), "# A title\n");
        }
        for guide in ["instructors", "grading", "scale", "architecture"] {
            write(&format!("docs/{guide}.md"), "# A title\n");
        }
        let pages = of(folder.path()).expect("pages");
        let paths: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
        assert_eq!(paths[..4], ["README.md", "katas/one.md", STEPPING, "ui/README.md"]);
        assert_eq!(left_out(folder.path(), &pages).expect("a list"), Vec::<String>::new());
        write("katas/two.md", "");
        assert_eq!(left_out(folder.path(), &pages).expect("a list"), ["katas/two.md is no page of the book"]);
    }

    #[test]
    fn a_title_is_the_first_heading() {
        assert_eq!(title("\n# fanout: start many\n\n# other\n"), "fanout: start many");
    }
}
