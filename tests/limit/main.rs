//! The kata `limit`, and its claims.

use std::process::ExitCode;

#[path = "bridge/bulkhead.rs"]
mod bulkhead;
#[path = "bridge/map_limited.rs"]
mod map_limited;
#[path = "bridge/map_within_budget.rs"]
mod map_within_budget;
#[path = "bridge/paced.rs"]
mod paced;
#[path = "bridge/run_job_fanout_with_limit.rs"]
mod run_job_fanout_with_limit;
#[path = "bridge/token_bucket.rs"]
mod token_bucket;

fn main() -> ExitCode {
    bulkhead::register();
    map_limited::register();
    map_within_budget::register();
    paced::register();
    run_job_fanout_with_limit::register();
    token_bucket::register();
    limit::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/limit.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/limit/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
