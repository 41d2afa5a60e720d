//! Forgets that the first tick of an interval comes at once: work that is only just beginning is reported on.
//! family: wrong_wait
//! caught by: the_work_goes_on_during_a_report
//! says: an interval ticks at once

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let reports = async {
        let mut beats = interval(every);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        for k in 1.. {
            beats.tick().await;
            report(k).await;
        }
    };
    tokio::select! {
        biased;
        output = work => output,
        () = reports => unreachable!("there is always one more report"),
    }
}
