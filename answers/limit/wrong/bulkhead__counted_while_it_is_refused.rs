//! Counts itself in first and looks at the count afterwards. While it is being refused it occupies a place,
//! and the next caller is refused one that is free.
//! family: check_then_act
//! caught by: a_refusal_under_way_takes_no_place
//! says: counting up first and looking afterwards

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Mutex;
use tokio_katas::Overloaded;

pub struct Bulkhead {
    capacity: usize,
    inside: AtomicUsize,
    callers: Mutex<u64>,
}

struct Inside<'a>(&'a AtomicUsize);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Bulkhead {
    pub fn new(capacity: usize) -> Bulkhead {
        Bulkhead { capacity: capacity.max(1), inside: AtomicUsize::new(0), callers: Mutex::new(0) }
    }

    pub fn available(&self) -> usize {
        self.capacity.saturating_sub(self.inside.load(Ordering::SeqCst))
    }

    async fn count_the_refusal(&self) {
        *self.callers.lock().await += 1;
        // As a metrics library would: sends, and lets others run.
        tokio::task::yield_now().await;
    }

    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        let before = self.inside.fetch_add(1, Ordering::SeqCst);
        let _inside = Inside(&self.inside);
        if before >= self.capacity {
            self.count_the_refusal().await;
            return Err(Overloaded);
        }
        Ok(work.await)
    }
}
