//! `cargo kata watch` in a terminal of its own. Nothing here sleeps: what is expected on the
//! screen is waited for.

mod support;

use std::fs;
use std::io::{Read, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use support::{GOOD_OVERLAP, HANG, ONE_BY_ONE, Sample, processes};

/// Far more than it takes, also on a machine under load.
const PATIENCE: Duration = Duration::from_secs(90);

fn sample() -> Sample {
    Sample::fresh("watch")
}

/// A terminal in which the command runs.
struct Watching {
    seen: Arc<(Mutex<vt100::Parser>, Condvar)>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    terminal: Box<dyn MasterPty + Send>,
    #[cfg(unix)]
    before: String,
}

impl Watching {
    fn start(sample: &Sample, arguments: &[&str]) -> Watching {
        Watching::start_with(sample, arguments, &[])
    }

    fn start_with(sample: &Sample, arguments: &[&str], settings: &[(&str, &str)]) -> Watching {
        let arguments = [&["watch"], arguments].concat();
        Watching::start_in(sample, (24, 80), &arguments, settings)
    }

    /// In a terminal of so many lines and columns.
    fn start_in(
        sample: &Sample,
        (rows, cols): (u16, u16),
        arguments: &[&str],
        settings: &[(&str, &str)],
    ) -> Watching {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_kata"));
        command.args(arguments);
        command.cwd(&sample.root);
        for name in ["NO_COLOR", "VISUAL", "EDITOR", "TERM_PROGRAM"] {
            command.env_remove(name);
        }
        for (name, value) in sample.settings() {
            command.env(name, value);
        }
        for (name, value) in settings {
            command.env(name, value);
        }
        #[cfg(unix)]
        let before = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let mut output = pair.master.try_clone_reader().expect("the terminal's output");
        let keyboard = pair.master.take_writer().expect("the terminal's input");
        let seen = Arc::new((Mutex::new(vt100::Parser::new(rows, cols, 0)), Condvar::new()));
        let shown = Arc::clone(&seen);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(length @ 1..) = output.read(&mut bytes) {
                shown.0.lock().expect("no reader panics").process(&bytes[..length]);
                shown.1.notify_all();
            }
        });
        Watching {
            seen,
            keyboard,
            child,
            terminal: pair.master,
            #[cfg(unix)]
            before,
        }
    }

    /// Waits until `wanted` is true of the screen, and gives what it shows.
    #[track_caller]
    fn until(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let end = Instant::now() + PATIENCE;
        let mut parser = self.seen.0.lock().expect("no reader panics");
        loop {
            let text = parser.screen().contents();
            if wanted(&text) {
                return text;
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "{what} never came; the screen shows\n{text}");
            parser = self.seen.1.wait_timeout(parser, left).expect("no reader panics").0;
        }
    }

    /// Waits until the screen holds all of `words`, and nothing is being judged.
    #[track_caller]
    fn shows(&self, words: &[&str]) -> String {
        self.until(&format!("{words:?}"), |text| {
            text.contains("watching: ") && words.iter().all(|words| text.contains(words))
        })
    }

    fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).and_then(|()| self.keyboard.flush()).expect("a keyboard");
    }

    /// Waits for the end: its code, with the terminal as it was before.
    #[track_caller]
    fn ends(mut self, code: u32) {
        let status = self.child.wait().expect("it ends");
        assert_eq!(status.exit_code(), code, "{status:?}");
        let end = Instant::now() + PATIENCE;
        let mut parser = self.seen.0.lock().expect("no reader panics");
        while parser.screen().alternate_screen() || parser.screen().hide_cursor() {
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "the terminal was not given back");
            parser = self.seen.1.wait_timeout(parser, left).expect("no reader panics").0;
        }
        assert_eq!(parser.screen().contents().trim(), "", "nothing is left on the screen");
        #[cfg(unix)]
        assert_eq!(modes(&*self.terminal), self.before, "the terminal's modes");
    }
}

/// How the terminal treats what is typed.
#[cfg(unix)]
fn modes(terminal: &dyn MasterPty) -> String {
    format!("{:?}", terminal.get_termios())
}

