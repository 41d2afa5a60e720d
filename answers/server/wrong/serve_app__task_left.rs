//! Spawns a task that ticks for ever and outlives the call.
//! family: detached
//! caught by: with_nothing_in_flight_it_returns_at_the_shutdown
//! says: still alive

use std::future::Future;
use std::io;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::time::interval;

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(async {
        let mut every = interval(Duration::from_secs(60));
        loop {
            every.tick().await;
            println!("still serving");
        }
    });
    axum::serve(listener, app).with_graceful_shutdown(shutdown).await
}
