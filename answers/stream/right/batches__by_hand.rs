//! A stream by hand: the source, the open batch, and the timer of the open batch.

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures::Stream;
use futures::stream::BoxStream;
use tokio::time::{Sleep, sleep};

struct Batches<S: Stream> {
    /// `None` once it has ended.
    source: Option<Pin<Box<S>>>,
    open: Vec<S::Item>,
    timer: Option<Pin<Box<Sleep>>>,
    max_items: usize,
    max_wait: Duration,
}

// Nothing in it is pinned in place.
impl<S: Stream> Unpin for Batches<S> {}

impl<S: Stream> Stream for Batches<S> {
    type Item = Vec<S::Item>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Vec<S::Item>>> {
        let this = &mut *self;
        while let Some(source) = &mut this.source {
            match source.as_mut().poll_next(cx) {
                Poll::Ready(Some(item)) => {
                    if this.open.is_empty() {
                        this.timer = Some(Box::pin(sleep(this.max_wait)));
                    }
                    this.open.push(item);
                    if this.open.len() >= this.max_items {
                        this.timer = None;
                        return Poll::Ready(Some(mem::take(&mut this.open)));
                    }
                }
                Poll::Ready(None) => this.source = None,
                Poll::Pending => {
                    let Some(timer) = &mut this.timer else { return Poll::Pending };
                    std::task::ready!(timer.as_mut().poll(cx));
                    this.timer = None;
                    return Poll::Ready(Some(mem::take(&mut this.open)));
                }
            }
        }
        let last = mem::take(&mut this.open);
        Poll::Ready(if last.is_empty() { None } else { Some(last) })
    }
}

pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    Box::pin(Batches { source: Some(Box::pin(source)), open: Vec::new(), timer: None, max_items, max_wait })
}
