//! The child's side of a claim: runs the body, writes the verdict, ends the process.

use std::any::Any;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures::future::LocalBoxFuture;
use futures::task::AtomicWaker;
use tokio::runtime::Handle;
use tokio::task::coop::unconstrained;
use tokio::time::{Instant, sleep};
use verdict::{UNWRITTEN, environment};

use crate::probe::harness;
use crate::probe::process::record;
use crate::probe::process::watchdog;
use crate::probe::process::words::{self, Hang};
use crate::probe::time::clock::times_asleep;
use crate::probe::time::waits;
use crate::probe::work::order;
use crate::probe::{Failure, Reason, Timeline, Verdict};

/// Printed before the body runs: anything before it comes from the test harness.
pub(crate) const START: &str = "\u{1}the claim starts\u{1}";

/// Virtual time in which a claim that can end has ended.
const VIRTUAL_LIMIT: Duration = Duration::from_secs(60 * 60);
/// How often the runtime may have gone to sleep by then, if nothing is left to wake it: more means timers that are
/// started again and again, 180 ms apart or less. A claim passes a few thousand instants at most.
const MOST_SLEEPS: u64 = 20_000;

/// Runs `body` and ends the process. By then the verdict is in `record`, unless the body ended the process
/// first.
pub(crate) async fn run(body: LocalBoxFuture<'_, ()>, id: String, order: Option<u32>, record: PathBuf) -> ! {
    enter(&id, order);
    // Opened before any code of the kata runs, and kept open: from here on the nonce is nowhere else.
    let file = VerdictFile::open(&record).unwrap_or_else(|error| panic!("{}: {error}", record.display()));
    note_panics();
    println!("{START}");
    let sink = Arc::new(VerdictSink { id, file: Mutex::new(Some(file)) });
    let liveness = Arc::new(Liveness::default());
    watchdog::start(Arc::clone(&sink), Arc::clone(&liveness));
    let verdict = sink.judge(body, liveness).await;
    sink.end(verdict)
}

/// Runs `body` as one of several claims in this process, after all that an earlier one recorded is forgotten.
pub(crate) async fn run_next(body: LocalBoxFuture<'_, ()>, id: String, order: Option<u32>) -> Verdict {
    enter(&id, order);
    PANICS.lock().unwrap_or_else(PoisonError::into_inner).clear();
    *NOTHING_YET.lock().unwrap_or_else(PoisonError::into_inner) = None;
    waits::forget();
    record::forget();
    println!("{START}");
    eprintln!("{START}");
    let verdict = VerdictSink { id, file: Mutex::new(None) }.judge(body, Arc::default()).await;
    ENTERED.store(false, Ordering::SeqCst);
    verdict
}

/// Whether a claim is under way.
static ENTERED: AtomicBool = AtomicBool::new(false);

fn enter(id: &str, order: Option<u32>) {
    order::begin(id, order);
    assert!(!ENTERED.swap(true, Ordering::SeqCst), "a claim inside a claim");
}

/// From here on panics are recorded and not printed.
pub(crate) fn note_panics() {
    panic::set_hook(Box::new(note_panic));
}

/// Where the verdict goes. The first one counts.
pub(crate) struct VerdictSink {
    id: String,
    file: Mutex<Option<VerdictFile>>,
}

/// The file into which the parent has written a nonce, and the child writes nonce and verdict: only code that
/// has read the nonce can have written the verdict.
pub(crate) struct VerdictFile {
    file: File,
    nonce: String,
}

impl VerdictFile {
    pub(crate) fn open(path: &Path) -> io::Result<VerdictFile> {
        let mut file = if path == Path::new(environment::STDIN) {
            standard_input()?
        } else {
            File::options().read(true).write(true).open(path)?
        };
        let mut nonce = String::new();
        file.read_to_string(&mut nonce)?;
        file.set_len(0)?;
        file.rewind()?;
        Ok(VerdictFile { file, nonce })
    }

    fn write(&mut self, verdict: &Verdict) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.add(verdict)
    }

    /// Writes one more verdict behind those that are there.
    pub(crate) fn add(&mut self, verdict: &Verdict) -> io::Result<()> {
        let nonce = if self.file.stream_position()? == 0 { self.nonce.as_str() } else { "" };
        self.file.write_all(format!("{nonce}\n{}", verdict.to_json()).as_bytes())
    }
}

/// What standard input is: a file that can be written, too, for a process that was started so.
fn standard_input() -> io::Result<File> {
    #[cfg(unix)]
    let own = std::os::fd::AsFd::as_fd(&io::stdin()).try_clone_to_owned()?;
    #[cfg(windows)]
    let own = std::os::windows::io::AsHandle::as_handle(&io::stdin()).try_clone_to_owned()?;
    Ok(File::from(own))
}

