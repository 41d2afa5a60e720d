//! Hands `Timeout` and `Retry` over to their claims.

use std::time::Duration;

use tokio_katas::Service;
use traits::timeout_retry::{RETRY, TIMEOUT};

use super::kata;

pub fn hand_over() {
    TIMEOUT.is(timeout);
    RETRY.is(retry);
}

/// The answers for services of all types, of which they are compiled for one.
fn timeout<S: Service + 'static>(inner: S, limit: Duration) -> Box<dyn Service> {
    Box::new(kata::Timeout::new(inner, limit))
}

fn retry<S: Service + 'static>(inner: S, attempts: u32) -> Box<dyn Service> {
    Box::new(kata::Retry::new(inner, attempts))
}