#[test]
fn from_the_first_screen_to_the_last_level() {
    let sample = sample();
    let mut watching = Watching::start(&sample, &[]);
    watching.until("the first screen", |text| text.contains("judging pair …") && text.contains("q quit"));
    let first =
        watching.shows(&["katas/pair.rs:4   overlap\nwatching: ", "not started yet: katas/pair.rs:9"]);
    let keys = "h hint  n next  l list  s lesson  e edit  r run  c all  x reset  ? keys  q quit";
    assert_eq!(first.lines().last(), Some(keys), "{first}");

    // A save that puts a new file in the place of the old one, as many editors do.
    fs::write(sample.root.join("katas/.pair.rs.new"), sample.overlap(ONE_BY_ONE)).expect("a file");
    fs::rename(sample.root.join("katas/.pair.rs.new"), sample.root.join("katas/pair.rs")).expect("a rename");
    watching.shows(&["✗ overlap", "2 of 2 claims fail", "job 1 started 20 ms too late"]);
    watching.press("h");
    watching.shows(&["Hint 1: who waits?", "1 more: ask again"]);
    watching.press("h");
    watching.shows(&["Hint 2: with what?"]);

    // Does not compile: as rustc says it.
    sample.write("katas/pair.rs", &sample.overlap("    let 1 = ;\n"));
    watching.shows(&["error: expected expression, found `;`", "--> katas/pair.rs:9", "does not compile"]);

    // A burst: only what is there in the end counts.
    for body in [HANG, ONE_BY_ONE, "", GOOD_OVERLAP] {
        sample.write("katas/pair.rs", &sample.overlap(body));
    }
    watching.shows(&["✓ overlap ", "· tally", "not started yet: katas/pair.rs:17"]);
    watching.press("l");
    let list = watching.shows(&["1 of 3 levels done", "· answer", "next: open katas/pair.rs"]);
    assert!(list.contains("teaches") || list.contains("run two jobs, and count"), "{list}");
    watching.press("\u{1b}");
    watching.shows(&["✓ overlap ", "not started yet"]);

    // Gone, and back again.
    sample.remove("katas/pair.rs");
    watching.shows(&["katas/pair.rs is missing: `cargo kata reset pair`"]);
    sample.write("katas/pair.rs", &sample.read("answers/pair/reference.rs"));
    let done = watching.shows(&["all claims hold", "Well done.", "n goes on with solo::answer"]);
    assert!(done.contains("compare with answers/pair/reference.rs:7\n"), "{done}");
    watching.press("n");
    watching.shows(&["katas/solo.rs:4   answer\nwatching: ", "not started yet: katas/solo.rs:5"]);
    sample.write("katas/solo.rs", &sample.read("answers/solo/reference.rs"));
    watching.shows(&["all claims hold", "l lists all there is"]);
    watching.press("r");
    watching.shows(&["all claims hold"]);
    watching.press("n");
    watching.shows(&["3 of 3 levels done", "All done."]);
    watching.press("q");
    watching.ends(0);
}

#[test]
fn a_hang_is_ended_and_a_save_during_a_run_begins_anew() {
    let sample = sample();
    sample.write("katas/pair.rs", &sample.overlap(HANG));
    let mut watching = Watching::start(&sample, &["pair::overlap"]);
    let shown = watching.shows(&["katas/pair.rs:4   overlap\nwatching: ", "busy loop", "stopped after"]);
    assert!(!shown.contains("tally"), "only what was asked for: {shown}");
    watching.press("q");
    watching.ends(0);

    // A limit that nobody waits for.
    let endless = [("TOKIO_KATAS_LIMIT_MS", "4000000")];
    let mut watching = Watching::start_with(&sample, &["pair"], &endless);
    processes::wait_until_running(&sample, "pair");
    watching.until("that it runs", |text| text.contains("judging pair …"));
    sample.write("katas/pair.rs", &sample.overlap(GOOD_OVERLAP));
    watching.shows(&["✓ overlap "]);
    processes::wait_until_gone(&sample, "pair");

    // A save elsewhere is none of its business; a Ctrl-C ends what runs.
    sample.write("katas/solo.rs", "nonsense");
    sample.write("katas/pair.rs", &sample.overlap(HANG));
    watching.until("that it runs", |text| text.contains("judging pair …"));
    processes::wait_until_running(&sample, "pair");
    watching.press("\u{3}");
    watching.ends(130);
    processes::wait_until_gone(&sample, "pair");
}

#[test]
fn a_small_window_scrolls_and_a_signal_ends_it() {
    let sample = sample();
    sample.write("katas/pair.rs", &sample.overlap(ONE_BY_ONE));
    let mut watching = Watching::start(&sample, &["pair"]);
    watching.shows(&["job 1 started 20 ms too late", "look at       katas/pair.md"]);
    watching.seen.0.lock().expect("no reader panics").screen_mut().set_size(10, 60);
    let size = PtySize { rows: 10, cols: 60, pixel_width: 0, pixel_height: 0 };
    watching.terminal.resize(size).expect("another size");
    let small = watching.shows(&["more lines   ↑ ↓ scroll", "q quit"]);
    assert_eq!(small.lines().count(), 10, "{small}");
    watching.press("\u{1b}[B\u{1b}[B");
    watching.until("what is below", |text| !text.contains("✗ overlap") && text.contains("job 1 started"));
    watching.press("\u{1b}[6~\u{1b}[6~\u{1b}[6~\u{1b}[6~\u{1b}[6~\u{1b}[6~");
    watching.shows(&["look at", "… 0 more lines"]);
    #[cfg(unix)]
    {
        let id = watching.child.process_id().expect("it runs").to_string();
        let killed = std::process::Command::new("kill").args(["-TERM", &id]).status();
        assert!(killed.expect("kill runs").success());
        watching.ends(130);
    }
}

