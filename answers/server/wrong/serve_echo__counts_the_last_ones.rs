//! Takes what has ended out of the set while it accepts, and counts only what ends after the shutdown.
//! caught by: it_counts_what_has_finished_or_broken
//! says: before the shutdown

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
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    Ok(connections.join_all().await.len())
}
