//! What is told of an answer once it was judged.

use std::path::PathBuf;

use anyhow::Result;
use verdict::diagnosis::{Table, in_words};

use super::code;
use super::ground::{NO_FAMILY, Question};
use crate::kit::{Kit, answers, read, shown};

/// What is known of an answer.
pub struct Told {
    /// What the code does, and why that is wrong or right.
    pub idea: String,
    /// What its kind of mistake is, and where that is explained; none of a right answer.
    pub family: Option<Family>,
    /// Where it is, from the kit's root.
    pub file: String,
}

/// A kind of mistake.
pub struct Family {
    pub name: String,
    pub idea: String,
    pub lesson: String,
}

impl Told {
    /// What is known of the answer in question.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn of(kit: &Kit, question: &Question) -> Result<Told> {
        let path = question.file(kit);
        let table = Table::find(&kit.root, &question.ground.kata.name).unwrap_or_default();
        let family = table.families.get(&question.suspect.family).map(|family| Family {
            name: family_name(&question.suspect.family),
            idea: family.idea.clone(),
            lesson: family.lesson.clone(),
        });
        Ok(Told { idea: answers::told(&read(&path)?), family, file: shown(&kit.root, &path) })
    }
}

impl Question<'_> {
    /// The answer's file.
    fn file(&self, kit: &Kit) -> PathBuf {
        let kind = if self.suspect.flaw.is_some() { "wrong" } else { "right" };
        let name = format!("{}__{}.rs", self.ground.level.name, self.suspect.name);
        kit.answers().join(&self.ground.kata.name).join(kind).join(name)
    }

    /// The answer's code, at most 80 columns wide.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn code(&self, kit: &Kit) -> Result<String> {
        Ok(code::shown(kit, &read(&self.file(kit))?))
    }
}

/// The name of a family as a reader sees it.
pub fn family_name(family: &str) -> String {
    if family == NO_FAMILY { "right answers".to_owned() } else { in_words(family) }
}
