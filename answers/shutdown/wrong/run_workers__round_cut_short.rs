//! Races each round against the shutdown with `select!`. The round that loses is dropped half-way.
//! family: cut_short
//! caught by: the_round_in_hand_is_finished
//! says: the branch that loses is dropped

use std::future::Future;

use tokio::sync::{broadcast, watch};
use tokio::task::JoinSet;

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
    let (tell, told) = watch::channel(false);
    let mut workers = JoinSet::new();
    for worker in 0..count {
        let (mut told, work, cleanup) = (told.clone(), work.clone(), cleanup.clone());
        workers.spawn(async move {
            loop {
                tokio::select! {
                    biased;
                    _ = told.wait_for(|told| *told) => break,
                    () = work(worker) => {}
                }
            }
            cleanup(worker).await;
        });
    }
    if count > 0 {
        let _ = shutdown.recv().await;
        tell.send_replace(true);
    }
    workers.join_all().await;
}
