//! Both sides in a `join!` that keeps its order; the work's end is the end of the reports.

use std::time::Duration;

use futures::channel::oneshot;
use tokio::time::sleep;

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let (tell, told) = oneshot::channel::<()>();
    let work = async move {
        let output = work.await;
        drop(tell);
        output
    };
    let reports = async move {
        let endless = async {
            for k in 1.. {
                sleep(every).await;
                report(k).await;
            }
        };
        tokio::select! {
            biased;
            _ = told => {}
            () = endless => {}
        }
    };
    tokio::join!(biased; work, reports).0
}
