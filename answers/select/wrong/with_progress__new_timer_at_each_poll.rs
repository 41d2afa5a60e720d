//! Makes the timer in the closure of a `poll_fn`. Each step of the work wakes the task, and the wait begins anew: a
//! report comes only when the work is quiet for long enough.
//! family: wrong_clock
//! caught by: the_work_goes_on_during_a_report
//! says: a timer that is made anew

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use tokio::time::sleep;

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut work = pin!(work);
    let mut under_way: Option<Pin<Box<Fut>>> = None;
    let mut due = Box::pin(sleep(every));
    let mut k = 0;
    poll_fn(move |cx| {
        loop {
            if let Poll::Ready(output) = work.as_mut().poll(cx) {
                return Poll::Ready(output);
            }
            match &mut under_way {
                Some(report) => {
                    std::task::ready!(report.as_mut().poll(cx));
                    under_way = None;
                    due = Box::pin(sleep(every));
                }
                None if due.is_elapsed() => {
                    k += 1;
                    under_way = Some(Box::pin(report(k)));
                }
                None => {
                    due = Box::pin(sleep(every));
                    std::task::ready!(due.as_mut().poll(cx));
                }
            }
        }
    })
    .await
}
