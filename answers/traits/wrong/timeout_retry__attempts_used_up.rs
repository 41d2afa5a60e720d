//! Counts the tries in `self`. What one call has used is missing for the next.
//! family: shared_too_much
//! caught by: every_call_has_its_own_attempts
//! says: counted in `self`

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::timeout;
use tokio_katas::Service;

pub struct Timeout<S> {
    inner: S,
    limit: Duration,
}

impl<S: Service> Timeout<S> {
    pub fn new(inner: S, limit: Duration) -> Timeout<S> {
        Timeout { inner, limit }
    }
}

impl<S: Service> Service for Timeout<S> {
    fn call(&self, request: String) -> BoxFuture<'_, Result<String, String>> {
        Box::pin(async move {
            timeout(self.limit, self.inner.call(request))
                .await
                .unwrap_or_else(|_| Err("timed out".to_owned()))
        })
    }
}

pub struct Retry<S> {
    inner: S,
    attempts: AtomicU32,
}

impl<S: Service> Retry<S> {
    pub fn new(inner: S, attempts: u32) -> Retry<S> {
        Retry { inner, attempts: AtomicU32::new(attempts) }
    }
}

impl<S: Service> Service for Retry<S> {
    fn call(&self, request: String) -> BoxFuture<'_, Result<String, String>> {
        Box::pin(async move {
            loop {
                let answer = self.inner.call(request.clone()).await;
                let left = self.attempts.load(Ordering::Relaxed).saturating_sub(1);
                self.attempts.store(left, Ordering::Relaxed);
                if answer.is_ok() || left == 0 {
                    return answer;
                }
            }
        })
    }
}
