//! Its first item is there at once. A clock that starts with the call or with the batch shows no difference.
//! family: too_weak
//! caught by: catches_clock_before_the_first_item
//! says: before the first item

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
    async fn closed_by_time() {
        let start = Instant::now();
        let mut seen = batches(items_at(vec![0, 4, 8, 100]), 9, ms(10));
        assert_eq!(seen.next().await, Some(vec![0, 4, 8]));
        assert_eq!(start.elapsed(), ms(10));
    }
}
