//! Goes on accepting after the shutdown to say that it is closing.
//! family: goes_on_after_the_end
//! caught by: a_new_connection_after_the_shutdown_gets_no_answer
//! says: if only to say that it is closing

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// A listener that two servers share.
struct Door(Arc<TcpListener>);

impl Listener for Door {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        loop {
            if let Ok(accepted) = self.0.accept().await {
                return accepted;
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    let listener = Arc::new(listener);
    let (tell, told) = oneshot::channel();
    let shutdown = async move {
        shutdown.await;
        let _ = tell.send(());
    };
    let closing = async {
        let _ = told.await;
        let page = Router::new().fallback(async || "We are closing. Come back soon!");
        axum::serve(Door(Arc::clone(&listener)), page).await
    };
    tokio::select! {
        ended = async { axum::serve(Door(Arc::clone(&listener)), app).with_graceful_shutdown(shutdown).await } => ended,
        ended = closing => ended,
    }
}
