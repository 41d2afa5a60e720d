//! Looks at the shutdown and at the queue every 5 ms instead of waiting for them.
//! family: looks_now_and_then
//! caught by: jobs_are_worked_off_one_at_a_time_in_order
//! says: from time to time

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

pub async fn drain_on_shutdown<T, R, F, Fut>(
    mut jobs: mpsc::Receiver<T>,
    mut shutdown: watch::Receiver<bool>,
    work: F,
) -> Vec<R>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
{
    let mut results = Vec::new();
    let mut told = false;
    loop {
        sleep(Duration::from_millis(5)).await;
        told |= *shutdown.borrow_and_update();
        if told {
            jobs.close();
        }
        match jobs.try_recv() {
            Ok(job) => {
                let mut work = pin!(work(job));
                let result = loop {
                    tokio::select! {
                        result = &mut work => break result,
                        () = sleep(Duration::from_millis(5)) => {
                            told |= *shutdown.borrow_and_update();
                            if told {
                                jobs.close();
                            }
                        }
                    }
                };
                results.push(result);
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => return results,
        }
    }
}
