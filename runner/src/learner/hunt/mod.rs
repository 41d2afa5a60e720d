//! `cargo kata hunt`: an answer is shown, and the learner finds the sentence of the contract that it breaks.

mod code;
mod ground;
mod paper;
mod record;
mod reveal;
mod score;
mod session;
mod told;

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::value_parser;

use self::ground::Ground;
use self::score::Score;
use self::session::{Hunt, random};
use crate::claims::checked::{Checked, State};
use crate::kit::{Kata, Kit, Level};
use crate::learner;
use crate::ui::ask::at_a_terminal;
use crate::ui::output::{WIDTH, fold, note, say};
use crate::ui::text::count;

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
    /// The number of your choice, given at once; it counts like one that is typed
    #[arg(long, value_name = "N", requires = "seed")]
    answer: Option<usize>,
    /// Leave the score as it is: to try a question, or to look at one again
    #[arg(long)]
    no_score: bool,
    /// Print one JSON object instead of text
    #[arg(long)]
    json: bool,
    /// Write a paper of questions with a key, for a class
    #[arg(long, value_name = "FILE", conflicts_with_all = ["answer", "json", "no_score"])]
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
    let score = Score::load(&kit)?;
    let mut hunt = Hunt { kit: &kit, grounds: &grounds, all: options.all, counts: !options.no_score, score };
    if options.json || options.answer.is_some() || !at_a_terminal() {
        return hunt.once(options.seed, options.answer, options.json);
    }
    hunt.keep_asking(options.seed)?;
    Ok(true)
}

/// Those of the levels that pass, as the map shows it.
///
/// # Errors
/// If none does, and one could not be judged.
fn passed<'k>(kit: &'k Kit, mut levels: Vec<(&'k Kata, &'k Level)>) -> Result<Vec<(&'k Kata, &'k Level)>> {
    let wanted = |kata: &&Kata| levels.iter().any(|(it, _)| it.name == kata.name);
    let results = learner::judged(kit, kit.katas.iter().filter(wanted))?;
    let why = |kata: &Kata| results.get(&kata.name).and_then(Checked::unjudged);
    let unjudged = levels.iter().find_map(|(kata, _)| Some((&kata.name, why(kata)?)));
    levels.retain(|(kata, level)| learner::state(&results, kata, level) == State::Done);
    match unjudged {
        Some((kata, why)) if levels.is_empty() => {
            bail!("{kata} could not be judged, so it is not known what passes\n\n{}", why.trim_end())
        }
        _ => Ok(levels),
    }
}
