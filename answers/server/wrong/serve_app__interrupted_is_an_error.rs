//! Reports the shutdown as an error.
//! family: wrong_error
//! caught by: with_nothing_in_flight_it_returns_at_the_shutdown
//! says: gave an error

use std::future::Future;
use std::io;

use axum::Router;
use tokio::net::TcpListener;

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    axum::serve(listener, app).with_graceful_shutdown(shutdown).await?;
    Err(io::ErrorKind::Interrupted.into())
}
