//! Registers `run_job_fanout` with its claims.

use super::kata;

pub fn register() {
    fanout::run_job_fanout::ANSWER.set(|inputs| Box::pin(kata::run_job_fanout(inputs)));
}
