//! Makes its source slow with `std::thread::sleep`, in a plain `#[test]`. While the thread sleeps no timer can fire, so
//! no batch closes by its time.
//! family: real_clock
//! caught by: no_test_waits_for_the_real_clock
//! says: std::thread::sleep

pub mod test_stream {
    use std::thread::sleep;
    use std::time::Duration;

    use futures::{StreamExt, stream};
    use tokio_katas::subject::batches;

    #[test]
    fn nothing_is_lost_from_a_slow_source() {
        let source = stream::iter([1, 2, 3]).inspect(|_| sleep(Duration::from_millis(4)));
        let seen = tokio_test::block_on(batches(source, 2, Duration::from_millis(5)).collect::<Vec<_>>());
        assert_eq!(seen.concat(), [1, 2, 3]);
    }
}
