//! Keeps a sender and waits for the end. As long as it lives more jobs may come, so a right answer waits, too.
//! family: too_strict
//! caught by: every_right_answer_passes
//! says: never ends

pub mod test_drain {
    use tokio::sync::{mpsc, watch};
    use tokio::time::{Duration, sleep};
    use tokio_katas::subject::drain_on_shutdown;

    async fn after(ms: u64) {
        sleep(Duration::from_millis(ms)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn all_jobs_are_worked_off() {
        let ((tx, jobs), (_stop, shutdown)) = (mpsc::channel(4), watch::channel(false));
        tx.try_send(10).unwrap();
        tx.try_send(20).unwrap();
        let results = drain_on_shutdown(jobs, shutdown, |job| async move {
            after(job).await;
            job
        });
        assert_eq!(results.await, [10, 20]);
        drop(tx);
    }
}
