//! The claims of the kata `server`, a file for each level. Check them with
//! `cargo test --features server --test server`, and one level with a name behind that.
//!
//! Real sockets on this machine, and the real clock: where a claim has to wait for a limit, that limit is short.

#[path = "server/app.rs"]
mod app;
#[path = "server/ask.rs"]
mod ask;
#[path = "server/fetch_users.rs"]
mod fetch_users;
#[path = "server/serve_app.rs"]
mod serve_app;
#[path = "server/serve_echo.rs"]
mod serve_echo;

// The kata comes last: a macro that it defines reaches no claim.
#[cfg_attr(not(feature = "solutions"), path = "../katas/server.rs")]
#[cfg_attr(feature = "solutions", path = "../answers/server/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
