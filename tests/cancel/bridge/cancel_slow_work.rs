//! Registers `cancel_slow_work` with its claims.

use super::kata;

pub fn register() {
    cancel::cancel_slow_work::ANSWER
        .set(|work_ms, timeout_ms| Box::pin(kata::cancel_slow_work(work_ms, timeout_ms)));
}
