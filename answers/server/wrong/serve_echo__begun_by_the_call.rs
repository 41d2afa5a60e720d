//! Spawns the accepting task in the call, before the future is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: outside the async block

use std::future::Future;
use std::io;
use std::pin::pin;

use tokio::io::copy;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

pub fn serve_echo<S>(listener: TcpListener, shutdown: S) -> impl Future<Output = io::Result<usize>>
where
    S: Future<Output = ()>,
{
    let (stop, mut stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(async move {
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                _ = &mut stopped => break,
                Ok((mut stream, _)) = listener.accept() => {
                    connections.spawn(async move {
                        let (mut from, mut to) = stream.split();
                        let _ = copy(&mut from, &mut to).await;
                    });
                }
            }
        }
        drop(listener);
        connections.join_all().await.len()
    });
    async move {
        pin!(shutdown).await;
        drop(stop);
        Ok(server.await?)
    }
}
