//! Expects full batches although time passes between the items. A batch closes `max_wait` after it opened.
//! family: too_strict
//! caught by: every_right_answer_passes
//! says: fails every answer that is right

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
    async fn two_and_two() {
        let seen: Vec<Vec<u64>> = batches(items_at(vec![0, 15, 30, 45]), 2, ms(10)).collect().await;
        assert_eq!(seen, [[0, 15], [30, 45]]);
    }
}
