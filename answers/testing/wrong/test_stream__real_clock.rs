//! Runs on the real clock, with a margin for a busy machine. It is slow, and an exact time cannot be asked for.
//! family: real_clock
//! caught by: no_test_waits_for_the_real_clock
//! says: waits for the real clock

pub mod test_stream {
    use std::time::{Duration, Instant};

    use futures::{StreamExt, stream};
    use tokio_katas::subject::batches;

    #[tokio::test]
    async fn it_takes_its_time() {
        let start = Instant::now();
        let source = stream::iter([1]).chain(stream::pending());
        let seen = batches(source, 4, Duration::from_millis(10)).next().await;
        assert!(start.elapsed() >= Duration::from_millis(5));
    }
}
