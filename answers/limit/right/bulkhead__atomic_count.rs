//! An atomic count of free places, and a guard that gives one back when it is dropped.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio_katas::Overloaded;

pub struct Bulkhead {
    free: AtomicUsize,
}

struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }
}

impl Bulkhead {
    pub fn new(capacity: usize) -> Bulkhead {
        Bulkhead { free: AtomicUsize::new(capacity.max(1)) }
    }

    pub fn available(&self) -> usize {
        self.free.load(Ordering::Acquire)
    }

    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        // Looking and taking in one step, tried again if another thread was faster.
        let taken = self.free.fetch_update(Ordering::AcqRel, Ordering::Acquire, |free| free.checked_sub(1));
        let _place = taken.map(|_| Place(&self.free)).map_err(|_| Overloaded)?;
        Ok(work.await)
    }
}
