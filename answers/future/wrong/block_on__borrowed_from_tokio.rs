//! Lets Tokio do it: that is no executor of its own, and it refuses to run inside of another.
//! caught by: block_on_may_be_nested
//! says: panicked

use std::future::Future;

pub fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}
