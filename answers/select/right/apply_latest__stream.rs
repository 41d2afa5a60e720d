//! The values as a stream that gives the newest one each time it is asked.

use futures::stream::{self, StreamExt};
use tokio::sync::watch;

pub async fn apply_latest<T, F, Fut>(settings: watch::Receiver<T>, apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    let newest = stream::unfold((settings, true), |(mut settings, first)| async move {
        if !first {
            settings.changed().await.ok()?;
        }
        let value = settings.borrow_and_update().clone();
        Some((value, (settings, false)))
    });
    newest.for_each(apply).await;
}
