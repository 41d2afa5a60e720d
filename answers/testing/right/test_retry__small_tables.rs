//! Small tables, one for each sentence of the contract.

pub mod test_retry {
    use std::sync::Mutex;

    use rstest::rstest;
    use tokio::time::{Duration, Instant, sleep};
    use tokio_katas::RetryError::{Failed, TimedOut};
    use tokio_katas::subject::retry;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[rstest]
    #[case::zero(0, 1)]
    #[case::one(1, 1)]
    #[case::five(5, 5)]
    #[tokio::test(start_paused = true)]
    async fn it_makes_so_many_tries(#[case] attempts: u32, #[case] expected: u32) {
        let (tries, start) = (Mutex::new(vec![]), Instant::now());
        let result = retry(attempts, ms(8), ms(10), |k| {
            tries.lock().unwrap().push((k, start.elapsed()));
            async move {
                sleep(ms(1)).await;
                Err::<(), _>(k)
            }
        });
        assert_eq!(result.await, Err(Failed(expected)));
        // After k tries of 1 ms and waits of 10, 20, 30, … ms.
        let times = (1..=expected).map(|k| (k, ms(u64::from((k - 1) + 5 * k * (k - 1)))));
        assert_eq!(*tries.lock().unwrap(), times.collect::<Vec<_>>());
        assert_eq!(start.elapsed(), ms(u64::from(expected + 5 * expected * (expected - 1))));
    }

    #[rstest]
    #[case::in_time(7, Ok(1), 7)]
    #[case::just_in_time(8, Ok(1), 8)]
    #[case::too_late(9, Err(TimedOut), 8)]
    #[tokio::test(start_paused = true)]
    async fn a_try_has_its_time(
        #[case] length: u64,
        #[case] expected: Result<u32, tokio_katas::RetryError<()>>,
        #[case] end: u64,
    ) {
        let start = Instant::now();
        let result = retry(1, ms(8), ms(10), |k| async move {
            sleep(ms(length)).await;
            Ok(k)
        });
        assert_eq!(result.await, expected);
        assert_eq!(start.elapsed(), ms(end));
    }

    #[rstest]
    #[case::failure_first(&[1, 99, 99, 4], 8 + 1 + 10 + 20 + 30 + 8 + 4)]
    #[case::time_out_first(&[99, 1, 2, 8], 8 + 1 + 2 + 8 + 10 + 20 + 30)]
    #[tokio::test(start_paused = true)]
    async fn a_later_try_succeeds(#[case] lengths: &'static [u64], #[case] end: u64) {
        let (start, gone) = (Instant::now(), Mutex::new(vec![]));
        let result = retry(9, ms(8), ms(10), |k| {
            let note = Note(&gone, start);
            async move {
                let _note = note;
                sleep(ms(lengths[k as usize - 1])).await;
                if k == 4 { Ok(k) } else { Err(k) }
            }
        });
        assert_eq!(result.await, Ok(4));
        assert_eq!(start.elapsed(), ms(end));
        let first = ms(lengths[0].min(8));
        let gone = gone.into_inner().unwrap();
        assert_eq!((gone.len(), gone[0]), (4, first));
    }

    struct Note<'a>(&'a Mutex<Vec<Duration>>, Instant);

    impl Drop for Note<'_> {
        fn drop(&mut self) {
            self.0.lock().unwrap().push(self.1.elapsed());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_time_out_last_is_what_is_told() {
        let result = retry(2, ms(8), ms(0), |k| async move {
            sleep(ms(9 * u64::from(k - 1))).await;
            Err::<(), _>(k)
        });
        assert_eq!(result.await, Err(TimedOut));
    }

    #[test]
    fn making_the_future_calls_nothing() {
        drop(retry(1, ms(8), ms(8), |_| -> futures::future::Ready<Result<(), ()>> { panic!("called") }));
    }
}
