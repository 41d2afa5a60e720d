//! Has one branch for messages and one for the end of the senders. If the channel is closed and still holds messages,
//! chance decides, and some are now and then not handled.
//! family: closed_taken_wrong
//! caught by: it_ends_when_the_channel_is_closed_and_all_it_held_is_handled
//! says: still gives what it holds

use std::pin::pin;

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_katas::Seen;

pub async fn follow<T, F, Fut>(mut events: broadcast::Receiver<T>, mut handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut others = events.resubscribe();
    let mut end = pin!(async { while !matches!(others.recv().await, Err(RecvError::Closed)) {} });
    loop {
        let seen = tokio::select! {
            received = events.recv() => match received {
                Ok(message) => Seen::Message(message),
                Err(RecvError::Lagged(missed)) => Seen::Missed(missed),
                Err(RecvError::Closed) => return,
            },
            () = &mut end => return,
        };
        handle(seen).await;
    }
}
