//! Takes turns, and waits for the message of whose turn it is.
//! caught by: a_quiet_receiver_holds_up_no_other
//! says: while another has one

use std::collections::VecDeque;

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    stream::unfold(VecDeque::from(sources), |mut turns| async move {
        loop {
            let mut source = turns.pop_front()?;
            if let Some(message) = source.recv().await {
                turns.push_back(source);
                return Some((message, turns));
            }
        }
    })
    .boxed()
}
