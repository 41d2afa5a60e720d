//! Registers `Bulkhead` with its claims.

use std::any::Any;

use futures::future::{BoxFuture, LocalBoxFuture};
use limit::bulkhead::{ANSWER, LocalWork, Places};
use tokio_katas::Overloaded;
use tokio_katas::probe::OpaqueFuture;

use super::kata;

pub fn register() {
    ANSWER.set(|capacity| Box::new(Handed(kata::Bulkhead::new(capacity))));
}

/// A type of its own: a method that the answer lacks is not looked for in the trait.
struct Handed(kata::Bulkhead);

impl Places for Handed {
    fn available(&self) -> usize {
        self.0.available()
    }

    fn try_run<'a>(&'a self, work: LocalWork<'a>) -> LocalBoxFuture<'a, Result<Box<dyn Any>, Overloaded>> {
        Box::pin(self.0.try_run(work))
    }

    fn try_run_send(&self, work: OpaqueFuture<()>) -> BoxFuture<'_, Result<(), Overloaded>> {
        Box::pin(self.0.try_run(work))
    }
}
