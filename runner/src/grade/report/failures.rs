//! What is said of a level in reports that have a text for each.

use verdict::{Reason, Verdict};

use crate::grade::results::model::LevelGrade;
use crate::ui::text::count;

/// The name for a kata's file as a whole, in reports that know only tests.
pub const WHOLE: &str = "compiles as it was handed in";

/// The messages of a level's claims that do not hold, in plain text. A fault of the whole level appears once.
pub fn failures(level: &LevelGrade) -> String {
    let text = |(claims, reason, message): &(Vec<String>, Reason, String)| {
        let all = claims.len() > 1 && claims.len() == level.claims.len();
        let claims = if all { "all claims".to_owned() } else { claims.join("\n") };
        format!("{claims}: {reason}\n{message}")
    };
    failed_alike(level, |verdict| verdict.text(false)).iter().map(text).collect::<Vec<_>>().join("\n\n")
}

/// The same with a line for each claim, in at most `longest` bytes; for a level that holds, how many claims do.
pub fn briefly(level: &LevelGrade, longest: usize) -> String {
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
pub fn held(level: &LevelGrade) -> String {
    let claims = level.claims.len();
    format!("{} of {claims} claims hold", claims - level.failed().count())
}
