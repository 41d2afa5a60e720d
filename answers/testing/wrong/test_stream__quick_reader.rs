//! Reads each batch as soon as it is there. What an answer does while nobody reads stays hidden.
//! family: too_weak
//! caught by: catches_newest_first
//! says: has not fetched yet

pub mod test_stream {
    use futures::{Stream, StreamExt, stream};
    use tokio::time::{Duration, Instant, sleep_until};
    use tokio_katas::subject::batches;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    fn items_at(times: Vec<u64>) -> impl Stream<Item = u64> + Send {
        let start = Instant::now();
        stream::iter(times).then(move |at| async move {
            sleep_until(start + ms(at)).await;
            at
        })
    }

    #[tokio::test(start_paused = true)]
    async fn on_time() {
        let start = Instant::now();
        let seen = batches(items_at(vec![3, 4, 8, 30, 33, 36]), 2, ms(10));
        let seen: Vec<(Duration, Vec<u64>)> = seen.map(|batch| (start.elapsed(), batch)).collect().await;
        assert_eq!(
            seen,
            [(ms(4), vec![3, 4]), (ms(18), vec![8]), (ms(33), vec![30, 33]), (ms(36), vec![36])]
        );
    }
}
