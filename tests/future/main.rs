//! The kata `future`, handed over to its claims.

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
    block_on::hand_over();
    countdown::hand_over();
    depth_sum::hand_over();
    hello_after_one_second::hand_over();
    signal::hand_over();
    future::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/future.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/future/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
