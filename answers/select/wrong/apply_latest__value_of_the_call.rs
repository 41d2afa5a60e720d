//! A plain function that reads the first value before its async block: what is sent before the first poll is too late
//! for it.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: a value taken by the call itself

use tokio::sync::watch;

pub fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F) -> impl Future<Output = ()>
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    let first = settings.borrow_and_update().clone();
    async move {
        apply(first).await;
        while settings.changed().await.is_ok() {
            let value = settings.borrow_and_update().clone();
            apply(value).await;
        }
    }
}
