//! Reads the first receiver to its end, then the second. Messages of the others wait meanwhile.
//! family: one_by_one
//! caught by: each_message_comes_as_it_arrives
//! says: before the next

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    let streams = sources.into_iter().map(|mut source| stream::poll_fn(move |cx| source.poll_recv(cx)));
    stream::iter(streams).flatten().boxed()
}
