//! Reference solutions of the kata `testing`.

pub mod test_fanout {
    use std::time::Duration;

    use rstest::rstest;
    use tokio::time::{Instant, sleep};
    use tokio_katas::JobResult;
    use tokio_katas::subject::run_job_fanout;

    fn job(id: usize, message: &str) -> JobResult {
        JobResult { id, message: message.to_owned() }
    }

    /// As long as the slowest job, however many there are: no bound, the exact time.
    #[rstest]
    #[case::none(0)]
    #[case::one(1)]
    #[case::three(3)]
    #[case::five_hundred(500)]
    #[tokio::test(start_paused = true)]
    async fn it_takes_as_long_as_its_slowest_job(#[case] inputs: usize) {
        let start = Instant::now();
        let results = run_job_fanout(vec!["a"; inputs]).await;
        assert_eq!(start.elapsed(), Duration::from_millis(10) * inputs as u32);
        assert_eq!(results.len(), inputs);
    }

    #[tokio::test(start_paused = true)]
    async fn each_result_has_its_own_id_and_message() {
        let results = run_job_fanout(vec!["straße", "b", "", "b"]).await;
        assert_eq!(results, [job(0, "STRASSE"), job(1, "B"), job(2, ""), job(3, "B")]);
    }

    /// With ids of one digit a wrong order by text looks right.
    #[tokio::test(start_paused = true)]
    async fn results_are_sorted_by_number() {
        let results = run_job_fanout(vec!["a"; 101]).await;
        let ids: Vec<usize> = results.iter().map(|result| result.id).collect();
        assert_eq!(ids, (0..101).collect::<Vec<_>>());
    }

    #[tokio::test(start_paused = true)]
    async fn a_second_call_starts_anew() {
        run_job_fanout(vec!["a", "b"]).await;
        assert_eq!(run_job_fanout(vec!["c"]).await, [job(0, "C")]);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_happens_before_it_is_polled() {
        let call = run_job_fanout(vec!["a", "b"]);
        sleep(Duration::from_millis(100)).await;
        let start = Instant::now();
        call.await;
        assert_eq!(start.elapsed(), Duration::from_millis(20));
    }
}

pub mod test_limit {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use rstest::rstest;
    use tokio::time::{Instant, sleep, timeout};
    use tokio_katas::subject::map_limited;

    /// The items for which work was called, and how many ms after the start.
    type Calls = Arc<Mutex<Vec<(usize, u64)>>>;

    /// The call for jobs of these lengths, and its record.
    fn call(ms: &[u64], limit: usize) -> (impl Future<Output = Vec<usize>> + use<>, Calls) {
        let (calls, start) = (Calls::default(), Instant::now());
        let record = Arc::clone(&calls);
        let work = move |(item, ms): (usize, u64)| {
            // Not in the async block: that would be the first poll.
            let at_ms = start.elapsed().as_millis() as u64;
            record.lock().expect("no test panics here").push((item, at_ms));
            async move {
                sleep(Duration::from_millis(ms)).await;
                item
            }
        };
        let jobs = ms.iter().copied().enumerate().collect();
        (map_limited(jobs, limit, work), calls)
    }

    fn seen(calls: &Calls) -> Vec<(usize, u64)> {
        calls.lock().expect("no test panics here").clone()
    }

    #[rstest]
    #[case::a_short_one_beside_a_long_one(2, &[10, 30, 10, 10], &[0, 0, 10, 20], 30)]
    #[case::a_slow_head(2, &[50, 10, 10, 10], &[0, 0, 10, 20], 50)]
    #[case::one_at_a_time(1, &[10, 20, 5], &[0, 10, 30], 35)]
    #[case::zero_counts_as_one(0, &[10, 10], &[0, 10], 20)]
    #[case::more_places_than_jobs(9, &[10, 5], &[0, 0], 10)]
    #[case::nothing_to_do(2, &[], &[], 0)]
    #[tokio::test(start_paused = true)]
    async fn each_job_is_called_when_a_place_is_free(
        #[case] limit: usize,
        #[case] ms: &[u64],
        #[case] starts: &[u64],
        #[case] end_ms: u64,
    ) {
        let begun = Instant::now();
        let (call, calls) = call(ms, limit);
        let results = call.await;
        assert_eq!(begun.elapsed(), Duration::from_millis(end_ms));
        assert_eq!(seen(&calls), starts.iter().copied().enumerate().collect::<Vec<_>>());
        assert_eq!(results, (0..ms.len()).collect::<Vec<_>>(), "in input order");
    }

