//! The checkout that the command works in, and the list of its katas.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// A checkout of the kit.
pub struct Kit {
    pub root: PathBuf,
    /// In the order in which they are best taken.
    pub katas: Vec<Kata>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kata {
    pub name: String,
    /// One line on what it teaches.
    pub teaches: String,
    /// In the order in which they build on each other.
    #[serde(rename = "level")]
    pub levels: Vec<Level>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    pub name: String,
    /// What a grade gives for it.
    pub points: u32,
    /// The items that the level asks for, where they are not one function of its name.
    #[serde(default)]
    items: Vec<String>,
}

impl Level {
    /// `KATA::LEVEL`.
    pub fn id(&self, kata: &Kata) -> String {
        format!("{}::{}", kata.name, self.name)
    }

    /// The names of the items that the level asks for.
    pub fn items(&self) -> Vec<String> {
        if self.items.is_empty() { vec![self.name.clone()] } else { self.items.clone() }
    }
}

#[derive(Deserialize)]
struct List {
    kata: Vec<Kata>,
}

impl Kit {
    /// The kit around the current folder.
    pub fn find() -> Result<Kit> {
        let start = env::current_dir().context("there is no current folder")?;
        // `cargo kata` works from wherever Cargo finds its alias.
        let root = start.ancestors().find(|folder| folder.join("katas/katas.toml").is_file());
        let Some(root) = root else {
            bail!(
                "no katas/katas.toml here or above {}: run this inside a checkout of the kit",
                start.display()
            );
        };
        let path = root.join("katas/katas.toml");
        let text = read(&path)?;
        let list: List = toml::from_str(&text).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Kit { root: root.to_owned(), katas: list.kata })
    }

    /// The katas and levels that `only` names, each as `KATA` or `KATA::LEVEL`; all if it names none.
    pub fn levels(&self, only: &[String]) -> Result<Vec<(&Kata, &Level)>> {
        let all = || self.katas.iter().flat_map(|kata| kata.levels.iter().map(move |level| (kata, level)));
        let named = |name: &str, kata: &Kata, level: &Level| {
            name == kata.name || name.strip_prefix(&format!("{}::", kata.name)) == Some(&level.name)
        };
        if let Some(unknown) = only.iter().find(|name| !all().any(|(kata, level)| named(name, kata, level))) {
            bail!(
                "no kata or level is called {unknown}: katas/katas.toml lists them, as KATA or KATA::LEVEL"
            );
        }
        let wanted = |(kata, level): &(&Kata, &Level)| {
            only.is_empty() || only.iter().any(|name| named(name, kata, level))
        };
        Ok(all().filter(wanted).collect())
    }

    /// The kata or level that `name` stands for: `KATA`, `KATA::LEVEL`, or `LEVEL` if only one kata
    /// has a level of that name.
    pub fn find_one(&self, name: &str) -> Result<(&Kata, Option<&Level>)> {
        if let Some(kata) = self.katas.iter().find(|kata| kata.name == name) {
            return Ok((kata, None));
        }
        let all = self.katas.iter().flat_map(|kata| kata.levels.iter().map(move |level| (kata, level)));
        let called = |(kata, level): &(&Kata, &Level)| level.name == name || level.id(kata) == name;
        if let Some((kata, level)) = all.clone().find(called) {
            return Ok((kata, Some(level)));
        }
        let levels = all.flat_map(|(kata, level)| {
            [(level.name.clone(), level.id(kata)), (level.id(kata), level.id(kata))]
        });
        let names = levels.chain(self.katas.iter().map(|kata| (kata.name.clone(), kata.name.clone())));
        let close = names.map(|(name_of, known)| (strsim::jaro_winkler(&name_of, name), known));
        let best = close.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(likeness, _)| *likeness > 0.75);
        match best {
            Some((_, known)) => bail!("no kata or level is called {name}; did you mean {known}?"),
            None => bail!("no kata or level is called {name}; `cargo kata` lists them"),
        }
    }

    /// The one level that `name` stands for.
    pub fn find_level(&self, name: &str) -> Result<(&Kata, &Level)> {
        match self.find_one(name)? {
            (kata, Some(level)) => Ok((kata, level)),
            (kata, None) => {
                bail!("{name} is a whole kata; say which level, for example {}", kata.levels[0].id(kata))
            }
        }
    }

    /// The learner's file.
    pub fn kata_file(&self, kata: &str) -> PathBuf {
        self.root.join("katas").join(format!("{kata}.rs"))
    }

    /// The pristine stub of a kata.
    pub fn stub_file(&self, kata: &str) -> PathBuf {
        self.answers().join(kata).join("stub.rs")
    }

    /// The test target of a kata.
    pub fn tests_file(&self, kata: &str) -> PathBuf {
        self.root.join("tests").join(format!("{kata}.rs"))
    }

    /// The claims of a level.
    pub fn claims_file(&self, kata: &str, level: &str) -> PathBuf {
        self.root.join("tests").join(kata).join(format!("{level}.rs"))
    }

    /// Where the command keeps what it builds and notes, under Cargo's own folder for such things.
    pub fn scratch(&self, name: &str) -> Result<PathBuf> {
        let mut folder = self.target().join("kata");
        if !folder.starts_with(&self.root) {
            // A target folder elsewhere may serve several checkouts.
            let mut hasher = DefaultHasher::new();
            self.root.hash(&mut hasher);
            folder.push(format!("{:016x}", hasher.finish()));
        }
        folder.push(name);
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(folder)
    }

    /// Cargo's target folder.
    pub fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), |set| self.root.join(set))
    }

    /// The kit's own answers.
    pub fn answers(&self) -> PathBuf {
        self.root.join("answers")
    }
}

/// The text of a file.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// A path as Rust source and TOML want it: with `/` everywhere.
pub fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
