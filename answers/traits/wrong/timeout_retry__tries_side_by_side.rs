//! Makes all its tries at the same time and takes the first Ok. The next try begins when the last one has failed.
//! family: no_limit
//! caught by: it_tries_again_without_a_pause_until_the_first_ok
//! says: before the last one has failed

use std::time::Duration;

use futures::future::BoxFuture;
use futures::stream::{FuturesUnordered, StreamExt};
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
            let mut tries: FuturesUnordered<_> =
                (0..self.attempts.max(1)).map(|_| self.inner.call(request.clone())).collect();
            let mut last = Err(String::new());
            while let Some(answer) = tries.next().await {
                last = answer;
                if last.is_ok() {
                    break;
                }
            }
            last
        })
    }
}
