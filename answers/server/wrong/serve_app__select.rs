//! Races the server against the shutdown: what is in flight is left to itself.
//! caught by: a_request_in_flight_gets_its_answer
//! says: returned too early

use std::future::Future;
use std::io;

use axum::Router;
use tokio::net::TcpListener;

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    tokio::select! {
        served = async { axum::serve(listener, app).await } => served,
        () = shutdown => Ok(()),
    }
}
