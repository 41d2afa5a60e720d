//! Leaves the `select!` when the work is done, and then awaits it for its output. But it has given that already, and a
//! future must not be polled after it is ready.
//! family: polled_after_end
//! caught by: the_work_goes_on_during_a_report
//! says: polled again after it was ready

use std::pin::pin;
use std::time::Duration;

use tokio::time::sleep;

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut work = pin!(work);
    let reports = async {
        for k in 1.. {
            sleep(every).await;
            report(k).await;
        }
    };
    tokio::select! {
        biased;
        _ = &mut work => {}
        () = reports => unreachable!("there is always one more report"),
    }
    work.await
}
