//! Compares with a model of a few lines, for times that a simple rule makes up.

pub mod test_stream {
    use futures::{StreamExt, stream};
    use rstest::rstest;
    use tokio::time::{Duration, Instant, sleep, sleep_until};
    use tokio_katas::subject::batches;

    /// What the contract says of items at these times, if no item comes just when a batch closes.
    fn model(times: &[u64], most: usize, wait: u64) -> Vec<(u64, Vec<u64>)> {
        let (mut all, mut rest) = (Vec::new(), times);
        while let Some(&first) = rest.first() {
            let within = rest.iter().take_while(|at| **at < first + wait.max(1)).count();
            let size = within.min(most.max(1));
            let (batch, behind) = rest.split_at(size);
            let closes = if size == most.max(1) { batch[size - 1] } else { first + wait };
            // The source ends with its last item.
            all.push((closes.min(*times.last().expect("an item")), batch.to_vec()));
            rest = behind;
        }
        all
    }

    #[rstest]
    fn it_does_as_the_model_does(#[values(0, 1, 3, 50)] most: usize, #[values(0, 7, 21)] wait: u64) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.expect("a runtime").block_on(async {
            for step in [1, 5, 16, 40] {
                let times: Vec<u64> = (0..12).map(|n| 2 * (n * step + n % 2 * (step / 2))).collect();
                let start = Instant::now();
                let source = stream::unfold(times.clone().into_iter(), move |mut times| async move {
                    let at = times.next()?;
                    sleep_until(start + Duration::from_millis(at)).await;
                    Some((at, times))
                });
                let seen = batches(source, most, Duration::from_millis(wait))
                    .map(|batch| (start.elapsed().as_millis() as u64, batch));
                assert_eq!(seen.collect::<Vec<_>>().await, model(&times, most, wait), "{times:?}");
            }
        });
    }

    #[tokio::test(start_paused = true)]
    async fn batches_wait_for_a_slow_reader() {
        let source = stream::iter(0..100).then(|n| async move {
            sleep(Duration::from_millis(1)).await;
            n
        });
        let read = batches(source, 4, Duration::from_millis(10)).then(|batch| async move {
            sleep(Duration::from_millis(30)).await;
            batch
        });
        assert_eq!(read.concat().await, (0..100).collect::<Vec<i32>>());
    }

    #[tokio::test(start_paused = true)]
    async fn an_empty_source_has_no_batch() {
        assert_eq!(batches(stream::empty::<()>(), 3, Duration::ZERO).count().await, 0);
    }
}
