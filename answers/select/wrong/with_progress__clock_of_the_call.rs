//! A plain function that computes the first instant before its async block: the wait begins with the call, not with
//! the first poll.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: a clock started by the call itself

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

pub fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> impl Future<Output = W::Output>
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut due = Instant::now() + every;
    async move {
        let reports = async {
            for k in 1.. {
                sleep_until(due).await;
                report(k).await;
                due = Instant::now() + every;
            }
        };
        tokio::select! {
            biased;
            output = work => output,
            () = reports => unreachable!("there is always one more report"),
        }
    }
}
