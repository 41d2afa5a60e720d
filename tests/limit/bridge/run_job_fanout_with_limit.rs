//! Registers `run_job_fanout_with_limit` with its claims.

use limit::run_job_fanout_with_limit::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(|inputs, limit| Box::pin(kata::run_job_fanout_with_limit(inputs, limit)));
}
