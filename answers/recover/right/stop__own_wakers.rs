//! A tree of nodes, each with the wakers of those that wait for it, under keys. A future takes its own away when it is
//! dropped.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, Weak};
use std::task::{Poll, Waker};

#[derive(Clone)]
pub struct Stop {
    node: Arc<Mutex<Node>>,
    // Strong pointers up: what is above stays, whoever drops its handles.
    above: Option<Arc<Stop>>,
}

#[derive(Default)]
struct Node {
    cancelled: bool,
    wakers: BTreeMap<u64, Waker>,
    next: u64,
    children: Vec<Weak<Mutex<Node>>>,
}

struct Waiting<'a>(&'a Mutex<Node>, Option<u64>);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.1 {
            self.0.lock().unwrap().wakers.remove(&key);
        }
    }
}

impl Stop {
    pub fn new() -> Stop {
        Stop { node: Arc::default(), above: None }
    }

    pub fn child(&self) -> Stop {
        let mut node = self.node.lock().unwrap();
        let child = Arc::new(Mutex::new(Node { cancelled: node.cancelled, ..Node::default() }));
        node.children.retain(|child| child.upgrade().is_some());
        node.children.push(Arc::downgrade(&child));
        Stop { node: child, above: Some(Arc::new(self.clone())) }
    }

    pub fn cancel(&self) {
        let mut wakers = Vec::new();
        mark(&self.node, &mut wakers);
        wakers.into_iter().for_each(Waker::wake);
    }

    pub fn is_cancelled(&self) -> bool {
        self.node.lock().unwrap().cancelled
    }

    pub async fn cancelled(&self) {
        let mut waiting = Waiting(&self.node, None);
        poll_fn(|cx| {
            let mut node = self.node.lock().unwrap();
            if node.cancelled {
                return Poll::Ready(());
            }
            let key = *waiting.1.get_or_insert_with(|| {
                node.next += 1;
                node.next
            });
            node.wakers.insert(key, cx.waker().clone());
            Poll::Pending
        })
        .await
    }
}

fn mark(node: &Mutex<Node>, wakers: &mut Vec<Waker>) {
    let mut node = node.lock().unwrap();
    node.cancelled = true;
    wakers.extend(std::mem::take(&mut node.wakers).into_values());
    let children: Vec<_> = node.children.iter().filter_map(Weak::upgrade).collect();
    drop(node);
    children.iter().for_each(|child| mark(child, wakers));
}
