//! Looks at the receivers in the same order each time. The first one that is busy always wins.
//! family: starved
//! caught by: two_busy_receivers_share_the_reader
//! says: starved

use std::task::Poll;

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    let mut sources = sources;
    stream::poll_fn(move |cx| {
        let mut index = 0;
        while index < sources.len() {
            match sources[index].poll_recv(cx) {
                Poll::Ready(Some(message)) => return Poll::Ready(Some(message)),
                Poll::Ready(None) => drop(sources.remove(index)),
                Poll::Pending => index += 1,
            }
        }
        if sources.is_empty() { Poll::Ready(None) } else { Poll::Pending }
    })
    .boxed()
}
