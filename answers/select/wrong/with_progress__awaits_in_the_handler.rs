//! Awaits the report in the handler of a `select!`. While the handler runs, nobody polls the work; if the report waits
//! for something that goes to the work, neither goes on.
//! family: suspended
//! caught by: the_work_goes_on_during_a_report
//! says: in the handler of a select!

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
    let mut k = 0;
    loop {
        tokio::select! {
            biased;
            output = &mut work => return output,
            () = sleep(every) => {
                k += 1;
                report(k).await;
            }
        }
    }
}
