//! A stream of connections that ends with the shutdown, worked off side by side.

use std::cell::Cell;
use std::future::Future;
use std::io;

use futures::{StreamExt, stream};
use tokio::net::TcpListener;

pub async fn serve_echo<S>(listener: TcpListener, shutdown: S) -> io::Result<usize>
where
    S: Future<Output = ()>,
{
    let done = Cell::new(0);
    let accepted = stream::unfold(listener, |listener| async {
        let accepted = listener.accept().await;
        Some((accepted, listener))
    });
    accepted
        .take_until(shutdown)
        .filter_map(|accepted| async { accepted.ok() })
        .for_each_concurrent(None, |(mut stream, _)| {
            let done = &done;
            async move {
                let (mut from, mut to) = stream.split();
                let _ = tokio::io::copy(&mut from, &mut to).await;
                done.set(done.get() + 1);
            }
        })
        .await;
    Ok(done.get())
}
