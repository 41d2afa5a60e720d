//! Cancels when a handle is dropped, so that nothing is forgotten. But handles are clones that tasks take along, and
//! the first task that ends stops all others.
//! family: harms_others
//! caught by: dropping_handles_cancels_nothing
//! says: a Drop that cancels

use std::sync::{Arc, Mutex, Weak};

use tokio::sync::watch;

pub struct Stop(Arc<Node>);

struct Node {
    told: watch::Sender<bool>,
    children: Mutex<Vec<Weak<Node>>>,
    parent: Option<Arc<Node>>,
}

impl Clone for Stop {
    fn clone(&self) -> Stop {
        Stop(Arc::clone(&self.0))
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        // The last handle, but for those that children hold.
        let children =
            self.0.children.lock().unwrap().iter().filter(|child| child.strong_count() > 0).count();
        if Arc::strong_count(&self.0) == 1 + children {
            self.cancel();
        }
    }
}

fn cancel(node: &Node) {
    let children: Vec<_> = node.children.lock().unwrap().iter().filter_map(Weak::upgrade).collect();
    node.told.send_replace(true);
    children.iter().for_each(|child| cancel(child));
}

impl Stop {
    pub fn new() -> Stop {
        Stop(Arc::new(Node { told: watch::Sender::new(false), children: Mutex::default(), parent: None }))
    }

    pub fn child(&self) -> Stop {
        let mut children = self.0.children.lock().unwrap();
        let told = watch::Sender::new(self.is_cancelled());
        let child = Arc::new(Node { told, children: Mutex::default(), parent: Some(Arc::clone(&self.0)) });
        children.push(Arc::downgrade(&child));
        Stop(child)
    }

    pub fn cancel(&self) {
        cancel(&self.0);
    }

    pub fn is_cancelled(&self) -> bool {
        *self.0.told.borrow()
    }

    pub async fn cancelled(&self) {
        let _ = self.0.told.subscribe().wait_for(|&told| told).await;
    }
}
