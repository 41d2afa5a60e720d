//! Its channel has room for everything. Whether jobs are taken ahead of their turn shows only in a full one.
//! family: too_weak
//! caught by: catches_local_queue
//! says: before their turn

pub mod test_drain {
    use tokio::sync::{mpsc, watch};
    use tokio::time::{Duration, Instant, sleep};
    use tokio_katas::subject::drain_on_shutdown;

    async fn after(ms: u64) {
        sleep(Duration::from_millis(ms)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn jobs_begin_one_after_the_other() {
        let ((tx, jobs), (_stop, shutdown)) = (mpsc::channel(100), watch::channel(true));
        (0..80).for_each(|_| tx.try_send(10).unwrap());
        let permit = tx.reserve().await.unwrap();
        let start = Instant::now();
        let call = drain_on_shutdown(jobs, shutdown, |job| async move {
            let began = start.elapsed().as_millis();
            after(job).await;
            began
        });
        let late = async move {
            after(900).await;
            permit.send(1);
        };
        let (results, ()) = tokio::join!(call, late);
        assert!(results.into_iter().eq((0..80).map(|n| 10 * n).chain([900])));
    }
}
