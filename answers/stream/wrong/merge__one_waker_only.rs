//! Returns Pending at the first receiver that has nothing. The others are not polled, so their messages
//! wait, and wake nothing.
//! family: slow_head
//! caught by: each_message_comes_as_it_arrives
//! says: whose turn it is

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
