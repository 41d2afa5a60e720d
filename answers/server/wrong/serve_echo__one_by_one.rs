//! Serves a client to its end before it accepts the next.
//! family: one_by_one
//! caught by: a_client_that_does_nothing_holds_up_no_other
//! says: the next accept waits

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
