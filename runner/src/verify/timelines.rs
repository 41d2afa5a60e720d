//! The pictures in the book's lessons, as data: `answers/KATA/timelines.json`. They are written from runs of the kit's
//! wrong answers and of its reference solution, and compared with such runs.

mod file;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use verdict::{Contrast, Status, Timeline, Verdict};

use super::judge::Judged;
use super::mistakes::Judgement;
use crate::claims::answers::{self, Compiled};
use crate::kit::answers::{Answer, Expected};
use crate::kit::grants::Grant;
use crate::kit::shown;
use crate::learner::timeline;

/// At most so many mistakes of a level are shown.
const MOST: usize = 2;
/// Rows that a reader takes in at a glance.
const FEW: usize = 6;
/// When a claim ends in which nothing moves any more: beside that, nothing else can be seen.
const DEADLOCK_MS: u64 = 3_600_000;
/// A picture is shown if it is the same so often: an answer whose mistake shows now and then has many.
const ALIKE: usize = 8;
/// At most so often a mistake is tried that does not look as it is recorded.
const TRIES: usize = 3;
/// Real time for one claim; it has a limit of its own, so this is a last resort.
const LIMIT: Duration = Duration::from_secs(60);

impl Judgement<'_> {
    /// Writes the pictures; those of levels that were not judged stay as they are.
    pub fn write_timelines(&self) -> Result<Vec<String>> {
        let mut written = Vec::new();
        for (kata, judged) in self.levels_by_kata() {
            let mut contrasts = file::of_kata(self.kit, &kata)?;
            for level in judged {
                let chosen = self.chosen(&kata, &level)?;
                contrasts.insert(level, chosen);
            }
            let levels = self.kit.katas.iter().filter(|it| it.name == kata).flat_map(|it| &it.levels);
            let levels: Vec<&str> = levels.map(|level| level.name.as_str()).collect();
            let path = file::path(self.kit, &kata);
            fs::write(&path, file::to_text(&levels, &contrasts)?)
                .with_context(|| format!("cannot write {}", path.display()))?;
            written.push(shown(&self.kit.root, &path));
        }
        Ok(written)
    }

    /// What the committed pictures show otherwise than the answers do. A kata without a file of them has none: the book's
    /// check says so.
    pub fn stale_timelines(&self) -> Result<Vec<String>> {
        let mut complaints = Vec::new();
        let with_file = |(kata, _): &(String, _)| file::path(self.kit, kata).is_file();
        for (kata, judged) in self.levels_by_kata().into_iter().filter(with_file) {
            let known = file::of_kata(self.kit, &kata)?;
            let mut complain = |what: String| {
                complaints.push(format!(
                    "answers/{kata}/timelines.json is stale: {what}; `cargo kata verify --write-timelines {kata}` renews it"
                ));
            };
            for gone in known.keys().filter(|level| self.kit.level(&kata, level).is_none()) {
                complain(format!("there is no level {gone} any more"));
            }
            for level in judged {
                match known.get(&level).map(Vec::as_slice) {
                    None => complain(format!("it does not name the level {level}")),
                    Some([]) if !self.chosen(&kata, &level)?.is_empty() => {
                        complain(format!("{level} has no picture, and could have one"));
                    }
                    Some(recorded) => {
                        for contrast in recorded {
                            if !self.holds(&kata, &level, contrast)? {
                                complain(format!("{level}__{} does not look as it says", contrast.mistake));
                            }
                        }
                    }
                }
            }
        }
        Ok(complaints)
    }

    fn levels_by_kata(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut levels: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for answer in self.answers.iter().filter(|it| it.expected == Expected::Reference) {
            levels.entry(answer.kata.clone()).or_default().insert(answer.level.clone());
        }
        levels
    }

    /// Whether the answer of a recorded contrast still has its idea and its picture.
    fn holds(&self, kata: &str, level: &str, contrast: &Contrast) -> Result<bool> {
        let is = |answer: &Answer| {
            answer.kata == kata && answer.level == level && answer.name() == contrast.mistake
        };
        let Some(wrong) = self.wrong_answers().find(|&index| is(&self.answers[index])) else {
            return Ok(false);
        };
        // In the recorded claim: another may tell the mistake as well, and on a busy machine not always the same is first.
        for _ in 0..TRIES {
            if self.looks_so(wrong, contrast)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The mistakes of a level to show, each of another family: those that an early claim tells come first, for the
    /// first claims of a level are the telling ones, and then those of the kata's commonest families. Pictures of one row, or
    /// of many, come last. What looks like the reference solution, like another mistake, or different from run to run,
    /// is left out.
    fn chosen(&self, kata: &str, level: &str) -> Result<Vec<Contrast>> {
        // On sockets the clock is the real one. Where the answer is tests, what is drawn are the answers that they test.
        let on_sockets = self.kit.katas.iter().any(|it| it.name == kata && it.may(Grant::Loopback));
        if on_sockets || self.kit.level(kata, level).is_some_and(|it| it.share) {
            return Ok(Vec::new());
        }
        let mut by_family: BTreeMap<&str, usize> = BTreeMap::new();
        for answer in self.answers.iter().filter(|it| it.expected == Expected::Wrong && it.kata == kata) {
            *by_family.entry(answer.family.as_deref().unwrap_or_default()).or_default() += 1;
        }
        let here = |index: &usize| self.answers[*index].kata == kata && self.answers[*index].level == level;
        let mut candidates: Vec<(usize, Contrast)> = Vec::new();
        for index in self.wrong_answers().filter(here) {
            let Some(claim) = self.telling_claim(index) else { continue };
            candidates.extend(self.contrast(index, claim)?.map(|contrast| (index, contrast)));
        }
        let family = |index: usize| self.answers[index].family.as_deref().unwrap_or_default();
        let mut order: Vec<&(usize, Contrast)> = candidates.iter().collect();
        order.sort_by_key(|(index, contrast)| {
            let rows = contrast.seen.rows.len().max(contrast.reference.rows.len());
            let in_file = self.place(*index, &contrast.claim);
            (
                !(2..=FEW).contains(&rows),
                in_file,
                Reverse(by_family[family(*index)]),
                contrast.mistake.clone(),
            )
        });
        let (mut families, mut chosen) = (BTreeSet::new(), Vec::<Contrast>::new());
        for (index, contrast) in order {
            let new = !chosen.iter().any(|it| looks_like(&it.seen, &contrast.seen));
            if chosen.len() < MOST
                && !families.contains(family(*index))
                && new
                && self.stays(*index, contrast)?
            {
                families.insert(family(*index));
                chosen.push(contrast.clone());
            }
        }
        Ok(chosen)
    }

    /// The place of a claim among those that judged an answer, in the order of their file.
    fn place(&self, index: usize, claim: &str) -> usize {
        let Judged::Verdicts(verdicts) = &self.judged[index] else { return usize::MAX };
        verdicts.iter().position(|it| it.id.ends_with(claim)).unwrap_or(usize::MAX)
    }

    fn wrong_answers(&self) -> impl Iterator<Item = usize> {
        let wanted = |answer: &Answer| answer.expected == Expected::Wrong && !answer.explore;
        (0..self.answers.len()).filter(move |&index| wanted(&self.answers[index]))
    }

    /// Whether the picture is the same each time.
    fn stays(&self, wrong: usize, contrast: &Contrast) -> Result<bool> {
        for _ in 0..ALIKE {
            if !self.looks_so(wrong, contrast)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Runs the claim of a contrast again, and compares.
    fn looks_so(&self, wrong: usize, contrast: &Contrast) -> Result<bool> {
        Ok(self.contrast(wrong, &contrast.claim)?.as_ref() == Some(contrast))
    }

    /// The first claim that told a wrong answer as its header says, without kata and level.
    fn telling_claim(&self, wrong: usize) -> Option<&str> {
        let answer = &self.answers[wrong];
        let Judged::Verdicts(verdicts) = &self.judged[wrong] else { return None };
        let tells = |it: &&Verdict| {
            it.status() == Status::Fail
                && answer.caught_by.as_deref() == Some(it.claim())
                && answer.is_told_by(it)
        };
        verdicts.iter().find(tells).and_then(|it| it.id.splitn(3, "::").nth(2))
    }

    /// Runs a claim on a wrong answer and on the reference solution. `None` if that draws no picture, the same one, or
    /// one that cannot be compared.
    fn contrast(&self, wrong: usize, claim: &str) -> Result<Option<Contrast>> {
        let answer = &self.answers[wrong];
        let id = &format!("{}::{}::{claim}", answer.kata, answer.level);
        let same_level = |it: &Answer| it.kata == answer.kata && it.level == answer.level;
        let reference = (0..self.answers.len())
            .find(|&it| self.answers[it].expected == Expected::Reference && same_level(&self.answers[it]));
        let Some(reference) = reference else { return Ok(None) };
        let (mut seen, mut expected) = (self.run(wrong, id, None)?, self.run(reference, id, None)?);
        let again = timeline::again(seen.as_ref(), expected.as_ref());
        for ((verdict, index), setting) in
            [(&mut seen, wrong), (&mut expected, reference)].into_iter().zip(again)
        {
            if let (Some(verdict), Some(setting)) = (verdict.as_mut(), setting)
                && let Some(drawn) = self.run(index, id, Some(setting))?
            {
                timeline::keep_picture(verdict, drawn);
            }
        }
        // A picture without a scene shows two numbers.
        let picture = |verdict: Option<Verdict>| verdict.and_then(|it| it.timeline).filter(|it| it.scene > 0);
        let (Some(seen), Some(reference)) = (picture(seen), picture(expected)) else { return Ok(None) };
        let (mistake, idea, claim) = (answer.name(), answer.idea.clone(), claim.to_owned());
        let contrast = Contrast { mistake, idea, claim, seen, reference };
        let differs = contrast.seen.scene == contrast.reference.scene
            && !looks_like(&contrast.seen, &contrast.reference)
            && contrast.span_ms() < DEADLOCK_MS;
        Ok(differs.then_some(contrast))
    }

    /// The verdict of the claim `id` on an answer.
    fn run(
        &self,
        index: usize,
        id: &str,
        setting: Option<(&'static str, String)>,
    ) -> Result<Option<Verdict>> {
        let Compiled::Binary { program, module } = &self.built[index] else { return Ok(None) };
        let name = id.split_once("::").map_or(id, |(_, name)| name);
        let setting = setting.into_iter().collect();
        let answer = &self.answers[index];
        let verdicts = answers::run_claims(self.kit, answer, (program, module), &[name], setting, LIMIT)?;
        Ok(verdicts.into_iter().next())
    }
}

/// Whether two pictures are drawn alike, whatever their remarks say.
fn looks_like(one: &Timeline, other: &Timeline) -> bool {
    let bare = |timeline: &Timeline| {
        let mut rows = timeline.rows.clone();
        rows.iter_mut().for_each(|row| row.note.clear());
        (rows, timeline.more, timeline.reach_ms())
    };
    bare(one) == bare(other)
}
