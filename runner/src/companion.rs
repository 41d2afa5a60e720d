//! The learner's commands: map, check, hint, show, solution, reset.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anstream::{eprintln, print, println};
use anyhow::{Context, Result, bail};

use crate::cache;
use crate::check::{self, Checked, State, Whose};
use crate::kit::{Kata, Kit, Level};
use crate::lesson;
use crate::screen::{BAD, DIM, GOOD, STRONG, colored, styled};
use crate::verdict::{Status, Verdict};

/// `cargo kata`: every kata and level, how far the learner is, and the next step.
pub fn map() -> Result<bool> {
    let kit = Kit::find()?;
    let results = all_results(&kit)?;
    print!("{}", map_text(&kit, &results));
    Ok(true)
}

/// The map, as far as there are results.
pub fn map_text(kit: &Kit, results: &BTreeMap<String, Checked>) -> String {
    let states = |kata: &Kata| -> Vec<State> {
        let state =
            |level: &Level| results.get(&kata.name).map_or(State::Broken, |it| check::state(it, &level.name));
        kata.levels.iter().map(state).collect()
    };
    let levels = kit.katas.iter().map(|kata| kata.levels.len()).sum::<usize>();
    let done = kit.katas.iter().flat_map(states).filter(|state| *state == State::Done).count();
    let mut lines =
        vec![format!("{}   {done} of {levels} levels done", styled(STRONG, "Tokio Katas")), String::new()];
    for kata in &kit.katas {
        lines.push(format!(
            "{}  {}",
            styled(STRONG, &format!("{:8}", kata.name)),
            styled(DIM, &kata.teaches)
        ));
        for (level, state) in kata.levels.iter().zip(states(kata)) {
            lines.push(format!("  {}", level_line(level, state)));
        }
        if let Some(Checked::Missing(why)) = results.get(&kata.name) {
            lines.push(format!("  {}", styled(BAD, why)));
        }
    }
    lines.push(String::new());
    match next_level(kit, results) {
        None => lines
            .push("All done. `cargo kata solution LEVEL` shows a worked answer to compare with.".to_owned()),
        Some((kata, level)) => {
            lines.push(format!("next: open katas/{0}.rs and katas/{0}.md, then", kata.name));
            lines.push(format!("  {}", styled(STRONG, &format!("cargo kata watch {}", level.id(kata)))));
        }
    }
    lines.join("\n") + "\n"
}

fn level_line(level: &Level, state: State) -> String {
    let name = format!("{:36}", level.name);
    match state {
        State::Done => format!("{} {name}{}", styled(GOOD, "✓"), styled(GOOD, "done")),
        State::Failing { failed, claims } => {
            let text = format!("{failed} of {claims} claims fail");
            format!("{} {name}{}", styled(BAD, "✗"), styled(BAD, &text))
        }
        State::NotStarted => format!("· {name}{}", styled(DIM, "not started")),
        State::Broken => format!("{} {name}{}", styled(BAD, "!"), styled(BAD, "does not compile")),
    }
}

/// The results of all katas; only what has changed is judged again.
pub fn all_results(kit: &Kit) -> Result<BTreeMap<String, Checked>> {
    let mut results: BTreeMap<String, Checked> = BTreeMap::new();
    for kata in &kit.katas {
        results.extend(cache::load(kit, &kata.name).map(|checked| (kata.name.clone(), checked)));
    }
    let stale: Vec<&Kata> = kit.katas.iter().filter(|kata| !results.contains_key(&kata.name)).collect();
    if !stale.is_empty() {
        let names: Vec<&str> = stale.iter().map(|kata| kata.name.as_str()).collect();
        eprintln!("{}", styled(DIM, &format!("judging {} …", names.join(", "))));
        for (name, checked) in check::check(kit, &stale, None, Whose::Learner, colored())? {
            cache::store(kit, &name, &checked);
            results.insert(name, checked);
        }
    }
    Ok(results)
}

/// The first level that is not done: a failing one before one not started.
pub fn next_level<'a>(kit: &'a Kit, results: &BTreeMap<String, Checked>) -> Option<(&'a Kata, &'a Level)> {
    let open = || {
        let all = kit.katas.iter().flat_map(|kata| kata.levels.iter().map(move |level| (kata, level)));
        all.filter_map(|(kata, level)| {
            let state = results.get(&kata.name).map(|checked| check::state(checked, &level.name))?;
            (state != State::Done).then_some((kata, level, state))
        })
    };
    let begun = open().find(|(_, _, state)| *state != State::NotStarted);
    begun.or_else(|| open().next()).map(|(kata, level, _)| (kata, level))
}

/// `cargo kata check`: one run, plain. True if all claims passed.
pub fn check(name: Option<&str>, json: bool) -> Result<Option<bool>> {
    let kit = Kit::find()?;
    let (katas, level): (Vec<&Kata>, Option<&Level>) = match name {
        None => (kit.katas.iter().collect(), None),
        Some(name) => kit.find_one(name).map(|(kata, level)| (vec![kata], level))?,
    };
    let level = level.map(|level| level.name.as_str());
    let results = check::check(&kit, &katas, level, Whose::Learner, colored() && !json)?;
    let (mut good, mut could_run) = (true, true);
    for kata in katas {
        let checked = &results[&kata.name];
        if level.is_none() {
            cache::store(&kit, &kata.name, checked);
        }
        match checked {
            Checked::Verdicts { verdicts, .. } => {
                good &= verdicts.iter().all(|verdict| verdict.status == Status::Pass);
                if json {
                    for verdict in verdicts {
                        println!("{}", serde_json::to_string(verdict)?);
                    }
                    continue;
                }
            }
            Checked::Refused(_) | Checked::Missing(_) => could_run = false,
        }
        if json {
            eprintln!("{}", report(kata, level, checked));
        } else {
            print!("{}", report(kata, level, checked));
        }
    }
    Ok(could_run.then_some(good))
}

