//! One file per format, all from the same model: `render` writes a [`Class`], going through its submissions one
//! at a time.

mod annotations;
mod classroom;
mod classroom50;
mod gradescope;
mod hard;
mod json;
mod junit;
mod markdown;
mod page;
mod table;
mod terminal;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::iter;
use std::path::Path;
use std::str::FromStr;
use verdict::{Reason, Verdict};

use anyhow::{Context, Result, bail};
use serde::ser::{Error, Serialize, SerializeSeq, Serializer};

use super::results::class::Class;
use super::results::model::{Graded, KataGrade, LevelGrade};
use crate::ui::panics;
use crate::ui::text::count;

/// A requested report: `FORMAT=FILE`.
#[derive(Debug, Clone)]
pub struct Report {
    format: Format,
    file: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Json,
    Junit,
    Classroom50,
    Annotations,
    Classroom,
    Gradescope,
    Markdown,
    Html,
    Csv,
}

impl Format {
    const ALL: [(&str, Format); 9] = [
        ("json", Format::Json),
        ("junit", Format::Junit),
        ("classroom50", Format::Classroom50),
        ("gradescope", Format::Gradescope),
        ("markdown", Format::Markdown),
        ("annotations", Format::Annotations),
        ("html", Format::Html),
        ("csv", Format::Csv),
        ("classroom", Format::Classroom),
    ];

    /// Whether a report can cover only one submission.
    fn of_one(self) -> bool {
        matches!(self, Format::Classroom | Format::Classroom50 | Format::Annotations)
    }
}

impl FromStr for Report {
    type Err = String;

    fn from_str(text: &str) -> Result<Report, String> {
        let (format, file) = text.split_once('=').ok_or("write it as FORMAT=FILE")?;
        let known = Format::ALL.into_iter().find(|(name, _)| *name == format);
        let Some((_, format)) = known else {
            let names: Vec<&str> = Format::ALL.iter().map(|(name, _)| *name).collect();
            return Err(format!("the formats are {}", names.join(", ")));
        };
        if file.is_empty() {
            return Err("the file has no name".to_owned());
        }
        Ok(Report { format, file: file.to_owned() })
    }
}

impl Report {
    /// Checks, before anything is graded, that it can cover this many submissions.
    ///
    /// # Errors
    /// If it cannot.
    pub fn check(&self, submissions: usize) -> Result<()> {
        if self.format.of_one() && submissions > 1 && !self.file.contains("{name}") {
            let (name, _) =
                Format::ALL.into_iter().find(|(_, it)| *it == self.format).expect("all are known");
            bail!(
                "the report {name} covers one submission, and there are {submissions}: \
                 --report {name}={{name}}.txt writes one for each"
            );
        }
        match self.format {
            Format::Classroom50 => classroom50::Identity::find().map(drop),
            _ => Ok(()),
        }
    }

    /// Writes the report, or one for each submission.
    pub fn write(&self, class: &Class) -> Result<()> {
        if !self.file.contains("{name}") {
            return self.write_to(Path::new(&self.file), class);
        }
        let mut names = BTreeSet::new();
        for graded in class.submissions() {
            let graded = graded?;
            let plain = file_name(&graded.name);
            // Two names may become the same path, even on file systems that ignore case.
            let numbered = (2..).map(|number| format!("{plain} ({number})"));
            let name =
                iter::once(plain.clone()).chain(numbered).find(|name| names.insert(name.to_lowercase()));
            let file = self.file.replace("{name}", &name.unwrap_or(plain));
            self.write_to(Path::new(&file), &Class::of_one(class.head, &graded))?;
        }
        Ok(())
    }

    fn write_to(&self, path: &Path, class: &Class) -> Result<()> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        self.render_to(path, class).with_context(|| format!("cannot write the report {}", path.display()))
    }

    fn render_to(&self, path: &Path, class: &Class) -> Result<()> {
        let mut out = BufWriter::new(File::create(path)?);
        match self.format {
            Format::Json => json::render(class, &mut out)?,
            Format::Junit => junit::render(class, &mut out)?,
            Format::Classroom => classroom::render(class, &mut out)?,
            Format::Classroom50 => classroom50::render(class, &mut out)?,
            Format::Annotations => annotations::render(class, &mut out)?,
            Format::Gradescope => gradescope::render(class, &mut out)?,
            Format::Markdown => markdown::render(class, &mut out)?,
            Format::Html => page::render(class, &mut out)?,
            Format::Csv => table::render(class, &mut out)?,
        }
        Ok(out.flush()?)
    }
}

