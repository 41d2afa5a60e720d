//! A std lock around a plain count, held for a line and never across an await.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio_katas::Overloaded;

pub struct Bulkhead {
    capacity: usize,
    running: Mutex<usize>,
}

impl Bulkhead {
    pub fn new(capacity: usize) -> Self {
        Self { capacity: capacity.max(1), running: Mutex::new(0) }
    }

    fn running(&self) -> MutexGuard<'_, usize> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn available(&self) -> usize {
        self.capacity - *self.running()
    }

    fn enter(&self) -> Option<Inside<'_>> {
        let mut running = self.running();
        if *running == self.capacity {
            return None;
        }
        *running += 1;
        Some(Inside(self))
    }

    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        let Some(inside) = self.enter() else {
            return Err(Overloaded);
        };
        let output = work.await;
        drop(inside);
        Ok(output)
    }
}

struct Inside<'a>(&'a Bulkhead);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        *self.0.running() -= 1;
    }
}
