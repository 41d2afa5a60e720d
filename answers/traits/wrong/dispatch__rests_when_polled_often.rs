//! Guards against busy loops: a service that is polled four times in one instant rests for a millisecond. A service may
//! give way as often as it likes, and then its answer is late.
//! family: wrong_wait
//! explore: yes
//! caught by: the_first_ok_is_the_answer_at_once
//! says: too late

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Instant, sleep};
use tokio_katas::Service;

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

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let mut errors = Vec::new();
    for service in services {
        match guarded(service.call(request.to_owned())).await {
            Ok(answer) => return Ok(answer),
            Err(error) => errors.push(error),
        }
    }
    Err(errors)
}
