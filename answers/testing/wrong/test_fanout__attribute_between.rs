//! Has #[tokio::test] between #[rstest] and the rows. It belongs to the first row alone, and the others are no
//! tests.
//! family: lost_rows
//! caught by: every_row_is_a_test
//! says: loses rows

pub mod test_fanout {
    use std::time::Duration;

    use rstest::rstest;
    use tokio::time::Instant;
    use tokio_katas::subject::run_job_fanout;

    #[rstest]
    #[tokio::test(start_paused = true)]
    #[case(1)]
    #[case(0)]
    #[case(200)]
    async fn it_takes_as_long_as_the_slowest(#[case] jobs: usize) {
        let start = Instant::now();
        assert_eq!(run_job_fanout(vec!["x"; jobs]).await.len(), jobs);
        assert_eq!(start.elapsed(), Duration::from_millis(10) * jobs as u32);
    }
}
