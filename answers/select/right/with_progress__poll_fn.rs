//! By hand: the work first, then either the wait or the report, as long as one of them is ready.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Sleep, sleep};

enum Beside<Fut> {
    Waiting(Pin<Box<Sleep>>),
    Reporting(Pin<Box<Fut>>),
}

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut work = pin!(work);
    let mut beside = Beside::Waiting(Box::pin(sleep(every)));
    let mut k = 0;
    poll_fn(|cx| {
        loop {
            if let Poll::Ready(output) = work.as_mut().poll(cx) {
                return Poll::Ready(output);
            }
            beside = match &mut beside {
                Beside::Waiting(wait) => {
                    std::task::ready!(wait.as_mut().poll(cx));
                    k += 1;
                    Beside::Reporting(Box::pin(report(k)))
                }
                Beside::Reporting(report) => {
                    std::task::ready!(report.as_mut().poll(cx));
                    Beside::Waiting(Box::pin(sleep(every)))
                }
            };
        }
    })
    .await
}