    /// What is in flight is counted inside the future, from its first poll to its end.
    #[tokio::test(start_paused = true)]
    async fn three_thousand_run_at_once_and_not_one_more() {
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let work = {
            let (now, most) = (Arc::clone(&now), Arc::clone(&most));
            move |()| {
                let (now, most) = (Arc::clone(&now), Arc::clone(&most));
                async move {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    sleep(Duration::from_millis(10)).await;
                    now.fetch_sub(1, Ordering::SeqCst);
                }
            }
        };
        map_limited(vec![(); 3001], 3000, work).await;
        assert_eq!(most.load(Ordering::SeqCst), 3000);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_happens_before_it_is_polled() {
        let (call, calls) = call(&[10, 10], 2);
        sleep(Duration::from_millis(5)).await;
        assert_eq!(seen(&calls), []);
        call.await;
        assert_eq!(seen(&calls), [(0, 5), (1, 5)]);
    }

    #[tokio::test(start_paused = true)]
    async fn dropping_it_half_way_stops_everything() {
        let (call, calls) = call(&[10, 10, 10, 10], 1);
        assert!(timeout(Duration::from_millis(15), call).await.is_err());
        sleep(Duration::from_millis(100)).await;
        assert_eq!(seen(&calls), [(0, 0), (1, 10)]);
    }
}

pub mod test_retry {
    use std::cell::RefCell;
    use std::time::Duration;

    use rstest::rstest;
    use tokio::time::{Instant, sleep};
    use tokio_katas::RetryError;
    use tokio_katas::subject::retry;

    type Outcome = Result<u32, RetryError<u32>>;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// A try: how long it takes, and whether it succeeds then.
    type Try = (u64, bool);
    const FOR_EVER: Try = (1_000_000, true);

    /// What happened: calls of `op`, ends and drops of its futures, each with its number and time.
    #[derive(Default)]
    struct Seen {
        calls: RefCell<Vec<(u32, u64)>>,
        gone: RefCell<Vec<u64>>,
    }

    struct Gone<'a>(&'a Seen, Instant);

    impl Drop for Gone<'_> {
        fn drop(&mut self) {
            self.0.gone.borrow_mut().push(self.1.elapsed().as_millis() as u64);
        }
    }

    /// Runs these tries, 20 ms each at most, with a backoff of 10 ms.
    async fn run(attempts: u32, tries: &[Try]) -> (Outcome, Seen, u64) {
        let (seen, start) = (Seen::default(), Instant::now());
        let op = |k: u32| {
            seen.calls.borrow_mut().push((k, start.elapsed().as_millis() as u64));
            let gone = Gone(&seen, start);
            let (length, succeeds) = tries[k as usize - 1];
            async move {
                let _gone = gone;
                sleep(ms(length)).await;
                if succeeds { Ok(k) } else { Err(k) }
            }
        };
        let outcome = retry(attempts, ms(20), ms(10), op).await;
        let end_ms = start.elapsed().as_millis() as u64;
        (outcome, seen, end_ms)
    }

    #[rstest]
    #[case::the_first_succeeds(3, &[(5, true), (5, true)], Ok(1), &[0], 5)]
    #[case::three_waits_grow(9, &[(5, false), (5, false), (5, false), (5, true)], Ok(4), &[0, 15, 40, 75], 80)]
    #[case::all_fail(2, &[(5, false); 3], Err(RetryError::Failed(2)), &[0, 15], 20)]
    #[case::none_counts_as_one(0, &[(5, false); 2], Err(RetryError::Failed(1)), &[0], 5)]
    #[case::late_ones(3, &[FOR_EVER, (19, false), (5, true)], Ok(3), &[0, 30, 69], 74)]
    #[case::the_last_is_late(2, &[(5, false), FOR_EVER], Err(RetryError::TimedOut), &[0, 15], 35)]
    #[case::just_in_time(1, &[(20, true)], Ok(1), &[0], 20)]
    #[tokio::test(start_paused = true)]
    async fn tries_begin_and_end_on_time(
        #[case] attempts: u32,
        #[case] tries: &[Try],
        #[case] expected: Outcome,
        #[case] calls: &[u64],
        #[case] end_ms: u64,
    ) {
        let (outcome, seen, end) = run(attempts, tries).await;
        assert_eq!((outcome, end), (expected, end_ms));
        let numbered: Vec<(u32, u64)> = (1..).zip(calls.iter().copied()).collect();
        assert_eq!(*seen.calls.borrow(), numbered);
    }

    #[tokio::test(start_paused = true)]
    async fn a_late_try_is_dropped_before_the_wait() {
        let (_, seen, _) = run(2, &[FOR_EVER, (5, true)]).await;
        assert_eq!(*seen.gone.borrow(), [20, 35]);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_happens_before_it_is_polled() {
        let called = RefCell::new(false);
        let call = retry(1, ms(20), ms(10), |k| {
            *called.borrow_mut() = true;
            async move { Ok::<u32, u32>(k) }
        });
        assert!(!*called.borrow());
        assert_eq!(call.await, Ok(1));
    }
}

pub mod test_drain {
    use std::time::Duration;

