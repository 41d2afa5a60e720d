//! Adapters only: the first item opens, then as many as come until the timer.

use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use tokio::time::sleep;

pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    let rest = max_items.saturating_sub(1);
    stream::unfold(source.fuse().boxed(), move |mut source| async move {
        let first = source.next().await?;
        // `by_ref`, so that the source stays here and nothing that it holds is dropped.
        let others = source.by_ref().take(rest).take_until(sleep(max_wait));
        let batch: Vec<_> = stream::iter([first]).chain(others).collect().await;
        Some((batch, source))
    })
    .boxed()
}
