//! Takes the end of one receiver for the end of the stream. It ends with the last of them.
//! family: closed_taken_wrong
//! caught by: each_message_comes_as_it_arrives
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
