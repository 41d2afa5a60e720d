//! Counts wake-ups, and polls the stamps if there are more than it has seen. What it has seen it counts after the
//! polls: a stamp that wakes itself while it is polled is counted as seen, and not polled again.
//! family: lost_wake_up
//! explore: yes
//! caught by: all_lines_are_stamped_at_the_same_time
//! says: deadlock

use std::future::poll_fn;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use futures::task::AtomicWaker;

#[derive(Default)]
struct WakeUps {
    count: AtomicUsize,
    call: AtomicWaker,
}

impl Wake for WakeUps {
    fn wake(self: Arc<Self>) {
        self.count.fetch_add(1, SeqCst);
        self.call.wake();
    }
}

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let mut stamps: Vec<_> = lines.into_iter().map(|line| Box::pin(stamp(line))).collect();
    let wake_ups = Arc::new(WakeUps::default());
    let waker = Waker::from(Arc::clone(&wake_ups));
    let mut seen = None;
    poll_fn(|cx| {
        wake_ups.call.register(cx.waker());
        if seen == Some(wake_ups.count.load(SeqCst)) {
            return Poll::Pending;
        }
        stamps.retain_mut(|stamp| match stamp.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(line) => {
                log.lock().expect("it is not poisoned").push(line);
                false
            }
            Poll::Pending => true,
        });
        seen = Some(wake_ups.count.load(SeqCst));
        if stamps.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}
