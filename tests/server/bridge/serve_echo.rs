//! Registers `serve_echo` with its claims.

use std::io;

use futures::future::LocalBoxFuture;
use server::serve_echo::ANSWER;
use tokio::net::TcpListener;

use super::kata;

pub fn register() {
    ANSWER.set(|listener, shutdown| serve_echo(listener, shutdown));
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn serve_echo<'a, S>(listener: TcpListener, shutdown: S) -> LocalBoxFuture<'a, io::Result<usize>>
where
    S: Future<Output = ()> + 'a,
{
    Box::pin(kata::serve_echo(listener, shutdown))
}
