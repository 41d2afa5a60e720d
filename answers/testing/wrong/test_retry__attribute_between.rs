//! Has #[tokio::test] between #[rstest] and the rows. It belongs to the first row alone, and the others are no
//! tests.
//! family: lost_rows
//! caught by: every_row_is_a_test
//! says: loses rows

pub mod test_retry {
    use std::time::Duration;

    use rstest::rstest;
    use tokio_katas::subject::retry;

    #[rstest]
    #[tokio::test(start_paused = true)]
    #[case(1)]
    #[case(2)]
    async fn it_takes_its_time(#[case] times: u64) {
        for _ in 0..times {
            let start = tokio::time::Instant::now();
            let seen = retry(2, Duration::from_millis(10), Duration::from_millis(10), |k| async move {
                if k == 2 { Ok(k) } else { Err(k) }
            });
            let seen = seen.await;
            assert!(start.elapsed() >= Duration::from_millis(5));
        }
    }
}
