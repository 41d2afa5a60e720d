//! The parent's side of a claim: starts the child, bounds its time and output, reads its verdict.

use std::collections::hash_map::RandomState;
use std::env;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio, id as process_id};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::probe::harness::say;
use crate::probe::process::child;
use verdict::{Ending, Killed, Orders, UNWRITTEN, Written, could_not_run, environment};

use crate::probe::process::watchdog;
use crate::probe::{Reason, Verdict};

/// MiB that a claim may print before it is stopped, unless the environment says otherwise: far more than a
/// learner's `dbg!`s, and little enough to keep in memory for several claims at once.
const OUTPUT_MIB: usize = 16;
/// Bytes of it that are kept to be shown: more than a reader will scroll through.
const OUTPUT_KEPT: usize = 16 << 10;

/// Hosts that a claim's clients reach without a proxy.
const LOOPBACK: &str = "127.0.0.1,localhost";

/// Runs the claim `id`, the test `test` of this program, in a child process, in this order if there is one, and prints
/// the child's output.
pub(crate) fn run(test: &str, id: &str, order: Option<u32>) -> Verdict {
    match observe(&[test], order.map(Orders::one)) {
        Ok(seen) => {
            show_output(own_output(&seen.stdout));
            if let Some(what) = seen.machine_failed {
                return Verdict::new(id, Reason::HarnessError, could_not_run(&what));
            }
            let Seen { status, killed, record, nonce, stderr, .. } = seen;
            let written = Written::read(&record, &nonce);
            let ending = Ending { status, killed, written, stderr: &stderr };
            if let Some(verdict) = ending.own_verdict(id) {
                show_output(&stderr);
                return verdict.clone();
            }
            Verdict { order, ..ending.without_verdict(id) }
        }
        Err(error) => Verdict::new(id, Reason::HarnessError, could_not_run(&error.to_string())),
    }
}

/// A claim that was judged in one process with others.
pub(crate) struct InRow {
    pub(crate) verdict: Verdict,
    stdout: String,
    stderr: String,
}

impl InRow {
    /// Prints what the claim printed.
    pub(crate) fn show(&self) {
        show_output(&self.stdout);
        show_output(&self.stderr);
    }
}

/// Runs several claims in one child process, as long as each passes or is not started. Returns these: what is left out
/// is to be judged by itself.
pub(crate) fn run_row(tests: &[&str]) -> Vec<InRow> {
    let Ok(seen) = observe(tests, None) else { return Vec::new() };
    if !seen.complete {
        return Vec::new();
    }
    let verdicts = seen.verdicts();
    let Seen { stdout, stderr, .. } = &seen;
    let own = |all: &str| -> Vec<String> {
        let parts = all.split(child::START).skip(1);
        parts.map(|part| part.trim_start_matches(['\r', '\n']).to_owned()).collect()
    };
    let joined = verdicts.into_iter().zip(own(stdout).into_iter().zip(own(stderr)));
    joined.map(|(verdict, (stdout, stderr))| InRow { verdict, stdout, stderr }).collect()
}

/// Runs a claim in several orders in one child process, as long as it passes or is not started. Returns these verdicts:
/// an order that is left out is to be tried by itself.
pub(crate) fn run_in_orders(test: &str, orders: Orders) -> Vec<Verdict> {
    observe(&[test], Some(orders)).map(|seen| seen.verdicts()).unwrap_or_default()
}

/// What can be seen of a child from outside.
struct Seen {
    status: ExitStatus,
    /// Why it was killed, if it was.
    killed: Option<Killed>,
    /// What it has written, and the nonce with which that must begin.
    record: String,
    nonce: String,
    /// What kept the verdict from being written, if something did: nothing is known of the answer then.
    machine_failed: Option<String>,
    stdout: String,
    stderr: String,
    /// Whether this is all that it printed.
    complete: bool,
}

impl Seen {
    /// All that it has written, if it ran several claims, or one in several orders; up to a line that is cut off.
    fn verdicts(&self) -> Vec<Verdict> {
        let mut lines = self.record.lines();
        match lines.next() {
            Some(nonce) if nonce == self.nonce => lines.map_while(Verdict::from_json).collect(),
            _ => Vec::new(),
        }
    }
}

