//! Polls all stamps by hand, and takes the lock only when some lines are ready.

use std::future::Future;
use std::sync::{Arc, Mutex};

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let mut stamps: Vec<Pin<Box<Fut>>> = lines.into_iter().map(|line| Box::pin(stamp(line))).collect();
    poll_fn(|cx| {
        let mut ready = Vec::new();
        stamps.retain_mut(|stamped| match stamped.as_mut().poll(cx) {
            Poll::Ready(line) => {
                ready.push(line);
                false
            }
            Poll::Pending => true,
        });
        log.lock().unwrap().append(&mut ready);
        if stamps.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}
