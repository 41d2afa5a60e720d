//! Answers 503 to requests that are in flight at the shutdown.
//! family: cut_short
//! caught by: a_request_in_flight_gets_its_answer
//! says: a 503 for a request that is in flight

use std::future::Future;
use std::io;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::sync::watch;

async fn unless_closing(
    State(mut closing): State<watch::Receiver<bool>>,
    request: Request,
    next: Next,
) -> Response {
    tokio::select! {
        response = next.run(request) => response,
        _ = closing.wait_for(|closing| *closing) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    let (close, closing) = watch::channel(false);
    let app = app.layer(from_fn_with_state(closing, unless_closing));
    let down = async move {
        shutdown.await;
        let _ = close.send(true);
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    };
    axum::serve(listener, app).with_graceful_shutdown(down).await
}
