//! Races the server against the shutdown. The requests in flight are dropped with the server.
//! family: cut_short
//! caught by: a_request_in_flight_gets_its_answer
//! says: a return at the shutdown

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
