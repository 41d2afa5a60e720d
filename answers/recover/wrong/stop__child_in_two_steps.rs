//! Looks whether it is cancelled, makes a child, and puts it into the list under the lock after that. A cancel on
//! another thread in between finds no child, and the child is never told.
//! family: check_then_act
//! caught by: no_cancel_is_missed_between_threads
//! says: in two steps

use std::sync::{Arc, Mutex, MutexGuard, Weak};

use tokio::sync::watch;

#[derive(Clone)]
pub struct Stop(Arc<Node>);

struct Node {
    told: watch::Sender<bool>,
    children: Mutex<Vec<Weak<Node>>>,
    _parent: Option<Arc<Node>>,
}

impl Stop {
    pub fn new() -> Stop {
        Stop::below(None, false)
    }

    fn below(parent: Option<Arc<Node>>, cancelled: bool) -> Stop {
        let told = watch::Sender::new(cancelled);
        Stop(Arc::new(Node { told, children: Mutex::default(), _parent: parent }))
    }

    fn children(&self) -> MutexGuard<'_, Vec<Weak<Node>>> {
        self.0.children.lock().expect("nobody panics with the list in hand")
    }

    pub fn child(&self) -> Stop {
        let child = Stop::below(Some(Arc::clone(&self.0)), self.is_cancelled());
        self.children().push(Arc::downgrade(&child.0));
        child
    }

    pub fn cancel(&self) {
        let mut reached = vec![self.clone()];
        while let Some(stop) = reached.pop() {
            stop.0.told.send_replace(true);
            reached.extend(stop.children().iter().filter_map(Weak::upgrade).map(Stop));
        }
    }

    pub fn is_cancelled(&self) -> bool {
        *self.0.told.borrow()
    }

    pub async fn cancelled(&self) {
        let _ = self.0.told.subscribe().wait_for(|&told| told).await;
    }
}
