//! What a claim on the real clock waits for, to be named if it never comes.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What is waited for now, oldest first.
static WAITS: Mutex<Vec<Wait>> = Mutex::new(Vec::new());

#[derive(Debug, Clone)]
pub(crate) struct Wait {
    number: u64,
    /// A noun: "client 1's bytes to come back".
    pub(crate) what: String,
    pub(crate) cause: String,
}

/// The claim waits until this is dropped.
#[must_use]
#[derive(Debug)]
pub struct Waiting {
    number: u64,
}

/// From here to the drop of what is given, the claim waits for `what`: "client 1's bytes to come
/// back". Should nothing happen any more meanwhile, that and the usual `cause` are the message.
pub fn waiting_for(what: impl Into<String>, cause: &str) -> Waiting {
    let mut waits = waits();
    let number = waits.last().map_or(0, |last| last.number + 1);
    waits.push(Wait { number, what: what.into(), cause: cause.to_owned() });
    Waiting { number }
}

impl Waiting {
    /// It came nearer: this is what is waited for now.
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

/// What is waited for now, oldest first.
pub(crate) fn open() -> Vec<Wait> {
    waits().clone()
}

fn waits() -> MutexGuard<'static, Vec<Wait>> {
    // A claim that panics while it waits must still be told of.
    WAITS.lock().unwrap_or_else(PoisonError::into_inner)
}
