//! Tests the queue, and never sends a shutdown. That is what the function is for.
//! family: too_weak
//! caught by: catches_queue_thrown_away
//! says: throws away what is queued

pub mod test_drain {
    use tokio::sync::{mpsc, watch};
    use tokio::time::{Duration, Instant, sleep};
    use tokio_katas::subject::drain_on_shutdown;

    async fn after(ms: u64) {
        sleep(Duration::from_millis(ms)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn jobs_are_worked_off_in_order() {
        let ((tx, jobs), (_stop, shutdown)) = (mpsc::channel(4), watch::channel(false));
        tx.try_send(10).unwrap();
        tx.try_send(20).unwrap();
        let start = Instant::now();
        let call = drain_on_shutdown(jobs, shutdown, |job| async move {
            after(job).await;
            job
        });
        let late = async move {
            after(50).await;
            tx.send(5).await.unwrap();
        };
        let (results, ()) = tokio::join!(call, late);
        assert_eq!(results, [10, 20, 5]);
        assert_eq!(start.elapsed(), Duration::from_millis(55));
    }
}
