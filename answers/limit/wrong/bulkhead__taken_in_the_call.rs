//! Takes the place when `try_run` is called. A future that is never polled then holds one.
//! family: eager
//! caught by: a_call_that_is_not_polled_takes_no_place
//! says: when try_run is called

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
        let place = self.places.try_acquire();
        async move {
            let _place = place.map_err(|_| Overloaded)?;
            Ok(work.await)
        }
    }
}
