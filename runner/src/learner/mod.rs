//! The learner's commands: map, check, hint, show, solution; the others have files of their own.

pub mod book;
pub mod clinic;
pub mod diagnosis;
pub mod explore;
pub mod hunt;
pub mod reset;
pub mod symptoms;
pub mod timeline;
pub mod watch;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::claims::cache;
use crate::claims::check;
use crate::claims::checked::{self, Checked, State, Whose};
use crate::kit::items;
use crate::kit::lesson;
use crate::kit::{Kata, Kit, Level, read};
use crate::ui::markdown;
use crate::ui::output::{BAD, DIM, GOOD, STRONG, WIDTH, fold, note, pass_the_time, say, styled};
use crate::ui::text::count;
use verdict::diagnosis::{Table, in_words};
use verdict::width::fitting;
use verdict::{Reason, Status, Verdict, ascii_wanted};

/// The verdicts on katas, by name.
pub type CheckedKatas = BTreeMap<String, Checked>;

/// `cargo kata`: every kata and level, the learner's progress, and the next step.
pub fn map() -> Result<bool> {
    let kit = Kit::find()?;
    let results = judged(&kit, kit.katas.iter())?;
    say(map_text(&kit, &results));
    if let Some((kata, why)) = results.iter().find_map(|(kata, it)| Some((kata, it.unjudged()?))) {
        bail!("{kata} could not be judged\n\n{}", why.trim_end());
    }
    Ok(true)
}

/// The results for these katas, after judging those that have changed; and for all that are known without that.
fn judged<'k>(kit: &'k Kit, katas: impl Iterator<Item = &'k Kata>) -> Result<CheckedKatas> {
    let mut results = remembered(kit);
    let stale: Vec<&Kata> = katas.filter(|kata| !results.contains_key(&kata.name)).collect();
    if !stale.is_empty() {
        judging(&stale);
        results.extend(check::check(kit, &stale, None, Whose::Learner)?);
    }
    Ok(results)
}

/// The level called `name`; without a name, the next one.
pub fn level_or_next<'k>(kit: &'k Kit, name: Option<&str>) -> Result<(&'k Kata, &'k Level)> {
    match name {
        Some(name) => kit.find_level(name),
        None => next_level(kit, &judged(kit, kit.katas.iter())?).context("no level is left to do; name one"),
    }
}

/// Judges one level of the learner's.
pub fn check_level(kit: &Kit, kata: &Kata, level: &Level) -> Result<Checked> {
    let mut results = judge(kit, &[kata], Some(&level.name))?;
    results.remove(&kata.name).with_context(|| format!("{} was not judged", kata.name))
}

/// Judges the learner's katas, or one level of them, and says so if that takes a build.
fn judge(kit: &Kit, katas: &[&Kata], level: Option<&str>) -> Result<CheckedKatas> {
    if katas.iter().any(|kata| cache::needs_a_build(kit, &kata.name)) {
        judging(katas);
    }
    check::check(kit, katas, level, Whose::Learner)
}

fn judging(katas: &[&Kata]) {
    let names: Vec<&str> = katas.iter().map(|kata| kata.name.as_str()).collect();
    pass_the_time(&format!("judging {} …", names.join(", ")));
}

/// The results that are known without running anything.
pub fn remembered(kit: &Kit) -> CheckedKatas {
    let known = |kata: &Kata| {
        let checked = check::impossible(kit, kata, Whose::Learner);
        let checked = checked.or_else(|| cache::verdicts(kit, &kata.name));
        let untouched = || kit.is_untouched(&kata.name).then_some(Checked::Untouched);
        Some((kata.name.clone(), checked.or_else(untouched)?))
    };
    kit.katas.iter().filter_map(known).collect()
}

/// The state of a level, according to `results`.
pub fn state(results: &CheckedKatas, kata: &Kata, level: &Level) -> State {
    results.get(&kata.name).map_or(State::Unknown, |checked| checked::state(checked, &level.name))
}

