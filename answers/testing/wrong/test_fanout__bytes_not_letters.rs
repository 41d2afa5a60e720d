//! Expects that upper case is a matter of the letters a to z. The contract speaks of upper case, and ß has one.
//! family: too_strict
//! caught by: every_right_answer_passes
//! says: fails every answer that is right

pub mod test_fanout {
    use std::time::Duration;

    use tokio::time::Instant;
    use tokio_katas::subject::run_job_fanout;

    #[tokio::test(start_paused = true)]
    async fn other_letters_stay_as_they_are() {
        let results = run_job_fanout(vec!["straße"]).await;
        assert_eq!(results[0].message, "STRAßE");
    }

    #[tokio::test(start_paused = true)]
    async fn three_jobs_take_30_ms() {
        let start = Instant::now();
        run_job_fanout(vec!["x", "y", "x"]).await;
        assert_eq!(start.elapsed(), Duration::from_millis(30));
    }
}
