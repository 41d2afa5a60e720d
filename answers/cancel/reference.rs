//! One worked answer for the whole kata.

use std::io;
use std::panic::resume_unwind;
use std::time::Duration;

use futures::stream::{FuturesUnordered, StreamExt};
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use tokio_katas::{DeadlineExceeded, Delivery, RetryError};

pub async fn first_completed_label() -> &'static str {
    // The branch that loses is dropped when `select!` ends, and its timer with it.
    tokio::select! {
        () = sleep(Duration::from_millis(5)) => "fast path",
        () = sleep(Duration::from_millis(50)) => "slow path",
    }
}

pub async fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> &'static str {
    tokio::select! {
        () = sleep(Duration::from_millis(work_ms)) => "completed",
        () = sleep(Duration::from_millis(timeout_ms)) => "cancelled",
    }
}

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    tokio::select! {
        // Work that is done in the very instant of the deadline is done: it is asked first.
        biased;
        output = work => Ok(output),
        () = sleep(limit) => Err(DeadlineExceeded),
    }
}

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut errors: Vec<Option<E>> = attempts.iter().map(|_| None).collect();
    let mut running: FuturesUnordered<_> = attempts
        .into_iter()
        .enumerate()
        .map(|(index, attempt)| async move { (index, attempt.await) })
        .collect();
    while let Some((index, result)) = running.next().await {
        match result {
            // Returning drops `running`, and with it every attempt that is still in it.
            Ok(value) => return Ok(value),
            Err(error) => errors[index] = Some(error),
        }
    }
    Err(errors.into_iter().flatten().collect())
}

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    let mut unsent = messages.into_iter();
    while unsent.len() > 0 {
        // What a time-out drops is a place in a queue. The message stays with us.
        match timeout(patience, tx.reserve()).await {
            Ok(Ok(permit)) => {
                if let Some(message) = unsent.next() {
                    permit.send(message);
                }
            }
            Ok(Err(_closed)) => break,
            Err(_elapsed) => stalls += 1,
        }
    }
    Delivery { stalls, unsent: unsent.collect() }
}

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    let write = async {
        while !payload.is_empty() {
            let taken = writer.write(payload).await?;
            if taken == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            // No `.await` stands between the bytes being taken and this line.
            *payload = &payload[taken..];
        }
        Ok(true)
    };
    // A time-out drops `write` at an `.await`, where the payload is right.
    timeout(limit, write).await.unwrap_or(Ok(false))
}

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    // Dropping a JoinHandle detaches its task: here that is just what we want.
    match tokio::spawn(work).await {
        Ok(output) => output,
        // Nobody aborts the task, so it can only have panicked.
        Err(error) => resume_unwind(error.into_panic()),
    }
}

pub async fn retry<T, E, F, Fut>(
    attempts: u32,
    per_try: Duration,
    backoff: Duration,
    mut op: F,
) -> Result<T, RetryError<E>>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = Result<T, E>>,
{
    let mut k = 1;
    loop {
        // `timeout` owns the try, so the try is gone before the wait.
        let error = match timeout(per_try, op(k)).await {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) => RetryError::Failed(error),
            Err(_elapsed) => RetryError::TimedOut,
        };
        if k >= attempts {
            return Err(error);
        }
        sleep(backoff * k).await;
        k += 1;
    }
}
