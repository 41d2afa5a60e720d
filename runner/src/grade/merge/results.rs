//! Keeps the submissions of several reports on disk while they are merged.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::grade::results::class::{Results, Tally};
use crate::grade::results::model::Graded;

/// Submissions in a temporary file.
pub struct MergedResults {
    file: File,
    end: u64,
    places: Vec<Range<u64>>,
    /// The places in the order of the report.
    pub order: Vec<usize>,
}

impl MergedResults {
    /// An empty merged.
    ///
    /// # Errors
    /// If no temporary file can be created.
    pub fn new() -> Result<MergedResults> {
        let file = tempfile::tempfile().context("cannot make a temporary file")?;
        Ok(MergedResults { file, end: 0, places: Vec::new(), order: Vec::new() })
    }

    /// Stores one, and returns its place. `digest` takes in what is stored.
    pub fn put(&mut self, graded: &Graded, digest: &mut Sha256) -> Result<usize> {
        let text = serde_json::to_vec(graded)?;
        digest.update(&text);
        self.file.write_all(&text).context("cannot write a temporary file")?;
        let start = self.end;
        self.end += text.len() as u64;
        self.places.push(start..self.end);
        Ok(self.places.len() - 1)
    }

    fn get(&self, place: usize) -> Result<Graded> {
        let Range { start, end } = self.places[place];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(start))?;
        let mut text = Vec::new();
        file.take(end - start).read_to_end(&mut text)?;
        Ok(serde_json::from_slice(&text)?)
    }

    /// The totals of all submissions.
    ///
    /// # Errors
    /// If one cannot be read back.
    pub fn tally(&self) -> Result<Tally> {
        let mut tally = Tally::default();
        for place in 0..self.number() {
            tally.add(&self.read(place)?);
        }
        Ok(tally)
    }
}

impl Results for MergedResults {
    fn number(&self) -> usize {
        self.order.len()
    }

    fn read(&self, place: usize) -> Result<Graded> {
        self.get(self.order[place]).context("cannot read a temporary file back")
    }
}
