//! What each level is worth, according to `katas/katas.toml` or an instructor's own file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::grade::results::model::KataHead;
use crate::kit::{Kata, Level};

/// The points of every level, by `KATA::LEVEL`.
pub struct Points(BTreeMap<String, u32>);

impl Points {
    /// The kit's own points, overridden by those in `file`:
    ///
    /// ```toml
    /// [limit]
    /// map_limited = 5
    /// ```
    pub fn new(katas: &[&Kata], file: Option<&Path>) -> Result<Points> {
        let levels = katas.iter().flat_map(|kata| kata.levels.iter().map(move |level| (kata, level)));
        let mut points: BTreeMap<String, u32> =
            levels.map(|(kata, level)| (level.id(kata), level.points)).collect();
        if let Some(file) = file {
            let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
            let own: BTreeMap<String, BTreeMap<String, u32>> = toml::from_str(&text).with_context(|| {
                format!("{} is not a table of [KATA] with lines LEVEL = POINTS", file.display())
            })?;
            for (kata, levels) in own {
                for (level, worth) in levels {
                    if worth > 1_000_000 {
                        bail!("{}: {kata}::{level} is worth more than a million points", file.display());
                    }
                    match points.get_mut(&format!("{kata}::{level}")) {
                        Some(points) => *points = worth,
                        None => bail!(
                            "{}: there is no level {kata}::{level} among those that are graded",
                            file.display()
                        ),
                    }
                }
            }
        }
        Ok(Points(points))
    }

    /// The points that a plan has written down.
    pub fn planned(katas: &[KataHead]) -> Points {
        let levels = katas.iter().flat_map(|kata| {
            let id = |level: &str| format!("{}::{level}", kata.name);
            kata.levels.iter().map(move |level| (id(&level.name), level.max_points))
        });
        Points(levels.collect())
    }

    /// What this level is worth.
    pub fn of(&self, kata: &Kata, level: &Level) -> u32 {
        self.0.get(&level.id(kata)).copied().unwrap_or(0)
    }
}
