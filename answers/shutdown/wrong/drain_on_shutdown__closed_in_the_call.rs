//! Looks at the shutdown and closes the channel when the function is called, before the future is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: in the call itself

use std::future::{Future, pending};
use std::pin::pin;

use tokio::sync::{mpsc, watch};

pub fn drain_on_shutdown<T, R, F, Fut>(
    mut jobs: mpsc::Receiver<T>,
    mut shutdown: watch::Receiver<bool>,
    work: F,
) -> impl Future<Output = Vec<R>>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
{
    let mut open = !*shutdown.borrow_and_update();
    if !open {
        jobs.close();
    }
    async move {
        let mut told = pin!(async {
            if shutdown.wait_for(|stop| *stop).await.is_err() {
                pending().await
            }
        });
        let mut results = Vec::new();
        loop {
            let job = tokio::select! {
                biased;
                () = &mut told, if open => {
                    jobs.close();
                    open = false;
                    continue;
                }
                job = jobs.recv() => job,
            };
            let Some(job) = job else { return results };
            let mut work = pin!(work(job));
            let result = loop {
                tokio::select! {
                    biased;
                    () = &mut told, if open => {
                        jobs.close();
                        open = false;
                    }
                    result = &mut work => break result,
                }
            };
            results.push(result);
        }
    }
}
