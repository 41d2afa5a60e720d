//! Spawns detached tasks and waits until all have ended. Dropping the call does not stop them.
//! family: detached
//! caught by: dropped_half_way_it_stops_everything
//! says: JoinSet stops its tasks when it is dropped

use std::future::Future;
use std::io;
use std::pin::pin;

use tokio::io::copy;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

pub async fn serve_echo<S>(listener: TcpListener, shutdown: S) -> io::Result<usize>
where
    S: Future<Output = ()>,
{
    let mut shutdown = pin!(shutdown);
    let (ended, mut ends) = mpsc::unbounded_channel();
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => {
                let (mut stream, _) = accepted?;
                let ended = ended.clone();
                tokio::spawn(async move {
                    let (mut from, mut to) = stream.split();
                    let _ = copy(&mut from, &mut to).await;
                    let _ = ended.send(());
                });
            }
        }
    }
    drop((listener, ended));
    let mut done = 0;
    while ends.recv().await.is_some() {
        done += 1;
    }
    Ok(done)
}
