//! Races the apply against the next change. A new value drops the apply of the last one half-way.
//! family: cut_short
//! caught by: what_came_and_went_meanwhile_is_skipped
//! says: dropped half-way by a new value

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
        tokio::select! {
            () = apply(value) => {}
            Ok(()) = settings.changed() => settings.mark_changed(),
        }
    }
}
