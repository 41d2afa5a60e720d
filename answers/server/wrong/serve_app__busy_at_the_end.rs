//! Accepts the connections that still wait at the end and answers them with a 503.
//! family: goes_on_after_the_end
//! caught by: a_new_connection_after_the_shutdown_gets_no_answer
//! says: 503

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

/// A listener that outlives its server.
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
    axum::serve(Door(Arc::clone(&listener)), app).with_graceful_shutdown(shutdown).await?;
    while let Ok(Ok((mut client, _))) = timeout(Duration::from_millis(5), listener.accept()).await {
        let _ = client.write_all(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n").await;
    }
    Ok(())
}
