//! Makes the future that gathers a batch anew at each poll: what it had gathered is gone.
//! caught by: a_reader_that_gives_up_waiting_loses_nothing
//! says: held by the wait and not by the stream

use std::pin::pin;
use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use tokio::time::{Instant, timeout_at};

pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    let mut source = Box::pin(source.fuse());
    stream::poll_fn(move |cx| {
        let gather = pin!(async {
            let mut batch = vec![source.next().await?];
            let deadline = Instant::now() + max_wait;
            while batch.len() < max_items {
                match timeout_at(deadline, source.next()).await {
                    Ok(Some(item)) => batch.push(item),
                    Ok(None) | Err(_) => break,
                }
            }
            Some(batch)
        });
        gather.poll(cx)
    })
    .boxed()
}
