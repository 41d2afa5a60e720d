//! Registers `serve_echo` with its claims.

use super::kata;

pub fn register() {
    server::serve_echo::ANSWER.set(|listener, shutdown| Box::pin(kata::serve_echo(listener, shutdown)));
}
