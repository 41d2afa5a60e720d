//! Drops a receiver that is closed and empty. A permit may still bring a message.
//! family: closed_taken_wrong
//! caught by: a_closed_receiver_is_drained
//! says: closed taken for empty

use std::collections::VecDeque;
use std::task::Poll;

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    let mut queue = VecDeque::from(sources);
    stream::poll_fn(move |cx| {
        queue.retain(|source| !(source.is_closed() && source.is_empty()));
        for _ in 0..queue.len() {
            let message = queue[0].poll_recv(cx);
            queue.rotate_left(1);
            if let Poll::Ready(Some(message)) = message {
                return Poll::Ready(Some(message));
            }
        }
        if queue.is_empty() { Poll::Ready(None) } else { Poll::Pending }
    })
    .boxed()
}
