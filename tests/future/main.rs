//! The kata `future`, and its claims.

use std::process::ExitCode;

#[path = "bridge/block_on.rs"]
mod block_on;
#[path = "bridge/countdown.rs"]
mod countdown;
#[path = "bridge/depth_sum.rs"]
mod depth_sum;
#[path = "bridge/hello_after_one_second.rs"]
mod hello_after_one_second;
#[path = "bridge/signal.rs"]
mod signal;

fn main() -> ExitCode {
    block_on::register();
    countdown::register();
    depth_sum::register();
    hello_after_one_second::register();
    signal::register();
    future::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/future.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/future/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
