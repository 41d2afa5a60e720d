//! Returns at the shutdown. Its JoinSet is dropped, and with it all open connections.
//! family: cut_short
//! caught by: open_connections_are_finished_after_the_shutdown
//! says: wait

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
            () = &mut shutdown => return Ok(done),
            accepted = listener.accept() => {
                let (mut stream, _) = accepted?;
                connections.spawn(async move {
                    let (mut from, mut to) = stream.split();
                    copy(&mut from, &mut to).await
                });
            }
            Some(_) = connections.join_next() => done += 1,
        }
    }
}
