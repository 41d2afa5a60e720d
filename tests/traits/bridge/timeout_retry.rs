//! Registers `Timeout` and `Retry` over to their claims.

use std::time::Duration;

use tokio_katas::Service;
use traits::timeout_retry::{RETRY, TIMEOUT};

use super::kata;

pub fn register() {
    TIMEOUT.set(timeout);
    RETRY.set(retry);
}

/// The answers for services of all types, of which they are compiled for one.
fn timeout<S: Service + 'static>(inner: S, limit: Duration) -> Box<dyn Service> {
    Box::new(kata::Timeout::new(inner, limit))
}

fn retry<S: Service + 'static>(inner: S, attempts: u32) -> Box<dyn Service> {
    Box::new(kata::Retry::new(inner, attempts))
}
