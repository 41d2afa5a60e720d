//! A state and a `poll`: either a worker runs, or a timer does.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Sleep, sleep};
use tokio_katas::JobPanicked;

enum State<Fut> {
    Runs(Pin<Box<Fut>>),
    Waits(Pin<Box<Sleep>>),
}

pub async fn supervise<F, Fut>(restarts: u32, backoff: Duration, mut worker: F) -> Result<(), JobPanicked>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut n = 0;
    let mut state = State::Runs(Box::pin(worker(n)));
    poll_fn(move |cx| {
        loop {
            match &mut state {
                State::Runs(run) => match catch_unwind(AssertUnwindSafe(|| run.as_mut().poll(cx))) {
                    Ok(Poll::Pending) => return Poll::Pending,
                    Ok(Poll::Ready(())) => return Poll::Ready(Ok(())),
                    Err(payload) if n == restarts => {
                        let text = payload.downcast_ref::<String>().map(String::as_str);
                        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
                        let message = text.unwrap_or("unknown panic").to_owned();
                        return Poll::Ready(Err(JobPanicked { message }));
                    }
                    Err(_) => state = State::Waits(Box::pin(sleep(backoff * (1u32 << n.min(5))))),
                },
                State::Waits(wait) => match wait.as_mut().poll(cx) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(()) => {
                        n += 1;
                        state = State::Runs(Box::pin(worker(n)));
                    }
                },
            }
        }
    })
    .await
}
