//! All connections are futures in the caller's own task, copied by hand.

use std::future::Future;
use std::io;
use std::pin::pin;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub async fn serve_echo<S>(listener: TcpListener, shutdown: S) -> io::Result<usize>
where
    S: Future<Output = ()>,
{
    let mut shutdown = pin!(shutdown);
    let mut open = FuturesUnordered::new();
    let mut done = 0;
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    open.push(echo(stream));
                }
            }
            Some(_) = open.next() => done += 1,
        }
    }
    drop(listener);
    Ok(done + open.count().await)
}

async fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = vec![0; 4096];
    loop {
        let length = stream.read(&mut buffer).await?;
        if length == 0 {
            return stream.shutdown().await;
        }
        stream.write_all(&buffer[..length]).await?;
    }
}
