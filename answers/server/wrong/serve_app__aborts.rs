//! Runs the server in a task and aborts it at the shutdown, with the requests in flight.
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
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    shutdown.await;
    server.abort();
    let _ = server.await;
    Ok(())
}
