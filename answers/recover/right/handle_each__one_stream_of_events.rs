//! Jobs and results are events of one stream: `select` of the channel's stream and of the set's.

use std::future::Future;

use futures::future::Either;
use futures::stream::{self, StreamExt};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_katas::JobPanicked;

enum Event<T, E> {
    Job(T),
    Closed,
    Ended(E),
}

pub async fn handle_each<T, R, F, Fut, D>(mut jobs: mpsc::Receiver<T>, mut work: F, mut done: D)
where
    F: FnMut(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
    D: FnMut(Result<R, JobPanicked>),
{
    let mut set = JoinSet::new();
    let mut closed = false;
    loop {
        let next_job = match closed {
            true => Either::Left(std::future::pending()),
            false => Either::Right(jobs.recv()),
        };
        let next_end = match set.is_empty() {
            true if closed => return,
            true => Either::Left(std::future::pending()),
            false => Either::Right(set.join_next()),
        };
        let mut events = stream::select(
            stream::once(async { next_job.await.map_or(Event::Closed, Event::Job) }).boxed_local(),
            stream::once(async { Event::Ended(next_end.await.expect("it is not empty")) }).boxed_local(),
        );
        let event = events.next().await.expect("each gives one");
        drop(events);
        match event {
            Event::Job(job) => {
                set.spawn(work(job));
            }
            Event::Closed => closed = true,
            Event::Ended(Ok(value)) => done(Ok(value)),
            Event::Ended(Err(error)) => {
                let payload = error.into_panic();
                let text = match payload.downcast::<&'static str>() {
                    Ok(text) => text.to_string(),
                    Err(payload) => payload.downcast::<String>().map_or("unknown panic".into(), |text| *text),
                };
                done(Err(JobPanicked { message: text }));
            }
        }
    }
}
