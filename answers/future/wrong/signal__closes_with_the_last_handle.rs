//! Waits on a watch channel and treats its end as the signal. Dropping the last handle then raises it.
//! family: closed_taken_wrong
//! caught by: nothing_else_wakes
//! says: a channel that closes

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::future::BoxFuture;
use tokio::sync::watch;

#[derive(Clone)]
pub struct Signal {
    flag: Arc<watch::Sender<bool>>,
}

impl Signal {
    pub fn new() -> Signal {
        Signal { flag: Arc::new(watch::Sender::new(false)) }
    }

    pub fn raise(&self) {
        self.flag.send_replace(true);
    }

    pub fn raised(&self) -> Raised {
        let mut flag = self.flag.subscribe();
        Raised {
            wait: Box::pin(async move {
                let _ = flag.wait_for(|raised| *raised).await;
            }),
        }
    }
}

pub struct Raised {
    wait: BoxFuture<'static, ()>,
}

impl Future for Raised {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.wait.as_mut().poll(cx)
    }
}
