//! The tables of known mistakes, `katas/mistakes/KATA.txt`: they are written from the verdicts on the kit's wrong
//! answers, compared with them, and tried out on them.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use verdict::diagnosis::{Family, Level, Mistake, Symptom, Table};
use verdict::{Status, Verdict};

use super::judge::{self, Judged};
use crate::claims::answers::Compiled;
use crate::claims::run::{self, Listed};
use crate::kit::answers::{Answer, Expected};
use crate::kit::{Kit, read, shown};

/// Claims that draw numbers draw others from this: what depends on them is no part of a mistake.
const OTHER_SEED: u64 = 1;

/// At most so often an answer is judged again that does not fail as its table says.
const TRIES: usize = 9;

/// The first lines of each table.
const HEAD: &str = "\
# Known mistakes, and how each fails: a check whose failures look like one of them says so. Written from the
# kit's wrong answers by `cargo kata verify --write-mistakes`; do not edit.
#
# Of a level: its claims, the telling ones first. Of a mistake: what it does, what shows it best, and what else
# fails, as CLAIM | HOW | USUAL CAUSE (# a number, _ what was quoted).
";

/// The kit's wrong answers with the verdicts on them.
pub struct Judgement<'a> {
    pub kit: &'a Kit,
    pub answers: &'a [Answer],
    pub built: &'a [Compiled],
    pub judged: &'a [Judged],
}

/// A level of a kata, by their names.
type LevelKey = (String, String);

