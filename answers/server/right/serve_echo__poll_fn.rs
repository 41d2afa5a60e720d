//! By hand: one poll looks at the shutdown, the listener and every connection.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::task::Poll;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

pub async fn serve_echo<S>(listener: TcpListener, shutdown: S) -> io::Result<usize>
where
    S: Future<Output = ()>,
{
    let mut shutdown = pin!(shutdown);
    let mut listener = Some(listener);
    let mut open: Vec<LocalBoxFuture<'static, ()>> = Vec::new();
    let mut done = 0;
    poll_fn(move |cx| {
        if listener.is_some() && shutdown.as_mut().poll(cx).is_ready() {
            listener = None;
        }
        while let Some(Poll::Ready(accepted)) = listener.as_ref().map(|listener| listener.poll_accept(cx)) {
            let Ok((mut stream, _)) = accepted else { continue };
            open.push(
                async move {
                    let (mut from, mut to) = stream.split();
                    let mut buffer = [0; 1000];
                    while let Ok(length @ 1..) = from.read(&mut buffer).await {
                        if to.write_all(&buffer[..length]).await.is_err() {
                            break;
                        }
                    }
                }
                .boxed_local(),
            );
        }
        let before = open.len();
        open.retain_mut(|connection| connection.as_mut().poll(cx).is_pending());
        done += before - open.len();
        if listener.is_none() && open.is_empty() { Poll::Ready(Ok(done)) } else { Poll::Pending }
    })
    .await
}
