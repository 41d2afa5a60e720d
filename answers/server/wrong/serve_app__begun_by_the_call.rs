//! Serves in a task that the call spawns, before the future is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: the call itself spawns

use std::future::Future;
use std::io;

use axum::Router;
use tokio::net::TcpListener;

pub fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> impl Future<Output = io::Result<()>>
where
    S: Future<Output = ()> + Send + 'static,
{
    let server =
        tokio::spawn(async move { axum::serve(listener, app).with_graceful_shutdown(shutdown).await });
    async move { server.await? }
}
