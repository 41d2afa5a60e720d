//! Polls by hand and moves the clock itself, a millisecond at a time.

pub mod test_retry {
    use std::cell::{Cell, RefCell};
    use std::time::Duration;

    use tokio::time::{advance, sleep};
    use tokio_katas::RetryError;
    use tokio_katas::subject::retry;
    use tokio_test::{assert_pending, assert_ready, task};

    const MS: Duration = Duration::from_millis(1);

    /// A guard that notes when it is dropped.
    struct Alive<'a>(&'a Cell<u32>);

    impl Drop for Alive<'_> {
        fn drop(&mut self) {
            self.0.set(self.0.get() - 1);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn tries_waits_and_drops_in_their_time() {
        let (calls, alive) = (RefCell::new(Vec::new()), Cell::new(0));
        let lengths = [2, 100, 2, 6];
        let mut call = task::spawn(retry(9, 6 * MS, 3 * MS, |k| {
            calls.borrow_mut().push(k);
            alive.set(alive.get() + 1);
            let alive = Alive(&alive);
            async move {
                let _alive = alive;
                sleep(lengths[k as usize - 1] * MS).await;
                if k == 4 { Ok("done") } else { Err(k) }
            }
        }));
        assert!(calls.borrow().is_empty());
        // Calls and tries alive at each ms: 2 ms, wait of 3, 6 ms, wait of 6, 2 ms, wait of 9, 6 ms.
        let mut expected = Vec::new();
        for (calls, length, wait) in [(1, 2, 3), (2, 6, 6), (3, 2, 9), (4, 6, 0)] {
            expected.extend(vec![(calls, 1); length]);
            expected.extend(vec![(calls, 0); wait]);
        }
        for at in expected {
            assert_pending!(call.poll());
            assert_eq!((calls.borrow().len(), alive.get()), at);
            advance(MS).await;
        }
        assert_eq!(assert_ready!(call.poll()), Ok("done"));
        assert_eq!(*calls.borrow(), [1, 2, 3, 4]);
    }

    #[tokio::test(start_paused = true)]
    async fn the_last_error_comes_back_at_once() {
        for (attempts, tries) in [(0, 1), (1, 1), (3, 3)] {
            let mut call =
                task::spawn(retry(attempts, MS, Duration::ZERO, |k| async move { Err::<(), _>(k) }));
            let result = loop {
                match call.poll() {
                    std::task::Poll::Ready(result) => break result,
                    // A wait of zero may take a poll, but no time.
                    std::task::Poll::Pending => advance(Duration::ZERO).await,
                }
            };
            assert_eq!(result, Err(RetryError::Failed(tries)));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_last_time_out_is_the_error() {
        let begun = tokio::time::Instant::now();
        let result = retry(2, 5 * MS, 5 * MS, |k| async move {
            if k == 2 {
                sleep(50 * MS).await;
            }
            Err::<(), _>(k)
        });
        assert_eq!(result.await, Err(RetryError::TimedOut));
        assert_eq!(begun.elapsed(), 10 * MS);
    }
}
