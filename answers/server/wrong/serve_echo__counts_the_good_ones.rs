//! Does not count a connection that broke. Each that has ended counts.
//! family: left_out
//! caught by: a_reset_harms_no_other_and_counts
//! says: a broken connection that is not counted

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
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => {
                let (mut stream, _) = accepted?;
                connections.spawn(async move {
                    let (mut from, mut to) = stream.split();
                    copy(&mut from, &mut to).await
                });
            }
        }
    }
    drop(listener);
    Ok(connections.join_all().await.into_iter().filter(Result::is_ok).count())
}
