//! Polls only the jobs that were woken, and sets a job's mark back after its poll. A job that wakes itself while it is
//! polled loses that wake-up, and is never polled again.
//! family: lost_wake_up
//! explore: yes
//! caught by: all_jobs_run_at_the_same_time
//! says: deadlock

use std::future::poll_fn;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::task::{Context, Poll, Wake, Waker};

use futures::FutureExt;
use futures::task::AtomicWaker;
use tokio_katas::JobPanicked;

struct Bell {
    rung: AtomicBool,
    call: Arc<AtomicWaker>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.rung.store(true, SeqCst);
        self.call.wake();
    }
}

pub async fn settle_all<T, R, F, Fut>(items: Vec<T>, work: F) -> Vec<Result<R, JobPanicked>>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    let call = Arc::new(AtomicWaker::new());
    let mut jobs = Vec::new();
    for item in items {
        let bell = Arc::new(Bell { rung: AtomicBool::new(true), call: Arc::clone(&call) });
        jobs.push((Box::pin(AssertUnwindSafe(work(item)).catch_unwind()), bell, None));
    }
    poll_fn(|cx| {
        call.register(cx.waker());
        for (job, bell, result) in &mut jobs {
            if result.is_none() && bell.rung.load(SeqCst) {
                let waker = Waker::from(Arc::clone(bell));
                if let Poll::Ready(ended) = job.as_mut().poll(&mut Context::from_waker(&waker)) {
                    *result = Some(ended);
                }
                bell.rung.store(false, SeqCst);
            }
        }
        if jobs.iter().all(|(.., result)| result.is_some()) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    jobs.into_iter().filter_map(|(.., result)| result).map(|result| result.map_err(text_of)).collect()
}

fn text_of(payload: Box<dyn std::any::Any + Send>) -> JobPanicked {
    let message = match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast_ref::<&str>().unwrap_or(&"unknown panic").to_string(),
    };
    JobPanicked { message }
}
