//! Keeps a reporting task alive as long as the stream is held. It goes on after the stream has ended.
//! family: kept_alive
//! caught by: nothing_is_left_running
//! says: keeps alive after its end

use std::time::Duration;

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    let streams = sources.into_iter().map(|mut source| stream::poll_fn(move |cx| source.poll_recv(cx)));
    let mut merged = stream::select_all(streams);
    let mut reporter = JoinSet::new();
    stream::poll_fn(move |cx| {
        if reporter.is_empty() {
            reporter.spawn(async {
                loop {
                    tokio::time::sleep(Duration::from_secs(60)).await;
                    eprintln!("still merging");
                }
            });
        }
        merged.poll_next_unpin(cx)
    })
    .boxed()
}
