//! Makes no try when `attempts` is 0 and makes up an error. No attempts count as one.
//! family: zero
//! caught by: if_all_tries_fail_the_last_error_is_the_answer
//! says: they count as one

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
            let mut last = Err("no attempts".to_owned());
            for _ in 0..self.attempts {
                last = self.inner.call(request.clone()).await;
                if last.is_ok() {
                    break;
                }
            }
            last
        })
    }
}
