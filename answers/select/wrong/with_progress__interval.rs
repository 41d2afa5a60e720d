//! Takes an interval for the waits. It keeps a beat, whatever a report takes; the wait is to begin when the report has
//! ended.
//! family: wrong_clock
//! caught by: a_report_comes_every_after_the_last_one_has_ended
//! says: that gives beats

use std::time::Duration;

use tokio::time::interval;

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let reports = async {
        let mut beats = interval(every);
        beats.tick().await;
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
