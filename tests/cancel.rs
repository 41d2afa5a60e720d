//! The claims of the kata `cancel`, a file for each level. Check them with
//! `cargo test --test cancel`, and one level with `cargo test --test cancel LEVEL`.

#[path = "cancel/cancel_slow_work.rs"]
mod cancel_slow_work;
#[path = "cancel/first_completed_label.rs"]
mod first_completed_label;
#[path = "cancel/first_success.rs"]
mod first_success;
#[path = "cancel/retry.rs"]
mod retry;
#[path = "cancel/run_to_completion.rs"]
mod run_to_completion;
#[path = "cancel/send_all.rs"]
mod send_all;
#[path = "cancel/with_deadline.rs"]
mod with_deadline;
#[path = "cancel/write_within.rs"]
mod write_within;

// The kata comes last: a macro that it defines reaches no claim.
#[cfg_attr(not(feature = "solutions"), path = "../katas/cancel.rs")]
#[cfg_attr(feature = "solutions", path = "../answers/cancel/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
