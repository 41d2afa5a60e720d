//! The present value first, marked as seen; then each change.

use tokio::sync::watch;

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    loop {
        let value = {
            let present = settings.borrow_and_update();
            present.clone()
        };
        apply(value).await;
        if settings.changed().await.is_err() {
            return;
        }
    }
}
