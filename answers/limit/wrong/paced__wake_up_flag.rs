//! One flag says whether anything was woken: it polls every item that runs, then sets the flag back. An item that wakes
//! itself while it is polled raises the flag in vain, and waits until another one is woken.
//! family: lost_wake_up
//! explore: yes
//! caught by: it_returns_when_the_last_has_finished
//! says: deadlock

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use futures::future::maybe_done;
use futures::task::AtomicWaker;
use tokio::time::{Instant, sleep_until};

#[derive(Default)]
struct Flag {
    woken: AtomicBool,
    call: AtomicWaker,
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, SeqCst);
        self.call.wake();
    }
}

pub async fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let flag = Arc::new(Flag::default());
    let waker = Waker::from(Arc::clone(&flag));
    let mut items = items.into_iter();
    let mut jobs = Vec::new();
    let mut next_start = pin!(sleep_until(Instant::now()));
    poll_fn(|cx| {
        flag.call.register(cx.waker());
        while items.len() > 0 && next_start.as_mut().poll(cx).is_ready() {
            let start = next_start.deadline();
            jobs.extend(items.next().map(|item| Box::pin(maybe_done(work(item)))));
            next_start.as_mut().reset(start + every);
            flag.woken.store(true, SeqCst);
        }
        if flag.woken.load(SeqCst) {
            let mut context = Context::from_waker(&waker);
            let ready =
                jobs.iter_mut().map(|job| job.as_mut().poll(&mut context)).filter(Poll::is_ready).count();
            flag.woken.store(false, SeqCst);
            if ready == jobs.len() && items.len() == 0 {
                return Poll::Ready(());
            }
        }
        if jobs.is_empty() && items.len() == 0 { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    jobs.into_iter().filter_map(|mut job| job.as_mut().take_output()).collect()
}
