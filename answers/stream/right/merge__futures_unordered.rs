//! One receiving future per receiver; each gives its receiver back with its message.

use futures::stream::{self, BoxStream, FuturesUnordered};
use futures::{FutureExt, StreamExt};
use tokio::sync::mpsc;

async fn receive<T>(mut source: mpsc::Receiver<T>) -> Option<(T, mpsc::Receiver<T>)> {
    let message = source.recv().await?;
    Some((message, source))
}

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    let receiving: FuturesUnordered<_> = sources.into_iter().map(|source| receive(source).boxed()).collect();
    Box::pin(stream::unfold(receiving, |mut receiving| async move {
        loop {
            if let Some((message, source)) = receiving.next().await? {
                receiving.push(receive(source).boxed());
                return Some((message, receiving));
            }
        }
    }))
}
