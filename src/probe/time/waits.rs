//! What a claim waits for, to be named if it never comes: on the real clock by [`waiting_for`], and what a deadlock
//! on the virtual one, or a panic, means by [`on_deadlock`] and [`on_panic`].

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

/// What a deadlock, and a panic of the answer, mean from here on.
static MEANINGS: [Mutex<Option<String>>; 2] = [const { Mutex::new(None) }; 2];

/// From here to the end of the claim, or to the next call, `cause` is the usual cause of a deadlock, in the place of
/// the general one: "a limit of 0 passed on: no job ever gets a place". For a claim in which it has one meaning.
pub fn on_deadlock(cause: impl Into<String>) {
    *meaning(0) = Some(cause.into());
}

/// As [`on_deadlock`], for a panic of the answer's own.
pub fn on_panic(cause: impl Into<String>) {
    *meaning(1) = Some(cause.into());
}

/// What a deadlock means now, if the claim has said so.
pub(crate) fn deadlock_cause() -> Option<String> {
    meaning(0).clone()
}

/// What a panic means now, if the claim has said so.
pub(crate) fn panic_cause() -> Option<String> {
    meaning(1).clone()
}

/// Forgets what an earlier claim said.
pub(crate) fn forget() {
    waits().clear();
    (0..MEANINGS.len()).for_each(|of| *meaning(of) = None);
}

fn meaning(of: usize) -> MutexGuard<'static, Option<String>> {
    MEANINGS[of].lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is waited for now, oldest first.
pub(crate) fn open() -> Vec<Wait> {
    waits().clone()
}

fn waits() -> MutexGuard<'static, Vec<Wait>> {
    // Even a claim that panics while it waits must be reported.
    WAITS.lock().unwrap_or_else(PoisonError::into_inner)
}
