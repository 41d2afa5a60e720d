//! By hand: the try and its timer in one slot, which is emptied before the wait begins.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Sleep, sleep};
use tokio_katas::RetryError;

enum State<Fut> {
    Trying(Pin<Box<Fut>>, Pin<Box<Sleep>>),
    Waiting(Pin<Box<Sleep>>),
}

pub async fn retry<T, E, F, Fut>(
    attempts: u32,
    per_try: Duration,
    backoff: Duration,
    mut op: F,
) -> Result<T, RetryError<E>>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = Result<T, E>>,
{
    let mut k = 1;
    let mut state = None;
    poll_fn(move |cx| {
        loop {
            match state.get_or_insert_with(|| State::Trying(Box::pin(op(k)), Box::pin(sleep(per_try)))) {
                State::Trying(call, time) => {
                    let error = match (call.as_mut().poll(cx), time.as_mut()) {
                        (Poll::Ready(Ok(value)), _) => return Poll::Ready(Ok(value)),
                        (Poll::Ready(Err(error)), _) => RetryError::Failed(error),
                        (Poll::Pending, time) => {
                            std::task::ready!(time.poll(cx));
                            RetryError::TimedOut
                        }
                    };
                    if k >= attempts {
                        state = None;
                        return Poll::Ready(Err(error));
                    }
                    state = Some(State::Waiting(Box::pin(sleep(backoff * k))));
                }
                State::Waiting(wait) => {
                    std::task::ready!(wait.as_mut().poll(cx));
                    k += 1;
                    state = None;
                }
            }
        }
    })
    .await
}
