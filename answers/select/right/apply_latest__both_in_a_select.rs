//! The change and the apply under way are both branches. A change is only noted; the value is read when it is applied.

use std::pin::pin;

use tokio::sync::watch;

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut under_way = pin!(None);
    let (mut dirty, mut open) = (true, true);
    loop {
        if dirty && under_way.is_none() {
            dirty = false;
            let value = settings.borrow_and_update().clone();
            under_way.set(Some(apply(value)));
        }
        if !open && under_way.is_none() {
            return;
        }
        tokio::select! {
            () = async { under_way.as_mut().as_pin_mut().expect("an apply").await }, if under_way.is_some() => {
                under_way.set(None);
            }
            changed = settings.changed(), if open => match changed {
                Ok(()) => dirty = true,
                Err(_) => open = false,
            }
        }
    }
}
