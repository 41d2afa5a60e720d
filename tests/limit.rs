//! The claims of the kata `limit`, a file for each level. Check them with
//! `cargo test --test limit`, and one level with `cargo test --test limit LEVEL`.

#[path = "limit/run_job_fanout_with_limit.rs"]
mod run_job_fanout_with_limit;

#[path = "limit/map_limited.rs"]
mod map_limited;

#[path = "limit/bulkhead.rs"]
mod bulkhead;

#[path = "limit/map_within_budget.rs"]
mod map_within_budget;

#[path = "limit/paced.rs"]
mod paced;

// The kata comes last: a macro that it defines reaches no claim.
#[cfg_attr(not(feature = "solutions"), path = "../katas/limit.rs")]
#[cfg_attr(feature = "solutions", path = "../answers/limit/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
