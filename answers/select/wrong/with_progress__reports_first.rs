//! Puts the reports above the work in a biased `select!`. Whenever both are ready, the report is called although the
//! work is done.
//! family: tie_lost
//! caught by: work_that_is_ready_when_a_report_is_due_wins
//! says: the reports polled before the work

use std::time::Duration;

use tokio::time::sleep;

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let reports = async {
        for k in 1.. {
            sleep(every).await;
            report(k).await;
        }
    };
    tokio::select! {
        biased;
        () = reports => unreachable!("there is always one more report"),
        output = work => output,
    }
}
