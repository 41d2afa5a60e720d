//! Registers `run_job_fanout_with_limit` with its claims.

use super::kata;

pub fn register() {
    limit::run_job_fanout_with_limit::ANSWER
        .set(|inputs, limit| Box::pin(kata::run_job_fanout_with_limit(inputs, limit)));
}
