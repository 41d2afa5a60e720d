//! JSON that is written level by level, never as a whole in memory.

use std::io::Write;

use anyhow::Result;
use serde::ser::{Error, Serialize, SerializeSeq, Serializer};

use crate::grade::results::class::Class;
use crate::grade::results::model::{Graded, KataGrade, LevelGrade};

/// Writes a value as JSON for people.
pub fn json(out: impl Write, value: &impl Serialize) -> Result<()> {
    plain(serde_json::to_writer_pretty(out, value))
}

/// An error of writing JSON by its cause only: where in the JSON the disk became full does not matter.
pub fn plain(written: serde_json::Result<()>) -> Result<()> {
    written.map_err(|error| match error.io_error_kind() {
        Some(_) => anyhow::Error::new(std::io::Error::from(error)),
        None => error.into(),
    })
}

/// A JSON array with one value for each level of each submission, produced as it is written.
pub struct Levels<'a, T> {
    pub class: &'a Class<'a>,
    /// From a submission, a kata and a level of it, and the level's number (`2.1`).
    pub of: &'a dyn Fn(&Graded, &KataGrade, &LevelGrade, &str) -> T,
    /// From a kata as a whole, if there is a remark about it; after its levels.
    pub and: &'a dyn Fn(&Graded, &KataGrade) -> Option<T>,
}

impl<T: Serialize> Serialize for Levels<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all = serializer.serialize_seq(None)?;
        for graded in self.class.submissions() {
            let graded = graded.map_err(Error::custom)?;
            for (kata_number, kata) in (1..).zip(&graded.katas) {
                for (level_number, level) in (1..).zip(&kata.levels) {
                    let number = format!("{kata_number}.{level_number}");
                    all.serialize_element(&(self.of)(&graded, kata, level, &number))?;
                }
                if let Some(whole) = (self.and)(&graded, kata) {
                    all.serialize_element(&whole)?;
                }
            }
        }
        all.end()
    }
}
