//! Keeps the tree in a map and looks for all below in one pass, which finds a grandchild only if its parent comes first.
//! A `HashMap` gives another order in each run: it goes well until a child comes before its parent.
//! family: left_out
//! caught by: a_chain_may_be_a_thousand_deep
//! says: goes on to theirs

use std::collections::{HashMap, HashSet};
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
    /// The parent of each.
    parents: HashMap<usize, Option<usize>>,
    cancelled: HashSet<usize>,
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
        let tree = Tree { parents: HashMap::from([(0, None)]), ..Tree::default() };
        Stop { tree: Arc::new(Mutex::new(tree)), id: 0 }
    }

    pub fn child(&self) -> Stop {
        let mut tree = self.tree.lock().unwrap();
        let id = tree.parents.len();
        tree.parents.insert(id, Some(self.id));
        if tree.cancelled.contains(&self.id) {
            tree.cancelled.insert(id);
        }
        Stop { tree: Arc::clone(&self.tree), id }
    }

    pub fn cancel(&self) {
        let mut tree = self.tree.lock().unwrap();
        let mut reached = HashSet::from([self.id]);
        for (id, parent) in &tree.parents {
            if parent.is_some_and(|parent| reached.contains(&parent)) {
                reached.insert(*id);
            }
        }
        let waiting = std::mem::take(&mut tree.waiting);
        let (told, waiting): (Vec<_>, _) = waiting.into_iter().partition(|(id, ..)| reached.contains(id));
        tree.waiting = waiting;
        tree.cancelled.extend(reached);
        drop(tree);
        told.into_iter().for_each(|(.., waker)| waker.wake());
    }

    pub fn is_cancelled(&self) -> bool {
        self.tree.lock().unwrap().cancelled.contains(&self.id)
    }

    pub async fn cancelled(&self) {
        let leaves = Leaves(self, Arc::new(()));
        poll_fn(|cx| {
            let mut tree = self.tree.lock().unwrap();
            if tree.cancelled.contains(&self.id) {
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
