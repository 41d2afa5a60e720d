//! Makes the report before the wait and awaits it afterwards. Whatever the call itself does comes too early.
//! family: called_ahead
//! caught by: the_work_goes_on_during_a_report
//! says: called before the wait

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
            let next = report(k);
            sleep(every).await;
            next.await;
        }
    };
    tokio::select! {
        biased;
        output = work => output,
        () = reports => unreachable!("there is always one more report"),
    }
}
