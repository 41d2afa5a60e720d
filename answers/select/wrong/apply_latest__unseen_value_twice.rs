//! Reads the first value with `borrow`, which does not mark it as seen. If it was new to the receiver, `changed` is
//! ready for it once more.
//! family: done_again
//! caught by: the_present_value_is_applied_at_once_and_once
//! says: still counts as unseen

use tokio::sync::watch;

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    let value = settings.borrow().clone();
    apply(value).await;
    while settings.changed().await.is_ok() {
        let value = settings.borrow_and_update().clone();
        apply(value).await;
    }
}
