//! Queues each value that comes during an apply, and applies them all in order. The newest waits for those that nobody
//! needs any more.
//! family: stale
//! caught by: what_came_and_went_meanwhile_is_skipped
//! says: a newer one has come

use std::collections::VecDeque;
use std::pin::pin;

use tokio::sync::watch;

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut queue = VecDeque::from([settings.borrow_and_update().clone()]);
    let mut under_way = pin!(None);
    let mut open = true;
    loop {
        if under_way.is_none() {
            match queue.pop_front() {
                Some(value) => under_way.set(Some(apply(value))),
                None if !open => return,
                None => {}
            }
        }
        tokio::select! {
            biased;
            changed = settings.changed(), if open => match changed {
                Ok(()) => queue.push_back(settings.borrow_and_update().clone()),
                Err(_) => open = false,
            },
            () = async { under_way.as_mut().as_pin_mut().expect("an apply").await }, if under_way.is_some() => {
                under_way.set(None);
            }
        }
    }
}
