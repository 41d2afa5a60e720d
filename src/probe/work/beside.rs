//! A call that is watched while something else happens to it.

use std::future::{Future, poll_fn};

use futures::StreamExt;
use futures::future::{Either, LocalBoxFuture, select};
use futures::stream::FuturesUnordered;

use crate::probe::{Failure, Timed, expect, timed};

/// Runs `call` and `script` side by side in the claim's own task until both have ended.
///
/// `call` is polled only when it has been woken, as a task of its own would be, so a timer in the script does
/// not hide a lost wake-up.
pub async fn beside<C: Future, S: Future>(call: C, script: S) -> (Timed<C::Output>, S::Output) {
    // A set of futures polls each of them only after its own waker was called.
    let mut call: FuturesUnordered<_> = std::iter::once(timed(call)).collect();
    let call = async { call.next().await.expect("the set holds one future, asked for once") };
    futures::join!(call, script)
}

/// Runs `call` until `event` is ready, then drops it half-way.
///
/// `call` is polled only when it has been woken. If it ends first, `event` is still awaited.
pub async fn cancel_on<T>(call: LocalBoxFuture<'_, T>, event: LocalBoxFuture<'_, ()>) {
    let mut call: FuturesUnordered<_> = std::iter::once(call).collect();
    if let Either::Left((_, event)) = select(call.next(), event).await {
        event.await;
    }
}

/// `call`, which fails if it is polled ten thousand times: then it asks again and again for what never comes. For a
/// claim in which a right answer is polled far less often.
pub fn not_spinning<'a, T: 'a>(
    mut call: LocalBoxFuture<'a, T>,
    cause: &'static str,
) -> LocalBoxFuture<'a, T> {
    let mut polls = 0;
    Box::pin(poll_fn(move |cx| {
        polls += 1;
        expect(polls < 10_000, || {
            Failure::new("it asked again and again, and time stood still")
                .expected("it waits for what comes next, or ends")
                .seen(format!("{polls} polls"))
                .cause(cause)
        });
        call.as_mut().poll(cx)
    }))
}
