//! The summary on the terminal, or in the log of a CI job.

use crate::grade::model::{Grade, Graded};
use crate::screen::{BAD, DIM, GOOD, STRONG, styled};

pub fn render(grade: &Grade) -> String {
    let mut text = String::new();
    for submission in &grade.submissions {
        text += &of(submission);
    }
    let passed = grade.submissions.iter().filter(|submission| submission.passed()).count();
    let all = grade.submissions.len();
    text += &format!("{} of {all} passed everything\n", styled(STRONG, &passed.to_string()));
    let about = format!(
        "{} · {} · claims {} · seed {}",
        grade.kit, grade.toolchain, grade.sandbox.claims, grade.seed
    );
    text + &styled(DIM, &about) + "\n"
}

fn of(submission: &Graded) -> String {
    let points = format!("{}/{}", submission.points, submission.max_points);
    let style = if submission.passed() { GOOD } else { BAD };
    let mut text = format!("{}  {}\n", styled(STRONG, &submission.name), styled(style, &points));
    if let Some(problem) = &submission.problem {
        return text + &format!("  {problem}\n\n");
    }
    let names = submission.levels().map(|(kata, level)| kata.name.len() + 2 + level.name.len());
    let widest = names.max().unwrap_or(0);
    for (kata, level) in submission.levels() {
        let name = format!("{}::{}", kata.name, level.name);
        let points = format!("{}/{}", level.points, level.max_points);
        text += &format!("  {name:widest$}  {points:>5}");
        let failed = level.failed().count();
        match level.failed().next() {
            Some(first) if level.failed().all(|claim| claim.reason == "not_started") => {
                text += &styled(DIM, &format!("  {}", first.reason));
            }
            Some(first) => {
                text += &styled(BAD, &format!("  {failed} of {} failed", level.claims.len()));
                // Behind the reason, so that no line begins with what a submission said.
                let said = first.message.lines().next().unwrap_or_default().trim();
                let line: String = format!("{}: {said}", first.reason).chars().take(74).collect();
                text += &format!("\n      {line}");
            }
            None => {}
        }
        text.push('\n');
    }
    text + "\n"
}
