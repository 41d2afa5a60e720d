//! Keeps the jobs that were woken in a queue, and marks those in it, so that none is in it twice. The mark goes only
//! after the poll: a job that wakes itself while it is polled counts as queued, and is never polled again.
//! family: lost_wake_up
//! explore: yes
//! caught by: a_free_place_is_refilled_at_once
//! says: deadlock

use std::collections::{HashMap, VecDeque};
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use futures::task::AtomicWaker;

#[derive(Default)]
struct Queue {
    woken: Mutex<VecDeque<usize>>,
    call: AtomicWaker,
}

struct Entry {
    index: usize,
    queued: AtomicBool,
    queue: Arc<Queue>,
}

impl Wake for Entry {
    fn wake(self: Arc<Self>) {
        if !self.queued.swap(true, SeqCst) {
            self.queue.woken.lock().expect("nobody panics with it").push_back(self.index);
            self.queue.call.wake();
        }
    }
}

pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let mut items = items.into_iter().enumerate();
    let queue = Arc::new(Queue::default());
    let mut running = HashMap::new();
    poll_fn(|cx| {
        queue.call.register(cx.waker());
        loop {
            while running.len() < limit.max(1)
                && let Some((index, item)) = items.next()
            {
                let queued = AtomicBool::new(false);
                let entry = Arc::new(Entry { index, queued, queue: Arc::clone(&queue) });
                running.insert(index, (Box::pin(work(item)), Arc::clone(&entry)));
                entry.wake();
            }
            let woken = queue.woken.lock().expect("nobody panics with it").pop_front();
            let Some(index) = woken else { break };
            let Some((job, entry)) = running.get_mut(&index) else { continue };
            let waker = Waker::from(Arc::clone(entry));
            let polled = job.as_mut().poll(&mut Context::from_waker(&waker));
            entry.queued.store(false, SeqCst);
            if let Poll::Ready(result) = polled {
                results[index] = Some(result);
                running.remove(&index);
            }
        }
        if running.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    results.into_iter().flatten().collect()
}
