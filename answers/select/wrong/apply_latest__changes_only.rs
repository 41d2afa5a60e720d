//! Waits for a change first. If the receiver has seen the present value, that is never applied.
//! family: one_signal_only
//! caught by: the_present_value_is_applied_at_once_and_once
//! says: the present one counts

use tokio::sync::watch;

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    while settings.changed().await.is_ok() {
        let value = settings.borrow_and_update().clone();
        apply(value).await;
    }
}
