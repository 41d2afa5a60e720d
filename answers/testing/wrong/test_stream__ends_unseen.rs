//! Stops reading once it has seen enough. What comes at the end of the source is never looked at.
//! family: too_weak
//! caught by: catches_last_batch_lost
//! says: open at the end

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
    async fn the_first_two() {
        let start = Instant::now();
        let mut seen = batches(items_at(vec![3, 4, 8, 30]), 2, ms(10));
        assert_eq!(seen.next().await, Some(vec![3, 4]));
        assert_eq!(seen.next().await, Some(vec![8]));
        assert_eq!(start.elapsed(), ms(18));
    }
}
