//! A listener of its own that stops to accept, and a list of what is in flight: connections are counted until the last byte is written.

use std::future::{Future, pending};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::Router;
use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};

/// Accepts until it is told to stop, and knows by a channel which of its streams are alive.
struct Door {
    listener: Option<TcpListener>,
    addr: SocketAddr,
    closing: watch::Receiver<bool>,
    alive: mpsc::Sender<()>,
}

/// A stream that reports its end by being dropped.
struct Guest(TcpStream, #[allow(dead_code)] mpsc::Sender<()>);

impl Listener for Door {
    type Io = Guest;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Guest, SocketAddr) {
        loop {
            let Some(listener) = &self.listener else { return pending().await };
            tokio::select! {
                biased;
                _ = self.closing.wait_for(|closing| *closing) => {}
                accepted = listener.accept() => match accepted {
                    Ok((stream, addr)) => return (Guest(stream, self.alive.clone()), addr),
                    Err(_) => continue,
                },
            }
            self.listener = None;
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.addr)
    }
}

impl AsyncRead for Guest {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Guest {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    let addr = listener.local_addr()?;
    let (close, closing) = watch::channel(false);
    let (alive, mut gone) = mpsc::channel(1);
    let mut told = closing.clone();
    let door = Door { listener: Some(listener), addr, closing, alive };
    let server = axum::serve(door, app).with_graceful_shutdown(async move {
        let _ = told.wait_for(|told| *told).await;
    });
    let closing = async {
        shutdown.await;
        let _ = close.send(true);
        // Ends when the last stream, and the door, are dropped.
        let _ = gone.recv().await;
    };
    tokio::join!(async { server.await }, closing).0
}
