//! Parents hold their children weakly, and no child holds its parent. When the last handle of one in the middle is
//! dropped, what is below it can no longer be reached.
//! family: let_go_too_early
//! caught by: what_is_further_above_still_reaches_it
//! says: a strong pointer up

use std::sync::{Arc, Mutex, Weak};

use tokio::sync::watch;

#[derive(Clone)]
pub struct Stop(Arc<Node>);

struct Node {
    told: watch::Sender<bool>,
    children: Mutex<Vec<Weak<Node>>>,
}

impl Stop {
    pub fn new() -> Stop {
        Stop(Arc::new(Node { told: watch::Sender::new(false), children: Mutex::default() }))
    }

    pub fn child(&self) -> Stop {
        let mut children = self.0.children.lock().unwrap();
        let told = watch::Sender::new(self.is_cancelled());
        let child = Stop(Arc::new(Node { told, children: Mutex::default() }));
        children.push(Arc::downgrade(&child.0));
        child
    }

    pub fn cancel(&self) {
        let children = self.0.children.lock().unwrap();
        self.0.told.send_replace(true);
        children.iter().filter_map(Weak::upgrade).for_each(|child| Stop(child).cancel());
    }

    pub fn is_cancelled(&self) -> bool {
        *self.0.told.borrow()
    }

    pub async fn cancelled(&self) {
        let _ = self.0.told.subscribe().wait_for(|&told| told).await;
    }
}
