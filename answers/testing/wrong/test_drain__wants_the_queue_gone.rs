//! Expects that a shutdown throws the queue away. The contract says that what is queued is worked off.
//! family: too_strict
//! caught by: every_right_answer_passes
//! says: fails every answer that is right

pub mod test_drain {
    use tokio::sync::{mpsc, watch};
    use tokio::time::{Duration, Instant, sleep};
    use tokio_katas::subject::drain_on_shutdown;

    async fn after(ms: u64) {
        sleep(Duration::from_millis(ms)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn only_the_job_in_hand_is_finished() {
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
        };
        let (results, ()) = tokio::join!(call, stopping);
        assert_eq!(results, [30]);
        assert_eq!(start.elapsed(), Duration::from_millis(30));
    }
}
