//! One `select!` in a loop: the work, the wait and the report under way are all branches, and the handlers await
//! nothing.

use std::pin::pin;
use std::time::Duration;

use tokio::time::{Instant, sleep};

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut work = pin!(work);
    let mut wait = pin!(sleep(every));
    let mut under_way = pin!(None);
    let mut k = 0;
    loop {
        tokio::select! {
            biased;
            output = &mut work => return output,
            () = &mut wait, if under_way.is_none() => {
                k += 1;
                under_way.set(Some(report(k)));
            }
            () = async { under_way.as_mut().as_pin_mut().expect("a report").await }, if under_way.is_some() => {
                under_way.set(None);
                wait.as_mut().reset(Instant::now() + every);
            }
        }
    }
}
