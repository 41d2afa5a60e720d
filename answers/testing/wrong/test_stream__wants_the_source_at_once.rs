//! Expects that the source is polled no further than the batch needs. How far an answer reads ahead is left
//! open.
//! family: too_strict
//! caught by: every_right_answer_passes
//! says: fails an answer that is right

pub mod test_stream {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

    use futures::{StreamExt, stream};
    use tokio::time::Duration;
    use tokio_katas::subject::batches;

    #[tokio::test(start_paused = true)]
    async fn it_takes_no_more_than_a_batch() {
        let taken = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&taken);
        let source = stream::iter(0..9).inspect(move |_| drop(count.fetch_add(1, SeqCst)));
        let mut batches = batches(source, 3, Duration::from_millis(10));
        assert_eq!(batches.next().await, Some(vec![0, 1, 2]));
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert_eq!(taken.load(SeqCst), 3);
    }
}
