//! Registers `cancel_slow_work` with its claims.

use cancel::cancel_slow_work::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(|work_ms, timeout_ms| Box::pin(kata::cancel_slow_work(work_ms, timeout_ms)));
}
