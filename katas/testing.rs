//! Write the tests. The lesson is in `katas/testing.md`.
//!
//! In each module you test one function, whose contract you know from an earlier kata. Its name stands for many
//! answers: your tests must pass with those that are right, and at least one must fail with each that is wrong.
//! Write what a test in a real project would use: `#[tokio::test(start_paused = true)]`, `#[test]`, `#[rstest]`
//! with `#[case(…)]`, `tokio_test`, helpers of your own. The futures of `run_job_fanout`, `retry` and
//! `drain_on_shutdown` are not `Send`: drive them in the test's own task, with `.await` or `tokio::join!`.

/// Tests of `run_job_fanout`, from the kata `fanout`.
///
/// It runs one job per input, all at the same time, and returns their results sorted by id. Job `id` (0, 1, 2, …)
/// sleeps `10 * (id + 1)` ms; its message is its input in upper case. `["a", "b", "c"]` takes 30 ms, as long as its
/// slowest job. Nothing happens before the returned future is polled.
pub mod test_fanout {
    use std::time::Duration;

    use tokio::time::Instant;
    use tokio_katas::subject::run_job_fanout;

    /// One job sleeps 10 ms.
    #[tokio::test(start_paused = true)]
    async fn example_one_job() {
        let start = Instant::now();
        let results = run_job_fanout(vec!["a"]).await;
        assert_eq!(results.len(), 1);
        assert_eq!(start.elapsed(), Duration::from_millis(10));
    }

    #[tokio::test(start_paused = true)]
    async fn a_test_of_your_own() {
        todo!("call run_job_fanout, and say what must come of it")
    }
}

/// Tests of `map_limited`, from the kata `limit`.
///
/// It runs `work(item)` for every item, at most `limit` at a time, and returns the results in input order. Items
/// start in input order, and `work(item)` is not even called before the item has a place. A free place is refilled at
/// once, even behind an item that is still running. A limit of 0 counts as 1. Nothing happens before the returned
/// future is polled; dropping it half-way stops everything.
pub mod test_limit {
    use std::time::Duration;

    use tokio::time::{Instant, sleep};
    use tokio_katas::subject::map_limited;

    /// Two jobs of 10 ms on two places.
    #[tokio::test(start_paused = true)]
    async fn example_two_jobs_on_two_places() {
        let start = Instant::now();
        let work = |item: u32| async move {
            sleep(Duration::from_millis(10)).await;
            item * 2
        };
        assert_eq!(map_limited(vec![1, 2], 2, work).await, [2, 4]);
        assert_eq!(start.elapsed(), Duration::from_millis(10));
    }

    #[tokio::test(start_paused = true)]
    async fn a_test_of_your_own() {
        todo!("call map_limited, and say what must come of it")
    }
}

/// Tests of `retry`, from the kata `cancel`.
///
/// It calls `op(1)`, `op(2)`, … until a try succeeds, up to `attempts` tries (0 counts as 1). A try that is not ready
/// after `per_try` is dropped and counts as timed out; one that takes exactly `per_try` is in time. After failed try
/// k, but not after the last, it waits `backoff * k`. All failed: the last try's error. Nothing happens before the
/// returned future is polled.
pub mod test_retry {
    use std::time::Duration;

    use tokio_katas::RetryError;
    use tokio_katas::subject::retry;

    /// One try, which fails at once.
    #[tokio::test(start_paused = true)]
    async fn example_one_try() {
        let ten_ms = Duration::from_millis(10);
        let result: Result<(), _> = retry(1, ten_ms, ten_ms, |k| async move { Err(k) }).await;
        assert_eq!(result, Err(RetryError::Failed(1)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_test_of_your_own() {
        todo!("call retry, and say what must come of it")
    }
}

/// Tests of `drain_on_shutdown`, from the kata `shutdown`. Here a job is a `u64`; a result may have any type.
///
/// It works off `jobs` one at a time, in order, and returns their results. A job leaves the channel only when the
/// work on it begins. When `shutdown` becomes true, or is true from the start, the channel takes nothing new from that
/// instant on, even in the middle of a job: senders get an error, even those that wait for room. The job in hand is
/// finished, what is queued or has a permit is worked off, then it returns. A later false takes nothing back.
///
/// It ends as well when the senders are gone and the queue is empty. If the shutdown's sender is dropped without ever
/// sending true, nothing changes. Nothing happens before the returned future is polled.
pub mod test_drain {
    use std::time::Duration;

    use tokio::sync::{mpsc, watch};
    use tokio::time::sleep;
    use tokio_katas::subject::drain_on_shutdown;

    /// One job, then no sender is left.
    #[tokio::test(start_paused = true)]
    async fn example_one_job() {
        let (tx, jobs) = mpsc::channel(8);
        let (_stop, shutdown) = watch::channel(false);
        tx.send(7).await.expect("the channel is open");
        drop(tx);
        let work = |job| async move {
            sleep(Duration::from_millis(10)).await;
            job
        };
        assert_eq!(drain_on_shutdown(jobs, shutdown, work).await, [7]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_test_of_your_own() {
        todo!("call drain_on_shutdown, and say what must come of it")
    }
}

/// Tests of `batches`, from the kata `stream`.
///
/// It groups the items of `source`. A batch opens with its first item and closes when it holds `max_items` items, or
/// `max_wait` after it opened, or when the source ends, whichever is first. No batch is empty; no item is lost or out
/// of order, even if the reader is slow. With a `max_wait` of zero a batch holds from 1 to `max_items` items. A
/// `max_items` of 0 counts as 1. Nothing happens before the returned stream is polled, and a source is not polled
/// after its end.
pub mod test_stream {
    use std::time::Duration;

    use futures::StreamExt;
    use futures::stream;
    use tokio_katas::subject::batches;

    /// Four items are two full batches.
    #[tokio::test(start_paused = true)]
    async fn example_two_full_batches() {
        let source = stream::iter([1, 2, 3, 4]);
        let seen: Vec<Vec<i32>> = batches(source, 2, Duration::from_millis(10)).collect().await;
        assert_eq!(seen, [[1, 2], [3, 4]]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_test_of_your_own() {
        todo!("call batches, and say what must come of it")
    }
}
