//! Questions at a terminal, or one for a program.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::panic::resume_unwind;
use std::thread;

use anyhow::{Result, bail};

use super::ground::{self, Ground, Question, lot};
use super::record;
use super::reveal::{Comparison, compare};
use super::score::Score;
use super::told::{Told, family_name};
use crate::kit::Kit;
use crate::process;
use crate::ui::ask::Typed;
use crate::ui::output::{BAD, DIM, GOOD, STRONG, WIDTH, fold, note, pass_the_time, say, styled};

/// Questions have numbers below this, so that they can be typed.
const SEEDS: u64 = 10_000;

/// Who asks, and what for.
pub struct Hunt<'g> {
    pub kit: &'g Kit,
    pub grounds: &'g [Ground<'g>],
    /// Whether levels are asked for that do not pass yet.
    pub all: bool,
    /// Whether an answer counts.
    pub counts: bool,
    pub score: Score,
}

/// An answer that was asked for: its level, and its name.
type Asked = (String, String);

impl<'g> Hunt<'g> {
    /// One question, and what a given answer to it is worth. True unless it is wrong.
    ///
    /// # Errors
    /// If there is no such choice, or the answer in question cannot be read, or the score not be written.
    pub fn once(&mut self, seed: Option<u32>, answer: Option<usize>, json: bool) -> Result<bool> {
        let question = match seed {
            Some(seed) => self.by_number(seed),
            None => self.next(&BTreeSet::new()),
        };
        let Some(answer) = answer else {
            if json {
                say(record::line(self.kit, &question, None)?);
            } else {
                self.ask(&question)?;
                let all = if self.all { " --all" } else { "" };
                let again = format!("cargo kata hunt {}{all} --seed {}", question.ground.id(), question.seed);
                say(styled(DIM, &format!("\n{again} --answer N")));
            }
            return Ok(true);
        };
        let choices = question.choices().len();
        if !(1..=choices).contains(&answer) {
            bail!("there are {choices} choices: --answer takes a number from 1 to {choices}");
        }
        if json {
            // All that can be interrupted comes first: what is not printed does not count.
            let comparison = compare(self.kit, &question);
            if process::interrupted() {
                comparison?;
                bail!("interrupted");
            }
            let line = record::line(self.kit, &question, Some((answer, comparison)))?;
            let found = self.count(&question, answer)?;
            say(line);
            return Ok(found);
        }
        let found = self.count(&question, answer)?;
        judge(&question, answer);
        self.tell(&question, compare(self.kit, &question))?;
        Ok(found)
    }

    /// One question after the other.
    ///
    /// # Errors
    /// If it is interrupted, or an answer cannot be read, or the score not be written.
    pub fn keep_asking(&mut self, seed: Option<u32>) -> Result<()> {
        let typed = Typed::listen();
        let mut asked: BTreeSet<Asked> = BTreeSet::new();
        let (mut all, mut found) = (0, 0);
        let mut first = seed;
        loop {
            let question = match first.take() {
                Some(seed) => self.by_number(seed),
                None => self.next(&asked),
            };
            asked.insert((question.ground.id(), question.suspect.name.clone()));
            self.ask(&question)?;
            let choices = question.choices().len();
            say(format!("\n1 to {choices}, then Enter (q ends):"));
            let kit = self.kit;
            // It is built while the code is read.
            let comparison = thread::scope(|scope| -> Result<_> {
                let drawing = scope.spawn(|| compare(kit, &question));
                let answer = typed.choice(choices);
                if let Ok(Some(answer)) = answer {
                    all += 1;
                    found += usize::from(self.count(&question, answer)?);
                    judge(&question, answer);
                    if !drawing.is_finished() {
                        pass_the_time("drawing what it does …");
                    }
                } else {
                    process::cancel();
                }
                let comparison = drawing.join().unwrap_or_else(|panic| resume_unwind(panic));
                process::allow();
                Ok(answer?.map(|_| comparison))
            });
            let Some(comparison) = comparison? else { break };
            self.tell(&question, comparison)?;
            if !typed.go_on("Enter asks the next")? {
                break;
            }
            say("");
        }
        self.farewell(found, all);
        Ok(())
    }

