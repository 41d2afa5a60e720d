//! Waits for both the limit and the answer, and looks at them afterwards. An early answer comes late.
//! family: waits_on
//! caught by: an_answer_in_time_is_passed_on_at_once
//! says: waiting for the limit although the answer is there

use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::{Instant, sleep};
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
            let start = Instant::now();
            let call = async {
                let answer = self.inner.call(request).await;
                (answer, start.elapsed())
            };
            let ((answer, took), ()) = tokio::join!(call, sleep(self.limit));
            if took > self.limit { Err("timed out".to_owned()) } else { answer }
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
