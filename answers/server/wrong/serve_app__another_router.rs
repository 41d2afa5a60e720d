//! Nests the app under a path of its own, so its routes are not found.
//! family: wrong_protocol
//! caught by: requests_are_answered_by_the_router
//! says: another router

use std::future::Future;
use std::io;

use axum::Router;
use tokio::net::TcpListener;

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    let app = Router::new().nest("/app", app);
    axum::serve(listener, app).with_graceful_shutdown(shutdown).await
}
