//! Sample checkouts: a kit of two small katas around the real `src/`, each at a fixed place, so
//! that only what differs is built again. What a learner would see there is what is tested.

#![allow(dead_code, reason = "each test file uses its part of this")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sha2::{Digest, Sha256};
use toml::{Table, Value};

/// An answer to `pair::overlap` that every claim accepts.
pub const GOOD_OVERLAP: &str = "    tokio::join!(work(0), work(1))\n";
/// One that awaits each job before the next.
pub const ONE_BY_ONE: &str = "    (work(0).await, work(1).await)\n";
/// One that never comes back.
pub const HANG: &str = "    loop {}\n";

/// The claims on `pair::overlap`.
pub const CLAIMS: [&str; 2] = ["both_start_at_once", "it_takes_as_long_as_the_longer_job"];
/// The contract of `pair::overlap`, as if there were more claims.
const CONTRACT: &str = "\
[[overlap.sentence]]
says = \"Calls `work` for 0 and for 1, and runs both at the same time.\"
claims = [\"both_start_at_once\"]

[[overlap.sentence]]
says = \"It adds nothing to the time of the longer job, which is a sentence that is longer than a line of eighty columns.\"
claims = [\"it_takes_as_long_as_the_longer_job\"]

[[overlap.sentence]]
says = \"Nothing happens before the first poll.\"
claims = [\"nothing_happens_before_the_first_poll\"]

[[overlap.sentence]]
says = \"When it is done, nothing that it began is left running.\"
claims = [\"nothing_is_left_running\"]

[[overlap.sentence]]
says = \"Its fields are your choice.\"
";
/// What is known of the answers to `pair::overlap`.
const MISTAKES: &str = "\
family one_by_one
idea it does one after the other
lesson katas/pair.md, \"overlap\"

family wrong_wait
idea it waits for the wrong time
lesson README.md

level overlap
claim both_start_at_once
claim it_takes_as_long_as_the_longer_job

mistake one_by_one
family one_by_one
idea Awaits the one, then the other.
tells both_start_at_once | job # started # ms too late | awaiting the first job before the second is called
fails it_takes_as_long_as_the_longer_job | it ended # ms too late | awaiting the first job before the second is called

mistake waits_last
family wrong_wait
idea Waits when both are done.
tells it_takes_as_long_as_the_longer_job | it ended # ms too late | awaiting the first job before the second is called
";

pub struct Sample {
    pub root: PathBuf,
    /// The folder in which the runner keeps its notes.
    pub notes: PathBuf,
    target: PathBuf,
    /// Held as long as the sample is used: another run of the tests may be under way.
    _lock: fs::File,
}

impl Sample {
    /// A fresh checkout called `name`: nothing is begun, nothing remembered.
    pub fn fresh(name: &str) -> Sample {
        let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let target = temporary.parent().expect("it is inside of the target folder").to_owned();
        let root = temporary.join("samples").join(name);
        fs::create_dir_all(&root).expect("a folder");
        let lock = fs::File::create(root.with_extension("lock")).expect("a lock");
        lock.lock().expect("to wait for another run");
        let root = root.canonicalize().expect("it was just made");
        let notes = target.join("kata").join(folder_of(&root));
        let sample = Sample { root, notes, target, _lock: lock };
        sample.begin();
        sample
    }

    fn begin(&self) {
        if self.notes.is_file() {
            fs::remove_file(&self.notes).expect("to be removed");
        }
        let _ = fs::remove_dir_all(&self.notes);
        let _ = fs::remove_dir_all(self.root.join("katas/backups"));
        let _ = fs::remove_file(self.root.join("katas/backups"));
        let _ = fs::remove_dir_all(self.root.join("katas/mistakes"));
        let runner = Path::new(env!("CARGO_MANIFEST_DIR"));
        let kit = runner.parent().expect("the runner stands in the kit");
        prune(&self.root.join("src"), &kit.join("src"));
        self.copy(&kit.join("src"), "src");
        for package in ["macros", "verdict"] {
            let files = fs::read_dir(kit.join(package)).expect("a package of the kit");
            for name in files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()) {
                if name.ends_with(".rs") {
                    self.copy(&kit.join(package).join(&name), &format!("{package}/{name}"));
                }
            }
            let manifest = format!("{package}/Cargo.toml");
            self.write(&manifest, &renumbered(&kit.join(&manifest), &self.root));
        }
        self.copy(&kit.join("rust-toolchain.toml"), "rust-toolchain.toml");
        let config = fs::read_to_string(kit.join(".cargo/config.toml")).expect("a file of the kit");
        self.write(".cargo/config.toml", &config.replace("tests/fanout/", "tests/pair/"));
        self.write("Cargo.toml", &manifest(&kit.join("Cargo.toml"), &self.root));
        for folder in ["katas", "tests", "answers", "ui"] {
            self.copy(&runner.join("tests/sample").join(folder), folder);
        }
        self.lock(&kit.join("Cargo.lock"));
        for kata in ["pair", "solo"] {
            self.write(&format!("katas/{kata}.rs"), &self.read(&format!("answers/{kata}/stub.rs")));
        }
    }

    /// The kit's `Cargo.lock`, without what only the rest of the kit needs: Cargo takes that out, once.
    fn lock(&self, lock: &Path) {
        let text = fs::read_to_string(lock).expect("a file of the kit");
        let marker = self.root.join("Cargo.lock.kit");
        if self.root.join("Cargo.lock").is_file() && fs::read_to_string(&marker).is_ok_and(|it| it == text) {
            return;
        }
        self.write("Cargo.lock", &text);
        let mut cargo = Command::new(env!("CARGO"));
        // Unlike `cargo metadata`, this does not want the crates that only other systems need.
        cargo.args(["update", "--workspace", "--offline"]).current_dir(&self.root);
        assert!(cargo.output().expect("cargo runs").status.success(), "{cargo:?}");
        fs::write(marker, text).expect("a file");
    }

    fn copy(&self, from: &Path, to: &str) {
        if !from.is_dir() {
            return self.write(to, &fs::read_to_string(from).expect("a file of the kit"));
        }
        for entry in fs::read_dir(from).expect("a folder of the kit") {
            let entry = entry.expect("an entry");
            self.copy(&entry.path(), &format!("{to}/{}", entry.file_name().to_string_lossy()));
        }
    }

    /// Writes a file; one that says so already keeps its time stamp, and Cargo its work.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        if path.is_dir() {
            fs::remove_dir_all(&path).expect("to be removed");
        }
        if fs::read_to_string(&path).is_ok_and(|there| there == text) {
            return;
        }
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.root.join(path)).expect("a file to remove");
    }

    /// The stub of `pair` with this body for `overlap`.
    pub fn overlap(&self, body: &str) -> String {
        self.read("answers/pair/stub.rs").replace("    todo!(\"run both\")\n", body)
    }

    /// Answers to `pair::overlap` to hunt in, and what is known of them: `one_by_one` and `waits_last`, which
    /// are wrong, and the right one that the sample always has.
    pub fn with_answers_to_hunt(&self) {
        let body = |body: &str| self.overlap(body).lines().skip(3).collect::<Vec<_>>().join("\n") + "\n";
        let header = |idea: &str, family: &str, claim: &str| {
            format!("//! {idea}\n//! family: {family}\n//! caught by: {claim}\n//! says: the first job\n\n")
        };
        let one_by_one =
            header("Awaits the one, then the other. Their times add up.", "one_by_one", CLAIMS[0]);
        let comment = "    // What is wrong is this.\n";
        let text = format!("{one_by_one}{}", body(&format!("{comment}{ONE_BY_ONE}")));
        self.write("answers/pair/wrong/overlap__one_by_one.rs", &text);
        let alone = header("Waits when both are done. That takes longer.", "wrong_wait", CLAIMS[1]);
        let waits = "    let both = tokio::join!(work(0), work(1));\n    \
                     tokio::time::sleep(std::time::Duration::from_millis(5)).await;\n    both\n";
        self.write("answers/pair/wrong/overlap__waits_last.rs", &format!("{alone}{}", body(waits)));
        self.write("answers/pair/contract.toml", CONTRACT);
        self.write("katas/mistakes/pair.txt", MISTAKES);
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program(arguments));
        command.args(arguments).current_dir(&self.root);
        for (name, value) in self.settings() {
            command.env(name, value);
        }
        command
    }

    /// The environment of the command.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("CARGO_TARGET_DIR", self.target.to_string_lossy().into_owned()),
            ("CARGO_NET_OFFLINE", "true".to_owned()),
            ("LC_ALL", "C.UTF-8".to_owned()),
            ("TERM", "xterm-256color".to_owned()),
            // Hangs are to be seen, not waited for.
            ("TOKIO_KATAS_LIMIT_MS", "1000".to_owned()),
        ]
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().expect("the program runs"))
    }

    /// Runs the command where Cargo cannot be used.
    pub fn run_without_cargo(&self, arguments: &[&str]) -> Ran {
        let mut command = self.command(arguments);
        Ran::of(command.env("CARGO", "/no/cargo/here").output().expect("the program runs"))
    }
}

