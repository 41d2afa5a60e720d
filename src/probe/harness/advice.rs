//! What the program prints besides verdicts: where to begin, and which name may have been meant.

use verdict::diagnosis::Table;
use verdict::{Reason, Verdict, ascii_wanted};

use super::Claim;
use super::curriculum::Curriculum;
use super::options::Options;

/// Why no claim matches the filter, and what to type instead.
pub(super) fn nothing_fits(options: &Options, all: &[&Claim], curriculum: &Curriculum) -> String {
    let Some((filter, test)) = options.filters.first().zip(all.first()) else {
        return "there are no claims".to_owned();
    };
    let kata = test.kata();
    let known = || all.iter().map(|test| test.name());
    let exactly = if options.exact { "exactly " } else { "" };
    let nothing = format!("no claim of {kata} is called {exactly}{filter}");
    if options.exact && known().any(|name| name.contains(filter.as_str())) {
        return format!("{nothing}; without --exact a part of a name is enough");
    }
    if let Some(other) = curriculum.kata(filter) {
        return format!("{nothing}; the kata {filter}: {}", other.test_command());
    }
    if let Some(rest) = filter.strip_prefix(&format!("{kata}::"))
        && known().any(|name| name.contains(rest))
    {
        return format!("{nothing}; did you mean {rest}?");
    }
    let level = filter.rsplit("::").next().unwrap_or_default();
    if let Some(other) = curriculum.katas.iter().find(|it| it.levels.iter().any(|it| it == level)) {
        return format!("{nothing}; the level {level} of {}: {} {level}", other.name, other.test_command());
    }
    let mut names: Vec<&str> = known().flat_map(|name| [test_level(name), test_claim(name), name]).collect();
    names.sort_unstable();
    names.dedup();
    let close = names.into_iter().map(|name| (distance(filter, name), name)).min();
    match close.filter(|(distance, _)| *distance <= filter.chars().count() / 3) {
        Some((_, name)) => format!("{nothing}; did you mean {name}?"),
        None => format!("{nothing}; -- --list lists them"),
    }
}

fn test_level(name: &str) -> &str {
    name.split("::").next().unwrap_or(name)
}

fn test_claim(name: &str) -> &str {
    name.split("::").nth(1).unwrap_or(name)
}

/// The edit distance: how many letters to insert, delete or replace to turn `a` into `b`.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let change = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// Where to begin, for a run in which `kata` is untouched: plain `cargo test` stops at the alphabetically first
/// kata, which is not the first to take.
pub(super) fn where_to_begin(kata: &str, curriculum: &Curriculum) -> Option<String> {
    let next = curriculum.next()?;
    let what = if next.name == kata {
        format!("Begin with {}, its first level", next.levels.first()?)
    } else {
        format!(
            "{kata} has not been started. The katas build on each other, and the next in order is {}",
            next.name
        )
    };
    let command = next.test_command();
    Some(format!("{what}:\nopen katas/{0}.rs and katas/{0}.md, then run\n\n    {command}\n", next.name))
}

/// A note that tests written into the kata are not run, if there are any. In the kata `testing` they are.
pub(super) fn own_tests(kata: &str, curriculum: &Curriculum) -> Option<String> {
    if kata == "testing" {
        return None;
    }
    let lines = curriculum.own_tests(kata);
    let (first, more) = lines.split_first()?;
    let what = if more.is_empty() { "a test of your own is" } else { "tests of your own are" };
    Some(format!("note: katas/{kata}.rs:{first}: {what} not run: only the claims are"))
}

/// Of each level that fails: the claim to look at first, with what is known of answers that fail like this one.
/// Nothing of a level of which only some claims ran, and nothing that would only repeat the one message there is.
pub(super) fn diagnoses(verdicts: &[&Verdict], all: &[&Claim], curriculum: &Curriculum) -> Vec<String> {
    let kata = all.first().map_or("", |claim| claim.kata());
    let failed = |level: &str| -> Vec<Verdict> {
        let of_level = verdicts.iter().filter(|verdict| verdict.level() == level && !verdict.passed());
        of_level.map(|verdict| (*verdict).clone()).collect()
    };
    let ran = |level: &str| verdicts.iter().filter(|verdict| verdict.level() == level).count();
    let claims = |level: &str| all.iter().filter(|claim| claim.level() == level).count();
    let mut levels: Vec<&str> = verdicts.iter().map(|verdict| verdict.level()).collect();
    levels.dedup();
    levels.retain(|level| {
        ran(level) == claims(level) && failed(level).iter().any(|it| it.reason != Reason::NotStarted)
    });
    let table = if levels.is_empty() { None } else { Table::find(&curriculum.root, kata) };
    let Some(table) = table else { return Vec::new() };
    let told = |level: &str| {
        let failed = failed(level);
        let diagnosis = table.diagnose(level, &failed)?;
        if failed.len() == 1 && diagnosis.family.is_none() {
            return None;
        }
        let name = &diagnosis.first.id[kata.len() + "::".len()..];
        let of = if failed.len() == 1 {
            String::new()
        } else {
            format!(", of {} that fail in {level}", failed.len())
        };
        Some(format!("look at this one first{of}: {name}\n{}\n", diagnosis.verdict().text(ascii_wanted())))
    };
    levels.into_iter().filter_map(told).collect()
}
