//! Looks between two reports whether the work is done. The output waits until the report under way has ended.
//! family: waits_on
//! caught by: the_work_goes_on_during_a_report
//! says: waiting for the report under way

use std::cell::Cell;
use std::time::Duration;

use futures::future::join;
use tokio::sync::Notify;
use tokio::time::sleep;

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let (done, end) = (Cell::new(false), Notify::new());
    let work = async {
        let output = work.await;
        done.set(true);
        end.notify_one();
        output
    };
    let reports = async {
        for k in 1.. {
            tokio::select! {
                biased;
                () = end.notified() => return,
                () = sleep(every) => report(k).await,
            }
            if done.get() {
                return;
            }
        }
    };
    join(work, reports).await.0
}
