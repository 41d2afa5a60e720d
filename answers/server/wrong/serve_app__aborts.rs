//! Runs the server in a task and aborts it at the shutdown.
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
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    shutdown.await;
    server.abort();
    let _ = server.await;
    Ok(())
}
