//! Catches the panic to give the place back, and answers Overloaded instead of passing the panic on.
//! family: panic_swallowed
//! caught by: a_place_is_free_when_its_work_panics
//! says: not passed on

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
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

    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        let place = self.places.try_acquire().map_err(|_| Overloaded)?;
        let output = AssertUnwindSafe(work).catch_unwind().await;
        drop(place);
        output.map_err(|_| Overloaded)
    }
}
