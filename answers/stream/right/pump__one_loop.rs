//! One loop, a queue and `select!`: no channel and no task.

use std::collections::VecDeque;
use std::pin::pin;

use futures::future::OptionFuture;
use futures::{Stream, StreamExt};

pub async fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> Vec<R>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let capacity = capacity.max(1);
    let mut source = pin!(source.fuse());
    let mut queue = VecDeque::new();
    let mut in_work = pin!(OptionFuture::from(None));
    let (mut busy, mut ended) = (false, false);
    let mut results = Vec::new();
    loop {
        if !busy && let Some(item) = queue.pop_front() {
            in_work.set(Some(work(item)).into());
            busy = true;
        }
        if ended && !busy {
            return results;
        }
        tokio::select! {
            result = &mut in_work, if busy => {
                results.extend(result);
                busy = false;
            }
            item = source.next(), if !ended && queue.len() < capacity => match item {
                Some(item) => queue.push_back(item),
                None => ended = true,
            },
        }
    }
}
