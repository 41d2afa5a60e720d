//! Every message that does not come from a check, but from how a claim's process ended.

use verdict::lesson;

use crate::probe::time::waits::Wait;
use crate::probe::{Failure, Timeline};

/// Why the virtual clock missed time: the thread was blocked.
pub(crate) const BLOCKED_CAUSE: &str = "std::thread::sleep or another blocking call: it stops the whole \
     thread, and Tokio's clock does not see it; tokio::time::sleep(…).await lets others run";

const DEADLOCK: &str = "deadlock: everything is waiting, and nothing is left to wake it";
const DEADLOCK_SEEN: &str = "no task was ready and no timer was running, so virtual time ran out";
const DEADLOCK_CAUSE: &str = "waiting for a channel whose sender is still alive, for a permit that is never \
released, for a lock or a permit held by the waiting task itself or \
by a future that is no longer polled (a select! handler that awaits while the other branches are suspended), or for a \
wake-up that never comes";

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
    /// A loop that never awaits.
    Spin,
    /// A loop of `.await`s that are ready at once, or a future that wakes itself.
    YieldingSpin,
    /// The runtime's thread sleeps in a blocking call.
    BlockedThread,
    /// The runtime is idle, but a blocking thread holds its clock.
    BlockingPool,
    /// Timers keep expiring and being set again.
    Ticking,
    /// On the real clock: tasks keep running and achieve nothing.
    Polling,
    /// On the real clock: everything is waiting for something that never comes.
    Waiting,
}

/// `waits` is what the claim was waiting for, oldest first, as far as it has been recorded.
pub(crate) fn hang(hang: Hang, real_ms: u128, picture: Option<Timeline>, waits: &[Wait]) -> Failure {
    if let (Hang::Waiting, [wait, others @ ..]) = (hang, waits) {
        let also = others.iter().map(|other| format!("; also waited for: {}", other.what));
        let failure = Failure::new(format!("waited in vain for {}", wait.what))
            .expected(wait.what.as_str())
            .seen(format!("nothing happened for {real_ms} ms{}", also.collect::<String>()))
            .cause(wait.cause.as_str());
        return Failure { picture, ..failure };
    }
    let (headline, cause) = match hang {
        Hang::Spin => (
            "busy loop: your code kept the thread busy and never yielded",
            "a loop that waits for something without an .await in it: while it runs, no other task or timer \
            can; wait on a channel, a Notify or a JoinHandle instead",
        ),
        Hang::YieldingSpin => (
            "busy loop: a task asked to run again and again, and virtual time never moved",
            "polling in a loop with yield_now or try_recv, or a future that wakes itself: the task is always \
             ready, so the clock never moves; .await the thing you wait for instead",
        ),
        Hang::BlockedThread => (
            "blocked thread: your code stopped the thread that runs all tasks",
            "a blocking call in async code: std::thread::sleep, a std lock held elsewhere, a watch's borrow() kept \
             across an .await, blocking_recv or a std channel's recv; nothing else can run meanwhile",
        ),
        Hang::BlockingPool => (
            "blocked: a thread of the blocking pool never returned",
            "awaiting spawn_blocking work that does not end: it cannot be cancelled, and Tokio's virtual clock \
             waits for it",
        ),
        Hang::Ticking => (
            "endless: tasks keep running, and the claim never ends",
            "asking again every few milliseconds for something that never happens, or a loop whose exit is \
             never reached",
        ),
        Hang::Polling => (
            "busy loop: a task asked to run again and again, and nothing came of it",
            "a loop around something that is always ready: a read at the end of a stream, which returns 0 bytes \
            every time, an error that is merely skipped, try_read or yield_now",
        ),
        Hang::Waiting => (
            "stuck: each side is waiting for the other to send or close",
            "bytes that are never read, a stream that is never closed, or a connection that is never accepted",
        ),
    };
    let meanwhile = waits.first().map(|wait| format!(", while the claim waited for {}", wait.what));
    let failure = Failure::new(headline)
        .expected("the claim ends by itself, in almost no real time")
        .seen(format!("stopped after {real_ms} ms of real time{}", meanwhile.unwrap_or_default()))
        .cause(cause);
    Failure { picture, ..failure }
}

/// How the message begins while the level is still `todo!()`.
pub(crate) const NOT_STARTED: &str = "not started yet: ";

pub(crate) fn not_started(place: &str, id: &str) -> String {
    format!("{NOT_STARTED}{place} is still todo!(); the lesson is {}", lesson(id))
}

/// The same, of a level whose own `todo!()` is gone and that has nothing to judge yet.
pub(crate) fn nothing_yet(what: &str, id: &str) -> String {
    format!("{NOT_STARTED}{what}; the lesson is {}", lesson(id))
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
