//! Runs on the real clock, with a margin for a busy machine. It is slow, and an exact time cannot be asked for.
//! family: real_clock
//! caught by: no_test_waits_for_the_real_clock
//! says: waits for the real clock

pub mod test_drain {
    use std::time::{Duration, Instant};

    use tokio::sync::{mpsc, watch};
    use tokio_katas::subject::drain_on_shutdown;

    #[tokio::test]
    async fn it_takes_its_time() {
        let start = Instant::now();
        let ((tx, jobs), (_stop, shutdown)) = (mpsc::channel(4), watch::channel(false));
        let _ = tx.send(10).await;
        drop(tx);
        let work = |job| async move {
            tokio::time::sleep(Duration::from_millis(job)).await;
            job
        };
        let seen = drain_on_shutdown(jobs, shutdown, work).await;
        assert!(start.elapsed() >= Duration::from_millis(5));
    }
}
