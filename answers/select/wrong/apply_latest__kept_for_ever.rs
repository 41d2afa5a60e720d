//! Leaks the receiver, to have it for as long as it likes. A drop half-way does not reach it, and the senders go on
//! sending to nobody.
//! family: kept_alive
//! caught by: dropped_half_way_the_apply_stops_and_the_receiver_is_gone
//! says: something leaked

use tokio::sync::watch;

pub async fn apply_latest<T, F, Fut>(settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    let settings = Box::leak(Box::new(settings));
    settings.mark_changed();
    while settings.changed().await.is_ok() {
        let value = settings.borrow_and_update().clone();
        apply(value).await;
    }
}
