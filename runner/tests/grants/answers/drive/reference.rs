//! Drives work that is given.

use std::pin::Pin;

/// A future that gives a number.
pub type Work = Pin<Box<dyn Future<Output = u64>>>;

/// What `work` gives. It is not polled again after that.
pub async fn finish(work: Work) -> u64 {
    work.await
}
