//! Goes on accepting until the last open connection has ended.
//! family: goes_on_after_the_end
//! caught by: after_the_shutdown_no_new_connection_is_served
//! says: goes on accepting

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
    let (mut done, mut closing) = (0, false);
    while !closing || !connections.is_empty() {
        tokio::select! {
            () = &mut shutdown => closing = true,
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
    Ok(done)
}
