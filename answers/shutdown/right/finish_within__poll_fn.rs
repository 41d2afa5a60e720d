//! A hand-written poll over poll_join_next.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::task::{JoinError, JoinSet};
use tokio_katas::Drained;

fn count<R>(drained: &mut Drained<R>, ended: Result<R, JoinError>) {
    match ended {
        Ok(result) => drained.finished.push(result),
        Err(error) if error.is_panic() => drained.panicked += 1,
        Err(_) => drained.aborted += 1,
    }
}

pub async fn finish_within<R: 'static>(mut tasks: JoinSet<R>, grace: Duration) -> Drained<R> {
    let mut drained = Drained { finished: Vec::new(), aborted: 0, panicked: 0 };
    let mut patience = Some(Box::pin(tokio::time::sleep(grace)));
    let all = poll_fn(|cx| {
        loop {
            match tasks.poll_join_next(cx) {
                Poll::Ready(Some(ended)) => count(&mut drained, ended),
                Poll::Ready(None) => return Poll::Ready(()),
                Poll::Pending => break,
            }
        }
        if let Some(timer) = &mut patience
            && timer.as_mut().poll(cx).is_ready()
        {
            patience = None;
            tasks.abort_all();
        }
        Poll::Pending
    });
    pin!(all).await;
    drained
}
