//! Registers `finish_within` with its claims.

use std::time::Duration;

use futures::future::LocalBoxFuture;
use shutdown::finish_within::{ANSWER, LOCAL};
use tokio::task::JoinSet;
use tokio_katas::Drained;

use super::kata;

pub fn register() {
    ANSWER.set(finish_within);
    LOCAL.set(finish_within);
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn finish_within<R: 'static>(tasks: JoinSet<R>, grace: Duration) -> LocalBoxFuture<'static, Drained<R>> {
    Box::pin(kata::finish_within(tasks, grace))
}
