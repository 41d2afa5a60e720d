//! Every sentence that a claim's process says by itself.

use verdict::lesson;

use crate::probe::time::waits::Wait;
use crate::probe::{Failure, Timeline};

/// A clock that stands still while the thread does.
pub(crate) const BLOCKED_CAUSE: &str = "std::thread::sleep or another blocking call: it stops the whole \
     thread, and Tokio's clock does not see it; tokio::time::sleep(…).await lets others run";

const DEADLOCK: &str = "deadlock: everything waits, and nothing is left that could wake it";
const DEADLOCK_SEEN: &str = "no task was ready and no timer was running, so virtual time ran out";
const DEADLOCK_CAUSE: &str = "waiting for a channel whose sender is still alive, for a permit that is never \
     given back, for a lock or a place held by the one who waits or \
     by a future that is no longer polled (a select! handler that awaits while the other branch stands still), or a \
     wake-up that nobody sends";

pub(crate) fn took(seen_ms: u64, expected_ms: u64) -> String {
    let (by, word) = (seen_ms.abs_diff(expected_ms), if seen_ms > expected_ms { "late" } else { "early" });
    format!("it ended {by} ms too {word}: after {seen_ms} ms, not {expected_ms} ms")
}

/// `cause` is what a deadlock means in this claim, if it has said so.
pub(crate) fn deadlock(picture: Option<Timeline>, cause: Option<String>) -> Failure {
    let failure = Failure::new(DEADLOCK).expected("the claim ends by itself").seen(DEADLOCK_SEEN);
    Failure { picture, ..failure.cause(cause.unwrap_or_else(|| DEADLOCK_CAUSE.to_owned())) }
}

/// What kept a claim from ending in real time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hang {
    /// A loop without an `.await` that waits.
    Spin,
    /// A loop of `.await`s that are ready at once, or a future that wakes itself.
    YieldingSpin,
    /// The runtime's thread sleeps in a blocking call.
    BlockedThread,
    /// The runtime is idle, but a blocking thread holds its clock.
    BlockingPool,
    /// Timers end and are set again without an end.
    Ticking,
    /// On the real clock: tasks run again and again without an end.
    Polling,
    /// On the real clock: everything waits for something that does not come.
    Waiting,
}

/// `waits` is what the claim was waiting for, if it has said so.
pub(crate) fn hang(hang: Hang, real_ms: u128, picture: Option<Timeline>, waits: &[Wait]) -> Failure {
    if let (Hang::Waiting, [wait, others @ ..]) = (hang, waits) {
        let also = others.iter().map(|other| format!("; also waited for: {}", other.what));
        let failure = Failure::new(format!("waited in vain for {}", wait.what))
            .expected(wait.what.as_str())
            .seen(format!("nothing happened any more, for {real_ms} ms{}", also.collect::<String>()))
            .cause(wait.cause.as_str());
        return Failure { picture, ..failure };
    }
    let (headline, cause) = match hang {
        Hang::Spin => (
            "busy loop: your code kept the thread busy and never let go of it",
            "a loop that waits for something without an .await in it: while it turns, no other task and no \
             timer can run; wait on a channel, a Notify or a JoinHandle instead",
        ),
        Hang::YieldingSpin => (
            "busy loop: a task asked to run again and again, and time stood still",
            "polling in a loop with yield_now or try_recv, or a future that wakes itself: the task is always \
             ready, so the clock never moves; .await the thing you wait for instead",
        ),
        Hang::BlockedThread => (
            "blocked thread: your code stopped the thread that runs all tasks",
            "a blocking call in async code: std::thread::sleep, a std lock held elsewhere, a watch's borrow() kept \
             across an .await, blocking_recv or a std channel's recv; nothing else can run meanwhile",
        ),
        Hang::BlockingPool => (
            "blocked: a thread of the blocking pool never came back",
            "awaiting spawn_blocking work that does not end: it cannot be cancelled, and Tokio's virtual clock \
             waits for it",
        ),
        Hang::Ticking => (
            "endless: tasks go on and on, and the claim's end never comes",
            "asking again every few milliseconds for something that never happens, or a loop whose exit is \
             never reached",
        ),
        Hang::Polling => (
            "busy loop: a task asked to run again and again, and nothing came of it",
            "a loop around something that is ready each time: a read at the end of a stream, which gives 0 bytes \
             as often as it is asked, an error that is only skipped, try_read or yield_now",
        ),
        Hang::Waiting => (
            "everything waits: one side for something that the other never sends",
            "bytes, an end of stream or a connection that nobody reads, closes or accepts: each side waits for \
             the other",
        ),
    };
    let meanwhile = waits.first().map(|wait| format!(", while the claim waited for {}", wait.what));
    let failure = Failure::new(headline)
        .expected("the claim ends by itself, in next to no real time")
        .seen(format!("stopped after {real_ms} ms of real time{}", meanwhile.unwrap_or_default()))
        .cause(cause);
    Failure { picture, ..failure }
}

