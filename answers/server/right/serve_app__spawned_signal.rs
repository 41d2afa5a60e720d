//! The shutdown waits in a task that ends with the call; the server itself is the caller's.

use std::future::Future;
use std::io;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    let (tx, mut rx) = watch::channel(false);
    let mut signal = JoinSet::new();
    signal.spawn(async move {
        shutdown.await;
        let _ = tx.send(true);
    });
    axum::serve(listener, app)
        .with_graceful_shutdown(async move {
            let _ = rx.wait_for(|down| *down).await;
        })
        .await?;
    signal.shutdown().await;
    Ok(())
}
