//! Lets one task write to all connections in turn. A client that does not read holds up all the others.
//! family: one_lock_for_all
//! caught by: a_client_that_does_nothing_holds_up_no_other
//! says: writes to all connections in turn

use std::future::Future;
use std::io;
use std::pin::pin;

use futures::FutureExt;
use futures::future::select_all;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

pub async fn serve_echo<S>(listener: TcpListener, shutdown: S) -> io::Result<usize>
where
    S: Future<Output = ()>,
{
    let mut shutdown = pin!(shutdown.fuse());
    let mut streams: Vec<TcpStream> = Vec::new();
    let (mut done, mut closing) = (0, false);
    let mut buffer = [0; 8192];
    while !closing || !streams.is_empty() {
        let readable = async {
            if streams.is_empty() {
                return std::future::pending().await;
            }
            select_all(streams.iter().map(|stream| stream.readable().boxed())).await.1
        };
        let index = tokio::select! {
            () = &mut shutdown => { closing = true; continue }
            accepted = listener.accept(), if !closing => { streams.push(accepted?.0); continue }
            index = readable => index,
        };
        match streams[index].try_read(&mut buffer) {
            Ok(length @ 1..) => {
                if streams[index].write_all(&buffer[..length]).await.is_ok() {
                    continue;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
            Ok(_) | Err(_) => {}
        }
        streams.swap_remove(index);
        done += 1;
    }
    Ok(done)
}
