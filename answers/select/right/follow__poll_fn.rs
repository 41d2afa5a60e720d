//! By hand: a receive that owns the receiver, or a handle beside it.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use futures::future::LocalBoxFuture;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_katas::Seen;

type Receive<'a, T> = LocalBoxFuture<'a, (Result<T, RecvError>, broadcast::Receiver<T>)>;

fn receive<'a, T: Clone + 'a>(mut events: broadcast::Receiver<T>) -> Receive<'a, T> {
    Box::pin(async move { (events.recv().await, events) })
}

pub async fn follow<T, F, Fut>(events: broadcast::Receiver<T>, mut handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    let (mut receiving, mut idle) = (Some(receive(events)), None);
    let mut under_way: Option<Pin<Box<Fut>>> = None;
    poll_fn(|cx| {
        loop {
            if let Some(handling) = &mut under_way {
                std::task::ready!(handling.as_mut().poll(cx));
                under_way = None;
                receiving = idle.take().map(receive);
            }
            let Some(receive) = &mut receiving else { return Poll::Ready(()) };
            let (received, events) = std::task::ready!(receive.as_mut().poll(cx));
            receiving = None;
            idle = Some(events);
            let seen = match received {
                Ok(message) => Seen::Message(message),
                Err(RecvError::Lagged(missed)) => Seen::Missed(missed),
                Err(RecvError::Closed) => return Poll::Ready(()),
            };
            under_way = Some(Box::pin(handle(seen)));
        }
    })
    .await;
}
