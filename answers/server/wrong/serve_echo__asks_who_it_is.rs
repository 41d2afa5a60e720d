//! Asks a stream for its peer address and returns that error. A client that is gone ends the server.
//! family: first_error_ends_all
//! caught by: a_reset_before_it_is_accepted_harms_no_other
//! says: peer_addr

use std::collections::HashMap;
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
    let mut names = HashMap::new();
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => {
                let (mut stream, _) = accepted?;
                let name = stream.peer_addr()?;
                let task = connections.spawn(async move {
                    let (mut from, mut to) = stream.split();
                    let _ = copy(&mut from, &mut to).await;
                });
                names.insert(task.id(), name);
            }
        }
    }
    drop(listener);
    Ok(connections.join_all().await.len())
}
