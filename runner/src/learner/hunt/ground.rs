//! Where is hunted: the answers to a level that can be asked for, and the questions about them. A question is drawn
//! from its level and a number, so that both bring it back.

use std::path::PathBuf;

use anyhow::Result;
use verdict::diagnosis::{Mistake, Table};

use crate::kit::contract::{Contract, contracts};
use crate::kit::fingerprint::Fingerprint;
use crate::kit::{Kata, Kit, Level, rust_files};

/// Sentences among which the broken one is to be found.
const SENTENCES: usize = 4;
/// With fewer others the broken one would be guessed.
const LEAST_OTHERS: usize = 2;
/// One question in so many is about a right answer.
const ONE_RIGHT_IN: u64 = 6;
/// What stands for a family where nothing is wrong.
pub const NO_FAMILY: &str = "right_answers";

/// A level, and the answers to it that can be asked for.
pub struct Ground<'k> {
    pub kata: &'k Kata,
    pub level: &'k Level,
    contract: Contract,
    /// The wrong ones, then the right ones.
    pub answers: Vec<Suspect>,
}

/// An answer that may be wrong.
pub struct Suspect {
    /// Its file is called `LEVEL__NAME.rs`.
    pub name: String,
    /// The kind of its mistake, or [`NO_FAMILY`].
    pub family: String,
    /// If it is wrong.
    pub flaw: Option<Flaw>,
    /// The sentences that it keeps.
    kept: Vec<usize>,
}

/// What is wrong with an answer.
pub struct Flaw {
    /// The claim that shows it.
    pub claim: String,
    /// The sentence that it breaks.
    broken: usize,
}

/// A question: which of these sentences does this answer break?
pub struct Question<'g> {
    pub ground: &'g Ground<'g>,
    pub suspect: &'g Suspect,
    /// Brings it back.
    pub seed: u32,
    /// The choices but the last, which is that nothing is wrong.
    sentences: Vec<usize>,
}

impl<'k> Ground<'k> {
    /// The levels with their answers, without those of which nothing can be asked.
    ///
    /// # Errors
    /// If their contracts cannot be read.
    pub fn of(kit: &Kit, levels: &[(&'k Kata, &'k Level)]) -> Result<Vec<Ground<'k>>> {
        let mut grounds = Vec::new();
        for levels in levels.chunk_by(|(one, _), (other, _)| one.name == other.name) {
            let kata = levels[0].0;
            let mut contracts = contracts(kit, &kata.name)?;
            let mut table = Table::find(&kit.root, &kata.name).unwrap_or_default();
            let right = rust_files(&kit.answers().join(&kata.name).join("right"))?;
            for &(kata, level) in levels {
                let contract = contracts.remove(&level.name).unwrap_or_default();
                let known = table.levels.remove(&level.name).unwrap_or_default();
                grounds.extend(Ground::with(kata, level, contract, known.mistakes, &right));
            }
        }
        Ok(grounds)
    }

    /// A level with these mistakes, and those of the right answers that are to it.
    fn with(
        kata: &'k Kata,
        level: &'k Level,
        contract: Contract,
        mistakes: Vec<Mistake>,
        right: &[PathBuf],
    ) -> Option<Ground<'k>> {
        let mut answers = Vec::new();
        for mistake in mistakes {
            let Some(broken) = contract.broken_by(&mistake.name, &mistake.tells.claim) else { continue };
            let fails: Vec<&str> = mistake.fails.iter().map(|it| it.claim.as_str()).collect();
            let mut kept = contract.kept_by(&fails);
            kept.retain(|sentence| *sentence != broken);
            if kept.len() >= LEAST_OTHERS {
                let flaw = Some(Flaw { claim: mistake.tells.claim, broken });
                answers.push(Suspect { name: mistake.name, family: mistake.family, flaw, kept });
            }
        }
        if answers.is_empty() {
            return None;
        }
        let prefix = format!("{}__", level.name);
        for path in right {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let Some(name) = stem.strip_prefix(&prefix) else { continue };
            let (name, family) = (name.to_owned(), NO_FAMILY.to_owned());
            answers.push(Suspect { name, family, flaw: None, kept: contract.kept_by(&[]) });
        }
        Some(Ground { kata, level, contract, answers })
    }

    /// `KATA::LEVEL`.
    pub fn id(&self) -> String {
        self.level.id(self.kata)
    }

    /// The question of this number.
    pub fn question(&self, seed: u32) -> Question<'_> {
        let right = is_right(seed);
        let of_kind = |suspect: &&Suspect| suspect.flaw.is_none() == right;
        let chosen = || self.answers.iter().filter(of_kind);
        let by_lot = |suspect: &&Suspect| lot(seed, &[&suspect.name]);
        // A level always has wrong answers.
        let suspect = chosen().min_by_key(by_lot).unwrap_or(&self.answers[0]);
        let mut sentences = suspect.kept.clone();
        sentences.sort_by_cached_key(|&at| lot(seed, &[&suspect.name, &self.contract.sentence[at].says]));
        let broken = suspect.flaw.as_ref().map(|flaw| flaw.broken);
        sentences.truncate(SENTENCES - usize::from(broken.is_some()));
        sentences.extend(broken);
        // As in the contract: their order reveals nothing.
        sentences.sort_unstable();
        Question { ground: self, suspect, seed, sentences }
    }
}

