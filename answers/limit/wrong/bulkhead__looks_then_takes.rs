//! Looks for a free place, awaits something else, and takes the place only then. Others come in between.
//! family: check_then_act
//! caught by: refused_work_is_never_polled
//! says: another comes in between

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Mutex;
use tokio_katas::Overloaded;

pub struct Bulkhead {
    free: AtomicUsize,
    callers: Mutex<u64>,
}

struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Bulkhead {
    pub fn new(capacity: usize) -> Bulkhead {
        Bulkhead { free: AtomicUsize::new(capacity.max(1)), callers: Mutex::new(0) }
    }

    pub fn available(&self) -> usize {
        self.free.load(Ordering::SeqCst)
    }

    async fn count_the_caller(&self) {
        *self.callers.lock().await += 1;
        // As a metrics library would: sends, and lets others run.
        tokio::task::yield_now().await;
    }

    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        if self.available() == 0 {
            return Err(Overloaded);
        }
        self.count_the_caller().await;
        self.free.fetch_sub(1, Ordering::SeqCst);
        let _place = Place(&self.free);
        Ok(work.await)
    }
}