/// The program that the launcher would start for this.
pub fn program(arguments: &[&str]) -> &'static str {
    let draws = arguments.iter().any(|it| it.starts_with("--svg") || it.starts_with("--html"));
    match arguments.first() {
        Some(&"timeline") if draws => env!("CARGO_BIN_EXE_kata-grade"),
        Some(&("class" | "export" | "grade" | "merge" | "verify")) => env!("CARGO_BIN_EXE_kata-grade"),
        _ => env!("CARGO_BIN_EXE_kata"),
    }
}

/// The folder of a checkout where several share one.
fn folder_of(root: &Path) -> String {
    let root = root.as_os_str().as_encoded_bytes();
    let hash = Sha256::new().chain_update((root.len() as u64).to_le_bytes()).chain_update(root).finalize();
    hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Removes what is in `copy` and not in `from`: an earlier state of the kit was copied there.
pub fn prune(copy: &Path, from: &Path) {
    let Ok(entries) = fs::read_dir(copy) else { return };
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        let original = from.join(path.file_name().expect("a name"));
        match (path.is_dir(), original.is_dir(), original.is_file()) {
            (true, true, _) => prune(&path, &original),
            (true, ..) => fs::remove_dir_all(&path).expect("to be removed"),
            (false, _, true) => {}
            (false, ..) => fs::remove_file(&path).expect("to be removed"),
        }
    }
}

