//! Keeps the place in the future itself. It comes back when the future is dropped, not when the work in it
//! is done.
//! family: kept_alive
//! caught by: a_place_is_free_when_its_work_finishes
//! says: the future that is already done

use std::future::poll_fn;

use tokio::sync::Semaphore;
use tokio_katas::Overloaded;

pub struct Bulkhead {
    places: Semaphore,
}

impl Bulkhead {
    pub fn new(capacity: usize) -> Bulkhead {
        Bulkhead { places: Semaphore::new(capacity.max(1)) }
    }

    pub fn available(&self) -> usize {
        self.places.available_permits()
    }

    pub fn try_run<Fut: Future>(&self, work: Fut) -> impl Future<Output = Result<Fut::Output, Overloaded>> {
        let mut work = Box::pin(work);
        let mut place = None;
        poll_fn(move |cx| {
            if place.is_none() {
                match self.places.try_acquire() {
                    Ok(permit) => place = Some(permit),
                    Err(_) => return Err(Overloaded).into(),
                }
            }
            work.as_mut().poll(cx).map(Ok)
        })
    }
}
