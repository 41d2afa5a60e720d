//! A place in which a job runs as its system would have it: a folder, an environment, and on the path
//! programs that stand in for those that reach beyond it.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::kit::{command, kit, read, reference, said, write};

pub struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// An empty folder with the kit in it as `kit`.
    pub fn new() -> Place {
        let place = Place { folder: tempfile::tempdir().expect("a folder") };
        fs::create_dir(place.at("job")).expect("a folder");
        symlink(kit(), place.at("job/kit")).expect("a link");
        // As some editors leave a list: with a line that is not ended, and ends of lines of another system.
        let list =
            "# my class\r\n\r\nalice https://git.example/katas.git\r\nbob https://git.example/katas.git";
        write(&place.at("job/students.txt"), list);
        // Two submissions, as they come from elsewhere.
        write(&place.at("students/alice/katas/tiny.rs"), &reference());
        write(&place.at("students/bob/README.md"), "nothing yet");
        let students = place.at("students");
        place.stand_in(
            "cargo",
            &format!("[ \"$1\" = kata ] || exit 0\nshift\nexec {} \"$@\"", env!("CARGO_BIN_EXE_kata-grade")),
        );
        for nothing in ["rustup", "sudo", "apt-get"] {
            place.stand_in(nothing, "exit 0");
        }
        place.stand_in(
            "git",
            &format!(
                "[ \"$1\" = clone ] || exit 0\necho \"$@\" >> {}\nfor last; do :; done\n\
                 case \"$(basename \"$last\")\" in\n\
                 alice) cp -r {}/alice \"$last\" ;;\n\
                 kit) ln -s {} kit ;;\n\
                 *) exit 128 ;;\nesac",
                place.at("cloned").display(),
                students.display(),
                kit().display(),
            ),
        );
        place
    }

    fn stand_in(&self, name: &str, does: &str) {
        let path = self.at("programs").join(name);
        write(&path, &format!("#!/bin/sh\n{does}\n"));
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a program");
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs a script in a folder of the job, as GitHub and GitLab do.
    pub fn run(&self, script: &str, folder: &str, settings: &[(String, String)]) {
        let like = command(kit(), &[]);
        let path = format!("{}:{}", self.at("programs").display(), std::env::var("PATH").expect("a path"));
        let mut bash = Command::new("bash");
        bash.args(["-eo", "pipefail", "-c", script]).current_dir(self.at("job").join(folder));
        bash.envs(like.get_envs().filter_map(|(name, value)| Some((name, value?))));
        // Their own names for the folder of a job.
        bash.env("GITHUB_WORKSPACE", self.at("job")).env("CI_PROJECT_DIR", self.at("job"));
        bash.env("RUNNER_TEMP", self.folder.path());
        bash.env("PATH", path).env("HOME", self.at("home")).env("CARGO", env!("CARGO"));
        if let Some(home) = std::env::home_dir() {
            // Where Rust itself is.
            for (name, folder) in [("RUSTUP_HOME", ".rustup"), ("CARGO_HOME", ".cargo")] {
                bash.env(name, std::env::var_os(name).unwrap_or_else(|| home.join(folder).into()));
            }
        }
        bash.envs(settings.iter().cloned());
        let output = bash.output().expect("bash");
        assert!(output.status.success(), "{script}\n{}", said(&output));
    }

    /// Does what an artifact's action does with this store of artifacts.
    pub fn artifact(&self, action: &str, with: &Value) {
        let word = |key: &str| with[key].as_str().unwrap_or_default();
        let job = self.at("job").join(word("path"));
        if action.starts_with("actions/upload-artifact@") {
            let stored = self.at("artifacts").join(word("name"));
            fs::create_dir_all(&stored).expect("a folder");
            let what = if job.is_dir() { format!("{}/.", job.display()) } else { job.display().to_string() };
            copy(&what, &stored);
            return;
        }
        fs::create_dir_all(&job).expect("a folder");
        if let Some(pattern) = with["pattern"].as_str() {
            assert_eq!(with["merge-multiple"], true);
            let prefix = pattern.strip_suffix('*').expect("a pattern");
            for entry in fs::read_dir(self.at("artifacts")).expect("artifacts").flatten() {
                if entry.file_name().to_string_lossy().starts_with(prefix) {
                    copy(&format!("{}/.", entry.path().display()), &job);
                }
            }
        } else {
            copy(&format!("{}/.", self.at("artifacts").join(word("name")).display()), &job);
        }
    }

    /// The next job begins with nothing but the kit.
    pub fn clean(&self) {
        for entry in fs::read_dir(self.at("job")).expect("a folder").flatten() {
            if entry.file_name() != "kit" {
                let path = entry.path();
                if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
                    .expect("to remove it");
            }
        }
    }

    pub fn json(&self, path: &str) -> Value {
        serde_json::from_str(&read(&self.at(path))).expect("JSON")
    }
}

fn copy(what: &str, to: &Path) {
    let copied = Command::new("cp").args(["-r", what]).arg(to).status().expect("cp");
    assert!(copied.success(), "cp {what}");
}
