//! Starts an apply at each change, whether one is under way or not.
//! family: no_limit
//! caught by: what_came_and_went_meanwhile_is_skipped
//! says: two applies at the same time

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::sync::watch;

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut under_way = FuturesUnordered::new();
    let mut open = true;
    settings.mark_changed();
    while open || !under_way.is_empty() {
        tokio::select! {
            biased;
            changed = settings.changed(), if open => match changed {
                Ok(()) => {
                    let value = settings.borrow_and_update().clone();
                    under_way.push(apply(value));
                }
                Err(_) => open = false,
            },
            Some(()) = under_way.next() => {}
        }
    }
}