/// Writes all `reports`, and the summary on the terminal; if requested, with `top` entries of each list of what the
/// class finds hard.
pub fn write_all(reports: &[Report], top: Option<usize>, class: &Class) -> Result<()> {
    // If one cannot be written, the others still are.
    let write = |report: &Report| panics::caught(|| report.write(class)).flatten();
    let written = reports.iter().map(write).fold(Ok(()), Result::and);
    written.and(terminal::print(class, top))
}

/// The name for a kata's file as a whole, in reports that know only tests.
const WHOLE: &str = "compiles as it was handed in";

/// Writes a value as JSON for people.
fn json(out: impl Write, value: &impl Serialize) -> Result<()> {
    serde_json::to_writer_pretty(out, value).map_err(|error| match error.io_error_kind() {
        // Only the cause: where in the JSON the disk became full does not matter.
        Some(_) => anyhow::Error::new(std::io::Error::from(error)),
        None => error.into(),
    })
}

/// A JSON array with one value for each level of each submission, produced as it is written.
struct Levels<'a, T> {
    class: &'a Class<'a>,
    /// From a submission, a kata and a level of it, and the level's number (`2.1`).
    of: &'a dyn Fn(&Graded, &KataGrade, &LevelGrade, &str) -> T,
    /// From a kata as a whole, if there is a remark about it; after its levels.
    and: &'a dyn Fn(&Graded, &KataGrade) -> Option<T>,
}

impl<T: Serialize> Serialize for Levels<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all = serializer.serialize_seq(None)?;
        for graded in self.class.submissions() {
            let graded = graded.map_err(Error::custom)?;
            for (kata_number, kata) in (1..).zip(&graded.katas) {
                for (level_number, level) in (1..).zip(&kata.levels) {
                    let number = format!("{kata_number}.{level_number}");
                    all.serialize_element(&(self.of)(&graded, kata, level, &number))?;
                }
                if let Some(whole) = (self.and)(&graded, kata) {
                    all.serialize_element(&whole)?;
                }
            }
        }
        all.end()
    }
}

/// The name of a submission as one part of a path.
fn file_name(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "-_ ().".contains(c) { c } else { '_' };
    name.chars().map(plain).collect::<String>().trim_start_matches('.').to_owned()
}

/// The messages of a level's claims that do not hold, in plain text. A fault of the whole level appears once.
fn failures(level: &LevelGrade) -> String {
    let text = |(claims, reason, message): &(Vec<String>, Reason, String)| {
        let all = claims.len() > 1 && claims.len() == level.claims.len();
        let claims = if all { "all claims".to_owned() } else { claims.join("\n") };
        format!("{claims}: {reason}\n{message}")
    };
    failed_alike(level, |verdict| verdict.text(false)).iter().map(text).collect::<Vec<_>>().join("\n\n")
}

/// The same with a line for each claim, in at most `longest` bytes; for a level that holds, how many claims do.
fn briefly(level: &LevelGrade, longest: usize) -> String {
    const CUT: &str = "\n… (cut)";
    if level.passed() {
        return held(level);
    }
    let first_line = |verdict: &Verdict| verdict.message.first_line().to_owned();
    let mut said = String::new();
    for (claims, _, line) in failed_alike(level, first_line) {
        let whose = match &claims[..] {
            [one] => one.clone(),
            all if all.len() == level.claims.len() => "all claims".to_owned(),
            [one, others @ ..] => format!("{one} and {}", count(others.len(), "other", "others")),
            [] => continue,
        };
        let line = format!("{}{whose}: {line}", if said.is_empty() { "" } else { "\n" });
        if said.len() + line.len() + CUT.len() > longest {
            let room = longest.saturating_sub(said.len() + CUT.len());
            let end = (0..=room.min(line.len())).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
            said += &line[..end];
            return if longest > CUT.len() { said + CUT } else { String::new() };
        }
        said += &line;
    }
    said
}

/// Groups of claims that fail for the same reason with the same text, which `words` takes from a verdict.
fn failed_alike(
    level: &LevelGrade,
    words: impl Fn(&Verdict) -> String,
) -> Vec<(Vec<String>, Reason, String)> {
    let mut alike: Vec<(Vec<String>, Reason, String)> = Vec::new();
    for verdict in level.failed() {
        let claim = verdict.id.split("::").skip(2).collect::<Vec<_>>().join("::");
        let said = words(verdict);
        match alike.iter_mut().find(|(_, reason, known)| *reason == verdict.reason && *known == said) {
            Some((claims, ..)) => claims.push(claim),
            None => alike.push((vec![claim], verdict.reason, said)),
        }
    }
    alike
}

/// How many claims hold, in words.
fn held(level: &LevelGrade) -> String {
    let claims = level.claims.len();
    format!("{} of {claims} claims hold", claims - level.failed().count())
}
