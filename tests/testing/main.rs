//! The kata `testing`, and its claims.

// In the kata these are what a test in a real project would use. Here each test registers itself, and is seen to sleep.
#[allow(unused_imports)]
#[macro_use(test)]
extern crate own_tests;
extern crate testing_rstest as rstest;
extern crate testing_std as std;
extern crate testing_tokio as tokio;

use std::process::ExitCode;

#[path = "bridge/test_drain.rs"]
mod test_drain;
#[path = "bridge/test_fanout.rs"]
mod test_fanout;
#[path = "bridge/test_limit.rs"]
mod test_limit;
#[path = "bridge/test_retry.rs"]
mod test_retry;
#[path = "bridge/test_stream.rs"]
mod test_stream;

fn main() -> ExitCode {
    test_drain::register();
    test_fanout::register();
    test_limit::register();
    test_retry::register();
    test_stream::register();
    testing::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/testing.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/testing/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
