//! Calls `try_read` on each stream in a loop with `yield_now`. It never sleeps.
//! family: busy_loop
//! caught by: while_nothing_happens_it_sleeps
//! says: kept the runtime busy

use std::future::Future;
use std::io;
use std::pin::pin;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
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
                connections.spawn(echo(accepted?.0));
            }
        }
    }
    drop(listener);
    Ok(connections.join_all().await.len())
}

async fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        match stream.try_read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(length) => stream.write_all(&buffer[..length]).await?,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => tokio::task::yield_now().await,
            Err(error) => return Err(error),
        }
    }
}
