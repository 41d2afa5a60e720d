//! Takes the value at the first change during an apply and keeps it until that has ended. What came later is applied
//! after it, and a stale value before.
//! family: stale
//! caught by: what_came_and_went_meanwhile_is_skipped
//! says: a newer one has come

use tokio::sync::watch;

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut next = Some(settings.borrow_and_update().clone());
    while let Some(value) = next.take() {
        let change = async {
            settings.changed().await.ok()?;
            Some(settings.borrow_and_update().clone())
        };
        next = futures::future::join(apply(value), change).await.1;
    }
}
