//! Registers `Signal` with its claims.

use future::signal::{ANSWER, Handle};
use futures::future::BoxFuture;

use super::kata;

pub fn register() {
    ANSWER.set(|| Box::new(Signal(kata::Signal::new())));
}

struct Signal(kata::Signal);

impl Handle for Signal {
    fn raise(&self) {
        self.0.raise()
    }

    fn raised(&self) -> BoxFuture<'static, ()> {
        Box::<kata::Raised>::pin(self.0.raised())
    }

    fn clone_box(&self) -> Box<dyn Handle> {
        Box::new(Signal(Clone::clone(&self.0)))
    }
}