/// What each key does, and what a key that does nothing says.
#[test]
fn every_key() {
    let sample = sample();
    sample.write("katas/pair.rs", &sample.overlap(ONE_BY_ONE));
    let mut watching = Watching::start(&sample, &[]);
    watching.shows(&["✗ overlap", "2 of 2 claims fail"]);
    watching.press("z");
    watching.shows(&["z does nothing; ? lists the keys"]);
    watching.press("n");
    watching.shows(&["n goes on once overlap is done: 2 of 2 claims fail", "job 1 started 20 ms too late"]);
    watching.press("s");
    watching.shows(&["Awaiting the first job before the second is called makes two jobs"]);
    watching.press("?");
    watching.shows(&["x reset    restores the level's stub", "Esc            back to the verdict"]);
    watching.press("e");
    watching.shows(&["set $VISUAL or $EDITOR, or open katas/pair.rs:4 yourself"]);

    watching.press("/");
    watching.shows(&["overlap", "tally", "answer", "Enter opens the first, Esc goes back"]);
    watching.press("xn\u{7f}\u{7f}ANS");
    let found = watching.until("what is found", |text| text.contains("/ANS_") && !text.contains("tally"));
    assert!(found.contains("· answer"), "{found}");
    watching.press("\r");
    watching.shows(&["katas/solo.rs:4   answer", "not started yet"]);
    watching.press("/over\r");
    watching.shows(&["katas/pair.rs:4   overlap", "job 1 started 20 ms too late"]);
    watching.press("/nothing");
    watching.shows(&["no level has nothing in its name"]);
    watching.press("\u{1b}");
    watching.shows(&["job 1 started 20 ms too late"]);

    // Only what is begun is judged, and then all is listed.
    watching.press("c");
    watching.shows(&["0 of 3 levels done", "✗ overlap", "· answer"]);
    watching.press("\u{1b}");
    watching.shows(&["job 1 started 20 ms too late"]);

    // Once is a question, and any other key is a no.
    watching.press("x");
    watching.shows(&["x again restores the stub of pair::overlap"]);
    watching.press("h");
    watching.shows(&["Hint 1"]);
    watching.press("x");
    watching.shows(&["x again restores"]);
    assert_eq!(sample.read("katas/pair.rs"), sample.overlap(ONE_BY_ONE));
    watching.press("x");
    watching.shows(&["not started yet: katas/pair.rs:9"]);
    assert_eq!(sample.read("katas/pair.rs"), sample.read("answers/pair/stub.rs"));
    assert_eq!(sample.read("katas/backups/pair-1.rs"), sample.overlap(ONE_BY_ONE));
    watching.press("q");
    watching.ends(0);
}

/// The learner's editor, in the terminal or in a window of its own.
#[cfg(unix)]
#[test]
fn the_kata_is_opened_in_the_editor() {
    use std::os::unix::fs::PermissionsExt;
    let sample = sample();
    let script = |name: &str, text: &str| {
        sample.write(name, text);
        let path = sample.root.join(name);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a script");
        path.to_string_lossy().into_owned()
    };
    // It has the terminal, and all that is typed, to itself.
    let vi = script(
        "bin/vi",
        "#!/bin/sh\necho \"editing $*\"\nread line\necho \"$line\" > typed.txt\nprintf '\\033[2J\\033[H'\n",
    );
    let mut watching = Watching::start_with(&sample, &["pair"], &[("VISUAL", &vi), ("EDITOR", "no")]);
    watching.shows(&["not started yet"]);
    watching.press("e");
    watching.until("the editor", |text| text.contains("editing +4 /") && text.contains("/katas/pair.rs"));
    watching.press("quite a lot\n");
    watching.shows(&["not started yet"]);
    assert_eq!(sample.read("typed.txt"), "quite a lot\n");
    watching.press("?");
    watching.shows(&["back to the verdict"]);
    watching.press("q");
    watching.ends(0);

    let code = script("bin/code", "#!/bin/sh\necho \"$*\" > opened.new\nmv opened.new opened.txt\n");
    let wait = format!("{code} --wait");
    let mut watching = Watching::start_with(&sample, &["pair"], &[("EDITOR", &wait)]);
    watching.shows(&["not started yet"]);
    watching.press("e");
    let end = Instant::now() + PATIENCE;
    while !sample.root.join("opened.txt").is_file() && Instant::now() < end {
        thread::sleep(Duration::from_millis(5));
    }
    let opened = sample.read("opened.txt");
    assert!(opened.starts_with("--goto /") && opened.ends_with("/katas/pair.rs:4\n"), "{opened}");
    watching.press("q");
    watching.ends(0);

    let mut watching = Watching::start_with(&sample, &["pair"], &[("EDITOR", "no-such-editor")]);
    watching.shows(&["not started yet"]);
    watching.press("e");
    watching.shows(&["no-such-editor could not be started: "]);
    watching.press("q");
    watching.ends(0);
    for left in ["typed.txt", "opened.txt", "bin/vi", "bin/code"] {
        sample.remove(left);
    }
}

