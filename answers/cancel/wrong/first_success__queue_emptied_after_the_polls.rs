//! Keeps a queue of the attempts that were woken, polls those, then empties the queue. An attempt that wakes itself
//! while it is polled is thrown out with the others, and never polled again.
//! family: lost_wake_up
//! explore: yes
//! caught by: if_all_fail_their_errors_come_in_input_order
//! says: deadlock

use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use futures::task::AtomicWaker;

#[derive(Default)]
struct Woken {
    queue: Mutex<Vec<usize>>,
    call: AtomicWaker,
}

struct Attempt {
    index: usize,
    woken: Arc<Woken>,
}

impl Wake for Attempt {
    fn wake(self: Arc<Self>) {
        self.woken.queue.lock().expect("nobody panics with it").push(self.index);
        self.woken.call.wake();
    }
}

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut attempts: Vec<_> = attempts.into_iter().map(|attempt| Some(Box::pin(attempt))).collect();
    let mut errors: Vec<Option<E>> = attempts.iter().map(|_| None).collect();
    let woken = Arc::new(Woken::default());
    woken.queue.lock().expect("nobody panics with it").extend(0..attempts.len());
    poll_fn(|cx| {
        woken.call.register(cx.waker());
        let queue = woken.queue.lock().expect("nobody panics with it").clone();
        for index in queue {
            let Some(attempt) = &mut attempts[index] else { continue };
            let waker = Waker::from(Arc::new(Attempt { index, woken: Arc::clone(&woken) }));
            match attempt.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(Ok(value)) => return Poll::Ready(Ok(value)),
                Poll::Ready(Err(error)) => {
                    errors[index] = Some(error);
                    attempts[index] = None;
                }
                Poll::Pending => {}
            }
        }
        woken.queue.lock().expect("nobody panics with it").clear();
        if errors.iter().all(Option::is_some) {
            return Poll::Ready(Err(errors.iter_mut().filter_map(Option::take).collect()));
        }
        Poll::Pending
    })
    .await
}
