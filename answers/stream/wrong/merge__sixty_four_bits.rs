//! Keeps track of open receivers in the bits of one u64. With more than 64 receivers it overflows.
//! family: hidden_limit
//! caught by: many_receivers_are_merged
//! says: your code panicked
//! says: a fixed number of receivers

use std::task::Poll;

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    let mut sources = sources;
    let mut open: u64 = (0..sources.len()).map(|index| 1 << index).sum();
    let mut turn = 0;
    stream::poll_fn(move |cx| {
        for _ in 0..sources.len() {
            turn = (turn + 1) % sources.len();
            if open & (1 << turn) == 0 {
                continue;
            }
            match sources[turn].poll_recv(cx) {
                Poll::Ready(Some(message)) => return Poll::Ready(Some(message)),
                Poll::Ready(None) => open &= !(1 << turn),
                Poll::Pending => {}
            }
        }
        if open == 0 { Poll::Ready(None) } else { Poll::Pending }
    })
    .boxed()
}
