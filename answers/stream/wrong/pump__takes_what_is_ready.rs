//! Fills its buffer before each item with what the source has ready, and fetches more during the work only if the
//! buffer is empty. A source that gives way once looks as if it had nothing, and the buffer stays nearly empty.
//! family: looks_now_and_then
//! explore: yes
//! caught by: an_instant_source_fills_the_buffer_behind_the_item_in_work
//! says: the producer stopped short

use std::collections::VecDeque;
use std::pin::pin;

use futures::{FutureExt, Stream, StreamExt};

pub async fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> Vec<R>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut source = pin!(source.fuse());
    let (mut buffer, mut results) = (VecDeque::new(), Vec::new());
    loop {
        while buffer.len() <= capacity.max(1)
            && let Some(Some(item)) = source.next().now_or_never()
        {
            buffer.push_back(item);
        }
        let item = match buffer.pop_front() {
            Some(item) => item,
            None => match source.next().await {
                Some(item) => item,
                None => return results,
            },
        };
        let mut job = pin!(work(item));
        let result = loop {
            tokio::select! {
                result = &mut job => break result,
                Some(item) = source.next(), if buffer.is_empty() => buffer.push_back(item),
            }
        };
        results.push(result);
    }
}
