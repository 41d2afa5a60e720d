//! Returns as soon as the senders are gone, with an apply under way.
//! family: cut_short
//! caught by: it_ends_when_the_senders_are_gone_and_the_last_value_is_applied
//! says: by the end of the senders

use std::pin::pin;

use tokio::sync::watch;

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    settings.mark_changed();
    while settings.changed().await.is_ok() {
        let value = settings.borrow_and_update().clone();
        let mut under_way = pin!(apply(value));
        let mut again = false;
        loop {
            tokio::select! {
                biased;
                () = &mut under_way => break,
                changed = settings.changed() => match changed {
                    Ok(()) => again = true,
                    Err(_) => return,
                },
            }
        }
        if again {
            settings.mark_changed();
        }
    }
}
