//! A connection that broke is not counted.
//! caught by: it_counts_what_has_finished_or_broken
//! says: also the broken ones

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
                    copy(&mut from, &mut to).await
                });
            }
        }
    }
    drop(listener);
    Ok(connections.join_all().await.into_iter().filter(Result::is_ok).count())
}
