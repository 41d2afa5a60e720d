//! Counts the reports from 0.
//! family: off_by_one
//! caught by: the_work_goes_on_during_a_report
//! says: reports counted from 0

use std::time::Duration;

use tokio::time::sleep;

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let reports = async {
        for k in 0.. {
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
