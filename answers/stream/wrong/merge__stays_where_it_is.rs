//! Stays with a receiver as long as it has messages, and only then goes on to the next.
//! family: starved
//! caught by: two_busy_receivers_share_the_reader
//! says: going on with one as long as it has messages

use std::task::Poll;

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    let mut sources = sources;
    let mut current = 0;
    stream::poll_fn(move |cx| {
        let mut looked_at = 0;
        while looked_at < sources.len() {
            current %= sources.len();
            match sources[current].poll_recv(cx) {
                Poll::Ready(Some(message)) => return Poll::Ready(Some(message)),
                Poll::Ready(None) => drop(sources.remove(current)),
                Poll::Pending => {
                    current += 1;
                    looked_at += 1;
                }
            }
        }
        if sources.is_empty() { Poll::Ready(None) } else { Poll::Pending }
    })
    .boxed()
}
