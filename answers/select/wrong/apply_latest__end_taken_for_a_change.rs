//! Throws the result of `changed` away. When the senders are gone it is an error at once, each time, and the last value
//! is applied for ever.
//! family: closed_taken_wrong
//! caught by: it_ends_when_the_senders_are_gone_and_the_last_value_is_applied
//! says: `changed` is an error at once, each time

use tokio::sync::watch;

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    loop {
        let value = settings.borrow_and_update().clone();
        apply(value).await;
        let _ = settings.changed().await;
    }
}
