//! Reads all connections into one buffer. What is in it may belong to another client.
//! family: shared_too_much
//! caught by: no_client_gets_anothers_bytes
//! says: one buffer

use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

pub async fn serve_echo<S>(listener: TcpListener, shutdown: S) -> io::Result<usize>
where
    S: Future<Output = ()>,
{
    let mut shutdown = pin!(shutdown);
    let mut connections = JoinSet::new();
    let shared = Arc::new(Mutex::new(Vec::new()));
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => {
                connections.spawn(echo(accepted?.0, Arc::clone(&shared)));
            }
        }
    }
    drop(listener);
    Ok(connections.join_all().await.len())
}

async fn echo(mut stream: TcpStream, shared: Arc<Mutex<Vec<u8>>>) -> io::Result<()> {
    loop {
        let mut bytes = Vec::with_capacity(8192);
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(());
        }
        shared.lock().unwrap().extend(bytes);
        tokio::task::yield_now().await;
        let all = std::mem::take(&mut *shared.lock().unwrap());
        stream.write_all(&all).await?;
    }
}
