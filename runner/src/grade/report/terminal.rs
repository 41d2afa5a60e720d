//! The summary on the terminal or in the log of a CI job: all levels of a single submission, or a row for each of
//! many.

use std::io::{self, ErrorKind, Write};

use anyhow::Result;
use verdict::Reason;
use verdict::width::{columns, fitting, padded};

use super::hard;
use crate::grade::results::class::Class;
use crate::grade::results::model::{Graded, Head};
use crate::ui::output::{BAD, DIM, GOOD, STRONG, WIDTH, fold, shortened, styled};

/// Prints the summary. If the reader stops half-way, as `head` does, that is not an error.
pub fn print(class: &Class, top: Option<usize>) -> Result<()> {
    match render(class, top, &mut anstream::stdout()) {
        Err(error)
            if error.downcast_ref::<io::Error>().is_some_and(|it| it.kind() == ErrorKind::BrokenPipe) =>
        {
            Ok(())
        }
        done => done,
    }
}

/// Writes the summary.
pub(super) fn render(class: &Class, top: Option<usize>, out: &mut dyn Write) -> Result<()> {
    let widest = class.tally.widest.min(WIDTH / 2);
    for graded in class.submissions() {
        let graded = graded?;
        let text = if class.many() { row(&graded, widest) } else { levels(&graded) };
        out.write_all(text.as_bytes())?;
    }
    for (heading, text) in top.map(|top| hard::parts(&class.tally.statistics, top)).unwrap_or_default() {
        writeln!(out, "\n{}\n{text}", styled(STRONG, heading))?;
    }
    if top.is_some() {
        writeln!(out)?;
    }
    let passed = styled(STRONG, &class.tally.passed.to_string());
    writeln!(out, "{passed} of {} passed everything", class.tally.submissions)?;
    Ok(writeln!(out, "{}", styled(DIM, &about(class.head)))?)
}

fn about(head: &Head) -> String {
    let shard = head.shard.as_ref().map(|shard| format!(" · shard {}/{}", shard.number, shard.of));
    let seed = head.seed;
    format!(
        "{} · {} · claims {} · seed {seed}{}",
        head.kit,
        head.toolchain,
        head.sandbox.claims,
        shard.unwrap_or_default()
    )
}

/// A submission's points as the terminal shows them, to the right in `width` columns.
fn points(submission: &Graded, width: usize) -> String {
    let style = if submission.passed() { GOOD } else { BAD };
    styled(style, &format!("{:>width$}", format!("{}/{}", submission.points, submission.max_points)))
}

fn row(submission: &Graded, widest: usize) -> String {
    let name = padded(fitting(&submission.name, widest), widest);
    let mut line = format!("{name}  {}", points(submission, 7));
    // Name, points, and the spaces between.
    let mut room = WIDTH.saturating_sub(widest + 9);
    let mut add = |part: String, text: String| {
        // The reports have what does not fit here.
        room = room.saturating_sub(columns(&part));
        if room > 0 {
            line += &text;
        }
    };
    match submission.remarks().next() {
        Some(remark) => {
            let shown = format!("  {}", shortened(remark, WIDTH - widest - 12));
            add(shown.clone(), shown);
        }
        None => {
            for kata in submission.katas.iter().filter(|kata| kata.levels.iter().any(|level| !level.passed()))
            {
                let part = format!("  {} {}/{}", kata.name, kata.points, kata.max_points);
                add(part.clone(), styled(DIM, &part));
            }
        }
    }
    line + "\n"
}

fn levels(submission: &Graded) -> String {
    let mut text = format!("{}  {}\n", styled(STRONG, &submission.name), points(submission, 0));
    for remark in submission.remarks() {
        // Indented, so that no line begins with text from a submission.
        text += &fold(remark, WIDTH - 2).lines().map(|line| format!("  {line}\n")).collect::<String>();
    }
    if submission.problem.is_some() {
        return text + "\n";
    }
    let names = submission.levels().map(|(kata, level)| kata.name.len() + 2 + level.name.len());
    let widest = names.max().unwrap_or(0);
    for (kata, level) in submission.levels() {
        let name = format!("{}::{}", kata.name, level.name);
        let points = format!("{}/{}", level.points, level.max_points);
        text += &format!("  {name:widest$}  {points:>5}");
        let failed = level.failed().count();
        match level.failed().next() {
            Some(first) if level.failed().all(|claim| claim.reason == Reason::NotStarted) => {
                text += &styled(DIM, &format!("  {}", first.reason));
            }
            Some(first) => {
                text += &styled(BAD, &format!("  {failed} of {} failed", level.claims.len()));
                // After the reason, so that no line begins with text from a submission.
                let said = first.message.first_line();
                text += &format!("\n      {}", shortened(&format!("{}: {said}", first.reason), WIDTH - 6));
            }
            None => {}
        }
        text.push('\n');
    }
    text + "\n"
}