/// The map, as far as there are results.
pub fn map_text(kit: &Kit, results: &CheckedKatas) -> String {
    let all = || kit.katas.iter().flat_map(|kata| kata.levels.iter().map(move |level| (kata, level)));
    let states: Vec<State> = all().map(|(kata, level)| state(results, kata, level)).collect();
    let done = states.iter().filter(|state| **state == State::Done).count();
    let count = format!("{done} of {} levels done", states.len());
    let mut lines = vec![format!("{}   {count}", styled(STRONG, "Tokio Katas")), String::new()];
    for kata in &kit.katas {
        let name = styled(STRONG, &format!("{:8}", kata.name));
        lines.push(format!("{name}  {}", styled(DIM, &kata.teaches)));
        let checked = results.get(&kata.name);
        let known = known_mistakes(kit, kata, checked);
        lines.extend(kata.levels.iter().map(|level| level_line(level, checked, known.as_ref())));
    }
    lines.push(String::new());
    lines.push(match next_level(kit, results) {
        None if done < states.len() => "Nothing else could be judged.".to_owned(),
        None if !kit.has_answers() => "All done.".to_owned(),
        None => "All done. `cargo kata solution LEVEL` shows the reference solution.".to_owned(),
        Some((kata, level)) => next_step(kata, level, state(results, kata, level)),
    });
    lines.join("\n")
}

/// What to do about the next level, as a command to copy.
fn next_step(kata: &Kata, level: &Level, state: State) -> String {
    let (what, command) = match state {
        State::Missing => (
            format!("katas/{}.rs is missing; restore the stub with", kata.name),
            format!("reset {}", kata.name),
        ),
        State::Unreadable => {
            (format!("katas/{}.rs cannot be read; see why with", kata.name), format!("check {}", kata.name))
        }
        State::Refused => {
            (format!("katas/{}.rs does not compile; read on with", kata.name), format!("watch {}", kata.name))
        }
        _ => (
            format!("open katas/{0}.rs and katas/{0}.md, then", kata.name),
            format!("watch {}", level.id(kata)),
        ),
    };
    format!("next: {what}\n  {}", styled(STRONG, &format!("cargo kata {command}")))
}

/// The known mistakes of a kata, if anything fails with which to compare them.
pub fn known_mistakes(kit: &Kit, kata: &Kata, checked: Option<&Checked>) -> Option<Table> {
    let Some(Checked::Verdicts { verdicts, .. }) = checked else { return None };
    let fails = |verdict: &Verdict| verdict.status() == Status::Fail && verdict.reason != Reason::NotStarted;
    verdicts.iter().any(fails).then(|| Table::find(&kit.root, &kata.name))?
}

/// The kind of mistake that a level's answer makes, if it is clear.
fn known_family(level: &Level, checked: &Checked, known: &Table) -> Option<String> {
    let Checked::Verdicts { verdicts, .. } = checked else { return None };
    let (family, _) = known.diagnose(&level.name, verdicts)?.family?;
    Some(in_words(family))
}

/// One line of the map: a sign, the level's name, and its state, with the kind of mistake by the `known` ones.
pub fn level_line(level: &Level, checked: Option<&Checked>, known: Option<&Table>) -> String {
    let state = checked.map_or(State::Unknown, |checked| checked::state(checked, &level.name));
    let letters = |letter, ascii| if ascii_wanted() { ascii } else { letter };
    let (sign, style, words) = match state {
        State::Done => (letters("✓", "+"), GOOD, "done".to_owned()),
        State::Failing { failed, claims } => {
            let family = checked.zip(known).and_then(|(checked, known)| known_family(level, checked, known));
            let words = match family {
                Some(family) => format!("{failed} of {claims} fail: {family}"),
                None => format!("{failed} of {claims} claims fail"),
            };
            (letters("✗", "x"), BAD, words)
        }
        State::NotStarted => (letters("·", "-"), DIM, "not started".to_owned()),
        State::Refused => ("!", BAD, "does not compile".to_owned()),
        State::Missing => ("!", BAD, "no file".to_owned()),
        State::Unreadable => ("!", BAD, "cannot be read".to_owned()),
        State::Unjudged => ("!", BAD, "could not be judged".to_owned()),
        State::NoClaims => (" ", DIM, "no claims yet".to_owned()),
        State::Unknown => (" ", DIM, "...".to_owned()),
    };
    format!("  {} {:36}{}", styled(style, sign), level.name, styled(style, &words))
}

