//! Detached tasks. Each holds the sender of a channel: what comes through is counted, and when the last
//! sender is gone no task is left. A second channel, the other way round, stops them if the caller goes.

use std::future::Future;
use std::io;

use tokio::io::copy;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};

pub async fn serve_echo<S>(listener: TcpListener, shutdown: S) -> io::Result<usize>
where
    S: Future<Output = ()>,
{
    let (ended, mut ends) = mpsc::channel::<()>(16);
    let (caller, caller_gone) = watch::channel(());
    // Goes with the future that accepts, and with each task's own.
    let accepting = async move {
        loop {
            let (stream, _) = listener.accept().await?;
            tokio::spawn(serve(stream, ended.clone(), caller_gone.clone()));
        }
    };
    let mut count = 0;
    let mut accepting = Box::pin(accepting);
    tokio::pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            failed = &mut accepting => return failed,
            Some(()) = ends.recv() => count += 1,
        }
    }
    drop(accepting);
    while ends.recv().await.is_some() {
        count += 1;
    }
    drop(caller);
    Ok(count)
}

async fn serve(mut stream: TcpStream, ended: mpsc::Sender<()>, mut caller_gone: watch::Receiver<()>) {
    let (mut from, mut to) = stream.split();
    tokio::select! {
        _ = copy(&mut from, &mut to) => {}
        _ = caller_gone.changed() => {}
    }
    let _ = ended.send(()).await;
}
