//! Registers `run_job_fanout` with its claims.

use fanout::run_job_fanout::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(|inputs| Box::pin(kata::run_job_fanout(inputs)));
}
