//! Stops when the source ends. What is still in the buffer is never worked on.
//! family: left_out
//! caught by: each_item_is_worked_on_once_and_results_are_in_order
//! says: an item lost on its way

use std::collections::VecDeque;
use std::pin::pin;

use futures::{Stream, StreamExt};

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
    'items: while let Some(item) = source.next().await {
        queue.push_back(item);
        while let Some(item) = queue.pop_front() {
            let mut job = pin!(work(item));
            let result = loop {
                let room = queue.len() < capacity.max(1);
                tokio::select! {
                    result = &mut job => break result,
                    item = source.next(), if room => match item {
                        Some(item) => queue.push_back(item),
                        None => {
                            results.push(job.await);
                            break 'items;
                        }
                    }
                }
            };
            results.push(result);
        }
    }
    results
}
