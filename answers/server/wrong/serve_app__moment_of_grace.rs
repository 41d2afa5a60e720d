//! Gives the requests in flight 100 ms and then returns.
//! family: cut_short
//! caught by: a_request_in_flight_gets_its_answer
//! says: a fixed grace period

use std::future::Future;
use std::io;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::timeout;

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    let (tell, told) = oneshot::channel::<()>();
    let server = tokio::spawn(async move {
        let told = async {
            let _ = told.await;
        };
        axum::serve(listener, app).with_graceful_shutdown(told).await
    });
    shutdown.await;
    drop(tell);
    match timeout(Duration::from_millis(100), server).await {
        Ok(ended) => ended?,
        Err(_) => Ok(()),
    }
}
