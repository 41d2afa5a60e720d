//! Joins both sides with `tokio::join!`, which begins with another branch at each poll unless `biased;` comes first.
//! At every other poll a report that is due goes before the work.
//! family: tie_lost
//! caught by: work_that_is_ready_when_a_report_is_due_wins
//! says: begins with another one at each poll

use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::sleep;

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let end = Notify::new();
    let work = async {
        let output = work.await;
        end.notify_one();
        output
    };
    let reports = async {
        let endless = async {
            for k in 1.. {
                sleep(every).await;
                report(k).await;
            }
        };
        tokio::select! {
            biased;
            () = end.notified() => {}
            () = endless => {}
        }
    };
    tokio::join!(work, reports).0
}
