//! One file per format, all from the same model: `render` writes a [`Class`], going through its submissions one
//! at a time.

mod annotations;
mod classroom;
mod classroom50;
mod failures;
pub mod file;
mod gradescope;
mod hard;
pub mod json;
mod junit;
mod levels;
mod markdown;
mod page;
mod table;
mod terminal;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::iter;
use std::path::Path;
use std::str::FromStr;

use anyhow::{Context, Result, bail};

use super::results::class::Class;
use crate::ui::panics;

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
    /// Checks, before anything is graded, that it can cover this many submissions, and be written.
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
        if self.format == Format::Classroom50 {
            classroom50::Identity::find()?;
        }
        self.try_out().with_context(|| format!("cannot write the report {}", self.file))
    }

    /// Tries whether the file can be written, and leaves nothing behind.
    fn try_out(&self) -> io::Result<()> {
        let file = Path::new(&self.file);
        match fs::metadata(file) {
            Ok(about) if about.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(about) if about.is_file() => return File::options().write(true).open(file).map(drop),
            // A device or a pipe: only who reads it knows.
            Ok(_) => return Ok(()),
            Err(_) => {}
        }
        let nearest = file.ancestors().skip(1).find(|folder| folder.exists());
        let nearest = nearest.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        tempfile::tempfile_in(nearest).map(drop)
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
        file::replace(path, None, |out| match self.format {
            Format::Json => json::render(class, out),
            Format::Junit => junit::render(class, out),
            Format::Classroom => classroom::render(class, out),
            Format::Classroom50 => classroom50::render(class, out),
            Format::Annotations => annotations::render(class, out),
            Format::Gradescope => gradescope::render(class, out),
            Format::Markdown => markdown::render(class, out),
            Format::Html => page::render(class, path, out),
            Format::Csv => table::render(class, out),
        })
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

/// The name of a submission as one part of a path.
fn file_name(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "-_ ().".contains(c) { c } else { '_' };
    name.chars().map(plain).collect::<String>().trim_start_matches('.').to_owned()
}
