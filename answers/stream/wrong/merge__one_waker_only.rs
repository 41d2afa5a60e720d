//! Returns at the first receiver that has nothing: the others do not know whom to wake.
//! caught by: a_message_on_any_receiver_wakes_the_reader
//! says: it does not know whom to wake

use std::collections::VecDeque;
use std::task::ready;

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    let mut queue = VecDeque::from(sources);
    stream::poll_fn(move |cx| {
        while let Some(source) = queue.front_mut() {
            match ready!(source.poll_recv(cx)) {
                Some(message) => {
                    queue.rotate_left(1);
                    return std::task::Poll::Ready(Some(message));
                }
                None => drop(queue.pop_front()),
            }
        }
        std::task::Poll::Ready(None)
    })
    .boxed()
}
