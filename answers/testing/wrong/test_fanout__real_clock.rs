//! Runs on the real clock, with a margin for a busy machine. It is slow, and an exact time cannot be asked for.
//! family: real_clock
//! caught by: no_test_waits_for_the_real_clock
//! says: waits for the real clock

pub mod test_fanout {
    use std::time::{Duration, Instant};

    use tokio_katas::subject::run_job_fanout;

    #[tokio::test]
    async fn three_jobs_take_about_30_ms() {
        let start = Instant::now();
        let results = run_job_fanout(vec!["x", "y", "x"]).await;
        assert!(start.elapsed() >= Duration::from_millis(30));
        assert!(start.elapsed() < Duration::from_millis(60));
        assert_eq!(results.len(), 3);
    }
}
