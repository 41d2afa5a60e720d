//! Looks at what is in the batches, and not at when they come. Most of the contract is about time.
//! family: too_weak
//! caught by: catches_wait_begins_anew
//! says: anew with each item

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
    async fn nothing_is_lost_and_nothing_is_out_of_order() {
        let times: Vec<u64> = (0..30).map(|n| 7 * n).collect();
        let seen: Vec<Vec<u64>> = batches(items_at(times.clone()), 3, ms(10)).collect().await;
        assert!(seen.iter().all(|batch| !batch.is_empty() && batch.len() <= 3));
        assert_eq!(seen.concat(), times);
    }
}
