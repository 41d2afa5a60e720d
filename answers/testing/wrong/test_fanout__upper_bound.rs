//! Says that it is quick enough, and not how long it takes. An answer that does no work at all is quick, too.
//! family: too_weak
//! caught by: catches_sleep_not_awaited
//! says: takes no time at all

pub mod test_fanout {
    use std::time::Duration;

    use tokio::time::Instant;
    use tokio_katas::subject::run_job_fanout;

    #[tokio::test(start_paused = true)]
    async fn it_is_as_quick_as_its_slowest_job() {
        let start = Instant::now();
        let results = run_job_fanout(vec!["x", "ß", "x"]).await;
        assert!(start.elapsed() < Duration::from_millis(35));
        assert_eq!(results[1].message, "SS");
    }
}
