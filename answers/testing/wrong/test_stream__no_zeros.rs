//! Tries no zero: neither a `max_items` of 0 nor a wait of no time.
//! family: too_weak
//! caught by: catches_zero_is_never_reached
//! says: if max_items is 0

pub mod test_stream {
    use futures::{Stream, StreamExt, stream};
    use tokio::time::{Duration, Instant, sleep, sleep_until};
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
    async fn on_time_for_a_slow_reader() {
        let mut seen = batches(items_at(vec![3, 4, 8, 30, 33, 36]), 2, ms(10));
        let mut all = Vec::new();
        let start = Instant::now();
        assert_eq!(seen.next().await, Some(vec![3, 4]));
        assert_eq!(start.elapsed(), ms(4));
        while let Some(batch) = seen.next().await {
            sleep(ms(50)).await;
            all.extend(batch);
        }
        assert_eq!(all, [8, 30, 33, 36]);
    }
}
