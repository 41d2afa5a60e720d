//! Both sides joined, the work first; at its end the work aborts the reports.

use std::time::Duration;

use futures::future::{abortable, join};
use tokio::time::sleep;

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let (reports, stop) = abortable(async {
        for k in 1.. {
            sleep(every).await;
            report(k).await;
        }
    });
    let work = async {
        let output = work.await;
        stop.abort();
        output
    };
    join(work, reports).await.0
}
