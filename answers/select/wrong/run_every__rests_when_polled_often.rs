//! Guards against busy loops: work that is polled four times in one instant rests for a millisecond. Work may give way
//! as often as it likes, and then it is late.
//! family: wrong_wait
//! explore: yes
//! caught by: rounds_start_on_the_beat
//! says: too late

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

/// Polled more often than that without a tick of the clock, a future is taken for a busy loop.
const OFTEN: u32 = 4;

/// `future`, which rests for a millisecond when it is polled again and again in one instant.
async fn guarded<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut rest = pin!(sleep(Duration::ZERO));
    let (mut instant, mut polls) = (Instant::now(), 0);
    poll_fn(|cx| {
        let now = Instant::now();
        if now != instant {
            (instant, polls) = (now, 0);
        }
        polls += 1;
        if polls == OFTEN {
            rest.as_mut().reset(now + Duration::from_millis(1));
        }
        if polls >= OFTEN && rest.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        future.as_mut().poll(cx)
    })
    .await
}

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut beats = interval(every);
    beats.set_missed_tick_behavior(MissedTickBehavior::Skip);
    for round in 0..rounds {
        beats.tick().await;
        guarded(work(round)).await;
    }
}