    /// The question of this number, of one of the levels.
    fn by_number(&self, seed: u32) -> Question<'g> {
        let ground = self.grounds.iter().min_by_key(|ground| lot(seed, &[&ground.id()]));
        ground.unwrap_or(&self.grounds[0]).question(seed)
    }

    /// A question about an answer that was not asked for, of a family that was missed if there is one. Otherwise now
    /// and then about a right one, or of a family that was found least often.
    fn next(&self, asked: &BTreeSet<Asked>) -> Question<'g> {
        let random = random();
        let all = || self.grounds.iter().flat_map(|it| it.answers.iter().map(move |answer| (it, answer)));
        let new = |(ground, answer): &(&Ground, &ground::Suspect)| {
            !asked.contains(&(ground.id(), answer.name.clone()))
        };
        let mut open: Vec<_> = all().filter(new).collect();
        if open.is_empty() {
            open = all().collect();
        }
        let missed: BTreeSet<&str> = self.score.missed().collect();
        if open.iter().any(|(_, answer)| missed.contains(answer.family.as_str())) {
            open.retain(|(_, answer)| missed.contains(answer.family.as_str()));
        } else {
            let right = ground::is_right(random);
            if open.iter().any(|(_, answer)| answer.flaw.is_none() == right) {
                open.retain(|(_, answer)| answer.flaw.is_none() == right);
            }
            let found = |answer: &ground::Suspect| self.score.of(&answer.family).found;
            let least = open.iter().map(|(_, answer)| found(answer)).min();
            open.retain(|(_, answer)| Some(found(answer)) == least);
        }
        let by_lot =
            |(ground, answer): &&(&Ground, &ground::Suspect)| lot(random, &[&ground.id(), &answer.name]);
        let Some((ground, answer)) = open.iter().min_by_key(by_lot).copied() else {
            return self.by_number(random);
        };
        // Which number brings it up is found by trying them.
        let is_it = |it: &u32| std::ptr::eq(ground.question(*it).suspect, answer);
        let number = (random..).take(SEEDS as usize).find(is_it);
        ground.question(number.unwrap_or(random))
    }

    /// Shows the code and the choices.
    fn ask(&self, question: &Question) -> Result<()> {
        let title = format!("{}, question {}", question.ground.id(), question.seed);
        say(format!("{}\n\n{}\n", styled(STRONG, &title), question.code(self.kit)?));
        say("Which sentence of the contract does it break?\n");
        for (choice, nth) in question.choices().iter().zip(1..) {
            say(indented(&format!("{nth}. {choice}")));
        }
        Ok(())
    }

    /// Counts an answer, unless none counts; whether it is right.
    fn count(&mut self, question: &Question, answer: usize) -> Result<bool> {
        let found = answer == question.right();
        if self.counts {
            self.score.count(self.kit, &question.suspect.family, found)?;
        }
        Ok(found)
    }

    /// Draws what the answer does, and tells its idea.
    fn tell(&self, question: &Question, comparison: Result<Comparison>) -> Result<()> {
        match comparison {
            Ok(comparison) => comparison.print(),
            Err(error) if process::interrupted() => return Err(error),
            Err(error) => note(format!("it cannot be drawn: {error:#}")),
        }
        let Told { idea, family, file } = Told::of(self.kit, question)?;
        say(format!("\n{}", fold(&idea, WIDTH)));
        if let Some(family) = family {
            say(format!("\n{}", fold(&format!("{}: {}", styled(STRONG, &family.name), family.idea), WIDTH)));
            say(styled(DIM, &fold(&format!("look at {}", family.lesson), WIDTH)));
        }
        say(styled(DIM, &file));
        if !self.counts {
            return Ok(());
        }
        let tally = self.score.of(&question.suspect.family);
        let name = family_name(&question.suspect.family);
        say(styled(DIM, &format!("{name}: {} of {} found so far", tally.found, tally.found + tally.missed)));
        Ok(())
    }

    /// What is said at the end.
    fn farewell(&self, found: usize, all: usize) {
        if all > 0 {
            say(format!("\n{found} of {all} found"));
        }
        let again: Vec<String> = self.score.missed().map(family_name).collect();
        if self.counts && !again.is_empty() {
            say(fold(&format!("first next time: {}", again.join(", ")), WIDTH));
        }
    }
}

/// Says what the answer to the question is.
fn judge(question: &Question, answer: usize) {
    let right = question.right();
    let sentence = format!("{right}. {}", question.choices()[right - 1]);
    match (answer == right, &question.suspect.flaw) {
        (true, _) => say(format!("\n{}\n", styled(GOOD, "Yes."))),
        (false, Some(_)) => {
            say(format!("\n{}\n{}\n", styled(BAD, "Not this time. It breaks"), indented(&sentence)))
        }
        (false, None) => say(format!("\n{}\n", styled(BAD, "Not this time: nothing is wrong here."))),
    }
}

/// A choice, folded behind its number.
fn indented(choice: &str) -> String {
    fold(choice, WIDTH - 2).lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// A number for a question that nobody has asked for by number.
pub fn random() -> u32 {
    u32::try_from(RandomState::new().build_hasher().finish() % SEEDS).unwrap_or_default()
}
