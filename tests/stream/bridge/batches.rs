//! Registers `batches` with its claims.

use std::time::Duration;

use futures::Stream;
use futures::stream::BoxStream;
use stream::batches::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(batches);
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    kata::batches(source, max_items, max_wait)
}
