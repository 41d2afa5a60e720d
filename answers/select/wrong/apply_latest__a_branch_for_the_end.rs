//! Has one branch for a change and one for the end of the senders. If both have come during an apply, chance decides,
//! and the last value is now and then not applied.
//! family: left_out
//! caught by: it_ends_when_the_senders_are_gone_and_the_last_value_is_applied
//! says: a value missed

use tokio::sync::watch;

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut end = settings.clone();
    settings.mark_changed();
    loop {
        tokio::select! {
            Ok(()) = settings.changed() => {
                let value = settings.borrow_and_update().clone();
                apply(value).await;
            }
            // No value is waited for, so this is an error, when all senders are gone.
            _ = end.wait_for(|_| false) => return,
        }
    }
}
