//! Sleeps for 50 ms after the shutdown, and hopes that all is done by then.
//! caught by: a_request_in_flight_gets_its_answer
//! says: returned too early

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
