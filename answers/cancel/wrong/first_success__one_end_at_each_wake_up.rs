//! Handles one finished attempt per poll and then returns `Pending`. Attempts that end in the same instant wake the
//! task once, so the second is never seen.
//! family: lost_wake_up
//! caught by: many_failures_in_one_instant_are_all_seen
//! says: one finished attempt per poll

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut errors: Vec<Option<E>> = attempts.iter().map(|_| None).collect();
    let mut running: Vec<(usize, Pin<Box<F>>)> = attempts.into_iter().map(Box::pin).enumerate().collect();
    while !running.is_empty() {
        let mut winner = None;
        poll_fn(|cx| {
            for place in 0..running.len() {
                let (index, attempt) = &mut running[place];
                if let Poll::Ready(result) = attempt.as_mut().poll(cx) {
                    match result {
                        Ok(value) => winner = Some(value),
                        Err(error) => errors[*index] = Some(error),
                    }
                    running.swap_remove(place);
                    // The next to end will wake us again.
                    return if winner.is_some() || running.is_empty() {
                        Poll::Ready(())
                    } else {
                        Poll::Pending
                    };
                }
            }
            Poll::Pending
        })
        .await;
        if let Some(value) = winner {
            return Ok(value);
        }
    }
    Err(errors.into_iter().flatten().collect())
}
