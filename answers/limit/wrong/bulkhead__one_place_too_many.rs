//! Compares with `>` where `>=` is meant, and lets in one more than there are places.
//! family: off_by_one
//! caught by: refused_work_is_never_polled
//! says: one more gets in

use std::sync::Mutex;

use tokio_katas::Overloaded;

pub struct Bulkhead {
    capacity: usize,
    inside: Mutex<usize>,
}

struct Inside<'a>(&'a Bulkhead);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        *self.0.inside.lock().expect("nobody panics with the count in hand") -= 1;
    }
}

impl Bulkhead {
    pub fn new(capacity: usize) -> Bulkhead {
        Bulkhead { capacity: capacity.max(1), inside: Mutex::new(0) }
    }

    pub fn available(&self) -> usize {
        self.capacity.saturating_sub(*self.inside.lock().expect("nobody panics with the count in hand"))
    }

    fn enter(&self) -> Result<Inside<'_>, Overloaded> {
        let mut inside = self.inside.lock().expect("nobody panics with the count in hand");
        if *inside > self.capacity {
            return Err(Overloaded);
        }
        *inside += 1;
        Ok(Inside(self))
    }

    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        let _inside = self.enter()?;
        Ok(work.await)
    }
}
