//! Writes down what happens as lines of text, and compares the whole story.

pub mod test_retry {
    use std::cell::RefCell;
    use std::rc::Rc;

    use tokio::time::{Duration, Instant, sleep};
    use tokio_katas::subject::retry;

    #[derive(Clone)]
    struct Story(Rc<RefCell<Vec<String>>>, Instant);

    impl Story {
        fn tell(&self, what: impl std::fmt::Display) {
            self.0.borrow_mut().push(format!("{} ms: {what}", self.1.elapsed().as_millis()));
        }
    }

    struct Dropped(Story, u32);

    impl Drop for Dropped {
        fn drop(&mut self) {
            self.0.tell(format_args!("try {} is gone", self.1));
        }
    }

    /// Tries that last so long, and fail except for the last; 10 ms each at most, backoff 5 ms.
    async fn story(attempts: u32, lengths: &[u64]) -> Vec<String> {
        let story = Story(Rc::default(), Instant::now());
        let last = lengths.len() as u32;
        let call = retry(attempts, Duration::from_millis(10), Duration::from_millis(5), |k| {
            story.tell(format_args!("op({k})"));
            let (length, dropped) = (lengths[k as usize - 1], Dropped(story.clone(), k));
            async move {
                sleep(Duration::from_millis(length)).await;
                drop(dropped);
                if k == last { Ok(k) } else { Err(format!("failure {k}")) }
            }
        });
        assert!(story.0.borrow().is_empty(), "not polled yet");
        let result = call.await;
        story.tell(format_args!("{result:?}"));
        story.0.take()
    }

    #[tokio::test(start_paused = true)]
    async fn failures_and_time_outs_then_a_success() {
        let expected = [
            "0 ms: op(1)",
            "3 ms: try 1 is gone",
            "8 ms: op(2)",
            "18 ms: try 2 is gone",
            "28 ms: op(3)",
            "30 ms: try 3 is gone",
            "45 ms: op(4)",
            "55 ms: try 4 is gone",
            "55 ms: Ok(4)",
        ];
        // The last one takes exactly its time.
        assert_eq!(story(6, &[3, 99, 2, 10]).await, expected);
    }

    #[tokio::test(start_paused = true)]
    async fn all_tries_fail() {
        let seen = story(2, &[1, 2, 3]).await;
        assert_eq!(seen[2..], ["6 ms: op(2)", "8 ms: try 2 is gone", "8 ms: Err(Failed(\"failure 2\"))"]);
        let seen = story(2, &[1, 50, 3]).await;
        assert_eq!(seen.last().expect("an end"), "16 ms: Err(TimedOut)");
    }

    #[tokio::test(start_paused = true)]
    async fn no_attempts() {
        assert_eq!(story(0, &[4, 4]).await.last().expect("an end"), "4 ms: Err(Failed(\"failure 1\"))");
    }
}
