//! A Cargo project of its own under `target`, in which programs are built that must not stop the tests.

use super::{read, root, ui};
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};
use cargo_metadata::{Message, camino::Utf8PathBuf};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The project: one binary per program, with the dependencies of the clinic.
pub struct Package {
    dir: PathBuf,
}

/// What Cargo says about one program.
#[derive(Clone, Default)]
pub struct Built {
    pub diagnostics: Vec<Diagnostic>,
    pub executable: Option<Utf8PathBuf>,
}

impl Built {
    /// The errors as a terminal shows them, without the folder of this repository.
    pub fn errors(&self) -> String {
        let errors = self.diagnostics.iter().filter(|said| said.level == DiagnosticLevel::Error);
        let text: String = errors.filter_map(|error| error.rendered.as_deref()).collect();
        text.replace(&format!("{}/", root().display()), "")
    }
}

impl Package {
    /// Sets the project up. `programs` are pairs of a binary's name and its source.
    ///
    /// It uses the dependencies, the lock and the target folder of the workspace, so that what
    /// `cargo test` has built is not built again (in the workspace, too, they have no debug info).
    pub fn open(name: &str, programs: &[(String, PathBuf)]) -> Package {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let clinic: toml::Table = read(&ui().join("Cargo.toml")).parse().expect("TOML");
        let tokio = &clinic["dev-dependencies"]["tokio"];
        let mut manifest = format!(
            "[package]\nname = \"clinic-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [workspace]\n\n[profile.dev]\ndebug = false\n\n[dependencies]\ntokio = {tokio}\n\n"
        );
        for (name, path) in programs {
            let path = toml::Value::from(path.to_str().expect("a path in UTF-8"));
            manifest += &format!("[[bin]]\nname = \"{name}\"\npath = {path}\n\n");
        }
        write_if_new(&dir.join("Cargo.toml"), &manifest);
        // Cargo strikes from it what this small project does not need.
        std::fs::copy(root().join("Cargo.lock"), dir.join("Cargo.lock")).expect("Cargo.lock is committed");
        Package { dir }
    }

    /// The same for programs that are written for the occasion: pairs of a binary's name and its text.
    pub fn with_sources(name: &str, sources: &[(String, String)]) -> Package {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let programs: Vec<_> = sources
            .iter()
            .map(|(name, text)| {
                let file = dir.join("src").join(name).with_extension("rs");
                write_if_new(&file, text);
                (name.clone(), file)
            })
            .collect();
        Package::open(name, &programs)
    }

    /// Runs `cargo ARGS` and sorts what it says by program. That a program is refused is no failure here.
    pub fn cargo(&self, args: &[&str]) -> BTreeMap<String, Built> {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("tmp lies in target");
        let output = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
            .args(args)
            .args(["--message-format=json", "--offline", "--quiet", "--color=never"])
            .current_dir(&self.dir)
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .stderr(Stdio::piped())
            .output()
            .expect("cargo runs");
        let mut built: BTreeMap<String, Built> = BTreeMap::new();
        let mut finished = false;
        for message in Message::parse_stream(output.stdout.as_slice()) {
            match message.expect("cargo writes JSON") {
                Message::CompilerMessage(said) if is_summary(&said.message) => {}
                Message::CompilerMessage(said) => {
                    built.entry(said.target.name).or_default().diagnostics.push(said.message);
                }
                Message::CompilerArtifact(made) => {
                    built.entry(made.target.name).or_default().executable = made.executable;
                }
                Message::BuildFinished(_) => finished = true,
                _ => {}
            }
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(finished, "`cargo {}` did not get as far as compiling:\n{stderr}", args.join(" "));
        built
    }
}

/// "aborting due to 2 previous errors", "1 warning emitted", "For more information about this error, …"
fn is_summary(said: &Diagnostic) -> bool {
    let failure = said.level == DiagnosticLevel::Error && !said.message.starts_with("aborting due to");
    said.spans.is_empty() && !failure
}

fn write_if_new(path: &Path, text: &str) {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder under target");
    std::fs::write(path, text).expect("a file under target");
}
