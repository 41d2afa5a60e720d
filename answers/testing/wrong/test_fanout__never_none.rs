//! Always has an input. The smallest input is none, and there an answer may wait for what never comes.
//! family: too_weak
//! caught by: catches_waits_for_nothing
//! says: although there is no job

pub mod test_fanout {
    use std::time::Duration;

    use tokio::time::Instant;
    use tokio_katas::subject::run_job_fanout;

    #[tokio::test(start_paused = true)]
    async fn one_job_and_two_hundred() {
        for jobs in [1, 200] {
            let start = Instant::now();
            let results = run_job_fanout(vec!["x"; jobs]).await;
            assert_eq!(start.elapsed(), Duration::from_millis(10) * jobs as u32);
            assert!(results.iter().map(|result| result.id).eq(0..jobs));
        }
    }
}
