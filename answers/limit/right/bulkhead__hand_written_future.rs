//! `try_run` as a state and a `poll`: the place is taken at the first poll, and put down in the
//! poll that ends the work, so that a finished future holds nothing.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_katas::Overloaded;

pub struct Bulkhead {
    places: Arc<Semaphore>,
}

impl Bulkhead {
    pub fn new(capacity: usize) -> Bulkhead {
        Bulkhead { places: Arc::new(Semaphore::new(capacity.max(1))) }
    }

    pub fn available(&self) -> usize {
        self.places.available_permits()
    }

    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        let mut work = Box::pin(work);
        let mut place: Option<OwnedSemaphorePermit> = None;
        poll_fn(move |cx| {
            let held = match place.take() {
                Some(held) => held,
                None => match Arc::clone(&self.places).try_acquire_owned() {
                    Ok(held) => held,
                    Err(_) => return Poll::Ready(Err(Overloaded)),
                },
            };
            // Held by this call of poll: a panic in here drops it.
            match work.as_mut().poll(cx) {
                Poll::Ready(output) => Poll::Ready(Ok(output)),
                Poll::Pending => {
                    place = Some(held);
                    Poll::Pending
                }
            }
        })
        .await
    }
}
