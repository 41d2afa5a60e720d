//! Looks at the try every millisecond instead of being woken by it.
//! family: looks_now_and_then
//! caught by: a_service_woken_by_another_task_is_heard_at_that_instant
//! says: only every so often

use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::time::sleep;
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
            let mut tried = 0;
            loop {
                let mut call = self.inner.call(request.clone());
                let answer = loop {
                    match (&mut call).now_or_never() {
                        Some(answer) => break answer,
                        None => sleep(Duration::from_millis(1)).await,
                    }
                };
                tried += 1;
                if answer.is_ok() || tried >= self.attempts {
                    return answer;
                }
            }
        })
    }
}
