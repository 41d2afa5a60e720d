//! Stop taking work, then finish what you hold.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use tokio::sync::{broadcast, mpsc, watch};
use tokio::task::{JoinError, JoinSet};
use tokio::time::{sleep, timeout};
use tokio_katas::Drained;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    let (sender, mut receiver) = mpsc::channel(8);
    // The sender moves into the input stage, so the channel closes when that stage stops.
    let input = async move {
        for (index, input) in inputs.into_iter().enumerate().take(shutdown_after) {
            // The worker is gone only when the whole pipeline is.
            let _ = sender.send(format!("{index}:{input}")).await;
        }
    };
    let worker = async {
        let mut processed = Vec::new();
        while let Some(item) = receiver.recv().await {
            sleep(Duration::from_millis(5)).await;
            processed.push(format!("processed:{item}"));
        }
        processed
    };
    tokio::join!(input, worker).1
}

pub async fn drain_on_shutdown<T, R, F, Fut>(
    mut jobs: mpsc::Receiver<T>,
    mut shutdown: watch::Receiver<bool>,
    work: F,
) -> Vec<R>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
{
    // Ends when shutdown is true, and only then: a lost sender can never say it any more.
    let mut told = pin!(async {
        if shutdown.wait_for(|&stop| stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    });
    let mut open = true;
    let mut results = Vec::new();
    loop {
        let job = tokio::select! {
            biased;
            () = &mut told, if open => {
                open = false;
                jobs.close();
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
                    open = false;
                    jobs.close();
                }
                result = &mut work => break result,
            }
        };
        results.push(result);
    }
}

pub async fn run_workers<W, WFut, C, CFut>(
    count: usize,
    mut shutdown: broadcast::Receiver<()>,
    work: W,
    cleanup: C,
) where
    W: Fn(usize) -> WFut + Clone + Send + 'static,
    WFut: Future<Output = ()> + Send + 'static,
    C: Fn(usize) -> CFut + Clone + Send + 'static,
    CFut: Future<Output = ()> + Send + 'static,
{
    use broadcast::error::TryRecvError;

    // This receiver is the one that was subscribed in time, so what it has missed or got counts.
    let told = !matches!(shutdown.try_recv(), Err(TryRecvError::Empty));
    let (tell, stop) = watch::channel(told);
    let mut workers = JoinSet::new();
    for worker in 0..count {
        let (stop, work, cleanup) = (stop.clone(), work.clone(), cleanup.clone());
        workers.spawn(async move {
            while !*stop.borrow() {
                work(worker).await;
            }
            cleanup(worker).await;
        });
    }
    if count > 0 && !told {
        // A message, a lag or the last sender gone: each of them means stop.
        let _ = shutdown.recv().await;
        tell.send_replace(true);
    }
    while let Some(worker) = workers.join_next().await {
        worker.expect("work and cleanup do not panic");
    }
}

pub async fn finish_within<R: 'static>(mut tasks: JoinSet<R>, grace: Duration) -> Drained<R> {
    let mut drained = Drained { finished: Vec::new(), aborted: 0, panicked: 0 };
    let mut count = |ended: Result<R, JoinError>| match ended {
        Ok(result) => drained.finished.push(result),
        Err(error) if error.is_panic() => drained.panicked += 1,
        Err(_) => drained.aborted += 1,
    };
    let in_time = timeout(grace, async {
        while let Some(ended) = tasks.join_next().await {
            count(ended);
        }
    });
    if in_time.await.is_err() {
        tasks.abort_all();
        while let Some(ended) = tasks.join_next().await {
            count(ended);
        }
    }
    drained
}
