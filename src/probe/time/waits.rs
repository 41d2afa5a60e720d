//! What a claim on the real clock is waiting for, to be named if it never arrives.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The current waits, oldest first.
static WAITS: Mutex<Vec<Wait>> = Mutex::new(Vec::new());

#[derive(Debug, Clone)]
pub(crate) struct Wait {
    number: u64,
    /// A noun phrase: "client 1's bytes to come back".
    pub(crate) what: String,
    pub(crate) cause: String,
}

/// The claim waits until this is dropped.
#[must_use]
#[derive(Debug)]
pub struct Waiting {
    number: u64,
}

/// Records that the claim waits for `what` ("client 1's bytes to come back") until the returned guard is
/// dropped. If nothing happens meanwhile, `what` and the usual `cause` make the message.
pub fn waiting_for(what: impl Into<String>, cause: &str) -> Waiting {
    let mut waits = waits();
    let number = waits.last().map_or(0, |last| last.number + 1);
    waits.push(Wait { number, what: what.into(), cause: cause.to_owned() });
    Waiting { number }
}

impl Waiting {
    /// Some of it has arrived: `what` is what is left to wait for.
    pub fn now_for(&self, what: impl Into<String>) {
        if let Some(wait) = waits().iter_mut().find(|wait| wait.number == self.number) {
            wait.what = what.into();
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        waits().retain(|wait| wait.number != self.number);
    }
}

/// The current waits, oldest first.
pub(crate) fn open() -> Vec<Wait> {
    waits().clone()
}

fn waits() -> MutexGuard<'static, Vec<Wait>> {
    // Even a claim that panics while it waits must be reported.
    WAITS.lock().unwrap_or_else(PoisonError::into_inner)
}
