//! The checkout that the command works in, and its list of katas.

#[cfg_attr(not(feature = "grade"), allow(dead_code, reason = "a learner's program uses a part of it"))]
pub mod answers;
pub mod contract;
pub mod fingerprint;
pub mod grants;
pub mod items;
pub mod judges;
pub mod lesson;
#[cfg(feature = "grade")]
pub mod lock;

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Table;

use crate::kit::fingerprint::Fingerprint;
use crate::kit::grants::Grant;
use crate::ui::text::unmarked;

/// Under `katas/`: the stubs of a kit that was exported without its answers.
pub const STUBS: &str = ".stubs";

/// A checkout of the kit.
pub struct Kit {
    /// The folder that contains `katas/`.
    pub root: PathBuf,
    /// In the order in which they are best taken.
    pub katas: Vec<Kata>,
}

/// A kata, as `katas/katas.toml` lists it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kata {
    pub name: String,
    /// What it teaches, in one line.
    pub teaches: String,
    /// The feature of the kit's package that its tests require, so that their dependencies are built only for
    /// them.
    pub feature: Option<String>,
    /// What it may do in a graded process beyond computing and waiting.
    #[serde(default)]
    pub grants: Vec<Grant>,
    /// In the order in which they build on one another.
    #[serde(rename = "level")]
    pub levels: Vec<Level>,
}

/// A level, as `katas/katas.toml` lists it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    pub name: String,
    /// Its points in a grade.
    pub points: u32,
    /// Whether they are given by the share of its claims that hold, not for all of them or none.
    #[serde(default)]
    pub share: bool,
    /// The items that the level asks for, unless it is one function with the level's name.
    #[serde(default)]
    items: Vec<String>,
}

impl Kata {
    /// The command that checks it with plain Cargo.
    pub fn test_command(&self) -> String {
        match &self.feature {
            Some(feature) => format!("cargo test --features {feature} --test {}", self.name),
            None => format!("cargo test --test {}", self.name),
        }
    }

    /// Whether it has this grant.
    pub fn may(&self, grant: Grant) -> bool {
        self.grants.contains(&grant)
    }
}

/// `katas` by the feature that each needs, so that no run of Cargo builds for all what only one needs.
pub fn by_feature<'a>(katas: &[&'a Kata]) -> BTreeMap<Option<&'a str>, Vec<&'a Kata>> {
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for &kata in katas {
        groups.entry(kata.feature.as_deref()).or_default().push(kata);
    }
    groups
}

impl Level {
    /// A level that asks for one function with its name.
    pub fn new(name: String, points: u32) -> Level {
        Level { name, points, share: false, items: Vec::new() }
    }

    /// `KATA::LEVEL`.
    pub fn id(&self, kata: &Kata) -> String {
        format!("{}::{}", kata.name, self.name)
    }

    /// The names of the items that the level asks for.
    pub fn items(&self) -> Vec<String> {
        if self.items.is_empty() { vec![self.name.clone()] } else { self.items.clone() }
    }
}

/// The list of katas, from the kit's root.
const LIST: &str = "katas/katas.toml";

#[derive(Deserialize)]
struct KataList {
    kata: Vec<Kata>,
}

impl Kit {
    /// The kit around the current folder.
    pub fn find() -> Result<Kit> {
        let start = env::current_dir().context("there is no current folder")?;
        // `cargo kata` works wherever Cargo finds its alias.
        let root = start.ancestors().find(|folder| folder.join(LIST).is_file());
        let Some(root) = root else {
            bail!(
                "no katas/katas.toml here or above {}: run this inside a checkout of the kit",
                start.display()
            );
        };
        Kit::at(root)
    }

    /// The kit in this folder.
    pub fn at(root: &Path) -> Result<Kit> {
        let list: KataList = from_toml(&read(&root.join(LIST))?, LIST)?;
        let kit = Kit { root: root.to_owned(), katas: list.kata };
        kit.check_features()?;
        Ok(kit)
    }

    /// Checks that each kata's feature is one of the kit's package.
    fn check_features(&self) -> Result<()> {
        let mut gated = self.katas.iter().filter_map(|kata| Some((kata, kata.feature.as_ref()?))).peekable();
        if gated.peek().is_none() {
            return Ok(());
        }
        let manifest = self.manifest()?;
        let known = manifest.get("features").and_then(|features| features.as_table());
        match gated.find(|(_, feature)| !known.is_some_and(|known| known.contains_key(*feature))) {
            Some((kata, feature)) => {
                bail!(
                    "katas/katas.toml: {} needs the feature {feature}, which Cargo.toml does not have",
                    kata.name
                )
            }
            None => Ok(()),
        }
    }

    /// The manifest of the kit's package.
    pub fn manifest(&self) -> Result<Table> {
        manifest(&self.root)
    }

