//! The kata `limit`, handed over to its claims.

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

fn main() -> ExitCode {
    bulkhead::hand_over();
    map_limited::hand_over();
    map_within_budget::hand_over();
    paced::hand_over();
    run_job_fanout_with_limit::hand_over();
    limit::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/limit.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/limit/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
