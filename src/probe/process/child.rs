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
use tokio::task::coop::unconstrained;
use tokio::time::{Instant, sleep};

use crate::probe::harness;
use crate::probe::process::record;
use crate::probe::process::watchdog;
use crate::probe::process::words;
use crate::probe::time::waits;
use crate::probe::{Failure, Reason, Timeline, Verdict};

/// Printed before the body runs: what comes before is the test harness's.
pub(crate) const START: &str = "\u{1}the claim starts\u{1}";

/// Printed behind the nonce, before the error, where the verdict could not be written.
pub(crate) const UNWRITTEN: &str = ": the verdict could not be written: ";

/// Virtual time in which a claim that can end has ended.
const VIRTUAL_LIMIT: Duration = Duration::from_secs(60 * 60);

/// Runs `body` and ends the process. The verdict is in `record` then, unless the body ended the
/// process first.
pub(crate) async fn run(body: LocalBoxFuture<'_, ()>, id: String, record: PathBuf) -> ! {
    static ENTERED: AtomicBool = AtomicBool::new(false);
    assert!(!ENTERED.swap(true, Ordering::SeqCst), "a claim inside a claim");

    // Opened before any code of the kata runs, and kept: the nonce is nowhere else from here on.
    let slip = Slip::open(&record).unwrap_or_else(|error| panic!("{}: {error}", record.display()));
    panic::set_hook(Box::new(note_panic));
    println!("{START}");
    let sink = Arc::new(Sink { id, slip: Mutex::new(Some(slip)) });
    let pulse = Arc::new(Pulse::default());
    watchdog::start(Arc::clone(&sink), Arc::clone(&pulse));

    #[cfg(all(feature = "seal", target_os = "linux"))]
    if let Err(error) = crate::probe::process::seal::seal_if_asked() {
        let what = format!("the claim could not be sealed: {error}");
        sink.end(Verdict::new(sink.id.as_str(), Reason::HarnessError, what));
    }

    record::new_scene();
    let start = Instant::now();
    let limit = Box::pin(unconstrained(sleep(VIRTUAL_LIMIT)));
    let end = Guard { body, limit, pulse }.await;
    let ms = start.elapsed().as_millis() as u64;
    let verdict = match end {
        Ended::Done => sink.passed(),
        Ended::Deadlock => {
            sink.failed(Reason::Timeout, words::deadlock(record::picture(), waits::deadlock_cause()))
        }
        Ended::Panicked(payload) => sink.panicked(payload.as_ref()),
    };
    let timeline = record::wakes().or_else(|| verdict.timeline.clone());
    sink.end(Verdict { ms, timeline, ..verdict })
}

/// Where the verdict goes. The first one counts.
pub(crate) struct Sink {
    id: String,
    slip: Mutex<Option<Slip>>,
}

/// The file into which the parent has written a nonce, and into which the verdict goes behind it:
/// only who has read the nonce can have written the verdict.
struct Slip {
    file: File,
    nonce: String,
}

impl Slip {
    fn open(path: &Path) -> io::Result<Slip> {
        let mut file = File::options().read(true).write(true).open(path)?;
        let mut nonce = String::new();
        file.read_to_string(&mut nonce)?;
        file.set_len(0)?;
        Ok(Slip { file, nonce })
    }

    fn write(&mut self, verdict: &Verdict) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(format!("{}\n{}", self.nonce, verdict.to_json()).as_bytes())
    }
}

impl Sink {
    fn passed(&self) -> Verdict {
        Verdict { timeline: record::picture_of_success(), ..Verdict::new(&self.id, Reason::Ok, "") }
    }

    pub(crate) fn failed(&self, reason: Reason, failure: Failure) -> Verdict {
        if let Some(todo) = panics().iter().find(|note| note.is_todo()) {
            return Verdict::new(
                self.id.as_str(),
                Reason::NotStarted,
                words::not_started(&todo.place, &self.id),
            );
        }
        failure.verdict(&self.id, reason)
    }

    fn panicked(&self, payload: &(dyn Any + Send)) -> Verdict {
        if let Some(failure) = payload.downcast_ref::<Failure>() {
            return self.failed(Reason::Assert, failure.clone());
        }
        let notes = panics();
        // Two kinds of panic have no note: `resume_unwind` and one in a hook.
        let note = notes.last().cloned().unwrap_or_else(|| PanicNote {
            text: panic_text(payload),
            place: "an unknown place".to_owned(),
            in_a_claims_file: false,
            picture: None,
        });
        let in_the_test = note.place.starts_with("tests/") || note.in_a_claims_file;
        let (reason, failure) = if in_the_test {
            (Reason::Assert, Failure::new(note.text).seen(format!("the check at {}", note.place)))
        } else {
            (Reason::Panic, words::panicked(&note.place, &note.text, waits::panic_cause()))
        };
        self.failed(reason, Failure { picture: note.picture, ..failure })
    }

    /// Writes the verdict, unless there is one, and ends the process.
    pub(crate) fn end(&self, verdict: Verdict) -> ! {
        // Held to the end, so that another thread cannot end the process half-way through.
        let mut slip = self.slip.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut slip) = slip.take() {
            // What is left in standard output is written by the exit: an answer that never comes out
            // of a println! holds its lock for ever.
            if let Err(error) = slip.write(&verdict) {
                eprintln!("\n{}{UNWRITTEN}{error}", slip.nonce);
            }
        }
        process::exit(if verdict.reason == Reason::Ok { 0 } else { 101 })
    }
}

/// What a claim's own task shows to the watchdog.
#[derive(Default)]
pub(crate) struct Pulse {
    waker: AtomicWaker,
    polls: AtomicU64,
    asked: AtomicBool,
}

impl Pulse {
    /// Asks the runtime for a sign of life. The body is not polled any more from here on.
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

/// Polls the body, and never at the virtual limit: a poll there would finish a future that
/// nobody woke, and hide a lost wake-up.
struct Guard<'a, L> {
    body: LocalBoxFuture<'a, ()>,
    limit: Pin<Box<L>>,
    pulse: Arc<Pulse>,
}

impl<L: Future<Output = ()>> Future for Guard<'_, L> {
    type Output = Ended;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Ended> {
        self.pulse.waker.register(cx.waker());
        self.pulse.polls.fetch_add(1, Ordering::SeqCst);
        if self.pulse.asked.load(Ordering::SeqCst) {
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

/// One panic, wherever it happened.
#[derive(Debug, Clone)]
struct PanicNote {
    text: String,
    place: String,
    in_a_claims_file: bool,
    /// Taken before the panic drops anything.
    picture: Option<Timeline>,
}

impl PanicNote {
    fn is_todo(&self) -> bool {
        self.text.starts_with("not yet implemented")
    }
}

static PANICS: Mutex<Vec<PanicNote>> = Mutex::new(Vec::new());

fn panics() -> Vec<PanicNote> {
    PANICS.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// The panic hook: notes what happened, prints nothing, so that no backtrace buries a message.
fn note_panic(info: &panic::PanicHookInfo<'_>) {
    let place =
        info.location().map_or("?".to_owned(), |at| format!("{}:{}", plain_path(at.file()), at.line()));
    let in_a_claims_file = info.location().is_some_and(|at| harness::is_a_claims_file(at.file()));
    let note =
        PanicNote { text: panic_text(info.payload()), place, in_a_claims_file, picture: record::picture() };
    PANICS.lock().unwrap_or_else(PoisonError::into_inner).push(note);
}

/// The text of a panic.
fn panic_text(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a text")
        .to_owned()
}

/// The path as the learner knows it: a kata is compiled as `tests/KATA/../../katas/KATA.rs`.
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
