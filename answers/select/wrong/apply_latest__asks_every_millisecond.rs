//! Asks each millisecond whether something has changed. A new value waits for the next look.
//! family: looks_now_and_then
//! caught by: a_send_counts_even_if_the_value_is_equal
//! says: asking every so often

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    settings.mark_changed();
    loop {
        let gone = settings.has_changed().is_err();
        let version = settings.has_changed().unwrap_or(true);
        if version {
            let value = settings.borrow_and_update().clone();
            apply(value).await;
        }
        if gone {
            return;
        }
        sleep(Duration::from_millis(1)).await;
    }
}
