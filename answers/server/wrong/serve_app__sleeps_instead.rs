//! Sleeps for 50 ms after the shutdown and returns, whatever is still in flight.
//! family: cut_short
//! caught by: a_request_in_flight_gets_its_answer
//! says: a fixed grace period

use std::future::Future;
use std::io;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::time::sleep;

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    tokio::select! {
        served = async { axum::serve(listener, app).await } => served,
        () = async {
            shutdown.await;
            sleep(Duration::from_millis(50)).await;
        } => Ok(()),
    }
}
