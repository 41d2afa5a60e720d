//! A call that is watched while something else happens to it.

use std::future::Future;

use futures::StreamExt;
use futures::future::{Either, LocalBoxFuture, select};
use futures::stream::FuturesUnordered;

use crate::probe::{Timed, timed};

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