fn observe(tests: &[&str], orders: Option<Orders>) -> io::Result<Seen> {
    let record = Record::new()?;
    let folder =
        env::var_os(environment::FOLDER).map(|within| Folder::new(Path::new(&within))).transpose()?;
    let program = program()?;
    let mut child = Command::new(&program)
        .args(tests)
        .args(["--exact", "--nocapture", "--test-threads=1"])
        .env(environment::RECORD, &record.path)
        .envs(orders.map(|orders| (environment::ORDER, orders.to_string())))
        .envs(folder.as_ref().map(|folder| (environment::FOLDER, &folder.0)))
        // The kata must not know where verdicts are collected.
        .env_remove(environment::VERDICTS)
        // A claim's own servers are on this machine, so no proxy must be asked for them.
        .env("NO_PROXY", LOOPBACK)
        .env("no_proxy", LOOPBACK)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| about(&program, "cannot be started", &error))?;
    let (news, heard) = channel();
    listen(child.stdout.take(), News::Stdout, &news);
    listen(child.stderr.take(), News::Stderr, &news);
    drop(news);

    // The child has a watchdog of its own, which knows more: this is for when that fails.
    let mut patience = LastPatience::new();
    let mut seen = Heard::default();
    let mut killed = seen.hear(&heard, &mut patience);
    let mut status = child.try_wait()?;
    while status.is_none() && killed.is_none() {
        if patience.is_out() {
            // What runs at the end of a process, a destructor say, is no part of the claim.
            let has_verdict = matches!(Written::read(&record.text(), &record.nonce), Written::Own(_));
            let endless = || Killed::Endless(patience.start.elapsed().as_millis());
            killed = Some(if has_verdict { Killed::Lingering } else { endless() });
        } else {
            thread::sleep(Duration::from_micros(200));
            status = child.try_wait()?;
        }
    }
    let status = match status {
        Some(status) => status,
        None => kill(&mut child)?,
    };
    let complete = seen.bytes == seen.stdout.len() + seen.stderr.len();
    let (stdout, stderr) = (text(&seen.stdout), text(&seen.stderr));
    let machine_failed = record.failed(&stderr);
    let (record, nonce) = (record.text(), record.nonce.clone());
    Ok(Seen { status, killed, record, nonce, machine_failed, stdout, stderr, complete })
}

/// An error with the path that it is about.
fn about(path: &Path, what: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{} {what}: {error}", path.display()))
}

/// The program to start children from: this one, not what another run may have built in its place meanwhile.
fn program() -> io::Result<PathBuf> {
    // Linux keeps a running file, whatever becomes of its name.
    let itself = Path::new("/proc/self/exe");
    if itself.exists() {
        return Ok(itself.to_owned());
    }
    static BEGAN_AS: OnceLock<Option<(u64, SystemTime)>> = OnceLock::new();
    let path = env::current_exe()?;
    let looks = |about: fs::Metadata| Some((about.len(), about.modified().ok()?));
    let now = fs::metadata(&path).ok().and_then(looks);
    if now != *BEGAN_AS.get_or_init(|| now) {
        return Err(io::Error::other(format!("{} was replaced by another run", path.display())));
    }
    Ok(path)
}

/// How long a child may take if its own watchdog does not stop it. It counts real time and also turns of this
/// thread: a badly overloaded machine grants few of them.
struct LastPatience {
    start: Instant,
    limit: Duration,
    turns: u32,
}

impl LastPatience {
    /// The longest turn: short enough to notice the end of a claim soon, long enough to cost nothing.
    const TURN: Duration = Duration::from_millis(50);

    fn new() -> LastPatience {
        LastPatience {
            start: Instant::now(),
            // Far beyond what the child's watchdog allows, even on a machine that is too busy for it.
            limit: watchdog::limit() * 5 + Duration::from_secs(2),
            turns: 0,
        }
    }

    /// Begins one more turn. Returns true if patience has run out.
    fn is_out(&mut self) -> bool {
        self.turns = self.turns.saturating_add(1);
        self.start.elapsed() > self.limit && LastPatience::TURN * self.turns > self.limit
    }
}

fn kill(child: &mut Child) -> io::Result<ExitStatus> {
    // It may have ended by itself meanwhile; waiting is right in either case.
    let _ = child.kill();
    child.wait()
}

/// The file into which the child writes its verdict, behind the nonce that it finds there.
struct Record {
    path: PathBuf,
    nonce: String,
}

