//! Registers `Bulkhead` with its claims.

use futures::future::{BoxFuture, LocalBoxFuture};
use limit::bulkhead::{ANSWER, LocalWork, Places};
use tokio_katas::Overloaded;
use tokio_katas::probe::{Erased, ErasedFuture, LocalErased};

use super::kata;

pub fn register() {
    ANSWER.set(|capacity| Box::new(Bulkhead(kata::Bulkhead::new(capacity))));
}

/// A type of its own: a method that the answer lacks is not looked for in the trait.
struct Bulkhead(kata::Bulkhead);

impl Places for Bulkhead {
    fn available(&self) -> usize {
        self.0.available()
    }

    fn try_run<'a>(
        &'a self,
        work: LocalWork<'a>,
    ) -> LocalBoxFuture<'a, Result<LocalErased<'a, 0>, Overloaded>> {
        Box::pin(self.0.try_run(work))
    }

    fn try_run_send(&self, work: ErasedFuture<Erased<0>>) -> BoxFuture<'_, Result<Erased<0>, Overloaded>> {
        Box::pin(self.0.try_run(work))
    }
}
