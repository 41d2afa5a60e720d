//! Registers `serve_app` with its claims.

use super::kata;

pub fn register() {
    server::serve_app::ANSWER
        .set(|listener, app, shutdown| Box::pin(kata::serve_app(listener, app, shutdown)));
}
