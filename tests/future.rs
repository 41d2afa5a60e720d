//! The claims of the kata `future`, a file for each level. Check them with
//! `cargo test --test future`, and one level with `cargo test --test future LEVEL`.

#[path = "future/block_on.rs"]
mod block_on;
#[path = "future/countdown.rs"]
mod countdown;
#[path = "future/depth_sum.rs"]
mod depth_sum;
#[path = "future/hello_after_one_second.rs"]
mod hello_after_one_second;
#[path = "future/signal.rs"]
mod signal;

// The kata comes last: a macro that it defines reaches no claim.
#[cfg_attr(not(feature = "solutions"), path = "../katas/future.rs")]
#[cfg_attr(feature = "solutions", path = "../answers/future/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
