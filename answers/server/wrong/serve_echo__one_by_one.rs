//! Serves a client to its end before it accepts the next.
//! caught by: many_connections_are_open_side_by_side
//! says: in vain

use std::future::Future;
use std::io;
use std::pin::pin;

use tokio::io::copy;
use tokio::net::TcpListener;

pub async fn serve_echo<S>(listener: TcpListener, shutdown: S) -> io::Result<usize>
where
    S: Future<Output = ()>,
{
    let mut shutdown = pin!(shutdown);
    let mut done = 0;
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => return Ok(done),
            accepted = listener.accept() => accepted,
        };
        let (mut stream, _) = accepted?;
        let (mut from, mut to) = stream.split();
        let _ = copy(&mut from, &mut to).await;
        done += 1;
    }
}
