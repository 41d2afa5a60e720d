//! Keeps the jobs in two sets, those that are awake and those that sleep, and a wake-up moves one over. A job that
//! wakes itself while it is polled is in neither: the wake-up is lost, and then it is put to sleep.
//! family: lost_wake_up
//! explore: yes
//! caught by: all_jobs_run_at_the_same_time
//! says: deadlock

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use futures::task::AtomicWaker;

struct Sets {
    awake: BTreeSet<usize>,
    asleep: BTreeSet<usize>,
}

struct Alarm {
    place: usize,
    sets: Arc<Mutex<Sets>>,
    call: Arc<AtomicWaker>,
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        let mut sets = self.sets.lock().expect("nobody panics with it");
        if sets.asleep.remove(&self.place) {
            sets.awake.insert(self.place);
            self.call.wake();
        }
    }
}

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let mut jobs: Vec<_> = items.into_iter().map(|item| Some(Box::pin(work(item)))).collect();
    let mut results: Vec<Option<R>> = jobs.iter().map(|_| None).collect();
    let call = Arc::new(AtomicWaker::new());
    let sets = Sets { awake: (0..jobs.len()).collect(), asleep: BTreeSet::new() };
    let sets = Arc::new(Mutex::new(sets));
    poll_fn(|cx| {
        call.register(cx.waker());
        loop {
            let next = sets.lock().expect("nobody panics with it").awake.pop_first();
            let Some(place) = next else { break };
            let Some(job) = &mut jobs[place] else { continue };
            let alarm = Alarm { place, sets: Arc::clone(&sets), call: Arc::clone(&call) };
            match job.as_mut().poll(&mut Context::from_waker(&Waker::from(Arc::new(alarm)))) {
                Poll::Ready(Ok(value)) => {
                    results[place] = Some(value);
                    jobs[place] = None;
                }
                Poll::Ready(Err(error)) => {
                    jobs.clear();
                    return Poll::Ready(Err(error));
                }
                Poll::Pending => drop(sets.lock().expect("nobody panics with it").asleep.insert(place)),
            }
        }
        if jobs.iter().all(Option::is_none) { Poll::Ready(Ok(())) } else { Poll::Pending }
    })
    .await?;
    Ok(results.into_iter().flatten().collect())
}
