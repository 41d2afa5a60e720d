//! Takes turns, and waits for the receiver whose turn it is. Messages of the others wait with it.
//! family: slow_head
//! caught by: each_message_comes_as_it_arrives
//! says: all receivers in turn

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
