//! Sends a shutdown and looks at what is worked off. Whether the channel takes new jobs afterwards stays open.
//! family: too_weak
//! caught by: catches_never_closed
//! says: goes on taking new jobs

pub mod test_drain {
    use tokio::sync::{mpsc, watch};
    use tokio::time::{Duration, Instant, sleep};
    use tokio_katas::subject::drain_on_shutdown;

    async fn after(ms: u64) {
        sleep(Duration::from_millis(ms)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn the_queue_is_worked_off() {
        let ((tx, jobs), (stop, shutdown)) = (mpsc::channel(100), watch::channel(false));
        (0..90).for_each(|_| tx.try_send(2).unwrap());
        let start = Instant::now();
        let call = drain_on_shutdown(jobs, shutdown, |job| async move {
            after(job).await;
            job
        });
        let stopping = async move {
            after(5).await;
            stop.send(true).unwrap();
            drop(tx);
        };
        let (results, ()) = tokio::join!(call, stopping);
        assert_eq!(results.len(), 90);
        assert_eq!(start.elapsed(), Duration::from_millis(180));
    }
}
