//! Registers `serve_app` with its claims.

use std::io;

use axum::Router;
use futures::future::LocalBoxFuture;
use server::serve_app::ANSWER;
use tokio::net::TcpListener;

use super::kata;

pub fn register() {
    ANSWER.set(serve_app);
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> LocalBoxFuture<'static, io::Result<()>>
where
    S: Future<Output = ()> + Send + 'static,
{
    Box::pin(kata::serve_app(listener, app, shutdown))
}