impl Judgement<'_> {
    /// The claims of the program that holds the level, for each.
    fn listed(&self) -> Result<BTreeMap<LevelKey, Listed>> {
        let mut listed = BTreeMap::new();
        for (answer, built) in self.answers.iter().zip(self.built) {
            let place = (answer.kata.clone(), answer.level.clone());
            if let (Compiled::Binary { program, .. }, Entry::Vacant(vacant)) = (built, listed.entry(place)) {
                vacant.insert(run::list(Command::new(program))?);
            }
        }
        Ok(listed)
    }

    /// The tables as they should be, level by level.
    fn levels(&self) -> Result<BTreeMap<LevelKey, Level>> {
        let level = |(key, listed): (LevelKey, Listed)| {
            let level = Level { claims: claims(&listed.names, &key.1), mistakes: Vec::new() };
            (key, level)
        };
        let mut levels: BTreeMap<LevelKey, Level> = self.listed()?.into_iter().map(level).collect();
        for (answer, judged) in self.answers.iter().zip(self.judged) {
            let place = (answer.kata.clone(), answer.level.clone());
            if let (Some(level), Some(mistake)) = (levels.get_mut(&place), mistake(answer, judged)) {
                level.mistakes.push(mistake);
            }
        }
        levels.values_mut().for_each(|level| level.mistakes.sort_by(|a, b| a.name.cmp(&b.name)));
        Ok(levels)
    }

    /// Judges the answers that `wanted` names once more, with other drawn numbers: their symptoms in both runs.
    fn again(
        &self,
        wanted: impl Fn(&Answer) -> bool,
    ) -> Result<BTreeMap<(LevelKey, String), BTreeSet<Symptom>>> {
        let chosen: Vec<usize> =
            (0..self.answers.len()).filter(|&index| wanted(&self.answers[index])).collect();
        let answers: Vec<&Answer> = chosen.iter().map(|&index| &self.answers[index]).collect();
        let built = chosen.iter().map(|&index| self.built[index].clone()).collect();
        let again = judge::judge(self.kit, &answers, built, Some(OTHER_SEED))?;
        let mut seen = BTreeMap::new();
        for (answer, judged) in answers.iter().zip(&again) {
            if let Some(Mistake { name, fails, .. }) = mistake(answer, judged) {
                seen.insert(((answer.kata.clone(), answer.level.clone()), name), fails);
            }
        }
        Ok(seen)
    }

    /// Writes the tables; those of levels that were not judged stay as they are.
    pub fn write(&self) -> Result<Vec<String>> {
        let mut levels = self.levels()?;
        let mut again = self.again(|answer| answer.expected == Expected::Wrong)?;
        // A machine that is busy may stop a claim half-way: what differs is tried once more.
        let differs = |answer: &Answer| {
            let place = (answer.kata.clone(), answer.level.clone());
            let name = answer.name();
            let mistake =
                levels.get(&place).and_then(|level| level.mistakes.iter().find(|it| it.name == name));
            mistake.is_some_and(|it| again.get(&(place, name)).is_none_or(|again| !it.fails.is_subset(again)))
        };
        for (key, more) in self.again(|answer| answer.expected == Expected::Wrong && differs(answer))? {
            again.entry(key).or_default().extend(more);
        }
        for (place, level) in &mut levels {
            for mistake in &mut level.mistakes {
                let again = again.get(&(place.clone(), mistake.name.clone()));
                let tells = mistake.tells.clone();
                mistake.fails.retain(|it| *it == tells || again.is_some_and(|again| again.contains(it)));
            }
        }
        let mut tables: BTreeMap<String, Table> = BTreeMap::new();
        for ((kata, name), level) in levels {
            let table = tables
                .entry(kata)
                .or_insert_with_key(|kata| Table::find(&self.kit.root, kata).unwrap_or_default());
            table.levels.insert(name, level);
        }
        let families = families(self.kit)?;
        let mut written = Vec::new();
        for (kata, mut table) in tables {
            let known = self.kit.katas.iter().find(|it| it.name == kata);
            table
                .levels
                .retain(|name, _| known.is_some_and(|kata| kata.levels.iter().any(|it| it.name == *name)));
            table.families = of(&table, &families);
            let path = Table::path(&self.kit.root, &kata);
            let folder = path.parent().context("a table lies in a folder")?;
            fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
            fs::write(&path, format!("{HEAD}{table}"))
                .with_context(|| format!("cannot write {}", path.display()))?;
            written.push(shown(&self.kit.root, &path));
        }
        Ok(written)
    }

    /// What the committed tables say otherwise than the verdicts do.
    pub fn complaints(&self) -> Result<Vec<String>> {
        let families = families(self.kit)?;
        let tables: BTreeMap<&str, Table> =
            self.kit.katas.iter().map(|kata| (kata.name.as_str(), self.table(&kata.name))).collect();
        let levels = self.levels()?;
        let mut odd: BTreeSet<(LevelKey, String)> = BTreeSet::new();
        let mut complaints = Vec::new();
        let mut complain = |kata: &str, what: String| {
            complaints.push(format!(
                "katas/mistakes/{kata}.txt is stale: {what}; `cargo kata verify --write-mistakes {kata}` renews it"
            ));
        };
        for (place, now) in &levels {
            let (kata, name) = place;
            let was = tables[kata.as_str()].levels.get(name).cloned().unwrap_or_default();
            if was.claims != now.claims && !(was.claims.is_empty() && now.mistakes.is_empty()) {
                complain(kata, format!("the claims of {name} are others, or in another order"));
            }
            let names =
                |level: &Level| level.mistakes.iter().map(|it| it.name.clone()).collect::<BTreeSet<_>>();
            for other in names(&was).symmetric_difference(&names(now)) {
                complain(kata, format!("{name}__{other} is missing, or is no longer there"));
            }
            for mistake in &now.mistakes {
                let Some(known) = was.mistakes.iter().find(|it| it.name == mistake.name) else { continue };
                let header = |it: &Mistake| (it.family.clone(), it.idea.clone(), it.tells.clone());
                if header(known) != header(mistake) {
                    complain(kata, format!("{name}__{} has another header or first message", mistake.name));
                } else if known.fails != mistake.fails {
                    odd.insert((place.clone(), mistake.name.clone()));
                }
            }
        }
        for (place, mistake) in self.otherwise(&tables, &levels, odd)? {
            complain(&place.0, format!("{}__{mistake} does not fail as it says", place.1));
        }
        for (kata, table) in tables.iter().filter(|(kata, _)| levels.keys().any(|(it, _)| it == **kata)) {
            if table.families != of(table, &families) {
                complain(kata, "a family has other words in answers/families.toml".to_owned());
            }
        }
        Ok(complaints)
    }

    /// Which of these mistakes never fail in a way that their table names, however often they are tried. What
    /// they fail beyond it may depend on drawn numbers, or on how busy the machine is.
    fn otherwise(
        &self,
        tables: &BTreeMap<&str, Table>,
        now: &BTreeMap<LevelKey, Level>,
        odd: BTreeSet<(LevelKey, String)>,
    ) -> Result<BTreeSet<(LevelKey, String)>> {
        let fails = |level: Option<&Level>, name: &str| {
            let mistake = level.and_then(|level| level.mistakes.iter().find(|it| it.name == name));
            mistake.map(|it| it.fails.clone()).unwrap_or_default()
        };
        // Whether threads meet depends on the machine alone.
        let listed = self.listed()?;
        let on_threads = |key: &LevelKey, symptom: &Symptom| {
            let alone = listed.get(key).into_iter().flat_map(|listed| &listed.alone);
            let mut claims = alone.filter_map(|name| name.strip_prefix(&key.1)?.strip_prefix("::"));
            claims.any(|name| name.split("::").next() == Some(&symptom.claim))
        };
        // What the table names and no run has shown.
        let mut unseen: BTreeMap<(LevelKey, String), BTreeSet<Symptom>> = BTreeMap::new();
        for key in odd {
            let once = fails(now.get(&key.0), &key.1);
            let mut known = fails(tables[key.0.0.as_str()].levels.get(&key.0.1), &key.1);
            known.retain(|symptom| !once.contains(symptom) && !on_threads(&key.0, symptom));
            unseen.insert(key, known);
        }
        for _ in 0..TRIES {
            unseen.retain(|_, symptoms| !symptoms.is_empty());
            if unseen.is_empty() {
                break;
            }
            let wanted = |it: &Answer| {
                it.expected == Expected::Wrong
                    && unseen.contains_key(&((it.kata.clone(), it.level.clone()), it.name()))
            };
            for (key, again) in self.again(wanted)? {
                if let Some(symptoms) = unseen.get_mut(&key) {
                    symptoms.retain(|symptom| !again.contains(symptom));
                }
            }
        }
        unseen.retain(|_, symptoms| !symptoms.is_empty());
        Ok(unseen.into_keys().collect())
    }

    /// The committed table of a kata, or an empty one.
    fn table(&self, kata: &str) -> Table {
        Table::find(&self.kit.root, kata).unwrap_or_default()
    }

    /// Shows each wrong answer to its table, without itself in it. Levels with points by share are left out: there each
    /// claim that fails is a gap of its own, and none of them the one mistake.
    pub fn first(&self) -> Vec<First> {
        let mut levels: BTreeMap<LevelKey, First> = BTreeMap::new();
        let by_share =
            |answer: &Answer| self.kit.level(&answer.kata, &answer.level).is_some_and(|level| level.share);
        for (answer, judged) in self.answers.iter().zip(self.judged).filter(|(answer, _)| !by_share(answer)) {
            let (Some(mistake), Judged::Verdicts(verdicts)) = (mistake(answer, judged), judged) else {
                continue;
            };
            let mut table = self.table(&answer.kata);
            if let Some(level) = table.levels.get_mut(&answer.level) {
                level.mistakes.retain(|it| it.name != mistake.name);
            }
            let Some(diagnosis) = table.diagnose(&answer.level, verdicts) else { continue };
            let level = format!("{}::{}", answer.kata, answer.level);
            let row = levels
                .entry((answer.kata.clone(), answer.level.clone()))
                .or_insert_with(|| First { level, ..First::default() });
            row.wrong += 1;
            let by_name = verdicts.iter().find(|verdict| verdict.status() == Status::Fail);
            row.before += usize::from(by_name.is_some_and(|verdict| answer.is_told_by(verdict)));
            match diagnosis.family {
                Some((family, _)) if family == mistake.family => row.family += 1,
                Some((family, _)) => {
                    row.misled.push(format!("{}: {family}, not {}", mistake.name, mistake.family))
                }
                None if answer.is_told_by(diagnosis.first) => row.as_written += 1,
                None => row.misled.push(format!(
                    "{}: {} says something else",
                    mistake.name,
                    diagnosis.first.claim()
                )),
            }
        }
        let order = |first: &First| {
            self.answers.iter().position(|it| first.level == format!("{}::{}", it.kata, it.level))
        };
        let mut rows: Vec<First> = levels.into_values().collect();
        rows.sort_by_key(order);
        rows
    }
}

