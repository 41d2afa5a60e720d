//! Reads the first receiver to its end, then the second.
//! caught by: each_message_comes_as_it_arrives
//! says: one receiver after the other

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    let streams = sources.into_iter().map(|mut source| stream::poll_fn(move |cx| source.poll_recv(cx)));
    stream::iter(streams).flatten().boxed()
}
