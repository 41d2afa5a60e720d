//! A failed check, and its message.

use std::fmt::Debug;
use std::panic::panic_any;
use std::sync::{Mutex, PoisonError};

use verdict::{Message, lesson};

use crate::probe::process::record;
use crate::probe::{Reason, Timeline, Verdict};

/// A failed check with the parts of its message. Raise it with [`expect`] or [`Failure::raise`].
#[derive(Debug, Clone)]
pub struct Failure {
    pub(crate) headline: String,
    pub(crate) expected: String,
    pub(crate) seen: String,
    pub(crate) picture: Option<Timeline>,
    pub(crate) cause: String,
}

impl Failure {
    /// A failure. `headline` says in a few words what the answer did.
    pub fn new(headline: impl Into<String>) -> Failure {
        Failure {
            headline: headline.into(),
            expected: String::new(),
            seen: String::new(),
            picture: None,
            cause: String::new(),
        }
    }

    /// Sets what a right answer would have done.
    pub fn expected(self, expected: impl Into<String>) -> Failure {
        Failure { expected: expected.into(), ..self }
    }

    /// Sets what this answer did.
    pub fn seen(self, seen: impl Into<String>) -> Failure {
        Failure { seen: seen.into(), ..self }
    }

    /// Sets the usual cause: the idea behind code that does this.
    pub fn cause(self, cause: impl Into<String>) -> Failure {
        Failure { cause: cause.into(), ..self }
    }

    /// Sets a picture to show instead of the recorded work.
    pub fn picture(self, picture: Timeline) -> Failure {
        Failure { picture: Some(picture), ..self }
    }

    /// The verdict on the claim `id`, which fails with this.
    pub(crate) fn verdict(self, id: &str, reason: Reason) -> Verdict {
        let Failure { headline, expected, seen, picture, cause } = self;
        let message = Message { headline, expected, seen, cause, lesson: lesson(id) };
        Verdict { timeline: picture, ..Verdict::new(id, reason, message) }
    }

    /// Ends the claim. It has failed from here on, even if the answer catches the panic.
    ///
    /// # Panics
    /// Always: the panic carries the failure to the claim's process, with the timeline as it is at this
    /// instant, before anything is dropped.
    pub fn raise(mut self) -> ! {
        self.picture = self.picture.or_else(record::picture);
        FIRST.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| self.clone());
        panic_any(self)
    }

    /// The first failure that was raised in this process, which is that of one claim.
    pub(crate) fn first() -> Option<Failure> {
        FIRST.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

static FIRST: Mutex<Option<Failure>> = Mutex::new(None);

/// Ends the claim with a failure unless `ok`.
///
/// # Panics
/// If not `ok`.
pub fn expect(ok: bool, failure: impl FnOnce() -> Failure) {
    if !ok {
        failure().raise();
    }
}

/// Ends the claim unless `seen` equals `expected`. `what` is a noun phrase: "the results".
///
/// # Panics
/// If they differ.
pub fn expect_eq<T: PartialEq + Debug>(what: &str, seen: &T, expected: &T, cause: &str) {
    expect(seen == expected, || {
        Failure::new(format!("{what}: not as expected"))
            .expected(format!("{expected:?}"))
            .seen(format!("{seen:?}"))
            .cause(cause)
    });
}
