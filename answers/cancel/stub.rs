//! Dropping a future is how it stops. The lesson is in `katas/cancel.md`.

use std::io;
use std::time::Duration;

use tokio::io::AsyncWrite;
use tokio::sync::mpsc;
use tokio_katas::{DeadlineExceeded, Delivery, RetryError};

/// Races a branch that takes 5 ms against one that takes 50 ms, and says which finished first.
///
/// The answer is `"fast path"`, after 5 ms; the other branch's would be `"slow path"`. The loser
/// is not left running.
pub async fn first_completed_label() -> &'static str {
    todo!("race the two, and drop the loser")
}

/// Sleeps `work_ms`, and gives up after `timeout_ms`.
///
/// `"completed"` if the work is first, `"cancelled"` if the timeout is; either way it returns at
/// that instant. `(20, 1)` takes 1 ms and is `"cancelled"`.
pub async fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> &'static str {
    todo!("work for {work_ms} ms, but for at most {timeout_ms} ms")
}

/// Runs `work` for at most `limit`.
///
/// At the deadline the work is dropped, before the function returns. Work that is ready when it
/// is polled at the deadline counts as done, every time. Work that is ready on its first poll is
/// done even with a `limit` of zero. `work` may borrow and need not be `Send`.
pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    todo!("run the work for at most {limit:?}")
}

/// Runs all attempts at the same time: the first to succeed wins.
///
/// The first `Ok` is returned at the instant at which it comes, and the rest are dropped before
/// the function returns. If all fail: their errors, in input order. No attempts: `Err(vec![])`.
pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    todo!("race {} attempts", attempts.len())
}

/// Sends all messages in order, and loses none of them.
///
/// Each time the channel has had no room for `patience`, that is one more stall, and the same
/// message keeps waiting. Once the receiver is dropped or closed it stops at once, and hands
/// back every message not sent, in order.
pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    todo!("send {} messages and count a stall each {patience:?} without room", messages.len())
}

/// Writes as much of `payload` as it can before `limit`: `Ok(true)` if that is all of it,
/// `Ok(false)` if the time is up.
///
/// However it ends, by an error or by being dropped half-way too, `payload` is left holding
/// exactly the bytes that the writer has not taken. It does not flush. A writer that takes 0
/// bytes is `ErrorKind::WriteZero`; an empty payload is `Ok(true)`, even with a limit of zero.
pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    todo!("write {} bytes within {limit:?}", payload.len())
}

/// Runs `work` to its end once the returned future has been polled, even if the caller then stops
/// polling or drops it.
///
/// A panic in `work` resumes in the caller, with its own payload.
pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    todo!("start the work where a drop cannot cancel it, then wait for it")
}

/// Calls `op(1)`, `op(2)`, … until a try succeeds, up to `attempts` tries (0 counts as 1).
///
/// A try that is not ready after `per_try` is dropped and counts as timed out; one that takes
/// exactly `per_try` is in time. After failed try k, but not after the last, it waits
/// `backoff * k`. All failed: the last try's error.
pub async fn retry<T, E, F, Fut>(
    attempts: u32,
    per_try: Duration,
    backoff: Duration,
    op: F,
) -> Result<T, RetryError<E>>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = Result<T, E>>,
{
    todo!("try up to {attempts} times, {per_try:?} each, with a backoff of {backoff:?}")
}
