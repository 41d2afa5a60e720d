//! Gives the work `every` by a timeout, then awaits the report, then gives it `every` again. During the report nobody
//! polls the work, and a lock that goes to it is never taken.
//! family: suspended
//! caught by: both_may_wait_for_one_fair_lock
//! says: which is first in line

use std::pin::pin;
use std::time::Duration;

use tokio::time::timeout;

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut work = pin!(work);
    let mut k = 1;
    loop {
        if let Ok(output) = timeout(every, &mut work).await {
            return output;
        }
        report(k).await;
        k += 1;
    }
}
