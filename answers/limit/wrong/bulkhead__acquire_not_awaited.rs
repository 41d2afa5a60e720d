//! Takes a permit and does not await it: nobody is ever refused.
//! caught by: a_full_bulkhead_refuses_at_once
//! says: without its .await

use std::future::Future;

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
        if self.available() == 0 {
            return Err(Overloaded);
        }
        let _place = self.places.acquire();
        Ok(work.await)
    }
}
