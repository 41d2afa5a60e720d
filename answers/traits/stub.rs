//! Async behind an interface. The lesson is in `katas/traits.md`.

use std::time::Duration;

use futures::future::BoxFuture;
use tokio_katas::{Repository, Service};

/// Rows in memory, behind the interface of a slow store: every look-up, found or not, takes 10 ms.
///
/// The look-ups are independent of each other: ten at the same time take 10 ms. Its fields are
/// your choice.
pub struct MemoryRepository {}

impl MemoryRepository {
    /// A repository that holds these rows, whose ids are distinct. It needs no runtime.
    pub fn new(rows: Vec<(u64, String)>) -> MemoryRepository {
        todo!("keep {} rows", rows.len())
    }
}

impl Repository for MemoryRepository {
    /// The text of the row with this id, 10 ms after the first poll.
    async fn find(&self, id: u64) -> Option<String> {
        todo!("look up {id}")
    }
}

/// Looks up all `ids` at the same time, in any repository, and returns what it found in their order.
///
/// An id that is not there is a `None` in its place.
pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    todo!("look up {ids:?}")
}

/// Asks the services in order until one answers `Ok`.
///
/// The next service is not called before the one before it has failed. It gets the same request.
///
/// # Errors
/// If all fail, or there is none: all errors, in order.
pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    todo!("ask {} services for {request:?}", services.len())
}

/// Wraps a service and gives each call at most `limit`.
///
/// A call that has no answer `limit` after its first poll answers `Err("timed out")`, and the
/// call of the inner service is dropped at that instant.
pub struct Timeout<S> {
    inner: S,
    limit: Duration,
}

impl<S: Service> Timeout<S> {
    /// A service that asks `inner`. It needs no runtime.
    pub fn new(inner: S, limit: Duration) -> Timeout<S> {
        todo!("wrap the service, limit {limit:?}")
    }
}

impl<S: Service> Service for Timeout<S> {
    fn call(&self, request: String) -> BoxFuture<'_, Result<String, String>> {
        todo!("ask {request:?} within the limit")
    }
}

/// Wraps a service and asks it again when it fails, up to `attempts` times for each call.
///
/// It sends the same request, without a pause, until the first `Ok`; if there is none, the last error is
/// the answer. `attempts` of 0 counts as 1.
pub struct Retry<S> {
    inner: S,
    attempts: u32,
}

impl<S: Service> Retry<S> {
    /// A service that asks `inner`. It needs no runtime.
    pub fn new(inner: S, attempts: u32) -> Retry<S> {
        todo!("wrap the service, {attempts} attempts")
    }
}

impl<S: Service> Service for Retry<S> {
    fn call(&self, request: String) -> BoxFuture<'_, Result<String, String>> {
        todo!("ask {request:?} until it succeeds")
    }
}
