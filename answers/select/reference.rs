//! One task, many waits.

use std::time::Duration;

use tokio::time::sleep;

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    // One future for all reports: it is a branch, so it is polled beside the work. In a handler it would not be.
    let reports = async {
        for k in 1.. {
            sleep(every).await;
            report(k).await;
        }
    };
    tokio::select! {
        biased;
        output = work => output,
        () = reports => unreachable!("there is always one more report"),
    }
}
