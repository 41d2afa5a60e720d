//! One worked answer for the whole kata.

use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt, future};
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(8);
    let mut senders = JoinSet::new();
    for input in inputs {
        let (tx, message) = (tx.clone(), format!("done:{input}"));
        // An error means that the receiver is gone, and then nobody misses the message.
        senders.spawn(async move { tx.send(message).await.is_ok() });
    }
    // The channel ends when its last sender is gone, and this is one of them.
    drop(tx);

    let mut messages = Vec::new();
    while let Some(message) = rx.recv().await {
        messages.push(message);
    }
    messages.sort();
    messages
}

pub async fn run_stream_pipeline(inputs: Vec<&str>) -> Vec<String> {
    let (label, mut labelled) = mpsc::channel(8);
    let input_stage = async move {
        for (index, input) in inputs.into_iter().enumerate() {
            if label.send(format!("{index}:{input}")).await.is_err() {
                break;
            }
        }
    };
    let worker_stage = async move {
        let mut processed = Vec::new();
        while let Some(item) = labelled.recv().await {
            sleep(Duration::from_millis(5)).await;
            processed.push(format!("processed:{item}"));
        }
        processed
    };
    // Both stages in this task: nothing to spawn, nothing to clean up when it is dropped.
    future::join(input_stage, worker_stage).await.1
}

pub async fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> Vec<R>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let (tx, mut rx) = mpsc::channel(capacity.max(1));
    let producer = async move {
        let mut source = Box::pin(source);
        while let Some(item) = source.next().await {
            // Here the producer waits for room, with one item in its hand.
            if tx.send(item).await.is_err() {
                break;
            }
        }
    };
    let worker = async move {
        let mut results = Vec::new();
        while let Some(item) = rx.recv().await {
            results.push(work(item).await);
        }
        results
    };
    future::join(producer, worker).await.1
}

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    let streams = sources.into_iter().map(|source| {
        stream::unfold(source, |mut source| async move {
            let message = source.recv().await?;
            Some((message, source))
        })
        .boxed()
    });
    // `select_all` polls only streams that were woken, each in its turn.
    stream::select_all(streams).boxed()
}

pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    // Fused, since the end is met twice: it closes the last batch, then it ends the batches.
    let source = Box::pin(source.fuse());
    stream::unfold(source, move |mut source| async move {
        let mut batch = vec![source.next().await?];
        let deadline = Instant::now() + max_wait;
        while batch.len() < max_items {
            match timeout_at(deadline, source.next()).await {
                Ok(Some(item)) => batch.push(item),
                Ok(None) | Err(_) => break,
            }
        }
        Some((batch, source))
    })
    .boxed()
}

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    // Tokio's mutex is fair: whoever asks first, stores first.
    let store = &Mutex::new(store);
    let handled = stream::iter(items).map(|item| {
        let fetching = fetch(item);
        async move {
            let result = fetching.await;
            // Nothing stands still meanwhile: all that has a place is polled by `buffer_unordered`.
            let mut store = store.lock().await;
            store(result).await;
        }
    });
    handled.buffer_unordered(limit.max(1)).collect::<()>().await
}
