//! Keeps its places for the thread that made it. Callers on other threads are refused although places are
//! free.
//! family: too_picky
//! caught by: threads_never_share_a_place
//! says: belong to one thread

use std::thread::{self, ThreadId};

use tokio::sync::Semaphore;
use tokio_katas::Overloaded;

pub struct Bulkhead {
    owner: ThreadId,
    places: Semaphore,
}

impl Bulkhead {
    pub fn new(capacity: usize) -> Bulkhead {
        Bulkhead { owner: thread::current().id(), places: Semaphore::new(capacity.max(1)) }
    }

    pub fn available(&self) -> usize {
        self.places.available_permits()
    }

    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        if thread::current().id() != self.owner {
            return Err(Overloaded);
        }
        let _place = self.places.try_acquire().map_err(|_| Overloaded)?;
        Ok(work.await)
    }
}
