//! Reads a JSON report without keeping it in memory: its submissions go to the merged one by one.

use std::fmt;
use std::fs::File;
use std::io::BufReader;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::results::MergedResults;
use crate::grade::results::clean;
use crate::grade::results::model::{Graded, Head, KataHead, LevelGrade, VERSION};
use crate::process;
use crate::ui::text::hex;

/// A report that was read.
pub struct ShardReport {
    pub path: PathBuf,
    pub head: Head,
    /// Of its submissions, in its order.
    pub names: Vec<String>,
    /// Where they are on the merged.
    pub places: Range<usize>,
    /// Those at which the grader failed.
    pub broken: Vec<String>,
    /// Of all that was said of them.
    pub digest: String,
}

/// Reads the report at `path`.
///
/// # Errors
/// If it is not a report, is cut off, or contradicts itself.
pub fn read(path: &Path, merged: &mut MergedResults) -> Result<ShardReport> {
    let shown = path.display();
    let file = File::open(path).with_context(|| format!("cannot read {shown}"))?;
    let mut submissions = SubmissionsReader {
        merged,
        names: Vec::new(),
        places: 0..0,
        broken: Vec::new(),
        digest: Sha256::new(),
        katas: None,
    };
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(file));
    let read = ReportReader(&mut submissions).deserialize(&mut json);
    let head = read.and_then(|head| json.end().map(|()| head)).map_err(|error| match own_words(&error) {
        Some(words) => anyhow!("{shown} {words}"),
        None if error.is_eof() => anyhow!("{shown} is cut off: it is not a whole JSON report"),
        None => anyhow!("{shown} is not a JSON report of `cargo kata grade`: {error}"),
    })?;
    let SubmissionsReader { names, places, broken, digest, katas, .. } = submissions;
    let head: Head = serde_json::from_value(Value::Object(head))
        .with_context(|| format!("{shown} is not a JSON report of `cargo kata grade`"))?;
    if katas.is_some_and(|katas| katas != head.katas) {
        bail!("{shown} has submissions with other katas or points than it says: was it edited?");
    }
    let digest = hex(&digest.finalize());
    Ok(ShardReport { path: path.to_owned(), head, names, places, broken, digest })
}

/// Marks an error as this program's own, not serde's.
const OWN: &str = "\u{1}";

fn own<E: Error>(words: impl fmt::Display) -> E {
    E::custom(format!("{OWN}{words}{OWN}"))
}

fn own_words(error: &serde_json::Error) -> Option<String> {
    error.to_string().split(OWN).nth(1).map(str::to_owned)
}

/// The whole report; returns everything but the submissions.
struct ReportReader<'a, 's>(&'a mut SubmissionsReader<'s>);

impl<'de> DeserializeSeed<'de> for ReportReader<'_, '_> {
    type Value = Map<String, Value>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ReportReader<'_, '_> {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut head = Map::new();
        let mut found = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "submissions" {
                map.next_value_seed(&mut *self.0)?;
                found = true;
                continue;
            }
            let value: Value = map.next_value()?;
            if key == "version" && value != VERSION {
                return Err(own(format!(
                    "is a report of version {value}, and this kit reads version {VERSION}: grade again with this kit"
                )));
            }
            head.insert(key, value);
        }
        if found { Ok(head) } else { Err(M::Error::missing_field("submissions")) }
    }
}

/// Takes the submissions one by one.
struct SubmissionsReader<'a> {
    merged: &'a mut MergedResults,
    names: Vec<String>,
    places: Range<usize>,
    broken: Vec<String>,
    digest: Sha256,
    /// What all of them were graded in.
    katas: Option<Vec<KataHead>>,
}

impl<'de> DeserializeSeed<'de> for &mut SubmissionsReader<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for &mut SubmissionsReader<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an array of submissions")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut all: S) -> Result<(), S::Error> {
        while let Some(graded) = all.next_element::<Graded>()? {
            if process::cancelled() {
                return Err(own("is not read to its end"));
            }
            let graded = clean::graded(graded);
            self.check(&graded).map_err(own)?;
            let place = self.merged.put(&graded, &mut self.digest).map_err(own)?;
            if self.names.is_empty() {
                self.places = place..place;
            }
            self.places.end = place + 1;
            if graded.harness_error() {
                self.broken.push(graded.name.clone());
            }
            self.names.push(graded.name);
        }
        Ok(())
    }
}

impl SubmissionsReader<'_> {
    /// Checks that a report adds up: if not, it was edited.
    fn check(&mut self, graded: &Graded) -> Result<(), String> {
        let name = &graded.name;
        let sum = |points: &mut dyn Iterator<Item = u32>| points.map(u64::from).sum::<u64>();
        let adds_up = graded.levels().all(|(_, level)| level.points == level.earned())
            && graded
                .katas
                .iter()
                .all(|kata| sum(&mut kata.levels.iter().map(|level| level.points)) == u64::from(kata.points))
            && sum(&mut graded.katas.iter().map(|kata| kata.points)) == u64::from(graded.points)
            && sum(&mut graded.katas.iter().map(|kata| kata.max_points)) == u64::from(graded.max_points);
        if !adds_up {
            return Err(format!("has points of {name} that do not add up: was it edited?"));
        }
        let katas: Vec<KataHead> = graded
            .katas
            .iter()
            .map(|kata| KataHead {
                name: kata.name.clone(),
                max_points: kata.max_points,
                levels: kata.levels.iter().map(LevelGrade::head).collect(),
            })
            .collect();
        if *self.katas.get_or_insert_with(|| katas.clone()) == katas {
            Ok(())
        } else {
            Err(format!("has other katas or points for {name} than for others: was it edited?"))
        }
    }
}
