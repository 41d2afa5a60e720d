//! Sends the shutdown while nothing is to do. In the middle of a job it is another matter.
//! family: too_weak
//! caught by: catches_between_jobs
//! says: only between two jobs

pub mod test_drain {
    use tokio::sync::{mpsc, watch};
    use tokio::time::{Duration, sleep};
    use tokio_katas::subject::drain_on_shutdown;

    async fn after(ms: u64) {
        sleep(Duration::from_millis(ms)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn it_ends_when_it_is_told() {
        let ((tx, jobs), (stop, shutdown)) = (mpsc::channel(4), watch::channel(false));
        tx.try_send(10).unwrap();
        let call = drain_on_shutdown(jobs, shutdown, |job| async move {
            after(job).await;
            job
        });
        let stopping = async {
            after(50).await;
            stop.send(false).unwrap();
            tx.send(5).await.unwrap();
            after(50).await;
            stop.send(true).unwrap();
            after(1).await;
            assert!(tx.try_send(1).is_err());
        };
        let (results, ()) = tokio::join!(call, stopping);
        assert_eq!(results, [10, 5]);
    }
}
