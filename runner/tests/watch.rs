//! `cargo kata watch` in a terminal of its own. Nothing here sleeps: what is expected on the
//! screen is waited for.

mod support;

use std::fs;
use std::io::{Read, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use support::{GOOD_OVERLAP, HANG, ONE_BY_ONE, Sample, processes};

/// Far more than it takes, also on a machine under load.
const PATIENCE: Duration = Duration::from_secs(90);

fn sample() -> (MutexGuard<'static, ()>, Sample) {
    static ONE: Mutex<()> = Mutex::new(());
    let turn = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    (turn, Sample::fresh("watch"))
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
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_kata"));
        command.arg("watch");
        command.args(arguments);
        command.cwd(&sample.root);
        command.env_remove("NO_COLOR");
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
        let seen = Arc::new((Mutex::new(vt100::Parser::new(24, 80, 0)), Condvar::new()));
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
    let (_turn, sample) = sample();
    let mut watching = Watching::start(&sample, &[]);
    watching.until("the first screen", |text| text.contains("judging pair …") && text.contains("q quit"));
    let first = watching.shows(&["pair::overlap   watching", "not started yet: katas/pair.rs:9"]);
    assert_eq!(first.lines().last(), Some("h hint   n next   l list   r run again   q quit"), "{first}");

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
    watching.shows(&["katas/pair.rs is not there: `cargo kata reset pair`"]);
    sample.write("katas/pair.rs", &sample.read("answers/pair/reference.rs"));
    watching.shows(&["all claims hold", "n goes on with solo::answer"]);
    watching.press("n");
    watching.shows(&["solo::answer   watching", "not started yet: katas/solo.rs:5"]);
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
    let (_turn, sample) = sample();
    sample.write("katas/pair.rs", &sample.overlap(HANG));
    let mut watching = Watching::start(&sample, &["pair::overlap"]);
    let shown = watching.shows(&["pair::overlap   watching", "busy loop", "stopped after"]);
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
    let (_turn, sample) = sample();
    sample.write("katas/pair.rs", &sample.overlap(ONE_BY_ONE));
    let mut watching = Watching::start(&sample, &["pair"]);
    watching.shows(&["job 1 started 20 ms too late", "look at       katas/pair.md"]);
    watching.seen.0.lock().expect("no reader panics").screen_mut().set_size(10, 60);
    let size = PtySize { rows: 10, cols: 60, pixel_width: 0, pixel_height: 0 };
    watching.terminal.resize(size).expect("another size");
    let small = watching.shows(&["more lines", "q quit   ↑ ↓ scroll"]);
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
