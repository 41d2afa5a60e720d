//! Has #[tokio::test] between #[rstest] and the rows. It belongs to the first row alone, and the others are no
//! tests.
//! family: lost_rows
//! caught by: every_row_is_a_test
//! says: loses rows

pub mod test_drain {
    use std::time::Duration;

    use rstest::rstest;
    use tokio::sync::{mpsc, watch};
    use tokio_katas::subject::drain_on_shutdown;

    #[rstest]
    #[tokio::test(start_paused = true)]
    #[case(1)]
    #[case(2)]
    async fn it_takes_its_time(#[case] times: u64) {
        for _ in 0..times {
            let start = tokio::time::Instant::now();
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
}
