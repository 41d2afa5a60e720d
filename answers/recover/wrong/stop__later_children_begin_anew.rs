//! Tells the children that are there when it is cancelled. One that is made after that begins anew, and nobody ever
//! tells it.
//! family: one_signal_only
//! caught by: a_child_made_later_is_cancelled_too
//! says: begins anew

use std::sync::{Arc, Mutex};

use tokio::sync::watch;

#[derive(Clone)]
pub struct Stop(Arc<Node>);

struct Node {
    told: watch::Sender<bool>,
    children: Mutex<Vec<Stop>>,
}

impl Stop {
    pub fn new() -> Stop {
        Stop(Arc::new(Node { told: watch::Sender::new(false), children: Mutex::default() }))
    }

    pub fn child(&self) -> Stop {
        let child = Stop::new();
        self.0.children.lock().unwrap().push(child.clone());
        child
    }

    pub fn cancel(&self) {
        self.0.told.send_replace(true);
        self.0.children.lock().unwrap().iter().for_each(Stop::cancel);
    }

    pub fn is_cancelled(&self) -> bool {
        *self.0.told.borrow()
    }

    pub async fn cancelled(&self) {
        let _ = self.0.told.subscribe().wait_for(|&told| told).await;
    }
}
