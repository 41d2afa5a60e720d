//! Spawns the shutdown as a task and does not pass it to the server, which serves for ever.
//! family: goes_on_after_the_end
//! caught by: with_nothing_in_flight_it_returns_at_the_shutdown
//! says: a server that does not get the shutdown

use std::future::Future;
use std::io;

use axum::Router;
use tokio::net::TcpListener;

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(shutdown);
    axum::serve(listener, app).await
}
