//! Waits for a thread.

use std::sync::{Arc, OnceLock};
use std::thread;

/// What `work` gives, worked out on a thread of its own.
pub async fn wait_for(work: fn() -> u64) -> u64 {
    let (caller, done) = (thread::current(), Arc::new(OnceLock::new()));
    let there = Arc::clone(&done);
    thread::spawn(move || {
        there.set(work()).unwrap();
        caller.unpark();
    });
    loop {
        match done.get() {
            Some(number) => return *number,
            None => thread::park(),
        }
    }
}
