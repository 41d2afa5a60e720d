//! Never starts more than a few jobs. A limit that nobody asked for shows only with many.
//! family: too_weak
//! caught by: catches_a_hundred_at_a_time
//! says: runs a hundred jobs at a time

pub mod test_fanout {
    use rstest::rstest;
    use tokio::time::{Duration, Instant, sleep};
    use tokio_katas::subject::run_job_fanout;

    #[rstest]
    #[case(0)]
    #[case(1)]
    #[case(20)]
    #[tokio::test(start_paused = true)]
    async fn it_takes_as_long_as_the_slowest(#[case] jobs: usize) {
        let call = run_job_fanout(vec!["ß"; jobs]);
        sleep(Duration::from_millis(1)).await;
        let start = Instant::now();
        let results = call.await;
        assert_eq!(start.elapsed(), Duration::from_millis(10) * jobs as u32);
        assert_eq!(results.len(), jobs);
        assert!(results.iter().enumerate().all(|(id, result)| result.id == id && result.message == "SS"));
    }
}
