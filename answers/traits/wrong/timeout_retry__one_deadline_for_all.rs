//! Keeps the deadline of its first call in `self` and uses it for all calls.
//! family: wrong_clock
//! caught by: every_call_has_its_own_limit
//! says: a deadline kept in `self`

use std::sync::OnceLock;
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::{Instant, timeout_at};
use tokio_katas::Service;

pub struct Timeout<S> {
    inner: S,
    limit: Duration,
    deadline: OnceLock<Instant>,
}

impl<S: Service> Timeout<S> {
    pub fn new(inner: S, limit: Duration) -> Timeout<S> {
        Timeout { inner, limit, deadline: OnceLock::new() }
    }
}

impl<S: Service> Service for Timeout<S> {
    fn call(&self, request: String) -> BoxFuture<'_, Result<String, String>> {
        Box::pin(async move {
            let deadline = *self.deadline.get_or_init(|| Instant::now() + self.limit);
            match timeout_at(deadline, self.inner.call(request)).await {
                Ok(answer) => answer,
                Err(_) => Err("timed out".to_owned()),
            }
        })
    }
}

pub struct Retry<S> {
    inner: S,
    attempts: u32,
}

impl<S: Service> Retry<S> {
    pub fn new(inner: S, attempts: u32) -> Retry<S> {
        Retry { inner, attempts }
    }
}

impl<S: Service> Service for Retry<S> {
    fn call(&self, request: String) -> BoxFuture<'_, Result<String, String>> {
        Box::pin(async move {
            for _ in 1..self.attempts {
                if let Ok(answer) = self.inner.call(request.clone()).await {
                    return Ok(answer);
                }
            }
            self.inner.call(request).await
        })
    }
}
