//! Races a reader against a writer. When the reader ends, the bytes between them are lost.
//! family: cut_short
//! caught by: a_client_that_has_closed_its_side_gets_all_its_bytes_and_the_end
//! says: it still reads

use std::future::Future;
use std::io;
use std::pin::pin;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
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

async fn echo(mut stream: TcpStream) {
    let (mut from, mut to) = stream.split();
    let (tx, mut rx) = mpsc::channel::<Vec<u8>>(32);
    let reading = async {
        let mut buffer = [0; 1024];
        while let Ok(length @ 1..) = from.read(&mut buffer).await {
            let _ = tx.send(buffer[..length].to_vec()).await;
        }
    };
    let writing = async {
        while let Some(bytes) = rx.recv().await {
            if to.write_all(&bytes).await.is_err() {
                break;
            }
        }
    };
    tokio::select! {
        () = reading => {}
        () = writing => {}
    }
}