/// How the message begins where nothing is begun.
pub(crate) const NOT_STARTED: &str = "not started yet: ";

pub(crate) fn not_started(place: &str, id: &str) -> String {
    format!("{NOT_STARTED}{place} is still todo!(); the lesson is {}", lesson(id))
}

/// Words of panics that have one cause: what a library says, and the idea behind the code that makes it say so.
const KNOWN_PANICS: [(&str, &str); 10] = [
    ("Cannot start a runtime from within a runtime", BLOCK_ON_INSIDE),
    ("was polled again after it had ended", POLLED_AFTER_END),
    ("resumed after completion", POLLED_AFTER_END),
    ("must not be polled after", POLLED_AFTER_END),
    (
        "JoinError::Cancelled",
        "unwrapping the result of a task that was aborted: its JoinError is expected here, so match on it",
    ),
    (
        "JoinError::Panic",
        "unwrapping the result of a task that panicked: its JoinError holds the panic, so match on it",
    ),
    (
        "bounded channel requires buffer > 0",
        "a capacity of 0 passed on to a channel, which refuses it by a panic",
    ),
    ("chunk size must be non-zero", "a limit of 0 passed on to chunks, which refuses it by a panic"),
    (
        "`period` must be non-zero",
        "an interval with a period of zero, which panics: no pause is just no pause",
    ),
    (
        "there is no reactor running",
        "tokio::spawn or a timer outside the async block: it runs in the call itself, without a runtime",
    ),
];
const UNWRAP: &str = "an unwrap or expect on something that was an Err or None, or an index out of range";
const BLOCK_ON_INSIDE: &str =
    "block_on inside async code: this thread already drives a runtime, which would stop; use .await";
const POLLED_AFTER_END: &str = "polling a future or stream again after its end: keep what it gave, and skip it from then on (fuse does that)";

/// `cause` is what a panic means in this claim, if it has said so.
pub(crate) fn panicked(place: &str, text: &str, cause: Option<String>) -> Failure {
    let known = KNOWN_PANICS.iter().find(|(words, _)| text.contains(words)).map(|(_, cause)| *cause);
    Failure::new(format!("your code panicked: {text}"))
        .expected("no panic")
        .seen(format!("a panic at {place}"))
        .cause(cause.unwrap_or_else(|| known.unwrap_or(UNWRAP).to_owned()))
}

pub(crate) fn early_exit(code: i32) -> Failure {
    Failure::new(format!("the process ended in the middle of the claim, with exit code {code}"))
        .expected("the claim runs to its end")
        .seen("no verdict")
        .cause("std::process::exit somewhere in the code")
}

pub(crate) fn bad_nonce() -> Failure {
    Failure::new("a verdict was written that is not this claim's own")
        .expected("the claim alone writes its verdict")
        .seen("a record without the claim's nonce")
        .cause("code under test that writes to the kit's own files")
}

/// The message of a claim that could not be judged.
pub(crate) fn could_not_run(what: &str) -> String {
    format!("  the claim could not be run, which says nothing about your answer\n\n  {what}")
}

pub(crate) fn stack_overflow() -> Failure {
    Failure::new("stack overflow: a call went deeper and deeper and never came back")
        .expected("the claim runs to its end")
        .seen("the process ran out of stack")
        .cause("a function, or a poll, that calls itself without an end")
}

pub(crate) fn out_of_memory() -> Failure {
    Failure::new("out of memory")
        .expected("the claim runs to its end")
        .seen("an allocation failed")
        .cause("a collection that grows in a loop without an end")
}

pub(crate) fn killed(what: &str) -> Failure {
    Failure::new(format!("the process died in the middle of the claim: {what}"))
        .expected("the claim runs to its end")
        .seen("no verdict")
        .cause("std::process::abort, a panic while another panic unwinds, or unsafe code")
}

pub(crate) fn output_limit(bytes: usize) -> Failure {
    Failure::new(format!("a flood of output: more than {} MiB", bytes >> 20))
        .expected("a claim that prints little")
        .seen("it was stopped")
        .cause("a println! in a loop without an end")
}

pub(crate) fn no_end(real_ms: u128) -> Failure {
    Failure::new("the process did not end, and did not say why")
        .expected("the claim ends by itself")
        .seen(format!("killed after {real_ms} ms of real time"))
        .cause("something that stops the whole process")
}
