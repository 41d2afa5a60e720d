//! One worked answer for the whole kata.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures::stream::{self, StreamExt};
use tokio::sync::{Mutex, Semaphore};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_katas::{JobResult, OverBudget, OverCapacity, Overloaded};

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let jobs = inputs.into_iter().enumerate().map(|(id, input)| async move {
        sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
        JobResult { id, message: input.to_uppercase() }
    });
    let mut results: Vec<JobResult> = stream::iter(jobs).buffer_unordered(limit.max(1)).collect().await;
    results.sort_by_key(|result| result.id);
    results
}

pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(limit.max(1)));
    let mut jobs = JoinSet::new();
    for (index, item) in items.into_iter().enumerate() {
        let place = Arc::clone(&places).acquire_owned().await.expect("the semaphore is never closed");
        let job = work(item);
        jobs.spawn(async move {
            let result = job.await;
            drop(place);
            (index, result)
        });
    }
    in_input_order(jobs).await
}

pub struct Bulkhead {
    places: Semaphore,
}

impl Bulkhead {
    pub fn new(capacity: usize) -> Bulkhead {
        Bulkhead { places: Semaphore::new(capacity.max(1)) }
    }

    pub fn available(&self) -> usize {
        self.places.available_permits()
    }

    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        // Given back when this scope ends: by a return, a panic or a drop of the future.
        let _place = self.places.try_acquire().map_err(|_| Overloaded)?;
        Ok(work.await)
    }
}

pub async fn map_within_budget<T, R, F, Fut>(
    items: Vec<(T, u32)>,
    budget: u32,
    work: F,
) -> Result<Vec<R>, OverBudget>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    if let Some(&(_, weight)) = items.iter().find(|(_, weight)| *weight > budget) {
        return Err(OverBudget { weight, budget });
    }
    let room = Arc::new(Semaphore::new(budget as usize));
    let mut jobs = JoinSet::new();
    for (index, (item, weight)) in items.into_iter().enumerate() {
        // One loop asks for room, so nobody overtakes a heavy item, not even one of weight 0.
        let share =
            Arc::clone(&room).acquire_many_owned(weight).await.expect("the semaphore is never closed");
        let job = work(item);
        jobs.spawn(async move {
            let result = job.await;
            drop(share);
            (index, result)
        });
    }
    Ok(in_input_order(jobs).await)
}

pub async fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut jobs = JoinSet::new();
    let mut start = Instant::now();
    for (index, item) in items.into_iter().enumerate() {
        // Counted from the first start, not from when this loop woke up: no drift.
        if index > 0 {
            start += every;
            sleep_until(start).await;
        }
        let job = work(item);
        jobs.spawn(async move { (index, job.await) });
    }
    in_input_order(jobs).await
}

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    // Tokio's mutex is fair, and may be held across an .await: whoever has it is first in line.
    first_in_line: Mutex<Tokens>,
}

struct Tokens {
    held: u32,
    /// The beat up to which they are counted; none before the first `take`.
    beat: Option<Instant>,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        let capacity = capacity.max(1);
        TokenBucket { capacity, every, first_in_line: Mutex::new(Tokens { held: capacity, beat: None }) }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        let mut bucket = self.first_in_line.lock().await;
        let mut beat = self.refill(&mut bucket);
        while bucket.held < tokens {
            sleep_until(beat + self.every * (tokens - bucket.held)).await;
            beat = self.refill(&mut bucket);
        }
        // Only here, behind the last .await: a future that was dropped before has taken nothing.
        bucket.held -= tokens;
        Ok(())
    }

    /// Adds what has come since the last look, and returns the beat of the last token.
    fn refill(&self, bucket: &mut Tokens) -> Instant {
        let now = Instant::now();
        let passed = now.duration_since(*bucket.beat.get_or_insert(now)).as_nanos();
        let (beats, rest) = (passed / self.every.as_nanos(), passed % self.every.as_nanos());
        bucket.held = beats.saturating_add(bucket.held.into()).min(self.capacity.into()) as u32;
        // Not `now`: what has passed since the last beat belongs to the next token.
        *bucket.beat.insert(now - Duration::from_nanos(rest as u64))
    }
}

async fn in_input_order<R: 'static>(jobs: JoinSet<(usize, R)>) -> Vec<R> {
    let mut results = jobs.join_all().await;
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
