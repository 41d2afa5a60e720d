//! A channel of the futures crate gives each sender one place of its own beside its buffer;
//! `send` waits until that place is empty again, so it serves as the producer's hand.

use futures::channel::mpsc;
use futures::{SinkExt, Stream, StreamExt, join};

pub async fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> Vec<R>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let (mut tx, rx) = mpsc::channel(capacity.max(1));
    let producer = async move {
        futures::pin_mut!(source);
        while let Some(item) = source.next().await {
            if tx.send(item).await.is_err() {
                return;
            }
        }
    };
    let worker = rx.then(work).collect::<Vec<R>>();
    let ((), results) = join!(producer, worker);
    results
}
