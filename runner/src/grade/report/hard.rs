//! What a class finds hard, in plain text of 80 columns: for the terminal, and for Markdown.

use crate::grade::results::statistics::{FamilyCount, Hard, NAMES, Statistics, percent};
use crate::ui::output::{WIDTH, fold};

/// Columns of the numbers before each entry.
const NUMBERS: usize = 19;

/// Headings, each with the text under it; `top` entries of each list.
pub fn parts(statistics: &Statistics, top: usize) -> Vec<(&'static str, String)> {
    let reasons = statistics.reasons();
    if reasons.is_empty() {
        return Vec::new();
    }
    let claims = statistics.hardest_claims(top).iter().map(claims).collect::<Vec<_>>();
    let levels = statistics
        .hardest_levels(top)
        .into_iter()
        .map(|(level, count)| format!("{}{level}", numbers(count.begun - count.passed, count.begun)));
    let mut levels: Vec<String> = levels.collect();
    let untouched = statistics.untouched_levels();
    if !untouched.is_empty() {
        levels.push(indented(&format!("not started by anyone: {}", untouched.join(", ")), 2));
    }
    let reasons = reasons.into_iter().map(|(reason, count)| {
        let submissions = if count.submissions == 1 { "submission" } else { "submissions" };
        format!("{:>5}  {reason}, in {} {submissions}", count.claims, count.submissions)
    });
    let families = statistics.commonest_families(top).into_iter().map(family).collect();
    let parts = [
        ("The most common mistakes, by the number of submissions that make them", families),
        ("The claims that fail most, of the submissions in which they were judged", claims),
        ("The levels that few pass: not passed, of the submissions that began them", levels),
        ("Why claims do not hold", reasons.collect()),
    ];
    parts
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(head, lines)| (head, lines.join("\n")))
        .collect()
}

fn family(count: &FamilyCount) -> String {
    let places = count.places();
    let shown = places.iter().take(NAMES).map(|(level, many)| format!("{level} {many}"));
    let more = and_more(places.len());
    let head = format!("{:>5}  ", count.submissions);
    let indent = head.chars().count();
    let idea = indented(&format!("{}: {}", count.name(), count.family.idea), indent);
    let places = format!("in {}{more}", shown.collect::<Vec<_>>().join(", "));
    format!("{head}{}\n{}", idea.trim_start(), indented(&places, indent))
}

fn claims(hard: &Hard) -> String {
    let names = hard.claims.iter().take(NAMES).copied().collect::<Vec<_>>().join(", ");
    let more = and_more(hard.claims.len());
    let mut lines = vec![
        format!("{}{}", numbers(hard.count.failed, hard.count.judged), hard.level),
        indented(&format!("{names}{more}"), NUMBERS),
    ];
    let (causes, left_out) = hard.count.usual();
    for (cause, many) in causes {
        let many = format!("{:>width$} × ", many, width = NUMBERS + 2);
        let cause = indented(cause, many.chars().count());
        lines.push(format!("{many}{}", cause.trim_start()));
    }
    if left_out > 0 {
        lines.push(format!("{:NUMBERS$}    and {left_out} more", ""));
    }
    lines.join("\n")
}

/// What stands behind the first names of so many.
fn and_more(all: usize) -> String {
    let more = all.saturating_sub(NAMES);
    if more > 0 { format!(", and {more} more") } else { String::new() }
}

fn numbers(part: usize, whole: usize) -> String {
    format!("{part:>5} of {whole:<5}{:>3}%  ", percent(part, whole))
}

/// A text indented by `columns`, broken at the terminal's width.
fn indented(text: &str, columns: usize) -> String {
    let lines = fold(text, WIDTH - columns);
    lines.lines().map(|line| format!("{:columns$}{line}", "")).collect::<Vec<_>>().join("\n")
}
