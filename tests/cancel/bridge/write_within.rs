//! Registers `write_within` with its claims.

use std::io;
use std::time::Duration;

use cancel::write_within::ANSWER;
use futures::future::LocalBoxFuture;
use tokio::io::AsyncWrite;

use super::kata;

pub fn register() {
    ANSWER.set(write_within);
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn write_within<'a, W: AsyncWrite + Unpin>(
    writer: &'a mut W,
    payload: &'a mut &[u8],
    limit: Duration,
) -> LocalBoxFuture<'a, io::Result<bool>> {
    Box::pin(kata::write_within(writer, payload, limit))
}