/// What the first message on a level's wrong answers says, each left out of the table.
#[derive(Default, Serialize)]
pub struct First {
    pub level: String,
    pub wrong: usize,
    /// The first failing claim by name holds the words of the header.
    pub before: usize,
    /// The diagnosis is the answer's own family.
    pub family: usize,
    /// There is no diagnosis, and the first message holds the words of the header.
    pub as_written: usize,
    /// The others, and why.
    pub misled: Vec<String>,
}

/// The claims of a level, in the order of a program's list; a table's cases are one.
fn claims(list: &[String], level: &str) -> Vec<String> {
    let mut claims: Vec<String> = Vec::new();
    for name in list {
        let mut parts = name.split("::");
        if parts.next() == Some(level)
            && let Some(claim) = parts.next()
            && !claims.iter().any(|it| it == claim)
        {
            claims.push(claim.to_owned());
        }
    }
    claims
}

/// A wrong answer and how it failed; none if it is another answer, or did not fail.
fn mistake(answer: &Answer, judged: &Judged) -> Option<Mistake> {
    let Judged::Verdicts(verdicts) = judged else { return None };
    let failed: Vec<&Verdict> = verdicts.iter().filter(|verdict| verdict.status() == Status::Fail).collect();
    let by_header = |verdict: &&&Verdict| answer.caught_by.as_deref() == Some(verdict.claim());
    let telling = || failed.iter().filter(by_header);
    let tells = telling()
        .find(|verdict| answer.is_told_by(verdict))
        .or_else(|| telling().next())
        .or(failed.first())?;
    (answer.expected == Expected::Wrong).then(|| Mistake {
        name: answer.name(),
        family: answer.family.clone().unwrap_or_default(),
        idea: answer.idea.clone(),
        tells: Symptom::of(tells),
        fails: failed.iter().map(|verdict| Symptom::of(verdict)).collect(),
    })
}

/// A family in `answers/families.toml`.
#[derive(Deserialize)]
struct Words {
    idea: String,
    lesson: String,
}

/// The vocabulary of families; empty if the kit has none.
fn families(kit: &Kit) -> Result<BTreeMap<String, Family>> {
    let path = kit.answers().join("families.toml");
    if !path.is_file() {
        return Ok(BTreeMap::new());
    }
    let words: BTreeMap<String, Words> =
        toml::from_str(&read(&path)?).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(words.into_iter().map(|(name, Words { idea, lesson })| (name, Family { idea, lesson })).collect())
}

/// Those of the families that the table's mistakes are of.
fn of(table: &Table, families: &BTreeMap<String, Family>) -> BTreeMap<String, Family> {
    let used: BTreeSet<&str> =
        table.levels.values().flat_map(|level| &level.mistakes).map(|it| it.family.as_str()).collect();
    let used = families.iter().filter(|(name, _)| used.contains(name.as_str()));
    used.map(|(name, family)| (name.clone(), family.clone())).collect()
}
