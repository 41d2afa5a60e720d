//! How a learner's tests call the answers that they are tried on.

use std::sync::{Mutex, PoisonError};

/// Where a function of [`subject`](crate::subject) finds the answer of the moment.
pub struct Subject<A>(Mutex<Option<A>>);

impl<A: Copy> Subject<A> {
    /// No answer yet.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Subject<A> {
        Subject(Mutex::new(None))
    }

    /// Puts an answer in the place of the one before.
    pub fn set(&self, answer: A) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }

    /// The answer of the moment.
    ///
    /// # Panics
    /// If there is none: then no claim runs the test.
    pub fn get(&self) -> A {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).expect("no answer is under test")
    }
}
