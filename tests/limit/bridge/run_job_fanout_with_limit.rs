//! Hands `run_job_fanout_with_limit` over to its claims.

use limit::run_job_fanout_with_limit::ANSWER;

use super::kata;

pub fn hand_over() {
    ANSWER.is(|inputs, limit| Box::pin(kata::run_job_fanout_with_limit(inputs, limit)));
}