impl VerdictSink {
    /// Polls the body to its end.
    async fn judge(&self, body: LocalBoxFuture<'_, ()>, liveness: Arc<Liveness>) -> Verdict {
        record::new_scene();
        let (start, wall) = (Instant::now(), std::time::Instant::now());
        let limit = Box::pin(unconstrained(sleep(VIRTUAL_LIMIT)));
        let end = Guard { body, limit, liveness }.await;
        let ms = start.elapsed().as_millis() as u64;
        let verdict = match end {
            // An answer that catches panics catches the claim's own, too.
            Ended::Done => {
                let caught = Failure::first().or_else(caught_assertion);
                caught.map_or_else(|| self.passed(), |it| self.failed(Reason::Assert, it))
            }
            Ended::Deadlock => {
                let ticks = times_asleep(&Handle::current()).is_some_and(|sleeps| sleeps > MOST_SLEEPS);
                self.failed(
                    Reason::Timeout,
                    if ticks {
                        words::hang(Hang::Ticking, wall.elapsed().as_millis(), record::picture(), &[])
                    } else {
                        words::deadlock(record::picture(), waits::deadlock_cause())
                    },
                )
            }
            Ended::Panicked(payload) => self.panicked(payload.as_ref()),
        };
        let timeline = record::wakes().or_else(|| verdict.timeline.clone());
        Verdict { ms, timeline, order: order::drawn(), ..verdict }
    }

    fn passed(&self) -> Verdict {
        Verdict { timeline: record::picture_of_success(), ..Verdict::new(&self.id, Reason::Ok, "") }
    }

    pub(crate) fn failed(&self, reason: Reason, failure: Failure) -> Verdict {
        if let Some(what) = &*NOTHING_YET.lock().unwrap_or_else(PoisonError::into_inner) {
            return Verdict::new(self.id.as_str(), Reason::NotStarted, words::nothing_yet(what, &self.id));
        }
        if let Some(todo) = panics().iter().find(|note| note.is_todo()) {
            return Verdict::new(
                self.id.as_str(),
                Reason::NotStarted,
                words::not_started(&todo.place, &self.id),
            );
        }
        // What went wrong first is why the rest did.
        match Failure::first() {
            Some(first) => first.verdict(&self.id, Reason::Assert),
            None => failure.verdict(&self.id, reason),
        }
    }

    fn panicked(&self, payload: &(dyn Any + Send)) -> Verdict {
        if let Some(failure) = payload.downcast_ref::<Failure>() {
            return self.failed(Reason::Assert, failure.clone());
        }
        let notes = panics();
        // Two kinds of panic leave no note: `resume_unwind`, and a panic in a panic hook.
        let note = notes.last().cloned().unwrap_or_else(|| PanicNote {
            text: panic_text(payload),
            place: "an unknown place".to_owned(),
            in_a_claims_file: false,
            picture: None,
        });
        let (reason, failure) = if note.is_a_claims() {
            (Reason::Assert, note.check())
        } else {
            (Reason::Panic, words::panicked(&note.place, &note.text, waits::panic_cause()))
        };
        self.failed(reason, Failure { picture: note.picture, ..failure })
    }

    /// Writes the verdict unless one is written already, and ends the process.
    pub(crate) fn end(&self, verdict: Verdict) -> ! {
        // Held until the end, so that no other thread ends the process half-way through.
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut file) = file.take() {
            // The exit flushes standard output, which would wait for ever for an answer that is stuck inside a
            // println! and holds its lock.
            if let Err(error) = file.write(&verdict) {
                eprintln!("\n{}{UNWRITTEN}{error}", file.nonce);
            }
        }
        process::exit(if verdict.reason == Reason::Ok { 0 } else { 101 })
    }
}

/// What the watchdog can see of a claim's own task.
#[derive(Default)]
pub(crate) struct Liveness {
    waker: AtomicWaker,
    polls: AtomicU64,
    asked: AtomicBool,
}

impl Liveness {
    /// Asks the runtime for a sign of life. From here on the body is no longer polled.
    pub(crate) fn ask(&self) -> u64 {
        self.asked.store(true, Ordering::SeqCst);
        let polls = self.polls();
        self.waker.wake();
        polls
    }

    /// How often the claim's own task has been polled.
    pub(crate) fn polls(&self) -> u64 {
        self.polls.load(Ordering::SeqCst)
    }
}

