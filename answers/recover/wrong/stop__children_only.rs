//! Tells its children, and no further: a grandchild, as of a connection's request, works on.
//! family: left_out
//! caught by: a_cancel_reaches_all_below
//! says: it goes on to theirs

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
        let mut children = self.0.children.lock().unwrap();
        let child = Stop::new();
        child.0.told.send_replace(self.is_cancelled());
        children.push(child.clone());
        child
    }

    pub fn cancel(&self) {
        let children = self.0.children.lock().unwrap();
        self.0.told.send_replace(true);
        for child in children.iter() {
            child.0.told.send_replace(true);
        }
    }

    pub fn is_cancelled(&self) -> bool {
        *self.0.told.borrow()
    }

    pub async fn cancelled(&self) {
        let _ = self.0.told.subscribe().wait_for(|&told| told).await;
    }
}
