//! A paper of questions for a class or a circle, with a key at its end.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::ground::{Ground, Question, lot};
use super::told::Told;
use crate::kit::Kit;
use crate::ui::text::count;

/// Questions of one level that are looked at before the next level is taken.
const LOOK_AT: u32 = 40;

/// Writes so many questions about the answers to these levels, or as many as there are: how many.
///
/// # Errors
/// If there is such a file already, or it cannot be written.
pub fn write(kit: &Kit, grounds: &[Ground], seed: u32, questions: usize, path: &Path) -> Result<usize> {
    let questions = draw(grounds, seed, questions);
    let text = text(kit, seed, &questions)?;
    let mut file = match File::create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            bail!("{} is there already: name a new file", path.display())
        }
        file => file.with_context(|| format!("cannot write {}", path.display()))?,
    };
    file.write_all(text.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(questions.len())
}

/// One question of each level in turn, in an order that is drawn; of a new family as long as there is one.
fn draw<'g>(grounds: &'g [Ground], seed: u32, wanted: usize) -> Vec<Question<'g>> {
    let mut grounds: Vec<&Ground> = grounds.iter().collect();
    grounds.sort_by_cached_key(|ground| lot(seed, &[&ground.id()]));
    let (mut families, mut names) = (BTreeSet::new(), BTreeSet::new());
    let mut questions = Vec::new();
    let mut first = 0;
    loop {
        let before = questions.len();
        for ground in &grounds {
            if questions.len() == wanted {
                return questions;
            }
            // The numbers are typed, so they are short.
            let begin =
                u32::try_from(lot(seed, &[&ground.id(), "questions"]) % 9000).unwrap_or_default() + first;
            let unasked = |seed| {
                let question = ground.question(seed);
                (!names.contains(&(ground.id(), &question.suspect.name))).then_some(question)
            };
            let mut open: Vec<Question> = (begin..begin + LOOK_AT).filter_map(unasked).collect();
            // Right answers are as frequent as their lots, whatever families there were.
            let right = open.first().is_some_and(|it| it.suspect.flaw.is_none());
            open.retain(|it| it.suspect.flaw.is_none() == right);
            let fresh = open.iter().position(|it| !families.contains(&it.suspect.family)).unwrap_or(0);
            let Some(question) = open.into_iter().nth(fresh) else { continue };
            names.insert((ground.id(), &question.suspect.name));
            families.insert(question.suspect.family.clone());
            questions.push(question);
        }
        first += LOOK_AT;
        if questions.len() == before && first > 10 * LOOK_AT {
            return questions;
        }
    }
}

fn text(kit: &Kit, seed: u32, questions: &[Question]) -> Result<String> {
    let number = count(questions.len(), "question", "questions");
    let mut paper = format!(
        "# Find the bug: {number}\n\n\
         Each of these answers breaks one sentence of its contract, or none. Which one?\n\
         Limits, times and orders are exact: the clock is virtual. What begins with \
         \"(in every level)\" does not stand in this contract, and holds all the same.\n"
    );
    let mut key = format!(
        "---\n\n# Key\n\nPaper {seed}. The commands draw what an answer does beside the reference solution.\n"
    );
    for (question, nth) in questions.iter().zip(1..) {
        let Told { idea, .. } = Told::of(kit, question)?;
        let (id, right) = (question.ground.id(), question.right());
        paper += &format!("\n## {nth}. {id}\n\n```rust\n{}\n```\n\n", question.code(kit)?);
        for (choice, nth) in question.choices().iter().zip(1..) {
            paper += &format!("{nth}. {choice}\n");
        }
        let caught = match &question.suspect.flaw {
            Some(flaw) => format!(" (`{}`)", flaw.claim),
            None => String::new(),
        };
        let (seed, choice) = (question.seed, &question.choices()[right - 1]);
        key += &format!(
            "\n{nth}. **{right}.** {choice}{caught}\n   {idea}\n   \
             `cargo kata hunt {id} --all --seed {seed} --answer {right} --no-score`\n"
        );
    }
    Ok(format!("{paper}\n{key}"))
}
