//! Uses `select!` without `biased`. When the work ends in the instant in which a report is due, chance decides whether
//! the report is still called.
//! family: tie_lost
//! caught by: work_that_is_ready_when_a_report_is_due_wins
//! says: without `biased`

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
        output = work => output,
        () = reports => unreachable!("there is always one more report"),
    }
}
