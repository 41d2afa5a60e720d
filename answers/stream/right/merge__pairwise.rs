//! Two streams are merged by `select`, which takes turns; many by merging the merged.

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    let mut streams: Vec<BoxStream<'static, T>> = sources
        .into_iter()
        .map(|mut source| stream::poll_fn(move |cx| source.poll_recv(cx)).fuse().boxed())
        .collect();
    while streams.len() > 1 {
        let mut pairs = Vec::with_capacity(streams.len().div_ceil(2));
        let mut rest = streams.into_iter();
        while let Some(one) = rest.next() {
            pairs.push(match rest.next() {
                Some(other) => stream::select(one, other).boxed(),
                None => one,
            });
        }
        streams = pairs;
    }
    streams.pop().unwrap_or_else(|| stream::empty().boxed())
}
