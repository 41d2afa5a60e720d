//! A flag and a `Notify` for each node; one read-write lock for the shape of the tree keeps cancels and new children
//! apart.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock, Weak};

use tokio::sync::Notify;

#[derive(Clone)]
pub struct Stop(Arc<Node>);

struct Node {
    cancelled: AtomicBool,
    bell: Notify,
    children: RwLock<Vec<Weak<Node>>>,
    parent: Option<Arc<Node>>,
}

impl Drop for Node {
    fn drop(&mut self) {
        // Link by link, so that a long chain needs no deep stack.
        let mut above = self.parent.take();
        while let Some(mut node) = above.and_then(Arc::into_inner) {
            above = node.parent.take();
        }
    }
}

impl Stop {
    pub fn new() -> Stop {
        Stop(Arc::new(Node {
            cancelled: AtomicBool::new(false),
            bell: Notify::new(),
            children: RwLock::default(),
            parent: None,
        }))
    }

    pub fn child(&self) -> Stop {
        let mut children = self.0.children.write().unwrap();
        let child = Stop(Arc::new(Node {
            cancelled: AtomicBool::new(self.is_cancelled()),
            bell: Notify::new(),
            children: RwLock::default(),
            parent: Some(Arc::clone(&self.0)),
        }));
        children.push(Arc::downgrade(&child.0));
        child
    }

    pub fn cancel(&self) {
        {
            let _shape = self.0.children.write().unwrap();
            self.0.cancelled.store(true, Ordering::SeqCst);
        }
        self.0.bell.notify_waiters();
        let children: Vec<_> = self.0.children.read().unwrap().iter().filter_map(Weak::upgrade).collect();
        children.into_iter().for_each(|child| Stop(child).cancel());
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::SeqCst)
    }

    pub async fn cancelled(&self) {
        let notified = self.0.bell.notified();
        tokio::pin!(notified);
        notified.as_mut().enable();
        if !self.is_cancelled() {
            notified.await;
        }
    }
}
