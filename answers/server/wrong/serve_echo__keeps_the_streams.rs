//! Keeps each stream after its task has ended. The clients never see the end.
//! family: kept_alive
//! caught by: a_client_that_has_closed_its_side_gets_all_its_bytes_and_the_end
//! says: still held

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
                    stream
                });
            }
        }
    }
    drop(listener);
    let mut done = 0;
    while connections.join_next().await.is_some() {
        done += 1;
    }
    Ok(done)
}