/// The first level that is not done; started ones come before untouched ones.
pub fn next_level<'a>(kit: &'a Kit, results: &CheckedKatas) -> Option<(&'a Kata, &'a Level)> {
    let open = || {
        let all = kit.katas.iter().flat_map(|kata| kata.levels.iter().map(move |level| (kata, level)));
        all.map(|(kata, level)| (kata, level, state(results, kata, level))).filter(|(.., it)| {
            !matches!(it, State::Done | State::NoClaims | State::Unjudged | State::Unknown)
        })
    };
    let begun = open().find(|(_, _, state)| *state != State::NotStarted);
    begun.or_else(|| open().next()).map(|(kata, level, _)| (kata, level))
}

/// `cargo kata check`: judges once. `None` if something could not be judged, otherwise whether all claims hold.
pub fn check(name: Option<&str>, json: bool) -> Result<Option<bool>> {
    let kit = Kit::find()?;
    let (katas, level): (Vec<&Kata>, Option<&Level>) = match name {
        None => (kit.katas.iter().collect(), None),
        Some(name) => kit.find_one(name).map(|(kata, level)| (vec![kata], level))?,
    };
    let level = level.map(|level| level.name.as_str());
    // A check of all katas does not build untouched ones, unless `--json` wants a record of each claim.
    let known = if name.is_none() && !json { remembered(&kit) } else { CheckedKatas::new() };
    let untouched = |kata: &Kata| matches!(known.get(&kata.name), Some(Checked::Untouched));
    let to_judge: Vec<&Kata> = katas.iter().copied().filter(|kata| !untouched(kata)).collect();
    let mut results = judge(&kit, &to_judge, level)?;
    results.extend(known.into_iter().filter(|(_, checked)| matches!(checked, Checked::Untouched)));
    let (mut good, mut could_judge) = (true, true);
    for kata in katas {
        let checked = &results[&kata.name];
        let judged = match checked {
            Checked::Verdicts { verdicts, .. } if !verdicts.is_empty() => {
                good &= verdicts.iter().all(|verdict| verdict.passed());
                could_judge &= verdicts.iter().all(|verdict| verdict.status() != Status::Error);
                for verdict in verdicts.iter().filter(|_| json) {
                    say(serde_json::to_string(verdict)?);
                }
                true
            }
            Checked::Untouched => {
                good = false;
                true
            }
            _ => false,
        };
        could_judge &= judged;
        if !json {
            say(plain_report(&kit, kata, level, checked));
        } else if !judged {
            note(report(&kit, kata, level, checked).text());
        }
    }
    Ok(could_judge.then_some(good))
}

/// The report under the kata's name, with what to do next as commands.
pub fn plain_report(kit: &Kit, kata: &Kata, only: Option<&str>, checked: &Checked) -> String {
    let verdicts = match checked {
        Checked::Verdicts { verdicts, .. } => &verdicts[..],
        Checked::Untouched => &[],
        _ => return report(kit, kata, only, checked).text(),
    };
    let mut lines = vec![styled(STRONG, &kata.name), report(kit, kata, only, checked).text()];
    if let Some(first) = first_failed(verdicts, only) {
        let level = first.level();
        if first.status() == Status::Fail {
            lines.push(String::new());
            lines.push(styled(DIM, &format!("a hint: cargo kata hint {}::{level}", kata.name)));
        }
        let alike = |verdict: &&Verdict| !verdict.passed() && verdict.level() == level;
        let alike = verdicts.iter().filter(alike).count();
        if alike > 1 && first.status() == Status::Fail && first.reason != Reason::NotStarted {
            let all = format!("all {alike} that fail: {} {level}::", kata.test_command());
            lines.push(styled(DIM, &all));
        }
    }
    lines.join("\n")
}

