//! Annotations for a run on GitHub: a workflow command on each line, for a step to print. Only levels that were
//! started are marked.

use std::io::Write;

use anyhow::Result;
use verdict::Reason;

use super::failures::briefly;
use crate::grade::results::class::Class;
use crate::grade::results::model::Graded;
use crate::ui::text::count;

/// GitHub shows ten errors of a step
/// (<https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>).
const SHOWN: usize = 10;

/// Bytes of one message: a reader sees a few lines of it.
const LONGEST: usize = 2000;

/// One problem.
struct Mark {
    /// A kata, or a level of one.
    title: String,
    file: Option<String>,
    said: String,
}

/// Writes the annotations of a submission.
pub fn render(class: &Class, out: &mut dyn Write) -> Result<()> {
    for graded in class.submissions() {
        let mut marks = marks(&graded?);
        let more = marks.len().saturating_sub(SHOWN - 1);
        if more > 1 {
            marks.truncate(SHOWN - 1);
            let said = format!("{} like this: the summary of the run has all", count(more, "more", "more"));
            marks.push(Mark { title: "katas".to_owned(), file: None, said });
        }
        for mark in marks {
            writeln!(out, "{}", command(&mark))?;
        }
    }
    Ok(())
}

fn marks(graded: &Graded) -> Vec<Mark> {
    if let Some(problem) = &graded.problem {
        return vec![Mark { title: graded.name.clone(), file: None, said: problem.clone() }];
    }
    let mut marks: Vec<Mark> = Vec::new();
    for kata in &graded.katas {
        let file = Some(format!("katas/{}.rs", kata.name));
        if let Some(note) = &kata.note {
            marks.push(Mark { title: kata.name.clone(), file: file.clone(), said: note.clone() });
        }
        for level in kata.levels.iter().filter(|level| !level.passed()) {
            if level.failed().all(|claim| claim.reason == Reason::NotStarted) {
                continue;
            }
            let said = briefly(level, LONGEST);
            // A fault of the whole file appears in each of its levels.
            if marks.last().is_some_and(|last| last.file == file && last.said == said) {
                continue;
            }
            marks.push(Mark { title: format!("{}::{}", kata.name, level.name), file: file.clone(), said });
        }
    }
    marks
}

fn command(mark: &Mark) -> String {
    let Mark { title, file, said } = mark;
    let place = file.as_ref().map(|file| {
        let line = line_in(said, file).map(|line| format!(",line={line}")).unwrap_or_default();
        format!("file={}{line},", property(file))
    });
    format!("::error {}title={}::{}", place.unwrap_or_default(), property(title), data(said))
}

/// The line that `said` names in `file`.
fn line_in(said: &str, file: &str) -> Option<u32> {
    let behind = said.split_once(&format!("{file}:"))?.1;
    behind.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// `text` with the escapes that GitHub's runner undoes.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use verdict::Reason;

    use super::render;
    use crate::grade::judge::run::refuse;
    use crate::grade::results::class::Class;
    use crate::grade::results::model::{Graded, Head, KataGrade, LevelGrade};

    fn annotations(graded: &Graded) -> Vec<String> {
        let head = Head::sample();
        let mut out = Vec::new();
        render(&Class::of_one(&head, graded), &mut out).expect("a report");
        String::from_utf8(out).expect("text").lines().map(str::to_owned).collect()
    }

    fn level(name: &str, reason: Reason, message: &str) -> LevelGrade {
        LevelGrade::new(name, 1, vec![refuse(&format!("tiny::{name}::it_adds"), reason, message)])
    }

    #[test]
    fn what_fails_is_marked_where_it_is() {
        let levels = vec![
            level("one", Reason::Assert, "  100% wrong\n::error::not a command\n\n  expected  1"),
            level(
                "two",
                Reason::CompileError,
                "katas/tiny.rs:12: does not compile: mismatched types\n\nerror",
            ),
            level("three", Reason::NotStarted, "not started yet: katas/tiny.rs:30 is still todo!()"),
        ];
        let graded = Graded::new("ada".to_owned(), None, vec![KataGrade::new("tiny", levels)]);
        assert_eq!(
            annotations(&graded),
            [
                "::error file=katas/tiny.rs,title=tiny%3A%3Aone::it_adds: 100%25 wrong",
                "::error file=katas/tiny.rs,line=12,title=tiny%3A%3Atwo::it_adds: katas/tiny.rs:12: does not \
                 compile: mismatched types",
            ]
        );
    }

    #[test]
    fn ten_are_shown_and_what_is_said_twice_is_said_once() {
        let levels = |reason: Reason, number: usize, said: &dyn Fn(usize) -> String| {
            (0..number).map(|nth| level(&format!("l{nth}"), reason, &said(nth))).collect::<Vec<_>>()
        };
        let graded = |levels| Graded::new("ada".to_owned(), None, vec![KataGrade::new("tiny", levels)]);
        let many = annotations(&graded(levels(Reason::Assert, 47, &|nth| format!("wrong by {nth}"))));
        assert_eq!(many.len(), 10);
        assert!(many[9].ends_with("::38 more like this: the summary of the run has all"), "{}", many[9]);
        assert_eq!(
            annotations(&graded(levels(Reason::Assert, 10, &|nth| format!("wrong by {nth}")))).len(),
            10
        );
        let same = annotations(&graded(levels(Reason::BadSubmission, 47, &|_| "it is missing".to_owned())));
        assert_eq!(same.len(), 1, "{same:?}");
    }
}
