//! Forwards into a channel of the futures crate. Its sender has a place of its own beside the buffer, and
//! `forward` holds one more item.
//! family: read_ahead
//! caught by: never_more_than_capacity_and_two_are_unfinished
//! says: ran away from the work

use futures::channel::mpsc;
use futures::{Stream, StreamExt, join};

pub async fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> Vec<R>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let (tx, rx) = mpsc::channel(capacity.max(1));
    let producer = source.map(Ok).forward(tx);
    let worker = rx.then(work).collect::<Vec<R>>();
    let (_, results) = join!(producer, worker);
    results
}
