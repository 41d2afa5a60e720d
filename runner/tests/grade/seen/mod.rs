//! The table of what was seen of submissions that nobody had thought of: each kind with a harmless one of it, graded by
//! itself, with the reason that it ends for, the points that it earns and the seconds that the run takes.

mod rows;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::panic;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;
use tempfile::TempDir;

use crate::kit::{command, grants_kit, kit, read, reasons, said, write};

/// Submissions of one kind.
struct Row {
    what: &'static str,
    /// Puts them into a folder, which is graded.
    hand_in: fn(&Path),
    /// The kata of the grants kit that it is about; else it is about the tiny kit's.
    kata: Option<&'static str>,
    /// Without the list of what is forbidden, so that the layers behind it are met.
    behind_the_list: bool,
    /// The reasons for which each of them may end.
    expects: &'static [&'static str],
    /// What the report or the run says about it.
    says: &'static str,
    trouble: Trouble,
}

/// What is wrong with the machine.
#[derive(Clone, Copy, PartialEq)]
enum Trouble {
    Nothing,
    NoLinker,
    FullDisk,
}

impl Row {
    const fn tiny(what: &'static str, expects: &'static [&'static str], hand_in: fn(&Path)) -> Row {
        let (kata, behind_the_list, says, trouble) = (None, false, "", Trouble::Nothing);
        Row { what, hand_in, kata, behind_the_list, expects, says, trouble }
    }

    const fn of(
        kata: &'static str,
        what: &'static str,
        reason: &'static [&'static str],
        it: fn(&Path),
    ) -> Row {
        Row { kata: Some(kata), ..Row::tiny(what, reason, it) }
    }

    const fn behind_the_list(self) -> Row {
        Row { behind_the_list: true, ..self }
    }

    const fn says(self, says: &'static str) -> Row {
        Row { says, ..self }
    }

    const fn on(self, trouble: Trouble) -> Row {
        Row { trouble, ..self }
    }

    /// Grades it. Its line in the table.
    fn grade(&self) -> String {
        let Row { what, kata, expects, .. } = self;
        let folder = tempfile::tempdir().expect("a folder");
        let place = |name: &str| folder.path().join(name);
        let (class, work, report) = (place("class"), place("work"), place("grade.json"));
        (self.hand_in)(&class);
        fs::create_dir(&work).expect("a folder");
        let kit = if kata.is_some() { grants_kit() } else { kit() };
        let limits = "--limit 1.5 --memory 512 --seed 7 --submission-limit 60".split(' ');
        let mut grader = command(kit, &[]);
        grader.args(limits).args(kata.iter().flat_map(|kata| ["--katas", kata]));
        grader.args(self.behind_the_list.then_some("--without-lints"));
        grader.arg("--work").arg(&work).arg(format!("--report=json={}", report.display())).arg(&class);
        let Some(_trouble) = self.trouble.make(&mut grader, &work) else {
            return format!("{what:56} skipped: only root can make this trouble\n");
        };
        let start = Instant::now();
        let output = grader.output().expect("it runs");
        let seconds = start.elapsed().as_secs_f64();
        let wrong =
            || format!("{what}: {}{}", said(&output), fs::read_to_string(&report).unwrap_or_default());
        let code = output.status.code();
        let fits = if self.trouble == Trouble::Nothing { [Some(0), Some(1)] } else { [Some(2); 2] };
        assert!(fits.contains(&code), "{code:?}: {}", wrong());
        let text = read(&report);
        assert!(text.contains(self.says) || said(&output).contains(self.says), "{}: {}", self.says, wrong());
        // Letters that nobody sees are in no report.
        assert!(!text.contains(['\u{61c}', '\u{ad}', '\u{3164}', '\u{180e}']), "{}", wrong());
        let grade: Value = serde_json::from_str(&text).expect("JSON");
        let (mut seen, mut points, mut of) = (Vec::new(), 0, 0);
        for submission in grade["submissions"].as_array().expect("submissions") {
            let level = &submission["katas"][0]["levels"][0];
            let (reasons, number) = (reasons(level), |key: &str| level[key].as_u64().expect("points"));
            assert!(reasons.iter().all(|reason| expects.contains(&reason.as_str())), "{}", wrong());
            assert_eq!(number("points") > 0, reasons == ["ok"], "{}", wrong());
            (points, of) = (points + number("points"), of + number("max_points"));
            seen.extend(reasons);
        }
        seen.dedup();
        // Whatever it was: the run was not held up by it, and nothing of it stays. A first run checks itself.
        assert!(!seen.is_empty() && seconds < 300.0, "{seconds} s: {}", wrong());
        assert_eq!(fs::read_dir(&work).expect("a folder").count(), 0, "{}", wrong());
        format!("{what:56} {:30} {points}/{of} {seconds:6.1} s\n", seen.join(", "))
    }
}

impl Trouble {
    /// Makes it for the time of a run of `grader`, which works in `work`; `None` if this user cannot.
    fn make(self, grader: &mut Command, work: &Path) -> Option<Lifted> {
        match self {
            Trouble::Nothing => Some(Lifted::Nothing),
            Trouble::NoLinker => {
                // Where the compiler's sandbox lets it run programs.
                let folder =
                    tempfile::Builder::new().prefix("no-linker").tempdir_in("/usr/local/bin").ok()?;
                let cc = folder.path().join("cc");
                write(&cc, "#!/bin/sh\necho no room >&2\nexit 1\n");
                for path in [&cc, folder.path()] {
                    fs::set_permissions(path, Permissions::from_mode(0o755)).expect("a program");
                }
                let path = std::env::var("PATH").expect("a path");
                grader.env("PATH", format!("{}:{path}", folder.path().display()));
                Some(Lifted::Linker(folder))
            }
            Trouble::FullDisk => {
                let mut mount = Command::new("mount");
                mount.args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"]).arg(work).stderr(Stdio::null());
                mount.status().is_ok_and(|ended| ended.success()).then(|| Lifted::Disk(work.to_owned()))
            }
        }
    }
}

/// Trouble that ends with it.
enum Lifted {
    Nothing,
    Linker(#[expect(dead_code, reason = "it removes the folder")] TempDir),
    Disk(PathBuf),
}

impl Drop for Lifted {
    fn drop(&mut self) {
        if let Lifted::Disk(folder) = self {
            let _ = Command::new("umount").arg(folder).status();
        }
    }
}

/// One row that is not as it should be hides no other.
#[test]
fn the_table_of_what_was_seen() {
    let rows = rows::all();
    let graded: Vec<_> = rows.iter().map(|row| (row.what, panic::catch_unwind(|| row.grade()))).collect();
    println!("{}", graded.iter().flat_map(|(_, line)| line).map(String::as_str).collect::<String>());
    let wrong: Vec<&str> = graded.iter().filter(|(_, line)| line.is_err()).map(|(what, _)| *what).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
