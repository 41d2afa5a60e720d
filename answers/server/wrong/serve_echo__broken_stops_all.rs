//! Returns one client's error as its own, which ends the server for all.
//! family: first_error_ends_all
//! caught by: a_reset_harms_no_other_and_counts
//! says: connection's result

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
    let mut connections: JoinSet<io::Result<u64>> = JoinSet::new();
    let mut done = 0;
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
            Some(ended) = connections.join_next() => {
                ended??;
                done += 1;
            }
        }
    }
    drop(listener);
    while let Some(ended) = connections.join_next().await {
        ended??;
        done += 1;
    }
    Ok(done)
}
