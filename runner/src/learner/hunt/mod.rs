//! `cargo kata hunt`: an answer is shown, and the learner finds the sentence of the contract that it breaks.

mod code;
mod ground;
mod paper;
mod record;
mod reveal;
mod score;
mod told;

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::thread;

use anyhow::{Result, bail};
use clap::value_parser;

use self::ground::{Ground, Question, lot};
use self::reveal::{Comparison, compare};
use self::score::Score;
use self::told::{Told, family_name};
use crate::claims::checked::State;
use crate::kit::{Kata, Kit, Level};
use crate::learner;
use crate::process;
use crate::ui::ask::{Typed, at_a_terminal};
use crate::ui::output::{BAD, DIM, GOOD, STRONG, WIDTH, fold, note, pass_the_time, say, styled};
use crate::ui::text::count;

/// Questions have numbers below this, so that they can be typed.
const SEEDS: u64 = 10_000;

/// What `hunt` is asked for.
#[derive(clap::Args)]
pub struct HuntOptions {
    /// Ask for answers to these levels only
    #[arg(value_name = "KATA[::LEVEL]")]
    name: Option<String>,
    /// Ask for answers to levels that do not pass yet, too
    #[arg(long)]
    all: bool,
    /// Ask this question, or write this paper, again
    #[arg(long, value_name = "N")]
    seed: Option<u32>,
    /// The number of your choice: without a terminal, or to see it once more
    #[arg(long, value_name = "N", requires = "seed")]
    answer: Option<usize>,
    /// Print one JSON object instead of text
    #[arg(long)]
    json: bool,
    /// Write a paper of questions with a key, for a class
    #[arg(long, value_name = "FILE", conflicts_with_all = ["answer", "json"])]
    export: Option<PathBuf>,
    /// How many questions the paper has
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = value_parser!(u16).range(1..))]
    #[arg(requires = "export")]
    questions: u16,
}

/// Asks. True unless an answer was given and is wrong, or there is nothing to ask for.
pub fn run(options: &HuntOptions) -> Result<bool> {
    let kit = Kit::find()?;
    kit.needs_answers()?;
    let levels = match &options.name {
        None => kit.levels(&[])?,
        Some(name) => match kit.find_one(name)? {
            (kata, Some(level)) => vec![(kata, level)],
            (kata, None) => kata.levels.iter().map(|level| (kata, level)).collect(),
        },
    };
    // A learner's own tests have no contract to hunt in.
    let mut levels: Vec<_> = levels;
    levels.retain(|(_, level)| !level.share);
    if let (true, Some(name)) = (levels.is_empty(), &options.name) {
        bail!("{name}: there the tests are yours, so there is no contract to hunt in");
    }
    let open = if options.all || options.export.is_some() { levels } else { passed(&kit, levels)? };
    if open.is_empty() {
        let what = match &options.name {
            Some(name) => format!("{name} does not pass yet"),
            None => "no level passes yet".to_owned(),
        };
        note(fold(&format!("{what}; with --all it asks about any level"), WIDTH));
        return Ok(false);
    }
    let grounds = Ground::of(&kit, &open)?;
    if grounds.is_empty() {
        bail!(
            "no answer to {} is known that could be asked for",
            options.name.as_deref().unwrap_or("a level")
        );
    }
    if let Some(path) = &options.export {
        let seed = options.seed.unwrap_or_else(random);
        let written = paper::write(&kit, &grounds, seed, options.questions.into(), path)?;
        let number = count(written, "question", "questions");
        say(format!("written to {}: {number}, paper {seed}", path.display()));
        return Ok(true);
    }
    let mut hunt = Hunt { kit: &kit, grounds: &grounds, all: options.all, score: Score::load(&kit)? };
    if options.json || options.answer.is_some() || !at_a_terminal() {
        return hunt.once(options);
    }
    hunt.keep_asking(options.seed)?;
    Ok(true)
}

/// Those of the levels that pass, as the map shows it.
fn passed<'k>(kit: &'k Kit, mut levels: Vec<(&'k Kata, &'k Level)>) -> Result<Vec<(&'k Kata, &'k Level)>> {
    let wanted = |kata: &&Kata| levels.iter().any(|(it, _)| it.name == kata.name);
    let results = learner::judged(kit, kit.katas.iter().filter(wanted))?;
    levels.retain(|(kata, level)| learner::state(&results, kata, level) == State::Done);
    Ok(levels)
}

/// A number for a question that nobody has asked for by number.
fn random() -> u32 {
    u32::try_from(RandomState::new().build_hasher().finish() % SEEDS).unwrap_or_default()
}

struct Hunt<'g> {
    kit: &'g Kit,
    grounds: &'g [Ground<'g>],
    all: bool,
    score: Score,
}

/// An answer that was asked for: its level, and its name.
type Asked = (String, String);

impl<'g> Hunt<'g> {
    /// One question, and what a given answer to it is worth.
    fn once(&mut self, options: &HuntOptions) -> Result<bool> {
        let question = match options.seed {
            Some(seed) => self.by_number(seed),
            None => self.next(&BTreeSet::new()),
        };
        let Some(answer) = options.answer else {
            if options.json {
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
        let found = self.count(&question, answer)?;
        if options.json {
            let comparison = compare(self.kit, &question)?;
            say(record::line(self.kit, &question, Some((answer, comparison)))?);
        } else {
            judge(&question, answer);
            self.tell(&question, compare(self.kit, &question))?;
        }
        Ok(found)
    }

    /// One question after the other.
    fn keep_asking(&mut self, seed: Option<u32>) -> Result<()> {
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

    /// Counts an answer; whether it is right.
    fn count(&mut self, question: &Question, answer: usize) -> Result<bool> {
        let found = answer == question.right();
        self.score.count(self.kit, &question.suspect.family, found)?;
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
        if !again.is_empty() {
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
