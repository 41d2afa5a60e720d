//! Looks at the clock only when an item comes. Nothing wakes it when the time is over.
//! family: lost_wake_up
//! caught by: a_batch_closes_max_wait_after_it_opened
//! says: not waited for

use std::mem;
use std::task::Poll;
use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use tokio::time::Instant;

pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    let mut source = Box::pin(source.fuse());
    let mut open = Vec::new();
    let mut opened = None;
    stream::poll_fn(move |cx| {
        loop {
            let overdue = opened.is_some_and(|at: Instant| at.elapsed() >= max_wait);
            if overdue || open.len() >= max_items.max(1) {
                opened = None;
                return Poll::Ready(Some(mem::take(&mut open)));
            }
            match source.poll_next_unpin(cx) {
                Poll::Ready(Some(item)) => {
                    opened.get_or_insert_with(Instant::now);
                    open.push(item);
                }
                Poll::Ready(None) if open.is_empty() => return Poll::Ready(None),
                Poll::Ready(None) => return Poll::Ready(Some(mem::take(&mut open))),
                Poll::Pending => return Poll::Pending,
            }
        }
    })
    .boxed()
}
