//! `wait_for` looks at the present value at once; later a flag in its closure waits for a change.

use tokio::sync::watch;

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut first = true;
    loop {
        if !std::mem::take(&mut first) && settings.changed().await.is_err() {
            return;
        }
        let newest = settings.wait_for(|_| true).await.map(|value| value.clone());
        let Ok(value) = newest else { return };
        apply(value).await;
    }
}
