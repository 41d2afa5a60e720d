//! Looks at the shutdown only when a client has come. Without a new client it never ends.
//! family: one_signal_only
//! caught by: without_a_client_it_returns_at_the_shutdown
//! says: only between two connections

use std::future::Future;
use std::io;
use std::pin::pin;

use futures::FutureExt;
use tokio::io::copy;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

pub async fn serve_echo<S>(listener: TcpListener, shutdown: S) -> io::Result<usize>
where
    S: Future<Output = ()>,
{
    let mut shutdown = pin!(shutdown.fuse());
    let mut connections = JoinSet::new();
    while (&mut shutdown).now_or_never().is_none() {
        let (mut stream, _) = listener.accept().await?;
        connections.spawn(async move {
            let (mut from, mut to) = stream.split();
            let _ = copy(&mut from, &mut to).await;
        });
    }
    drop(listener);
    Ok(connections.join_all().await.len())
}
