//! Calls it once in each test, and awaits it at once. What a call does before it is polled stays hidden.
//! family: too_weak
//! caught by: catches_eager
//! says: before it is polled

pub mod test_fanout {
    use std::time::Duration;

    use tokio::time::Instant;
    use tokio_katas::subject::run_job_fanout;

    #[tokio::test(start_paused = true)]
    async fn a_hundred_and_fifty_jobs() {
        let start = Instant::now();
        let results = run_job_fanout(vec!["ø"; 150]).await;
        assert_eq!(start.elapsed(), Duration::from_millis(1500));
        assert!(results.iter().map(|result| result.id).eq(0..150));
        assert!(results.iter().all(|result| result.message == "Ø"));
    }

    #[tokio::test(start_paused = true)]
    async fn no_jobs() {
        let start = Instant::now();
        assert!(run_job_fanout(vec![]).await.is_empty());
        assert_eq!(start.elapsed(), Duration::ZERO);
    }
}
