//! Divides by the number of receivers, which may be zero.
//! family: empty_input
//! caught by: no_receivers_end_at_once
//! says: your code panicked
//! says: that there is a receiver

use std::task::Poll;

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    let mut sources: Vec<Option<mpsc::Receiver<T>>> = sources.into_iter().map(Some).collect();
    let mut turn = 0;
    stream::poll_fn(move |cx| {
        let count = sources.len();
        turn = (turn + 1) % count;
        for index in (turn..count).chain(0..turn) {
            let Some(source) = &mut sources[index] else { continue };
            match source.poll_recv(cx) {
                Poll::Ready(Some(message)) => return Poll::Ready(Some(message)),
                Poll::Ready(None) => sources[index] = None,
                Poll::Pending => {}
            }
        }
        if sources.iter().all(Option::is_none) { Poll::Ready(None) } else { Poll::Pending }
    })
    .boxed()
}