/// A warning and the list of levels do not push the verdict off a small screen.
#[test]
fn the_verdict_comes_first_where_there_is_little_room() {
    let sample = sample();
    let warned =
        format!("    let unused_here = 1;\n    tokio::time::sleep(std::time::Duration::ZERO);\n{ONE_BY_ONE}");
    // The whole stub but for the lint that katas are spared.
    sample.write("katas/pair.rs", &sample.overlap(&warned));
    let watching = Watching::start_in(&sample, (20, 60), &["watch", "pair"], &[]);
    let small =
        watching.shows(&["pair::overlap::both_start_at_once", "job 1 started 20 ms too late", "usual cause"]);
    assert!(!small.contains("unused `Sleep`") && small.lines().count() == 20, "{small}");
    // Where there is room, the compiler's words come first.
    drop(watching);
    let watching = Watching::start_in(&sample, (60, 80), &["watch", "pair"], &[]);
    let large = watching.shows(&["unused `Sleep`", "usual cause"]);
    assert!(large.find("unused `Sleep`") < large.find("job 1 started"), "{large}");
    drop(watching);
    let mut watching = Watching::start_in(&sample, (20, 40), &["watch", "pair"], &[]);
    let narrow = watching.shows(&["job 1 started 20 ms too late"]);
    assert_eq!(narrow.lines().last(), Some("h hint  n next  l list  ? keys  q quit"), "{narrow}");
    watching.press("q");
    watching.ends(0);
}

/// A verdict of the quiz stays until it is read.
#[test]
fn the_quiz_waits() {
    let sample = sample();
    let mut quiz = Watching::start_in(&sample, (24, 80), &["clinic", "--quiz"], &[]);
    quiz.until("the question", |text| text.contains("then Enter (q ends):"));
    quiz.press("1\r");
    let said = quiz.until("the verdict", |text| text.contains("Enter shows why (q ends):"));
    assert!(said.contains("Yes.") || said.contains("Not this time, but:"), "{said}");
    assert!(!said.contains("diagnosis"), "{said}");
    quiz.press("\r");
    quiz.until("why", |text| text.contains("diagnosis") && text.contains("Enter asks the next (q ends):"));
    quiz.press("q\r");
    quiz.until("the end", |text| text.contains(" of 1 predicted"));
    assert_eq!(quiz.child.wait().expect("it ends").exit_code(), 0);
}

/// A verdict comes at once, and stays until it is read; Ctrl-C ends a question, and what was answered is kept.
#[test]
fn the_hunt_asks_again() {
    let sample = sample();
    sample.with_answers_to_hunt();
    let asked = |text: &str| text.trim_end().ends_with("then Enter (q ends):");
    let start = || Watching::start_in(&sample, (60, 80), &["hunt", "--all", "overlap"], &[]);
    let mut hunt = start();
    hunt.until("the question", asked);
    hunt.press("x\r");
    hunt.until("what to type", |text| text.contains("a number from 1 to "));
    hunt.press("1\r");
    let said = hunt.until("the idea", |text| text.contains("Enter asks the next (q ends):"));
    assert!(said.contains("Yes.") || said.contains("Not this time"), "{said}");
    assert!(said.contains("reference solution: holds") && said.contains(" of 1 found so far"), "{said}");
    hunt.press("\r");
    hunt.until("the next question", asked);
    hunt.press("\u{3}");
    assert_eq!(hunt.child.wait().expect("it ends").exit_code(), 130);
    let score = fs::read_to_string(sample.notes.join("hunt/score.json")).expect("a score");
    assert!(score.contains("\"families\"") && score.contains(": 1"), "{score}");

    let mut hunt = start();
    hunt.until("the question", asked);
    hunt.press("q\r");
    assert_eq!(hunt.child.wait().expect("it ends").exit_code(), 0);
}
