//! The server as a task that stops with the call, told by a channel.

use std::future::Future;
use std::io;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    let (tell, told) = oneshot::channel::<()>();
    let mut server = JoinSet::new();
    server.spawn(async move {
        let told = async {
            let _ = told.await;
        };
        axum::serve(listener, app).with_graceful_shutdown(told).await
    });
    tokio::pin!(shutdown);
    tokio::select! {
        () = &mut shutdown => drop(tell),
        Some(ended) = server.join_next() => return ended?,
    }
    match server.join_next().await {
        Some(ended) => ended?,
        None => Ok(()),
    }
}
