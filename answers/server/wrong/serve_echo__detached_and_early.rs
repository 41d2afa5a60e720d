//! Spawns detached tasks and counts the open ones. Dropping the call does not stop them.
//! family: detached
//! caught by: dropped_half_way_it_stops_everything
//! says: still alive

use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::copy;
use tokio::net::TcpListener;
use tokio::sync::Notify;

pub async fn serve_echo<S>(listener: TcpListener, shutdown: S) -> io::Result<usize>
where
    S: Future<Output = ()>,
{
    let mut shutdown = pin!(shutdown);
    let open = Arc::new((AtomicUsize::new(0), Notify::new()));
    let mut accepted = 0;
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            Ok((mut stream, _)) = listener.accept() => {
                accepted += 1;
                let open = Arc::clone(&open);
                open.0.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(async move {
                    let (mut from, mut to) = stream.split();
                    let _ = copy(&mut from, &mut to).await;
                    open.0.fetch_sub(1, Ordering::SeqCst);
                    open.1.notify_one();
                });
            }
        }
    }
    drop(listener);
    while open.0.load(Ordering::SeqCst) > 0 {
        open.1.notified().await;
    }
    Ok(accepted)
}
