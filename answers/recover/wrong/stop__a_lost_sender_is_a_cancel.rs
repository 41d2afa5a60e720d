//! A child listens to its parent's watch channel, and takes its error for a cancel. The error says that the parent's
//! sender is gone: its last handle was dropped, and nobody has cancelled anything.
//! family: closed_taken_wrong
//! caught by: dropping_handles_cancels_nothing
//! says: the end of a handle or of a sender

use std::sync::Arc;

use futures::FutureExt;
use futures::future::select_all;
use tokio::sync::watch;

#[derive(Clone)]
pub struct Stop {
    own: Arc<watch::Sender<bool>>,
    above: Vec<watch::Receiver<bool>>,
}

impl Stop {
    pub fn new() -> Stop {
        Stop { own: Arc::new(watch::Sender::new(false)), above: Vec::new() }
    }

    pub fn child(&self) -> Stop {
        let above = self.above.iter().cloned().chain([self.own.subscribe()]).collect();
        Stop { own: Arc::new(watch::Sender::new(false)), above }
    }

    pub fn cancel(&self) {
        self.own.send_replace(true);
    }

    pub fn is_cancelled(&self) -> bool {
        *self.own.borrow() || self.above.iter().any(|told| *told.borrow())
    }

    pub async fn cancelled(&self) {
        let all = self.above.iter().cloned().chain([self.own.subscribe()]);
        select_all(all.map(|mut told| async move { told.wait_for(|&told| told).await.is_ok() }.boxed()))
            .await;
    }
}
