//! Waits 2 ms after each change, in case there are more to come. The newest value is late by that.
//! family: wrong_wait
//! caught by: a_new_value_is_applied_at_once
//! says: a wait for more

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut first = true;
    settings.mark_changed();
    while settings.changed().await.is_ok() {
        if !std::mem::take(&mut first) {
            sleep(Duration::from_millis(2)).await;
        }
        let value = settings.borrow_and_update().clone();
        apply(value).await;
    }
}
