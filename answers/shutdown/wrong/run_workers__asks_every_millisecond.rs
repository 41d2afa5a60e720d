//! Asks on a timer, every millisecond, whether it is time to stop. While rounds take no time the clock stands still,
//! and the timer never fires.
//! family: looks_now_and_then
//! caught by: rounds_of_no_time_hear_the_shutdown_too
//! says: looking at the shutdown on a timer

use std::cell::Cell;
use std::future::Future;
use std::time::Duration;

use futures::future::{join, join_all};
use tokio::sync::broadcast::{self, error::TryRecvError};
use tokio::time::sleep;

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
    let told = Cell::new(!matches!(shutdown.try_recv(), Err(TryRecvError::Empty)));
    let listen = async {
        while count > 0 && !told.get() {
            sleep(Duration::from_millis(1)).await;
            told.set(!matches!(shutdown.try_recv(), Err(TryRecvError::Empty)));
        }
    };
    let workers = join_all((0..count).map(|worker| {
        let (work, cleanup, told) = (&work, &cleanup, &told);
        async move {
            while !told.get() {
                work(worker).await;
            }
            cleanup(worker).await;
        }
    }));
    join(listen, workers).await;
}
