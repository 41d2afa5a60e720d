//! Expects that exactly one receiver listens. An answer may clone it as often as it likes.
//! family: too_strict
//! caught by: every_right_answer_passes
//! says: is right

pub mod test_drain {
    use tokio::sync::{mpsc, watch};
    use tokio::time::{Duration, sleep};
    use tokio_katas::subject::drain_on_shutdown;

    async fn after(ms: u64) {
        sleep(Duration::from_millis(ms)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_listens_any_more_once_it_is_told() {
        let ((tx, jobs), (stop, shutdown)) = (mpsc::channel(4), watch::channel(false));
        tx.try_send(30).unwrap();
        let call = drain_on_shutdown(jobs, shutdown, |job| async move {
            after(job).await;
            job
        });
        let stopping = async {
            after(5).await;
            assert_eq!(stop.receiver_count(), 1);
            stop.send(true).unwrap();
            after(5).await;
            assert_eq!(stop.receiver_count(), 0, "it has heard it, and lets go");
        };
        let (results, ()) = tokio::join!(call, stopping);
        assert_eq!(results, [30]);
    }
}
