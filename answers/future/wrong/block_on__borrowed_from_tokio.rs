//! Hands the future to Tokio's own `block_on`. That one refuses to run inside another.
//! family: own_task_or_thread
//! caught by: block_on_may_be_nested
//! says: refuses to run inside another

use std::future::Future;

pub fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}