/// The claim to show: one that could not be judged, otherwise the first that fails, otherwise one that is not
/// started.
fn first_failed<'a>(verdicts: &'a [Verdict], only: Option<&str>) -> Option<&'a Verdict> {
    let wanted = |verdict: &&Verdict| only.is_none_or(|only| only == verdict.level());
    let failed = || verdicts.iter().filter(wanted).filter(|verdict| !verdict.passed());
    let broken = failed().find(|verdict| verdict.status() == Status::Error);
    let begun = || failed().find(|verdict| verdict.reason != Reason::NotStarted);
    broken.or_else(begun).or_else(|| failed().next())
}

/// Of all that fails in the level of `first`: the claim that shows best what is wrong, with the mistake that it most
/// likely is.
fn diagnosed(known: Option<&Table>, verdicts: &[Verdict], first: &Verdict) -> Verdict {
    if first.status() == Status::Error {
        return first.clone();
    }
    let diagnosis = known.and_then(|known| known.diagnose(first.level(), verdicts));
    diagnosis.map_or_else(|| first.clone(), |diagnosis| diagnosis.verdict())
}

/// What a learner is shown of one kata.
#[derive(Default)]
pub struct KataReport {
    /// rustc's words.
    compiler: Vec<String>,
    /// A line per level.
    levels: Vec<String>,
    /// The first claim that fails, or why there is no verdict.
    pub verdict: Vec<String>,
}

impl KataReport {
    fn verdict(text: String) -> KataReport {
        KataReport { verdict: vec![text], ..KataReport::default() }
    }

    /// In the order of a compiler: the verdict comes last, where a terminal stops scrolling.
    pub fn text(&self) -> String {
        joined([&self.compiler.join("\n\n"), &self.levels.join("\n"), &self.verdict.join("\n\n")])
    }

    /// For a window that is too small for all of it: the verdict comes first.
    pub fn verdict_first(&self) -> String {
        joined([&self.verdict.join("\n\n"), &self.levels.join("\n"), &self.compiler.join("\n\n")])
    }
}

