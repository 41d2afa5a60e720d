//! Expects that a try is polled no more than once an instant. How often an answer polls is its own business.
//! family: too_strict
//! caught by: every_right_answer_passes
//! says: is right

pub mod test_retry {
    use std::cell::Cell;
    use std::future::poll_fn;
    use std::task::Poll;
    use std::time::Duration;

    use tokio_katas::subject::retry;
    use tokio_test::{assert_pending, task};

    #[tokio::test(start_paused = true)]
    async fn a_try_is_polled_once_and_the_clock_twice() {
        let polls = Cell::new(0);
        let mut call = task::spawn(retry(1, Duration::from_millis(5), Duration::ZERO, |_| {
            poll_fn(|_| {
                polls.set(polls.get() + 1);
                Poll::<Result<(), ()>>::Pending
            })
        }));
        for expected in 1..4 {
            assert_pending!(call.poll());
            assert_eq!(polls.get(), 2 * expected);
        }
    }
}
