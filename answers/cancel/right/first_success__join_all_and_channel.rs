//! Collects all errors with `join_all`, unless a value comes over a channel first.

use futures::future::{join_all, pending};
use tokio::sync::mpsc;

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let (tx, mut rx) = mpsc::unbounded_channel();
    let tx = &tx;
    let errors = join_all(attempts.into_iter().map(|attempt| async move {
        match attempt.await {
            Ok(value) => {
                let _ = tx.send(value);
                // Not an error, so `join_all` never ends with it.
                pending().await
            }
            Err(error) => error,
        }
    }));
    tokio::select! {
        Some(value) = rx.recv() => Ok(value),
        errors = errors => Err(errors),
    }
}
