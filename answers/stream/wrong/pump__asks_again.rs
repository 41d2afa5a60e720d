//! Asks the source again while the last items are worked on, although it has ended.
//! family: polled_after_end
//! caught by: the_source_is_not_polled_after_its_end
//! says: once it has said None

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
    let mut source = pin!(source);
    let mut queue = VecDeque::new();
    let mut results = Vec::new();
    while let Some(item) = source.next().await {
        queue.push_back(item);
        while let Some(item) = queue.pop_front() {
            let mut job = pin!(work(item).fuse());
            loop {
                let room = queue.len() < capacity.max(1);
                tokio::select! {
                    biased;
                    result = &mut job => {
                        results.push(result);
                        break;
                    }
                    Some(item) = source.next(), if room => queue.push_back(item),
                    else => {}
                }
            }
        }
    }
    results
}
