//! Collects answers: files for one level each, marked as right or wrong.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Serialize;
use verdict::Verdict;

use crate::kit::{Kata, Kit, Level, rust_files};

/// What an answer is marked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    Right,
    Wrong,
    /// The kit's reference solution.
    #[serde(rename = "right")]
    Reference,
    /// The kit's stub: every claim must fail as not started.
    #[serde(rename = "wrong")]
    Stub,
}

/// An answer to one level, or a whole kata in its place.
#[derive(Debug, Clone)]
pub struct Answer {
    pub path: PathBuf,
    /// The bridge that registers it with its claims.
    pub bridge: PathBuf,
    pub kata: String,
    pub level: String,
    pub expected: Expected,
    /// The claim that must fail, if the header names one.
    pub caught_by: Option<String>,
    /// Words that the claim's message must contain.
    pub says: Vec<String>,
    /// What it does: the header's first sentence.
    pub idea: String,
    /// The kind of its mistake.
    pub family: Option<String>,
    /// Whether it holds in the usual order of what is ready in the same instant, and fails in another.
    pub explore: bool,
}

impl Answer {
    /// A whole file of the kit in the place of its level: its stub or its reference solution.
    pub fn whole(kit: &Kit, kata: &Kata, level: &Level, expected: Expected) -> Answer {
        let file = if expected == Expected::Stub { "stub.rs" } else { "reference.rs" };
        Answer {
            path: kit.answers().join(&kata.name).join(file),
            bridge: kit.bridge_file(&kata.name, &level.name),
            kata: kata.name.clone(),
            level: level.name.clone(),
            expected,
            caught_by: None,
            says: Vec::new(),
            idea: String::new(),
            family: None,
            explore: false,
        }
    }

    /// Its file is called `LEVEL__NAME.rs`.
    pub fn name(&self) -> String {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        stem.split_once("__").map_or(&*stem, |(_, name)| name).to_owned()
    }

    /// Whether the message holds the words of its header.
    pub fn is_told_by(&self, verdict: &Verdict) -> bool {
        // Messages are broken into lines; the header's words may stand on two of them.
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        self.says.iter().all(|words| plain(&verdict.text(false)).contains(&plain(words)))
    }
}

/// A file in an answers folder that is not an answer.
pub struct Misplaced {
    pub path: PathBuf,
    pub kata: String,
    pub level: String,
    pub expected: Expected,
    pub why: String,
}

/// All answers under `folder`, in the order of the katas, and the files that look like answers but are not.
pub fn collect(kit: &Kit, folder: &Path, only: &[String]) -> Result<(Vec<Answer>, Vec<Misplaced>)> {
    if !folder.is_dir() {
        bail!("{} is not a folder: answers are in DIR/KATA/right and DIR/KATA/wrong", folder.display());
    }
    let wanted = kit.levels(only)?;
    let (mut answers, mut misplaced) = (Vec::new(), Vec::new());
    for kata in &kit.katas {
        for (name, expected) in [("right", Expected::Right), ("wrong", Expected::Wrong)] {
            for path in rust_files(&folder.join(&kata.name).join(name))? {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let level = stem.split("__").next().unwrap_or_default().to_owned();
                let kata = kata.name.clone();
                if kit.levels(&[format!("{kata}::{level}")]).is_err() {
                    let why = format!("{kata} has no level {level}: a file is called LEVEL__NAME.rs");
                    misplaced.push(Misplaced { path, kata, level, expected, why });
                } else if wanted.iter().any(|(k, l)| k.name == kata && l.name == level) {
                    answers.push(read(kit, path, kata, level, expected)?);
                }
            }
        }
    }
    if answers.is_empty() && misplaced.is_empty() {
        bail!("no answers in {}: they are called DIR/KATA/{{right,wrong}}/LEVEL__NAME.rs", folder.display());
    }
    Ok((answers, misplaced))
}

/// The keys of a header.
const KEYS: [&str; 4] = ["family:", "caught by:", "says:", "explore:"];

/// Reads the `//!` lines at the top: what it does, `family: NAME`, `caught by: CLAIM`, `says: WORDS` and
/// `explore: yes`.
fn read(kit: &Kit, path: PathBuf, kata: String, level: String, expected: Expected) -> Result<Answer> {
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let values =
        |key: &'static str| header(&text).filter_map(move |line| line.strip_prefix(key)).map(str::trim);
    let explore = match values("explore:").next() {
        None => false,
        Some("yes") => true,
        Some(other) => {
            bail!("{}: the header says `explore: {other}`, and only `yes` is known", path.display())
        }
    };
    Ok(Answer {
        explore,
        idea: first_sentence(&told(&text)).to_owned(),
        family: values("family:").next().map(str::to_owned),
        caught_by: values("caught by:").next().map(str::to_owned),
        says: values("says:").map(str::to_owned).collect(),
        bridge: kit.bridge_file(&kata, &level),
        path,
        kata,
        level,
        expected,
    })
}

/// The `//!` lines at the top.
fn header(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim)
}

/// What the header of an answer's file tells: what the code does, and why that is wrong or right.
pub fn told(text: &str) -> String {
    let prose = header(text).filter(|line| !KEYS.iter().any(|key| line.starts_with(key)));
    prose.collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// Up to the first mark behind which a new sentence begins.
fn first_sentence(text: &str) -> &str {
    let mut ends = text.match_indices(['.', '?', '!']).map(|(at, _)| at + 1);
    let new_sentence = |at: &usize| {
        let mut rest = text[*at..].chars();
        rest.next() == Some(' ') && rest.next().is_some_and(char::is_uppercase)
    };
    ends.find(new_sentence).map_or(text, |at| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn a_sentence_ends_where_another_begins() {
        assert_eq!(first_sentence("Reads 1.5 bytes, e.g. two. Then it waits."), "Reads 1.5 bytes, e.g. two.");
        assert_eq!(first_sentence("Only one"), "Only one");
    }
}
