//! The kata `recover`, and its claims.

use std::process::ExitCode;

#[path = "bridge/handle_each.rs"]
mod handle_each;
#[path = "bridge/pool.rs"]
mod pool;
#[path = "bridge/stop.rs"]
mod stop;
#[path = "bridge/supervise.rs"]
mod supervise;
#[path = "bridge/with_cleanup.rs"]
mod with_cleanup;

fn main() -> ExitCode {
    handle_each::register();
    pool::register();
    stop::register();
    supervise::register();
    with_cleanup::register();
    recover::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/recover.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/recover/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
