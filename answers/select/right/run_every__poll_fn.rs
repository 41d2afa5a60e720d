//! By hand: a round or a wait, one after the other, in one poll function.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

enum Now<Fut> {
    Round(Pin<Box<Fut>>),
    Wait(Pin<Box<Sleep>>),
}

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let start = Instant::now();
    let (mut round, mut beat) = (0, start);
    let mut now = Now::Wait(Box::pin(sleep_until(start)));
    poll_fn(move |cx| {
        while round < rounds {
            now = match &mut now {
                Now::Wait(wait) => {
                    ready!(wait.as_mut().poll(cx));
                    Now::Round(Box::pin(work(round)))
                }
                Now::Round(this) => {
                    // The beats up to the start of this round are past.
                    ready!(this.as_mut().poll(cx));
                    round += 1;
                    Now::Wait(Box::pin(sleep_until(beat)))
                }
            };
            if let Now::Round(_) = &now {
                while beat <= Instant::now() {
                    beat += every;
                }
            }
        }
        Poll::Ready(())
    })
    .await;
}