impl Question<'_> {
    /// The choices: sentences of the contract, and at last that nothing is wrong.
    pub fn choices(&self) -> Vec<String> {
        let sentence = |&at: &usize| {
            let sentence = &self.ground.contract.sentence[at];
            let everywhere = if sentence.is_everywhere() { "(in every level) " } else { "" };
            format!("{everywhere}{}", sentence.says)
        };
        let sentences = self.sentences.iter().map(sentence);
        sentences.chain(["Nothing is wrong here.".to_owned()]).collect()
    }

    /// The number of the right choice, from 1.
    pub fn right(&self) -> usize {
        let broken = self.suspect.flaw.as_ref().map(|flaw| flaw.broken);
        let place = self.sentences.iter().position(|at| Some(*at) == broken);
        place.unwrap_or(self.sentences.len()) + 1
    }
}

/// Whether the question of this number is about a right answer.
pub fn is_right(seed: u32) -> bool {
    lot(seed, &["right?"]).is_multiple_of(ONE_RIGHT_IN)
}

/// What is drawn for these words: the same each time, on every machine.
pub fn lot(seed: u32, words: &[&str]) -> u64 {
    let mut fingerprint = Fingerprint::default();
    fingerprint.bytes(&seed.to_le_bytes());
    words.iter().for_each(|word| fingerprint.text(word));
    u64::from_str_radix(&fingerprint.finish()[..16], 16).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::{Ground, LEAST_OTHERS, SENTENCES};
    use crate::kit::Kit;

    #[test]
    fn questions_of_the_kit() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner stands in the kit");
        let kit = Kit::at(root).expect("the kit");
        let (mut with_four, mut all, mut right) = (0, 0, 0);
        for kata in &kit.katas {
            // Tests of a learner's own have no contract.
            for level in kata.levels.iter().filter(|level| !level.share) {
                let id = level.id(kata);
                let ground = Ground::of(&kit, &[(kata, level)]).expect("it can be read").pop();
                let ground = ground.unwrap_or_else(|| panic!("nothing can be asked of {id}"));
                let mut asked = BTreeSet::new();
                for seed in 0..60 {
                    let question = ground.question(seed);
                    let (choices, answer) = (question.choices(), question.right());
                    let last = answer == choices.len();
                    assert_eq!(last, question.suspect.flaw.is_none(), "{id}, {seed}");
                    assert!((LEAST_OTHERS + 2..=SENTENCES + 1).contains(&choices.len()), "{id}, {seed}");
                    let again = ground.question(seed);
                    assert_eq!((again.choices(), again.right()), (choices.clone(), answer), "{id}, {seed}");
                    assert_eq!(choices.iter().collect::<BTreeSet<_>>().len(), choices.len(), "{id}, {seed}");
                    asked.insert(&question.suspect.name);
                    with_four += usize::from(choices.len() == SENTENCES + 1);
                    right += usize::from(last);
                    all += 1;
                }
                assert!(asked.len() > 3, "{id} asks for {asked:?} only");
            }
        }
        // Nearly all have four sentences, and some are right.
        assert!(with_four * 10 > all * 8, "{with_four} of {all}");
        assert!((all / 12..all / 3).contains(&right), "{right} of {all}");
    }
}
