//! What the verdicts on a kata depend on: its files, the kit's, and the settings.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use verdict::environment;

use crate::claims::checked::Whose;
use crate::kit::Kit;
use crate::kit::fingerprint::Fingerprint;

/// What a file looks like from outside.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    length: u64,
    modified: SystemTime,
}

impl Stamp {
    /// None if there is no such file.
    pub fn of(file: &Path) -> Option<Stamp> {
        let metadata = fs::metadata(file).ok()?;
        Some(Stamp { length: metadata.len(), modified: metadata.modified().ok()? })
    }
}

/// Stands for all that a kata's verdicts depend on: what is compiled, how, and how it is run. Times are not trusted
/// here, only contents.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sources(String);

impl Sources {
    /// As they are at this moment.
    pub fn now(kit: &Kit, kata: &str, whose: Whose) -> Sources {
        Sources::with(kit, kata, whose, &[])
    }

    /// With `more` files.
    pub fn with(kit: &Kit, kata: &str, whose: Whose, more: &[PathBuf]) -> Sources {
        let answer = match whose {
            Whose::Learner => kit.kata_file(kata),
            Whose::Reference => kit.answers().join(kata).join("reference.rs"),
        };
        let around = surroundings(kit, kata);
        Sources::of(whose, [answer].iter().chain(&around).chain(more))
    }

    /// Without the kata's own file.
    pub fn around(kit: &Kit, kata: &str, whose: Whose) -> Sources {
        Sources::of(whose, &surroundings(kit, kata))
    }

    /// As a text.
    pub fn text(&self) -> &str {
        &self.0
    }

    fn of<'a>(whose: Whose, files: impl IntoIterator<Item = &'a PathBuf>) -> Sources {
        let mut fingerprint = Fingerprint::default();
        fingerprint.bytes(&[u8::from(whose == Whose::Reference)]);
        for path in files {
            // What cannot be read is something else than what could be.
            if fingerprint.tree(Path::new(""), path).is_err() {
                fingerprint.text("unreadable");
            }
        }
        for (name, value) in settings() {
            fingerprint.text(name);
            fingerprint.text(value);
        }
        Sources(fingerprint.finish())
    }
}

/// What is looked at beside the kata's own file.
fn surroundings(kit: &Kit, kata: &str) -> Vec<PathBuf> {
    let here = [
        "macros",
        "src",
        "verdict",
        "tests/build.rs",
        "Cargo.toml",
        "Cargo.lock",
        "rust-toolchain.toml",
        ".cargo",
    ];
    let here = here.iter().map(|name| kit.root.join(name));
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let config = cargo_home.map(|folder| folder.join("config.toml"));
    let judges = kit.judges(kata).into_iter().map(|path| kit.root.join(path));
    [kit.claims(kata)].into_iter().chain(here).chain(config).chain(judges.filter(|it| it.is_file())).collect()
}

/// The variables that change how Cargo compiles, how claims run, and in which letters a timeline is drawn.
fn settings() -> Vec<(std::ffi::OsString, std::ffi::OsString)> {
    const LETTERS: [&str; 3] = ["LANG", "LC_ALL", "LC_CTYPE"];
    const STARTS: [&str; 8] = [
        "RUSTC",
        "RUSTFLAGS",
        "RUSTUP_TOOLCHAIN",
        "CARGO_BUILD_",
        "CARGO_ENCODED_",
        "CARGO_PROFILE_",
        "CARGO_TARGET_",
        environment::PREFIX,
    ];
    let matters = |name: &str| STARTS.iter().any(|start| name.starts_with(start)) || LETTERS.contains(&name);
    let mut settings: Vec<_> = env::vars_os().filter(|(name, _)| matters(&name.to_string_lossy())).collect();
    settings.extend(env::var_os("TERM").filter(|term| term == "dumb").map(|term| ("TERM".into(), term)));
    settings.sort();
    settings
}
