//! Has #[tokio::test] between #[rstest] and the rows. It belongs to the first row alone, and the others are no
//! tests.
//! family: lost_rows
//! caught by: every_row_is_a_test
//! says: loses rows

pub mod test_stream {
    use std::time::Duration;

    use futures::{StreamExt, stream};
    use rstest::rstest;
    use tokio_katas::subject::batches;

    #[rstest]
    #[tokio::test(start_paused = true)]
    #[case(1)]
    #[case(2)]
    async fn it_takes_its_time(#[case] times: u64) {
        for _ in 0..times {
            let start = tokio::time::Instant::now();
            let source = stream::iter([1]).chain(stream::pending());
            let seen = batches(source, 4, Duration::from_millis(10)).next().await;
            assert!(start.elapsed() >= Duration::from_millis(5));
        }
    }
}