/// A name that no other claim uses.
fn own_name() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("tokio-katas-{}-{}", process_id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A claim's own folder, removed with the claim.
struct Folder(PathBuf);

impl Folder {
    fn new(within: &Path) -> io::Result<Folder> {
        let path = within.join(own_name());
        fs::create_dir_all(&path).map_err(|error| about(&path, "cannot be made", &error))?;
        Ok(Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Record {
    fn new() -> io::Result<Record> {
        // From random keys of the system, hashed: code under test cannot guess it.
        let secret = || RandomState::new().build_hasher().finish();
        let nonce = format!("{:016x}{:016x}", secret(), secret());
        let path = env::temp_dir().join(own_name());
        if let Err(error) = fs::write(&path, &nonce) {
            // A part of it may have been written.
            let _ = fs::remove_file(&path);
            return Err(about(&path, "cannot be written", &error));
        }
        Ok(Record { path, nonce })
    }

    /// Why the child could not write its verdict, if so and through no fault of the answer.
    fn failed(&self, stderr: &str) -> Option<String> {
        let path = self.path.display();
        if !self.path.exists() {
            return Some(format!("{path} was removed while the claim ran"));
        }
        // Only the child itself knows the nonce.
        let (_, error) = stderr.split_once(&format!("{}{}", self.nonce, UNWRITTEN))?;
        Some(format!("{path} cannot be written: {}", error.lines().next().unwrap_or_default()))
    }

    /// What stands in it now.
    fn text(&self) -> String {
        // No record is an ending of its own, told apart by the exit status.
        fs::read_to_string(&self.path).unwrap_or_default()
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

enum News {
    Stdout(Vec<u8>),
    Stderr(Vec<u8>),
}

/// Reads a pipe to its end in a thread of its own.
fn listen(pipe: Option<impl Read + Send + 'static>, wrap: fn(Vec<u8>) -> News, news: &Sender<News>) {
    let (Some(mut pipe), news) = (pipe, news.clone()) else { return };
    thread::spawn(move || {
        let mut buffer = vec![0; 16 << 10];
        while let Ok(length @ 1..) = pipe.read(&mut buffer) {
            if news.send(wrap(buffer[..length].to_vec())).is_err() {
                return;
            }
        }
    });
}

#[derive(Default)]
struct Heard {
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    bytes: usize,
}

fn output_limit() -> usize {
    let asked = env::var(environment::OUTPUT_MIB).ok().and_then(|mib| mib.parse().ok());
    asked.unwrap_or(OUTPUT_MIB).saturating_mul(1 << 20)
}

impl Heard {
    /// Collects what the child prints until it has closed both pipes, or printed too much.
    fn hear(&mut self, news: &Receiver<News>, patience: &mut LastPatience) -> Option<Killed> {
        let limit = output_limit();
        loop {
            if patience.is_out() {
                return None;
            }
            let (kept, bytes) = match news.recv_timeout(LastPatience::TURN) {
                Ok(News::Stdout(bytes)) => (&mut self.stdout, bytes),
                Ok(News::Stderr(bytes)) => (&mut self.stderr, bytes),
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return None,
            };
            let room = OUTPUT_KEPT.saturating_sub(kept.len());
            kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
            self.bytes += bytes.len();
            if self.bytes > limit {
                return Some(Killed::Flood(limit));
            }
        }
    }
}

/// The claim's output, without what the test harness printed first.
fn own_output(all: &str) -> &str {
    all.split_once(child::START).map_or("", |(_, own)| own.trim_start_matches(['\r', '\n']))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A line with the kata's path as the learner knows it. `dbg!` prints the path that rustc was given,
/// `tests/KATA/../../katas/KATA.rs`.
fn plain_path(line: &str) -> String {
    const UP: &str = "../../katas/";
    match line.split_once(UP) {
        Some((before, after)) => {
            let before = before.rfind("tests").map_or(before, |at| &before[..at]);
            format!("{before}katas/{after}")
        }
        None => line.to_owned(),
    }
}

/// Prints the child's output where a test's own output goes: at most 40 lines, about a screen.
fn show_output(text: &str) {
    const LINES: usize = 40;
    for line in text.lines().take(LINES) {
        say(&plain_path(line));
    }
    if text.lines().count() > LINES {
        say("… and more");
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Record;
    use super::UNWRITTEN;

    #[test]
    fn what_the_machine_failed_at_is_told_from_what_an_answer_prints() {
        let record = Record::new().expect("a record");
        let path = record.path.display().to_string();
        assert_eq!(record.failed("a word\n"), None);
        let forged = format!("0000{UNWRITTEN}No space left on device\n");
        assert_eq!(record.failed(&forged), None, "only the child knows the nonce");
        let true_one = format!("a word\n{}{UNWRITTEN}No space left on device\nmore\n", record.nonce);
        let expected = format!("{path} cannot be written: No space left on device");
        assert_eq!(record.failed(&true_one), Some(expected));
        fs::remove_file(&record.path).expect("to be removed");
        assert_eq!(record.failed(""), Some(format!("{path} was removed while the claim ran")));
    }
}
