//! A child that is a clone. Its cancel stops the whole service, and not the one request that it was made for.
//! family: shared_too_much
//! caught by: nothing_above_or_beside_is_cancelled
//! says: no more than a clone

use std::sync::Arc;

use tokio::sync::watch;

#[derive(Clone)]
pub struct Stop(Arc<watch::Sender<bool>>);

impl Stop {
    pub fn new() -> Stop {
        Stop(Arc::new(watch::Sender::new(false)))
    }

    pub fn child(&self) -> Stop {
        self.clone()
    }

    pub fn cancel(&self) {
        self.0.send_replace(true);
    }

    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow()
    }

    pub async fn cancelled(&self) {
        let _ = self.0.subscribe().wait_for(|&told| told).await;
    }
}
