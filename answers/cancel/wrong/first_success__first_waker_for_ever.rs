//! Hands its attempts wakers that wake the task of the first poll for ever. A call that moves to another task is
//! never woken there.
//! family: old_waker
//! caught by: a_call_that_changes_tasks_is_woken_in_the_new_one
//! says: the waker of the first poll

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

struct Bell {
    rung: AtomicBool,
    caller: Waker,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.rung.store(true, Ordering::SeqCst);
        self.caller.wake_by_ref();
    }
}

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut errors: Vec<Option<E>> = attempts.iter().map(|_| None).collect();
    let mut running: Vec<Option<Pin<Box<F>>>> =
        attempts.into_iter().map(|attempt| Some(Box::pin(attempt))).collect();
    let mut bells: Vec<Arc<Bell>> = Vec::new();
    let winner = poll_fn(|cx| {
        while bells.len() < running.len() {
            bells.push(Arc::new(Bell { rung: AtomicBool::new(true), caller: cx.waker().clone() }));
        }
        for ((place, bell), error) in running.iter_mut().zip(&bells).zip(&mut errors) {
            let Some(attempt) = place else { continue };
            if !bell.rung.swap(false, Ordering::SeqCst) {
                continue;
            }
            match attempt.as_mut().poll(&mut Context::from_waker(&Waker::from(Arc::clone(bell)))) {
                Poll::Ready(Ok(value)) => return Poll::Ready(Some(value)),
                Poll::Ready(Err(failed)) => (*place, *error) = (None, Some(failed)),
                Poll::Pending => {}
            }
        }
        if running.iter().any(Option::is_some) { Poll::Pending } else { Poll::Ready(None) }
    })
    .await;
    winner.ok_or_else(|| errors.into_iter().flatten().collect())
}
