//! The kata `server`, and its claims.

use std::process::ExitCode;

#[path = "bridge/app.rs"]
mod app;
#[path = "bridge/ask.rs"]
mod ask;
#[path = "bridge/fetch_users.rs"]
mod fetch_users;
#[path = "bridge/serve_app.rs"]
mod serve_app;
#[path = "bridge/serve_echo.rs"]
mod serve_echo;

fn main() -> ExitCode {
    app::register();
    ask::register();
    fetch_users::register();
    serve_app::register();
    serve_echo::register();
    server::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/server.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/server/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
