//! Registers `find_all` and `MemoryRepository` over to their claims.

use futures::future::LocalBoxFuture;
use tokio_katas::Repository;
use traits::find_all::{AnyRepository, FIND_ALL, MEMORY_REPOSITORY};

use super::kata;

pub fn register() {
    FIND_ALL.set(|repo, ids| find_all(repo, ids));
    MEMORY_REPOSITORY.set(|rows| AnyRepository::new(kata::MemoryRepository::new(rows)));
}

/// The answer for repositories of all types, of which it is compiled for one.
fn find_all<'a, R: Repository>(repo: &'a R, ids: &'a [u64]) -> LocalBoxFuture<'a, Vec<Option<String>>> {
    Box::pin(kata::find_all(repo, ids))
}
