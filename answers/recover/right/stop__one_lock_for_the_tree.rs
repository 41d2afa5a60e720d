//! The whole tree in one table under one lock: who is whose parent, who is cancelled, and who waits for whom.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};

#[derive(Clone)]
pub struct Stop {
    tree: Arc<Mutex<Tree>>,
    id: usize,
}

#[derive(Default)]
struct Tree {
    /// The parent of each, and whether it is cancelled itself. A parent's number is smaller than its child's.
    nodes: Vec<(Option<usize>, bool)>,
    waiting: Vec<(usize, Arc<()>, Waker)>,
}

struct Leaves<'a>(&'a Stop, Arc<()>);

impl Drop for Leaves<'_> {
    fn drop(&mut self) {
        self.0.tree.lock().unwrap().waiting.retain(|(_, key, _)| !Arc::ptr_eq(key, &self.1));
    }
}

impl Stop {
    pub fn new() -> Stop {
        let tree = Tree { nodes: vec![(None, false)], waiting: Vec::new() };
        Stop { tree: Arc::new(Mutex::new(tree)), id: 0 }
    }

    pub fn child(&self) -> Stop {
        let mut tree = self.tree.lock().unwrap();
        let cancelled = tree.nodes[self.id].1;
        tree.nodes.push((Some(self.id), cancelled));
        Stop { tree: Arc::clone(&self.tree), id: tree.nodes.len() - 1 }
    }

    pub fn cancel(&self) {
        let mut tree = self.tree.lock().unwrap();
        tree.nodes[self.id].1 = true;
        for id in self.id + 1..tree.nodes.len() {
            if tree.nodes[id].0.is_some_and(|parent| tree.nodes[parent].1) {
                tree.nodes[id].1 = true;
            }
        }
        let waiting = std::mem::take(&mut tree.waiting);
        let (told, waiting): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(id, ..)| tree.nodes[*id].1);
        tree.waiting = waiting;
        drop(tree);
        told.into_iter().for_each(|(.., waker)| waker.wake());
    }

    pub fn is_cancelled(&self) -> bool {
        self.tree.lock().unwrap().nodes[self.id].1
    }

    pub async fn cancelled(&self) {
        let leaves = Leaves(self, Arc::new(()));
        poll_fn(|cx| {
            let mut tree = self.tree.lock().unwrap();
            if tree.nodes[self.id].1 {
                return Poll::Ready(());
            }
            match tree.waiting.iter_mut().find(|(_, key, _)| Arc::ptr_eq(key, &leaves.1)) {
                Some((.., waker)) => waker.clone_from(cx.waker()),
                None => tree.waiting.push((self.id, Arc::clone(&leaves.1), cx.waker().clone())),
            }
            Poll::Pending
        })
        .await
    }
}
