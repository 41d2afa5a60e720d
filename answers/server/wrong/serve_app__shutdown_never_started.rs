//! Waits for a shutdown that is never polled.
//! family: forgotten_await
//! caught by: a_shutdown_that_is_there_already_ends_it_at_once
//! says: does not get the shutdown

use std::future::Future;
use std::io;

use axum::Router;
use tokio::net::TcpListener;

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    let _later = shutdown;
    axum::serve(listener, app).await
}
