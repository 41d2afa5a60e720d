//! Serves sixteen connections at a time, though the task has no limit.
//! family: hidden_limit
//! caught by: many_connections_are_open_side_by_side
//! says: a limit on open connections

use std::future::Future;
use std::io;
use std::pin::pin;

use tokio::io::copy;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

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
            accepted = listener.accept(), if connections.len() < 16 => {
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
    Ok(done + connections.join_all().await.len())
}
