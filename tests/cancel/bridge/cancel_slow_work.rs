//! Hands `cancel_slow_work` over to its claims.

use cancel::cancel_slow_work::ANSWER;

use super::kata;

pub fn hand_over() {
    ANSWER.is(|work_ms, timeout_ms| Box::pin(kata::cancel_slow_work(work_ms, timeout_ms)));
}
