//! Marks the value as seen when it has been applied. What was sent meanwhile is marked with it, and never applied.
//! family: left_out
//! caught by: what_came_and_went_meanwhile_is_skipped
//! says: marked as seen after it was applied

use tokio::sync::watch;

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    settings.mark_changed();
    while settings.changed().await.is_ok() {
        let value = settings.borrow().clone();
        apply(value).await;
        settings.mark_unchanged();
    }
}
