//! Only ever sends true. A watch channel holds a value, and it may change to false as well.
//! family: too_weak
//! caught by: catches_any_change
//! says: every change for a shutdown

pub mod test_drain {
    use tokio::sync::{mpsc, watch};
    use tokio::time::{Duration, Instant, sleep};
    use tokio_katas::subject::drain_on_shutdown;

    async fn after(ms: u64) {
        sleep(Duration::from_millis(ms)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn in_the_middle_of_a_job() {
        let ((tx, jobs), (stop, shutdown)) = (mpsc::channel(4), watch::channel(false));
        tx.try_send(30).unwrap();
        tx.try_send(10).unwrap();
        let start = Instant::now();
        let call = drain_on_shutdown(jobs, shutdown, |job| async move {
            after(job).await;
            job
        });
        let stopping = async {
            after(5).await;
            stop.send(true).unwrap();
            after(1).await;
            assert!(tx.try_send(1).is_err());
        };
        let (results, ()) = tokio::join!(call, stopping);
        assert_eq!(results, [30, 10]);
        assert_eq!(start.elapsed(), Duration::from_millis(40));
    }
}
