//! Takes the end of one receiver for the end of the stream.
//! caught by: it_ends_when_the_last_sender_is_gone
//! says: the end of one receiver taken for the end of all

use std::task::Poll;

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    let mut sources = sources;
    let mut start = 0;
    stream::poll_fn(move |cx| {
        if sources.is_empty() {
            return Poll::Ready(None);
        }
        start += 1;
        for i in 0..sources.len() {
            let at = (start + i) % sources.len();
            if let Poll::Ready(message) = sources[at].poll_recv(cx) {
                return Poll::Ready(message);
            }
        }
        Poll::Pending
    })
    .boxed()
}
