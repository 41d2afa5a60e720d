//! Registers `Stop` with its claims.

use futures::future::LocalBoxFuture;
use recover::stop::{ANSWER, Handle};

use super::kata;

pub fn register() {
    ANSWER.set(|| Box::new(Stop(kata::Stop::new())));
}

/// A type of its own: a method that the answer lacks is not looked for in the trait.
struct Stop(kata::Stop);

impl Handle for Stop {
    fn child(&self) -> Box<dyn Handle> {
        Box::new(Stop(self.0.child()))
    }

    fn cancel(&self) {
        self.0.cancel()
    }

    fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }

    fn cancelled(&self) -> LocalBoxFuture<'_, ()> {
        Box::pin(self.0.cancelled())
    }

    fn clone_box(&self) -> Box<dyn Handle> {
        Box::new(Stop(Clone::clone(&self.0)))
    }
}