enum Ended {
    Done,
    Deadlock,
    Panicked(Box<dyn Any + Send>),
}

/// Polls the body, but never at the virtual limit: a poll there would complete a future that was never
/// woken, and hide the lost wake-up.
struct Guard<'a, L> {
    body: LocalBoxFuture<'a, ()>,
    limit: Pin<Box<L>>,
    liveness: Arc<Liveness>,
}

impl<L: Future<Output = ()>> Future for Guard<'_, L> {
    type Output = Ended;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Ended> {
        self.liveness.waker.register(cx.waker());
        self.liveness.polls.fetch_add(1, Ordering::SeqCst);
        if self.liveness.asked.load(Ordering::SeqCst) {
            return Poll::Pending;
        }
        if self.limit.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Ended::Deadlock);
        }
        record::woken();
        match catch_unwind(AssertUnwindSafe(|| self.body.as_mut().poll(cx))) {
            Ok(polled) => {
                ready!(polled);
                Poll::Ready(Ended::Done)
            }
            Err(payload) => Poll::Ready(Ended::Panicked(payload)),
        }
    }
}

/// What is missing, if the claim has found that there is nothing to judge.
static NOTHING_YET: Mutex<Option<String>> = Mutex::new(None);

/// Ends the claim: there is nothing to judge yet. `what` says what is missing.
///
/// # Panics
/// Always.
pub fn not_started(what: impl Into<String>) -> ! {
    let what = what.into();
    *NOTHING_YET.lock().unwrap_or_else(PoisonError::into_inner) = Some(what.clone());
    Failure::new(what).raise()
}

/// A panic: what it said, and where that was.
#[derive(Debug, Clone)]
pub struct Panicked {
    /// Its text.
    pub text: String,
    /// `katas/KATA.rs:LINE`.
    pub place: String,
}

/// Takes the first panic that the claim has seen out of its record, with all that came after it: what goes wrong first
/// is why the rest does. A `todo!()` stays in it.
pub fn take_panic() -> Option<Panicked> {
    let mut notes = PANICS.lock().unwrap_or_else(PoisonError::into_inner);
    let first = notes.first().map(|note| Panicked { text: note.text.clone(), place: note.place.clone() });
    notes.retain(PanicNote::is_todo);
    first
}

/// One panic, wherever it happened.
#[derive(Debug, Clone)]
struct PanicNote {
    text: String,
    place: String,
    in_a_claims_file: bool,
    /// The timeline before the panic drops anything.
    picture: Option<Timeline>,
}

impl PanicNote {
    fn is_todo(&self) -> bool {
        self.text.starts_with("not yet implemented")
    }

    /// Whether it comes from the claim, or from what the claim hands to the answer.
    fn is_a_claims(&self) -> bool {
        self.place.starts_with("tests/") || self.in_a_claims_file
    }

    /// The failure of a check that is none of `probe`'s.
    fn check(&self) -> Failure {
        Failure::new(self.text.clone()).seen(format!("the check at {}", self.place))
    }
}

/// A plain `assert!` in what a claim hands to the answer, whose panic the answer has caught. Panics that a claim plans
/// have other words.
fn caught_assertion() -> Option<Failure> {
    let notes = panics();
    let caught = notes.iter().find(|note| note.is_a_claims() && note.text.starts_with("assertion "))?;
    Some(Failure { picture: caught.picture.clone(), ..caught.check() })
}

static PANICS: Mutex<Vec<PanicNote>> = Mutex::new(Vec::new());

fn panics() -> Vec<PanicNote> {
    PANICS.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// The panic hook: records what happened and prints nothing, so that no backtrace buries the message.
fn note_panic(info: &panic::PanicHookInfo<'_>) {
    let place =
        info.location().map_or("?".to_owned(), |at| format!("{}:{}", plain_path(at.file()), at.line()));
    let in_a_claims_file = info.location().is_some_and(|at| harness::is_a_claims_file(at.file()));
    let note =
        PanicNote { text: panic_text(info.payload()), place, in_a_claims_file, picture: record::picture() };
    PANICS.lock().unwrap_or_else(PoisonError::into_inner).push(note);
}

/// The message of a panic.
fn panic_text(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message")
        .to_owned()
}

/// The path as the learner knows it: unless `.cargo/config.toml` holds, rustc sees `tests/KATA/../../katas/KATA.rs`.
fn plain_path(file: &str) -> String {
    let mut plain: Vec<&str> = Vec::new();
    for part in file.split(['/', '\\']) {
        match part {
            ".." if plain.last().is_some_and(|last| *last != "..") => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain.join("/")
}
