//! A queue of receivers, polled by hand; each goes to the back once it was looked at.

use std::collections::VecDeque;
use std::task::Poll;

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    let mut queue = VecDeque::from(sources);
    stream::poll_fn(move |cx| {
        for _ in 0..queue.len() {
            let mut source = queue.pop_front().expect("counted");
            match source.poll_recv(cx) {
                Poll::Ready(Some(message)) => {
                    queue.push_back(source);
                    return Poll::Ready(Some(message));
                }
                Poll::Ready(None) => {}
                Poll::Pending => queue.push_back(source),
            }
        }
        if queue.is_empty() { Poll::Ready(None) } else { Poll::Pending }
    })
    .boxed()
}
