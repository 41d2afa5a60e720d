//! Asks `has_changed` after each apply. When the senders are gone it is an error, even if their last value has not been
//! seen, and that value is never applied. It shows only if the last send and the end come during one apply.
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
    let mut changed = Ok(());
    while changed.is_ok() {
        let value = settings.borrow_and_update().clone();
        apply(value).await;
        changed = match settings.has_changed() {
            Ok(true) => Ok(()),
            Ok(false) => settings.changed().await,
            Err(error) => Err(error),
        };
    }
}
