//! Calls the function and looks at nothing. A test without an assertion passes whatever comes.
//! family: checks_nothing
//! caught by: every_test_can_fail
//! says: cannot fail

pub mod test_drain {
    use std::time::Duration;

    use tokio::sync::{mpsc, watch};
    use tokio_katas::subject::drain_on_shutdown;

    #[tokio::test(start_paused = true)]
    async fn it_works() {
        let ((tx, jobs), (_stop, shutdown)) = (mpsc::channel(4), watch::channel(false));
        let _ = tx.send(10).await;
        drop(tx);
        let work = |job| async move {
            tokio::time::sleep(Duration::from_millis(job)).await;
            job
        };
        let seen = drain_on_shutdown(jobs, shutdown, work).await;
        println!("{seen:?}");
    }
}
