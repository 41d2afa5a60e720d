//! Reads one batch more than there is, and unwraps it. It breaks whatever the answer does.
//! family: too_strict
//! caught by: every_right_answer_passes
//! says: breaks by itself

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
    async fn two_batches() {
        let mut seen = batches(items_at(vec![0, 1, 2, 3]), 2, ms(10));
        for _ in 0..3 {
            let batch = seen.next().await.expect("three batches");
            assert_eq!(batch.len(), 2);
        }
    }
}