/// What a learner is shown of one kata: rustc's words, or a line per level and the first claim
/// that fails, and what to do next.
pub fn report(kata: &Kata, only: Option<&str>, checked: &Checked) -> String {
    let mut text = String::new();
    let mut line = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    let verdicts = match checked {
        Checked::Missing(why) => {
            line(&styled(BAD, why));
            return text;
        }
        Checked::Refused(said) => {
            line(said.trim_end());
            line(&styled(BAD, &format!("katas/{}.rs does not compile", kata.name)));
            return text;
        }
        Checked::Verdicts { verdicts, warnings } => {
            if !warnings.is_empty() {
                line(warnings.trim_end());
                line("");
            }
            verdicts
        }
    };
    line(&styled(STRONG, &kata.name));
    for level in kata.levels.iter().filter(|level| only.is_none_or(|only| only == level.name)) {
        line(&format!("  {}", level_line(level, check::state(checked, &level.name))));
    }
    line("");
    let failed: Vec<&Verdict> = verdicts.iter().filter(|verdict| verdict.status != Status::Pass).collect();
    let started = failed.iter().find(|verdict| verdict.reason != "not_started");
    match started.or(failed.first()) {
        None => line(&styled(GOOD, "all claims hold")),
        Some(first) => {
            if first.reason == "not_started" {
                line(&first.message);
            } else {
                line(&styled(BAD, &first.id));
                line("");
                line(&first.message);
            }
            let alike = failed.iter().filter(|verdict| verdict.level() == first.level()).count();
            line("");
            line(&styled(DIM, &format!("hint: cargo kata hint {}::{}", kata.name, first.level())));
            if alike > 1 && first.reason != "not_started" {
                let all = format!("all {alike}: cargo test --test {} {}::", kata.name, first.level());
                line(&styled(DIM, &all));
            }
        }
    }
    text
}

/// `cargo kata hint`: one more hint each time.
pub fn hint(name: &str, again: bool) -> Result<bool> {
    let kit = Kit::find()?;
    let (kata, level) = kit.find_level(name)?;
    println!("{}", hint_text(&kit, kata, level, again)?);
    Ok(true)
}

/// The hints so far and one more; only the first `again`.
pub fn hint_text(kit: &Kit, kata: &Kata, level: &Level, again: bool) -> Result<String> {
    let hints = lesson::section(kit, kata, level)?.hints;
    if hints.is_empty() {
        bail!("the lesson has no hints for {}", level.id(kata));
    }
    let file = kit.scratch("hints")?.join(format!("{}-{}", kata.name, level.name));
    let seen: usize = fs::read_to_string(&file).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    let shown = if again { 1 } else { (seen + 1).min(hints.len()) };
    // Not being able to count only means the same hint once more.
    let _ = fs::write(&file, shown.to_string());
    let mut lines: Vec<String> = hints[..shown]
        .iter()
        .map(|hint| format!("{}\n\n{}\n", styled(STRONG, &hint.title), hint.text))
        .collect();
    let rest = match hints.len() - shown {
        0 => format!("no more hints; cargo kata solution {} --spoil", level.id(kata)),
        left => format!("{left} more: ask again"),
    };
    lines.push(styled(DIM, &rest));
    Ok(lines.join("\n"))
}

/// `cargo kata show`: the lesson's section.
pub fn show(name: &str) -> Result<bool> {
    let kit = Kit::find()?;
    let (kata, level) = kit.find_level(name)?;
    let section = lesson::section(&kit, kata, level)?;
    println!("{}", section.text);
    if !section.hints.is_empty() {
        let count = section.hints.len();
        println!("\n{}", styled(DIM, &format!("{count} hints: cargo kata hint {}", level.id(kata))));
    }
    Ok(true)
}

/// `cargo kata solution`: the worked answer, once the learner's own passes.
pub fn solution(name: &str, spoil: bool) -> Result<bool> {
    let kit = Kit::find()?;
    let (kata, level) = kit.find_level(name)?;
    if !spoil {
        let results = check::check(&kit, &[kata], Some(&level.name), Whose::Learner, false)?;
        if check::state(&results[&kata.name], &level.name) != State::Done {
            println!(
                "{} does not pass yet: `cargo kata hint {0}` helps, --spoil shows it all the same",
                level.id(kata)
            );
            return Ok(false);
        }
    }
    let folder = kit.answers().join(&kata.name);
    println!("{}", read(&folder.join("reference.rs"))?.trim_end());
    let others = crate::answers::rust_files(&folder.join("right"))?;
    let prefix = format!("{}__", level.name);
    let others =
        others.iter().filter_map(|path| path.file_name()?.to_str()).filter(|name| name.starts_with(&prefix));
    println!("\n{}", styled(DIM, &format!("other right answers, in answers/{}/right/:", kata.name)));
    for other in others {
        println!("{}", styled(DIM, &format!("  {other}")));
    }
    Ok(true)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