    /// The level of that name, if the kata has it.
    #[cfg(feature = "grade")]
    pub fn level(&self, kata: &str, level: &str) -> Option<&Level> {
        let kata = self.katas.iter().find(|it| it.name == kata)?;
        kata.levels.iter().find(|it| it.name == level)
    }

    /// The katas and levels in `only`, each as `KATA` or `KATA::LEVEL`; all if it is empty.
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

    /// The kata or level that `name` means: `KATA`, `KATA::LEVEL`, or `LEVEL` if only one kata has a level with that
    /// name.
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

    /// The one level that `name` means.
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
        if self.has_answers() {
            self.answers().join(kata).join("stub.rs")
        } else {
            self.root.join("katas").join(STUBS).join(format!("{kata}.rs"))
        }
    }

    /// The folder of the clinic's pristine stubs.
    pub fn clinic_stubs(&self) -> PathBuf {
        if self.has_answers() {
            self.answers().join("clinic").join("stub")
        } else {
            self.root.join("katas").join(STUBS).join("clinic")
        }
    }

    /// False in a kit that `cargo kata export` wrote.
    pub fn has_answers(&self) -> bool {
        !self.root.join("katas").join(STUBS).is_dir()
    }

    /// Checks that the kit has its reference solutions.
    ///
    /// # Errors
    /// In an exported kit, which has none.
    pub fn needs_answers(&self) -> Result<()> {
        if !self.has_answers() {
            bail!(
                "this copy of the kit was exported without the reference solutions, which this command needs"
            );
        }
        Ok(())
    }

    /// The katas with these names, in their own order; all if there are no names.
    pub fn katas_called(&self, only: &[String]) -> Result<Vec<&Kata>> {
        if let Some(unknown) = only.iter().find(|name| !self.katas.iter().any(|kata| kata.name == **name)) {
            let known: Vec<&str> = self.katas.iter().map(|kata| kata.name.as_str()).collect();
            bail!("no kata is called {unknown}; there are {}", known.join(", "));
        }
        Ok(self.katas.iter().filter(|kata| only.is_empty() || only.contains(&kata.name)).collect())
    }

    /// The package of a kata's claims.
    pub fn claims(&self, kata: &str) -> PathBuf {
        self.root.join("tests").join(kata)
    }

    /// The program that registers a kata with its claims.
    pub fn tests_file(&self, kata: &str) -> PathBuf {
        self.claims(kata).join("main.rs")
    }

    /// What registers an answer to a level with its claims.
    pub fn bridge_file(&self, kata: &str, level: &str) -> PathBuf {
        self.claims(kata).join("bridge").join(format!("{level}.rs"))
    }

    /// Whether a kata is untouched: its file is its stub, word for word.
    pub fn is_untouched(&self, kata: &str) -> bool {
        let text = |path: PathBuf| fs::read_to_string(path).map(unmarked).ok();
        text(self.kata_file(kata))
            .is_some_and(|text_of_kata| text(self.stub_file(kata)) == Some(text_of_kata))
    }

    /// The folder called `name` for what the command builds and remembers, in Cargo's target folder.
    pub fn scratch(&self, name: &str) -> Result<PathBuf> {
        let mut folder = self.target().join("kata");
        if !folder.starts_with(&self.root) {
            // A target folder elsewhere may serve several checkouts.
            let mut fingerprint = Fingerprint::default();
            fingerprint.text(&self.root);
            // Sixteen digits tell all checkouts of one machine apart.
            folder.push(&fingerprint.finish()[..16]);
        }
        folder.push(name);
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(folder)
    }

    /// Waits until no other `cargo kata COMMAND` of this checkout builds in its folder there. The next one waits as long
    /// as what is returned is held.
    pub fn turn(&self, command: &str) -> Result<File> {
        locked(&self.scratch(command)?.join("lock"))
            .with_context(|| format!("cannot wait for another `cargo kata {command}`"))
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

/// Waits until nobody else holds this file, which is made if it is not there. It is held as long as what is returned.
pub fn locked(path: &Path) -> Result<File> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
    Ok(file)
}

/// The manifest of the package in `folder`.
pub fn manifest(folder: &Path) -> Result<Table> {
    let path = folder.join("Cargo.toml");
    toml::from_str(&read(&path)?).with_context(|| format!("cannot read {}", path.display()))
}

/// What a list of the kit's says, which errors call `name`.
pub fn from_toml<T: DeserializeOwned>(text: &str, name: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().map_or("", |span| &text[..span.start]);
        anyhow!("{name}, line {}: {}", before.matches('\n').count() + 1, error.message())
    })
}

/// The text of a file.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// A path as Rust source and TOML want it: with `/` everywhere.
pub fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The path as one would type it from `root`, where it is below that.
pub fn shown(root: &Path, path: &Path) -> String {
    slashed(path.strip_prefix(root).unwrap_or(path))
}

/// The Rust files in `folder`, by name; none if there is no such folder.
pub fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "rs"));
    paths.sort();
    Ok(paths)
}
