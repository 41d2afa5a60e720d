//! Parts of a class, so that several machines grade it.

use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::grade::collect::Entry;
use crate::grade::results::model::Shard;
use crate::ui::text::hex;

/// `I/N`: of the submissions by name every N-th, from the I-th on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Part {
    pub number: u32,
    pub of: u32,
}

/// Into how many parts a class can be split: Slurm's default for the size of an array allows as many.
pub const MOST: u32 = 1000;

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Part, String> {
        let parts = text.split_once('/').and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
        match parts {
            Some((number, of)) if 1 <= number && number <= of && of <= MOST => Ok(Part { number, of }),
            _ => Err("write it as I/N, with I from 1 to N, and N at most 1000".to_owned()),
        }
    }
}

impl Part {
    /// The members of this part, in a class that is sorted by name.
    pub fn of<T: Clone>(self, class: &[T]) -> Vec<T> {
        class.iter().skip(self.number as usize - 1).step_by(self.of as usize).cloned().collect()
    }

    /// This part, for the report.
    pub fn of_class(self, class: &[Entry]) -> Shard {
        Shard {
            number: self.number,
            of: self.of,
            class: fingerprint(class.iter().map(|entry| entry.name.as_str())),
            plan: None,
        }
    }
}

/// A fingerprint of the sorted names of a class.
pub fn fingerprint<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut hasher = Sha256::new();
    for name in names {
        hasher.update((name.len() as u64).to_le_bytes());
        hasher.update(name.as_bytes());
    }
    hex(&hasher.finalize()[..8])
}
