//! Two pinned futures and `select` of the futures crate, which always asks the first one first.

use std::pin::pin;
use std::time::Duration;

use futures::future::{Either, select};
use tokio::time::sleep;

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let reports = async {
        let mut k = 0;
        loop {
            sleep(every).await;
            k += 1;
            report(k).await;
        }
    };
    match select(pin!(work), pin!(reports)).await {
        Either::Left((output, _)) => output,
        Either::Right(((), _)) => unreachable!("the reports never end"),
    }
}
