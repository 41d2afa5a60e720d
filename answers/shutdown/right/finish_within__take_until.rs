//! The set as a stream, taken until the grace is over, then once more to its end.

use std::time::Duration;

use futures::{StreamExt, stream};
use tokio::task::{JoinError, JoinSet};
use tokio::time::sleep;
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
    let in_time = stream::poll_fn(|cx| tasks.poll_join_next(cx)).take_until(sleep(grace));
    in_time.for_each(|ended| std::future::ready(count(&mut drained, ended))).await;
    tasks.abort_all();
    let late = stream::poll_fn(|cx| tasks.poll_join_next(cx));
    late.for_each(|ended| std::future::ready(count(&mut drained, ended))).await;
    drained
}
