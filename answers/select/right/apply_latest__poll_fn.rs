//! By hand: an apply, or a wait for a change, which owns the receiver meanwhile.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use futures::future::LocalBoxFuture;
use tokio::sync::watch;

type Change<'a, T> = LocalBoxFuture<'a, Option<watch::Receiver<T>>>;

enum Now<'a, T, Fut> {
    Change(Change<'a, T>),
    Apply(Pin<Box<Fut>>, watch::Receiver<T>),
}

fn change<'a, T: 'a>(mut settings: watch::Receiver<T>) -> Change<'a, T> {
    Box::pin(async move { settings.changed().await.ok().map(|()| settings) })
}

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    settings.mark_changed();
    let mut now = Some(Now::Change(change(settings)));
    poll_fn(|cx| {
        loop {
            now = match now.take() {
                None => return Poll::Ready(()),
                Some(Now::Change(mut waiting)) => match waiting.as_mut().poll(cx) {
                    Poll::Pending => {
                        now = Some(Now::Change(waiting));
                        return Poll::Pending;
                    }
                    Poll::Ready(None) => None,
                    Poll::Ready(Some(mut settings)) => {
                        let value = settings.borrow_and_update().clone();
                        Some(Now::Apply(Box::pin(apply(value)), settings))
                    }
                },
                Some(Now::Apply(mut under_way, settings)) => {
                    if under_way.as_mut().poll(cx).is_pending() {
                        now = Some(Now::Apply(under_way, settings));
                        return Poll::Pending;
                    }
                    Some(Now::Change(change(settings)))
                }
            };
        }
    })
    .await;
}