    use tokio::join;
    use tokio::sync::mpsc::error::TrySendError;
    use tokio::sync::{mpsc, watch};
    use tokio::time::{Instant, sleep};
    use tokio_katas::subject::drain_on_shutdown;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// A job takes as many ms as its number says; its result is the number, and when it began.
    async fn drain(jobs: mpsc::Receiver<u64>, shutdown: watch::Receiver<bool>) -> Vec<(u64, u128)> {
        let start = Instant::now();
        let work = |job: u64| async move {
            let began_ms = start.elapsed().as_millis();
            sleep(ms(job)).await;
            (job, began_ms)
        };
        drain_on_shutdown(jobs, shutdown, work).await
    }

    /// A channel with these jobs in it.
    fn queue(jobs: &[u64], room: usize) -> (mpsc::Sender<u64>, mpsc::Receiver<u64>) {
        let (tx, rx) = mpsc::channel(room);
        for &job in jobs {
            tx.try_send(job).expect("room for all");
        }
        (tx, rx)
    }

    #[tokio::test(start_paused = true)]
    async fn jobs_are_worked_off_in_turn_until_the_senders_are_gone() {
        let (tx, jobs) = queue(&[10, 20], 8);
        let (_stop, shutdown) = watch::channel(false);
        let late = async move {
            sleep(ms(100)).await;
            tx.send(5).await.expect("it still waits for jobs");
        };
        let (seen, ()) = join!(drain(jobs, shutdown), late);
        assert_eq!(seen, [(10, 0), (20, 10), (5, 100)]);
    }

    /// At 5 ms, in the middle of the first job.
    #[tokio::test(start_paused = true)]
    async fn at_the_shutdown_the_queue_is_worked_off_and_closed() {
        let (tx, jobs) = queue(&[30, 10, 10], 8);
        let (stop, shutdown) = watch::channel(false);
        let start = Instant::now();
        let stopping = async {
            sleep(ms(5)).await;
            stop.send(true).expect("it listens");
            sleep(ms(1)).await;
            assert_eq!(tx.try_send(1), Err(TrySendError::Closed(1)));
        };
        let (seen, ()) = join!(drain(jobs, shutdown), stopping);
        assert_eq!(seen, [(30, 0), (10, 30), (10, 40)]);
        assert_eq!(start.elapsed(), ms(50));
    }

    #[tokio::test(start_paused = true)]
    async fn a_hundred_jobs_are_worked_off() {
        let (_tx, jobs) = queue(&[1; 100], 100);
        let (_stop, shutdown) = watch::channel(true);
        assert_eq!(drain(jobs, shutdown).await.len(), 100);
    }

    #[tokio::test(start_paused = true)]
    async fn a_permit_is_honoured() {
        let (tx, jobs) = queue(&[], 8);
        let (_stop, shutdown) = watch::channel(true);
        let permit = tx.reserve().await.expect("it is open");
        let late = async {
            sleep(ms(50)).await;
            permit.send(5);
        };
        let (seen, ()) = join!(drain(jobs, shutdown), late);
        assert_eq!(seen, [(5, 50)]);
    }

