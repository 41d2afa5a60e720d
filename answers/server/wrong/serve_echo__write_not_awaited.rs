//! Calls each write without awaiting it, so nothing goes out.
//! family: forgotten_await
//! caught by: the_bytes_come_back_as_they_are
//! says: without its .await

use std::future::Future;
use std::io;
use std::pin::pin;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
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
            biased;
            () = &mut shutdown => break,
            accepted = listener.accept() => {
                let (stream, _) = accepted?;
                connections.spawn(echo(stream));
            }
            Some(_) = connections.join_next() => done += 1,
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {
        done += 1;
    }
    Ok(done)
}

async fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        let length = stream.read(&mut buffer).await?;
        if length == 0 {
            return Ok(());
        }
        let _ = stream.write_all(&buffer[..length]);
    }
}
