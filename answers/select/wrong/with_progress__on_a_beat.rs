//! Starts a report on each beat and keeps those that are still under way in a set. A slow report is overtaken by the
//! next ones.
//! family: no_limit
//! caught by: a_report_comes_every_after_the_last_one_has_ended
//! says: reports at the same time

use std::pin::pin;
use std::time::Duration;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::time::{Instant, sleep};

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut work = pin!(work);
    let mut due = pin!(sleep(every));
    let mut under_way = FuturesUnordered::new();
    let mut k = 0;
    loop {
        tokio::select! {
            biased;
            output = &mut work => return output,
            () = &mut due => {
                k += 1;
                under_way.push(report(k));
                due.as_mut().reset(Instant::now() + every);
            }
            Some(()) = under_way.next() => {}
        }
    }
}
