//! Waits, looks whether the work is done, reports, and waits again. The work is polled only at these looks, so it takes
//! a step at each of them, and its end is seen at the next one.
//! family: suspended
//! caught by: the_work_goes_on_during_a_report
//! says: between two polls of the work

use std::pin::pin;
use std::time::Duration;

use futures::FutureExt;
use tokio::time::sleep;

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut work = pin!(work);
    let mut k = 0;
    loop {
        sleep(every).await;
        if let Some(output) = work.as_mut().now_or_never() {
            return output;
        }
        k += 1;
        report(k).await;
    }
}
