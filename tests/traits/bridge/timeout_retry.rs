//! Registers `Timeout` and `Retry` with its claims.

use super::kata;

pub fn register() {
    traits::timeout_retry::TIMEOUT.set(|inner, limit| Box::new(kata::Timeout::new(inner, limit)));
    traits::timeout_retry::RETRY.set(|inner, attempts| Box::new(kata::Retry::new(inner, attempts)));
}
