//! What the book is made of: every lesson, diagnosis and guide of the kit, by its path there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use toml::{Table, Value};

use crate::files;

/// A file of the kit that is a page.
pub struct Page {
    /// From the kit's root, with slashes. The page stands at the same place in the site.
    pub path: String,
    pub part: Part,
    /// In English.
    pub text: String,
    /// Whether it has a Korean version. What contributors read is in English alone.
    pub translated: bool,
}

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
    for kata in names(root, "katas/katas.toml", "kata")? {
        paths.push((format!("katas/{kata}.md"), Part::Lessons, true));
    }
    paths.push(("ui/README.md".to_owned(), Part::Clinic, true));
    for case in names(root, "ui/cases.toml", "case")? {
        paths.push((format!("ui/{case}.md"), Part::Clinic, true));
    }
    paths.push(("docs/instructors.md".to_owned(), Part::Guides, true));
    for guide in ["docs/grading.md", "docs/scale.md", "docs/architecture.md", "CONTRIBUTING.md"] {
        paths.push((guide.to_owned(), Part::Guides, false));
    }
    let page = |(path, part, translated): (String, Part, bool)| {
        let text = files::read(&root.join(&path))?;
        Ok(Page { path, part, text: text.replace("\r\n", "\n"), translated })
    };
    paths.into_iter().map(page).collect()
}

/// The names in one of the kit's lists.
fn names(root: &Path, list: &str, what: &str) -> Result<Vec<String>> {
    let text = files::read(&root.join(list))?;
    let list_of = |table: &Table| -> Option<Vec<String>> {
        let entries = table.get(what)?.as_array()?.iter();
        entries.map(|entry| entry.get("name").and_then(Value::as_str).map(str::to_owned)).collect()
    };
    let table: Table = text.parse().with_context(|| format!("{list} is not TOML"))?;
    list_of(&table).with_context(|| format!("{list} has no [[{what}]] with names"))
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
    use super::{left_out, of, title};
    use crate::files;

    #[test]
    fn a_file_that_no_list_names_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            files::write(&folder.path().join(path), text).expect("a file");
        };
        write("katas/katas.toml", "[[kata]]\nname = \"one\"\n");
        write("ui/cases.toml", "[[case]]\nname = \"a_case\"\n");
        for page in ["README", "CONTRIBUTING", "katas/one", "ui/README", "ui/a_case"] {
            write(&format!("{page}.md"), "# A title\n");
        }
        for guide in ["instructors", "grading", "scale", "architecture"] {
            write(&format!("docs/{guide}.md"), "# A title\n");
        }
        let pages = of(folder.path()).expect("pages");
        let paths: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
        assert_eq!(paths[..4], ["README.md", "katas/one.md", "ui/README.md", "ui/a_case.md"]);
        assert_eq!(left_out(folder.path(), &pages).expect("a list"), Vec::<String>::new());
        write("katas/two.md", "");
        assert_eq!(left_out(folder.path(), &pages).expect("a list"), ["katas/two.md is no page of the book"]);
    }

    #[test]
    fn a_title_is_the_first_heading() {
        assert_eq!(title("\n# fanout: start many\n\n# other\n"), "fanout: start many");
    }
}