/// A package of the kit's in the sample. Of two checkouts that share a target folder each builds the other's
/// packages anew, unless their versions differ.
fn renumbered(manifest: &Path, root: &Path) -> String {
    let text = fs::read_to_string(manifest).expect("a manifest");
    let name = root.file_name().expect("its name").to_string_lossy();
    let name = name.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let version = format!("0.0.0-{name}");
    text.replacen("version = \"0.1.0\"", &format!("version = \"{version}\""), 1)
}

/// The kit's manifest without what the sample does not have.
fn manifest(path: &Path, root: &Path) -> String {
    let mut manifest: Table = toml::from_str(&renumbered(path, root)).expect("it is TOML");
    let workspace = manifest["workspace"].as_table_mut().expect("the kit is a workspace");
    workspace.retain(|key, _| key != "default-members" && key != "exclude");
    workspace
        .insert("members".to_owned(), Value::from(vec!["macros", "verdict", "tests/pair", "tests/solo"]));
    manifest.retain(|key, _| !matches!(key, "example" | "test"));
    // One kata stands behind a feature.
    manifest["features"]
        .as_table_mut()
        .expect("features")
        .insert("extra".to_owned(), Value::Array(Vec::new()));
    toml::to_string(&Value::Table(manifest)).expect("it was TOML")
}

/// What the program said.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn of(output: Output) -> Ran {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it prints UTF-8");
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Fails, with all that was said, unless the program ended with `code`, `out` holds all of
    /// `words`, and there are neither colours nor long lines.
    #[track_caller]
    pub fn expect(&self, code: i32, words: &[&str]) -> &Ran {
        assert_eq!(self.code, Some(code), "exit code; {self:#?}");
        for words in words {
            assert!(self.out.contains(words), "{words:?} is missing; {self:#?}");
        }
        let both = || self.out.lines().chain(self.err.lines());
        assert!(both().all(|line| !line.contains('\u{1b}')), "colours in a pipe; {self:#?}");
        let long = both().find(|line| line.chars().count() > 80 && !line.contains("/samples/"));
        assert_eq!(long, None, "longer than 80 columns");
        self
    }

    /// Fails unless the program ended with `code` and complained with these words.
    #[track_caller]
    pub fn expect_code(&self, code: i32, words: &str) {
        assert!(self.code == Some(code) && self.err.contains(words), "{words:?} is missing; {self:#?}");
    }

    /// One sentence, and no output.
    #[track_caller]
    pub fn expect_error(&self, words: &str) {
        assert_eq!((self.code, self.out.as_str()), (Some(2), ""), "{self:#?}");
        assert!(
            self.err.starts_with("error: ") && self.err.contains(words),
            "{words:?} is missing; {self:#?}"
        );
        assert_eq!(self.err.lines().count(), 1, "{self:#?}");
    }
}

/// What still runs of a sample's tests. Elsewhere than on Linux nobody tells.
pub mod processes {
    use std::fs;
    use std::thread;
    use std::time::{Duration, Instant};

    use super::Sample;

    /// Far more than it takes, also on a machine under load.
    const PATIENCE: Duration = Duration::from_secs(60);

    pub fn wait_until_running(sample: &Sample, tests: &str) {
        wait("is not running", || !running(sample, tests).is_empty() || !cfg!(target_os = "linux"));
    }

    pub fn wait_until_gone(sample: &Sample, tests: &str) {
        wait("is still running", || running(sample, tests).is_empty());
    }

    fn wait(otherwise: &str, done: impl Fn() -> bool) {
        let start = Instant::now();
        while !done() {
            assert!(start.elapsed() < PATIENCE, "{otherwise}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// The numbers of the processes that run the test binary of a kata in this sample.
    fn running(sample: &Sample, tests: &str) -> Vec<String> {
        let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
        let ours = |folder: &std::path::Path| {
            let program = fs::read_link(folder.join("exe")).ok()?;
            let place = fs::read_link(folder.join("cwd")).ok()?;
            let name = program.file_name()?.to_string_lossy().into_owned();
            Some(place == sample.root && name.starts_with(&format!("{tests}-")))
        };
        let folders = processes.flatten().map(|entry| entry.path());
        let ours = folders.filter(|folder| ours(folder) == Some(true));
        ours.map(|folder| folder.to_string_lossy().into_owned()).collect()
    }
}
