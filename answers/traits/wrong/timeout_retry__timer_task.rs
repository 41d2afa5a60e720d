//! Aborts its timer task at the end and returns without waiting until the task is gone.
//! family: abort_not_awaited
//! caught by: nothing_is_left_running
//! says: an abort that is not waited for

use std::time::Duration;

use futures::future::BoxFuture;
use tokio::sync::oneshot;
use tokio::time::sleep;
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
            let (tell, told) = oneshot::channel();
            let limit = self.limit;
            let timer = tokio::spawn(async move {
                sleep(limit).await;
                let _ = tell.send(());
            });
            let answer = tokio::select! {
                biased;
                answer = self.inner.call(request) => answer,
                _ = told => Err("timed out".to_owned()),
            };
            // An abort is a request: the task is gone when the runtime has run once more.
            timer.abort();
            answer
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
