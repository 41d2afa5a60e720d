//! One file per format, all drawn from the one model.

mod classroom;
mod gradescope;
mod json;
mod junit;
mod markdown;
pub mod terminal;

use std::fs;
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context, Result};

use super::model::{Grade, LevelGrade};

/// A report that was asked for: `FORMAT=FILE`.
#[derive(Debug, Clone)]
pub struct Report {
    format: Format,
    file: String,
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Json,
    Junit,
    Classroom,
    Gradescope,
    Markdown,
}

impl FromStr for Report {
    type Err = String;

    fn from_str(text: &str) -> Result<Report, String> {
        let (format, file) = text.split_once('=').ok_or("it is written FORMAT=FILE")?;
        let format = match format {
            "json" => Format::Json,
            "junit" => Format::Junit,
            "classroom" => Format::Classroom,
            "gradescope" => Format::Gradescope,
            "markdown" => Format::Markdown,
            _ => return Err("the formats are json, junit, classroom, gradescope and markdown".to_owned()),
        };
        if file.is_empty() {
            return Err("the file has no name".to_owned());
        }
        Ok(Report { format, file: file.to_owned() })
    }
}

impl Report {
    /// Writes the report, or one for each submission.
    pub fn write(&self, grade: &Grade) -> Result<()> {
        if !self.file.contains("{name}") {
            return self.write_to(&self.file, grade);
        }
        for submission in &grade.submissions {
            let one = Grade { submissions: vec![submission.clone()], ..grade.clone() };
            self.write_to(&self.file.replace("{name}", &file_name(&submission.name)), &one)?;
        }
        Ok(())
    }

    fn write_to(&self, file: &str, grade: &Grade) -> Result<()> {
        let text = match self.format {
            Format::Json => json::render(grade)?,
            Format::Junit => junit::render(grade)?,
            Format::Classroom => classroom::render(grade)?,
            Format::Gradescope => gradescope::render(grade)?,
            Format::Markdown => markdown::render(grade),
        };
        let path = PathBuf::from(file);
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        fs::write(&path, text).with_context(|| format!("cannot write the report {}", path.display()))
    }
}

/// The name of a submission as one part of a path.
fn file_name(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "-_ ().".contains(c) { c } else { '_' };
    name.chars().map(plain).collect::<String>().trim_start_matches('.').to_owned()
}

/// What is said of a level's claims that do not hold, in plain text. A fault of the whole level is
/// said once.
fn failures(level: &LevelGrade) -> String {
    let mut said: Vec<(Vec<String>, &str, &str)> = Vec::new();
    for verdict in level.failed() {
        let claim = verdict.id.split("::").skip(2).collect::<Vec<_>>().join("::");
        match said
            .iter_mut()
            .find(|(_, reason, message)| (*reason, *message) == (&*verdict.reason, &*verdict.message))
        {
            Some((claims, ..)) => claims.push(claim),
            None => said.push((vec![claim], &verdict.reason, &verdict.message)),
        }
    }
    let text = |(claims, reason, message): &(Vec<String>, &str, &str)| {
        let all = claims.len() > 1 && claims.len() == level.claims.len();
        let claims = if all { "all claims".to_owned() } else { claims.join("\n") };
        format!("{claims}: {reason}\n{message}")
    };
    said.iter().map(text).collect::<Vec<_>>().join("\n\n")
}

/// How many claims hold, in words.
fn held(level: &LevelGrade) -> String {
    let claims = level.claims.len();
    format!("{} of {claims} claims hold", claims - level.failed().count())
}
