//! Has #[tokio::test] between #[rstest] and the rows. It belongs to the first row alone, and the others are no
//! tests.
//! family: lost_rows
//! caught by: every_row_is_a_test
//! says: loses rows

pub mod test_limit {
    use std::time::Duration;

    use rstest::rstest;
    use tokio_katas::subject::map_limited;

    #[rstest]
    #[tokio::test(start_paused = true)]
    #[case(1)]
    #[case(2)]
    async fn it_takes_its_time(#[case] times: u64) {
        for _ in 0..times {
            let start = tokio::time::Instant::now();
            let work = |n: u32| async move {
                tokio::time::sleep(Duration::from_millis(10)).await;
                n
            };
            let seen = map_limited(vec![1, 2], 2, work).await;
            assert!(start.elapsed() >= Duration::from_millis(5));
        }
    }
}
