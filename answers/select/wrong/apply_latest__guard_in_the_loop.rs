//! Clones the first value in a statement of its own, and the others in the one that applies them. From the second value
//! on, the guard of the borrow lives across the `.await`, and blocks the thread of whoever sends meanwhile.
//! family: lock_across_await
//! caught by: the_sender_is_not_held_up
//! says: a borrow kept across an .await

use tokio::sync::watch;

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    let first = settings.borrow_and_update().clone();
    apply(first).await;
    while settings.changed().await.is_ok() {
        apply(settings.borrow_and_update().clone()).await;
    }
}
