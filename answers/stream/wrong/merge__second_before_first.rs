//! Takes two messages at a time from a receiver, and gives out the second one first.
//! family: overtaking
//! caught by: each_receivers_own_order_is_kept
//! says: given out in another order

use std::collections::VecDeque;
use std::task::Poll;

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    let mut queue = VecDeque::from(sources);
    let mut held = Vec::new();
    stream::poll_fn(move |cx| {
        if let Some(message) = held.pop() {
            return Poll::Ready(Some(message));
        }
        for _ in 0..queue.len() {
            let mut source = queue.pop_front().expect("counted");
            match source.poll_recv_many(cx, &mut held, 2) {
                Poll::Ready(0) => {}
                Poll::Ready(_) => {
                    queue.push_back(source);
                    return Poll::Ready(held.pop());
                }
                Poll::Pending => queue.push_back(source),
            }
        }
        if queue.is_empty() { Poll::Ready(None) } else { Poll::Pending }
    })
    .boxed()
}
