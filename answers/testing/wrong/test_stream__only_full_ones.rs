//! Has a source that is always ready. Then only the count closes a batch, and the wait is never tried.
//! family: too_weak
//! caught by: catches_looks_at_the_clock
//! says: only when the next item comes

pub mod test_stream {
    use futures::{StreamExt, stream};
    use tokio::time::Duration;
    use tokio_katas::subject::batches;

    #[tokio::test(start_paused = true)]
    async fn batches_are_full() {
        for most in 0..4 {
            let seen: Vec<Vec<u64>> =
                batches(stream::iter(0..6), most, Duration::from_millis(10)).collect().await;
            let expected: Vec<u64> = (0..6).collect();
            assert_eq!(seen, expected.chunks(most.max(1)).collect::<Vec<_>>());
        }
    }
}