/// The parts that are not empty, with a blank line between them.
fn joined(parts: [&str; 3]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// What is said of one kata, or of one level of it.
pub fn report(kit: &Kit, kata: &Kata, only: Option<&str>, checked: &Checked) -> KataReport {
    let file = format!("katas/{}.rs", kata.name);
    let nothing = BTreeMap::new();
    let (verdicts, warnings, printed) = match checked {
        Checked::Missing(why) | Checked::Unreadable(why) => {
            return KataReport::verdict(styled(BAD, &fold(why, WIDTH)));
        }
        Checked::Unjudged(said) => {
            let unbuilt = styled(BAD, &format!("the tests of {} could not be built", kata.name));
            let (compiler, verdict) = (vec![said.trim_end().to_owned()], vec![unbuilt]);
            return KataReport { compiler, verdict, ..KataReport::default() };
        }
        Checked::NoClaims => return KataReport::verdict(format!("{file}: the kit has no tests for it yet")),
        Checked::Refused(said) => {
            let refused = styled(BAD, &format!("{file} does not compile with its tests"));
            let verdict = [refused].into_iter().chain(diagnosis::of_errors(kit, kata, said)).collect();
            return KataReport {
                compiler: vec![said.trim_end().to_owned()],
                verdict,
                ..KataReport::default()
            };
        }
        Checked::Verdicts { verdicts, warnings, printed } => (&verdicts[..], &warnings[..], printed),
        Checked::Untouched => (&[][..], "", &nothing),
    };
    let wanted = |level: &str| only.is_none_or(|only| only == level);
    let mut compiler = Vec::new();
    if !warnings.is_empty() {
        compiler.push(warnings.trim_end().to_owned());
        compiler.extend(diagnosis::pointer(kit, warnings));
    }
    let levels = kata.levels.iter().filter(|level| wanted(&level.name));
    let known = known_mistakes(kit, kata, Some(checked));
    let levels = levels.map(|level| level_line(level, Some(checked), known.as_ref()));
    let first = first_failed(verdicts, only).map(|first| diagnosed(known.as_ref(), verdicts, first));
    let mut verdict = match &first {
        None if matches!(checked, Checked::Untouched) => {
            let lesson = format!("the lesson is katas/{}.md", kata.name);
            vec![fold(&format!("not started yet: {file} is still its stub; {lesson}"), WIDTH)]
        }
        None if verdicts.iter().any(|verdict| wanted(verdict.level())) => {
            vec![styled(GOOD, "all claims hold")]
        }
        None => vec!["nothing to judge".to_owned()],
        Some(first) if first.reason == Reason::NotStarted => vec![fold(&first.message.headline, WIDTH)],
        Some(first) => vec![styled(BAD, &first.id), first.text(ascii_wanted())],
    };
    let page = first.as_ref().and_then(|first| book::page(kit, kata, first.level()));
    verdict.extend(page.map(|page| format!("the lesson in the book: {page}")));
    verdict.extend(first.as_ref().and_then(|first| printed.get(&first.id)).map(|text| what_it_printed(text)));
    KataReport { compiler, levels: levels.collect(), verdict }
}

/// A claim's output, shortened to eight lines: the message below must stay in view.
pub fn what_it_printed(text: &str) -> String {
    const LINES: usize = 8;
    // A terminal must not interpret what an answer prints.
    let clean = |line: &str| -> String {
        let line = line.replace('\t', "    ");
        let cut = fitting(&line, WIDTH - 4);
        let more = if cut.len() < line.len() { "…" } else { "" };
        cut.chars().map(|c| if c.is_control() { '?' } else { c }).collect::<String>() + more
    };
    let all: Vec<&str> = text.lines().collect();
    let mut lines: Vec<String> = all.iter().take(LINES).map(|line| format!("  {}", clean(line))).collect();
    if all.len() > LINES {
        lines.push(styled(DIM, &format!("  … and {}", count(all.len() - LINES, "line more", "lines more"))));
    }
    format!("{}\n{}", styled(DIM, "it printed"), lines.join("\n"))
}

/// `cargo kata hint`: one more hint each time.
pub fn hint(name: Option<&str>, again: bool) -> Result<bool> {
    let kit = Kit::find()?;
    let (kata, level) = level_or_next(&kit, name)?;
    if name.is_none() {
        say(format!("{}\n", styled(STRONG, &level.id(kata))));
    }
    say(hint_text(&kit, kata, level, again)?);
    Ok(true)
}

/// The hints so far and one more; only the first `again`.
pub fn hint_text(kit: &Kit, kata: &Kata, level: &Level, again: bool) -> Result<String> {
    let hints = lesson::section(kit, kata, level)?.hints;
    if hints.is_empty() {
        bail!("katas/{}.md has no hints for {}", kata.name, level.name);
    }
    // If the count cannot be kept, the same hint is shown again, nothing worse.
    let file = kit.scratch("hints").map(|folder| folder.join(format!("{}-{}", kata.name, level.name))).ok();
    let text = file.as_ref().and_then(|file| fs::read_to_string(file).ok());
    let seen: usize = text.and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    let shown = if again { 1 } else { seen.saturating_add(1).min(hints.len()) };
    if let Some(file) = file {
        let _ = fs::write(file, shown.to_string());
    }
    let mut lines: Vec<String> = hints[..shown]
        .iter()
        .map(|hint| format!("{}\n\n{}\n", styled(STRONG, &hint.title), markdown::shown(&hint.text)))
        .collect();
    let rest = match hints.len() - shown {
        0 if !kit.has_answers() => "no more hints".to_owned(),
        0 => format!("no more hints; the reference solution: cargo kata solution {} --spoil", level.id(kata)),
        1 => "1 more: ask again".to_owned(),
        left => format!("{left} more: ask again"),
    };
    lines.push(styled(DIM, &rest));
    Ok(lines.join("\n"))
}

/// `cargo kata show`: the lesson's section.
pub fn show(name: Option<&str>) -> Result<bool> {
    let kit = Kit::find()?;
    let (kata, level) = level_or_next(&kit, name)?;
    let section = lesson::section(&kit, kata, level)?;
    say(markdown::shown(&section.text));
    if !section.hints.is_empty() {
        let hints = count(section.hints.len(), "hint", "hints");
        say(format!("\n{}", styled(DIM, &format!("{hints}: cargo kata hint {}", level.id(kata)))));
    }
    Ok(true)
}

/// `cargo kata solution`: the reference solution, once the learner's own passes.
pub fn solution(name: &str, spoil: bool) -> Result<bool> {
    let kit = Kit::find()?;
    let (kata, level) = kit.find_level(name)?;
    kit.needs_answers()?;
    if !spoil {
        let results = check::check(&kit, &[kata], Some(&level.name), Whose::Learner)?;
        if let Some(why) = results.get(&kata.name).and_then(Checked::unjudged) {
            bail!("{} could not be judged\n\n{}", level.id(kata), why.trim_end());
        }
        if state(&results, kata, level) != State::Done {
            say(format!("{} does not pass yet.", level.id(kata)));
            say(format!("  cargo kata hint {}", level.id(kata)));
            say(format!("  cargo kata solution {} --spoil   shows it anyway", level.id(kata)));
            return Ok(false);
        }
    }
    let folder = kit.answers().join(&kata.name);
    let reference = folder.join("reference.rs");
    let excerpt = items::excerpt(&read(&reference)?, &level.items())?;
    if excerpt.is_empty() {
        bail!("{} has no reference solution for {}", reference.display(), level.name);
    }
    say(excerpt.trim_end());
    let others: Vec<_> = crate::kit::rust_files(&folder.join("right"))?;
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let prefix = format!("{}__", level.name);
    let others = others.iter().filter_map(|path| name(path)).filter(|name| name.starts_with(&prefix));
    let others: Vec<String> = others.map(|name| format!("  answers/{}/right/{name}", kata.name)).collect();
    if !others.is_empty() {
        note(format!("\n{}\n{}", styled(DIM, "other right answers:"), styled(DIM, &others.join("\n"))));
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use verdict::diagnosis::Table;
    use verdict::{Message, Reason, Verdict};

    use super::{known_mistakes, level_line};
    use crate::claims::checked::Checked;
    use crate::kit::{Kata, Kit, Level};

    /// An answer that fails like a known mistake, and one that fails like none.
    #[test]
    fn the_map_names_the_kind_of_mistake() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner stands in the kit");
        let kit = Kit { root: root.to_owned(), katas: Vec::new() };
        let table = Table::find(root, "limit").expect("a table");
        let level = Level::new("map_limited".to_owned(), 2);
        let kata = Kata {
            name: "limit".to_owned(),
            teaches: String::new(),
            feature: None,
            grants: Vec::new(),
            levels: Vec::new(),
        };
        let batches = table.levels[&level.name].mistakes.iter().find(|it| it.family == "batches");
        let symptoms = &batches.expect("one that works in batches").fails;
        let line = |claims: &[(&str, &str, &str)]| {
            let verdict = |&(claim, headline, cause): &(&str, &str, &str)| {
                let message =
                    Message { headline: headline.to_owned(), cause: cause.to_owned(), ..Message::default() };
                Verdict::new(format!("limit::map_limited::{claim}"), Reason::Assert, message)
            };
            let verdicts = claims.iter().map(verdict).collect();
            let checked = Checked::Verdicts { verdicts, warnings: String::new(), printed: BTreeMap::new() };
            level_line(&level, Some(&checked), known_mistakes(&kit, &kata, Some(&checked)).as_ref())
        };
        let known: Vec<_> = symptoms.iter().map(|it| (&*it.claim, &*it.kind, &*it.cause)).collect();
        let shown = line(&known);
        assert!(shown.contains(&format!("{} of {0} fail: batches", known.len())), "{shown}");
        let shown = line(&[("a_claim_of_tomorrow", "it is wrong", "nobody knows")]);
        assert!(shown.contains("1 of 1 claims fail") && !shown.contains("fail:"), "{shown}");
    }
}
