//! Returns a `poll_fn` whose closure owns the work and the reports. It is ready, and a report under way is still alive
//! until the caller drops it.
//! family: not_cancelled
//! caught by: a_report_under_way_is_dropped_before_it_returns
//! says: kept alive by what was returned

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use tokio::time::sleep;

pub fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> impl Future<Output = W::Output>
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut work = Box::pin(work);
    let mut reports = Box::pin(async move {
        for k in 1.. {
            sleep(every).await;
            report(k).await;
        }
    });
    poll_fn(move |cx| {
        if let Poll::Ready(output) = work.as_mut().poll(cx) {
            return Poll::Ready(output);
        }
        let _ = reports.as_mut().poll(cx);
        Poll::Pending
    })
}