    /// True before the call, by a sender that is gone; but nothing happens before the first poll.
    #[tokio::test(start_paused = true)]
    async fn true_from_the_start_closes_it_at_the_first_poll() {
        let (tx, jobs) = queue(&[10], 8);
        let (stop, shutdown) = watch::channel(true);
        drop(stop);
        let call = drain_on_shutdown(jobs, shutdown, |job| async move { job });
        tx.try_send(20).expect("nobody has polled it");
        assert_eq!(call.await, [10, 20]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_true_counts_although_its_sender_is_gone() {
        let (tx, jobs) = queue(&[10], 8);
        let (stop, shutdown) = watch::channel(false);
        let stopping = async move {
            sleep(ms(5)).await;
            stop.send(true).expect("it listens");
            drop(stop);
            sleep(ms(1)).await;
            assert!(tx.is_closed());
        };
        let (seen, ()) = join!(drain(jobs, shutdown), stopping);
        assert_eq!(seen, [(10, 0)]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_false_is_no_shutdown_and_a_true_after_it_is() {
        let (tx, jobs) = queue(&[], 8);
        let (stop, shutdown) = watch::channel(false);
        let events = async {
            sleep(ms(5)).await;
            stop.send(false).expect("it listens");
            sleep(ms(5)).await;
            tx.send(10).await.expect("a false closes nothing");
            sleep(ms(20)).await;
            stop.send(true).expect("it listens");
        };
        let (seen, ()) = join!(drain(jobs, shutdown), events);
        assert_eq!(seen, [(10, 10)]);
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_shutdown_sender_it_goes_on() {
        let (tx, jobs) = queue(&[10], 8);
        let (stop, shutdown) = watch::channel(false);
        drop(stop);
        let late = async move {
            sleep(ms(50)).await;
            tx.send(5).await.expect("nothing has changed");
        };
        let (seen, ()) = join!(drain(jobs, shutdown), late);
        assert_eq!(seen, [(10, 0), (5, 50)]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_job_leaves_the_channel_when_its_turn_comes() {
        let (tx, jobs) = queue(&[10], 1);
        let (_stop, shutdown) = watch::channel(false);
        let fill = async move {
            sleep(ms(5)).await;
            tx.try_send(20).expect("the first is in hand");
            sleep(ms(1)).await;
            assert_eq!(tx.try_send(30), Err(TrySendError::Full(30)));
        };
        let (seen, ()) = join!(drain(jobs, shutdown), fill);
        assert_eq!(seen, [(10, 0), (20, 10)]);
    }
}

pub mod test_stream {
    use std::time::Duration;

    use futures::{Stream, StreamExt, stream};
    use rstest::rstest;
    use tokio::time::{Instant, sleep, sleep_until};
    use tokio_katas::subject::batches;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// One item at each of these times; it ends with the last. A stream of this kind panics if it is polled once more.
    fn items_at(times: &[u64]) -> impl Stream<Item = u64> + Send + use<> {
        let (start, times) = (Instant::now(), times.to_vec());
        stream::unfold(0, move |next| {
            let at = times.get(next).copied();
            async move {
                sleep_until(start + ms(at?)).await;
                Some((at?, next + 1))
            }
        })
    }

    /// All batches, each with the ms at which it came, and the ms of the end.
    async fn read(
        source: impl Stream<Item = u64> + Send + 'static,
        most: usize,
        wait: u64,
    ) -> (Vec<(u64, Vec<u64>)>, u64) {
        let start = Instant::now();
        let now = move || start.elapsed().as_millis() as u64;
        let seen = batches(source, most, ms(wait)).map(|batch| (now(), batch)).collect().await;
        (seen, now())
    }

    #[rstest]
    #[case::full_ones(2, 10, &[0, 1, 2, 3, 4], vec![(1, vec![0, 1]), (3, vec![2, 3]), (4, vec![4])])]
    #[case::no_rest(2, 10, &[0, 1], vec![(1, vec![0, 1])])]
    #[case::nothing(2, 10, &[], vec![])]
    #[case::closed_by_time(9, 10, &[7, 15, 40], vec![(17, vec![7, 15]), (40, vec![40])])]
    #[case::items_keep_coming(9, 10, &[7, 13, 16, 19, 40], vec![(17, vec![7, 13, 16]), (29, vec![19]), (40, vec![40])])]
    #[case::full_then_by_time(2, 10, &[3, 4, 8, 30], vec![(4, vec![3, 4]), (18, vec![8]), (30, vec![30])])]
    #[case::zero_counts_as_one(0, 10, &[1, 2], vec![(1, vec![1]), (2, vec![2])])]
    #[case::no_wait(9, 0, &[1, 5, 9], vec![(1, vec![1]), (5, vec![5]), (9, vec![9])])]
    #[tokio::test(start_paused = true)]
    async fn batches_close_on_time(
        #[case] most: usize,
        #[case] wait: u64,
        #[case] times: &[u64],
        #[case] expected: Vec<(u64, Vec<u64>)>,
    ) {
        let (seen, end) = read(items_at(times), most, wait).await;
        assert_eq!(seen, expected);
        assert_eq!(end, times.last().copied().unwrap_or(0));
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_reader_loses_nothing() {
        let times: Vec<u64> = (0..20).map(|n| 3 * n).collect();
        let mut all = Vec::new();
        let mut seen = batches(items_at(&times), 4, ms(10));
        while let Some(batch) = seen.next().await {
            assert!(!batch.is_empty() && batch.len() <= 4);
            all.extend(batch);
            sleep(ms(35)).await;
        }
        assert_eq!(all, times);
    }

    #[tokio::test(start_paused = true)]
    async fn the_clock_starts_with_the_first_item_not_with_the_call() {
        let mut seen = batches(stream::iter([1]).chain(stream::pending()), 9, ms(10));
        sleep(ms(500)).await;
        let start = Instant::now();
        assert_eq!(seen.next().await, Some(vec![1]));
        assert_eq!(start.elapsed(), ms(10));
    }
}
