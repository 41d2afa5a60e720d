//! Gives the open connections 100 ms after the shutdown and then aborts them.
//! family: cut_short
//! caught by: open_connections_are_finished_after_the_shutdown
//! says: a fixed grace period

use std::future::Future;
use std::io;
use std::pin::pin;
use std::time::Duration;

use tokio::io::copy;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::timeout;

pub async fn serve_echo<S>(listener: TcpListener, shutdown: S) -> io::Result<usize>
where
    S: Future<Output = ()>,
{
    let mut shutdown = pin!(shutdown);
    let mut connections = JoinSet::new();
    let mut done = 0;
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => {
                let (mut stream, _) = accepted?;
                connections.spawn(async move {
                    let (mut from, mut to) = stream.split();
                    let _ = copy(&mut from, &mut to).await;
                });
            }
            Some(_) = connections.join_next() => done += 1,
        }
    }
    drop(listener);
    let drained = timeout(Duration::from_millis(100), async {
        while connections.join_next().await.is_some() {
            done += 1;
        }
    });
    if drained.await.is_err() {
        connections.shutdown().await;
    }
    Ok(done)
}
