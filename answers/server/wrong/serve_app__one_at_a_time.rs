//! Holds a lock around each request, so one waits for the other.
//! family: one_lock_for_all
//! caught by: requests_are_served_side_by_side
//! says: one at a time

use std::future::Future;
use std::io;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::sync::Mutex;

async fn alone(State(turn): State<Arc<Mutex<()>>>, request: Request, next: Next) -> Response {
    let _turn = turn.lock().await;
    next.run(request).await
}

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    let app = app.layer(from_fn_with_state(Arc::default(), alone));
    axum::serve(listener, app).with_graceful_shutdown(shutdown).await
}
