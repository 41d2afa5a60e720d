//! The test holds the other end of a channel, sends items by hand, and looks when each batch comes.

pub mod test_stream {
    use std::time::Duration;

    use futures::channel::mpsc;
    use futures::{Stream, StreamExt};
    use tokio::time::{Instant, sleep, timeout};
    use tokio_katas::subject::batches;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    type Sender = mpsc::UnboundedSender<u32>;

    fn open(most: usize, wait: u64) -> (Sender, impl Stream<Item = Vec<u32>> + Unpin) {
        let (tx, rx) = mpsc::unbounded();
        (tx, batches(rx, most, ms(wait)))
    }

    /// The next batch, and after how many ms.
    async fn next(stream: &mut (impl Stream<Item = Vec<u32>> + Unpin)) -> (u64, Option<Vec<u32>>) {
        let start = Instant::now();
        let batch = timeout(Duration::from_secs(1), stream.next()).await.expect("it ends or gives a batch");
        (start.elapsed().as_millis() as u64, batch)
    }

    fn send(tx: &Sender, items: impl IntoIterator<Item = u32>) {
        items.into_iter().for_each(|item| tx.unbounded_send(item).unwrap());
    }

    #[tokio::test(start_paused = true)]
    async fn the_wait_begins_with_the_first_item() {
        let (tx, mut stream) = open(10, 10);
        let items = async {
            sleep(ms(33)).await;
            for item in 0..4 {
                send(&tx, [item]);
                sleep(ms(4)).await;
            }
        };
        let (first, ()) = tokio::join!(next(&mut stream), items);
        assert_eq!(first, (43, Some(vec![0, 1, 2])));
        // When its batch has opened depends on whether somebody was reading.
        assert_eq!(next(&mut stream).await.1, Some(vec![3]));
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_batch_comes_at_once_and_leaves_no_clock_behind() {
        let (tx, mut stream) = open(3, 10);
        send(&tx, [0]);
        assert!(timeout(ms(6), stream.next()).await.is_err());
        send(&tx, 1..4);
        assert_eq!(next(&mut stream).await, (0, Some(vec![0, 1, 2])));
        assert_eq!(next(&mut stream).await, (10, Some(vec![3])));
    }

    #[tokio::test(start_paused = true)]
    async fn the_end_of_the_source_is_the_end() {
        for items in 0..5 {
            let (tx, stream) = open(2, 10);
            send(&tx, 0..items);
            drop(tx);
            let start = Instant::now();
            let seen: Vec<Vec<u32>> = stream.collect().await;
            assert_eq!(start.elapsed(), ms(0));
            let expected: Vec<Vec<u32>> =
                (0..items).collect::<Vec<_>>().chunks(2).map(<[u32]>::to_vec).collect();
            assert_eq!(seen, expected);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_smallest_numbers() {
        let (tx, mut stream) = open(0, 10);
        send(&tx, [1, 2]);
        assert_eq!(next(&mut stream).await, (0, Some(vec![1])));
        let (tx, mut stream) = open(9, 0);
        send(&tx, [1]);
        assert_eq!(next(&mut stream).await, (0, Some(vec![1])));
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_reader_misses_nothing() {
        let (tx, mut stream) = open(2, 5);
        let (mut seen, reader) = (Vec::new(), async {
            for item in 0..9 {
                send(&tx, [item]);
                sleep(ms(3)).await;
            }
            drop(tx);
        });
        let reads = async {
            while let Some(batch) = stream.next().await {
                seen.extend(batch);
                sleep(ms(20)).await;
            }
        };
        tokio::join!(reader, reads);
        assert!(seen.into_iter().eq(0..9));
    }

    /// `unfold` panics if it is asked once more.
    #[tokio::test(start_paused = true)]
    async fn an_ended_source_is_left_alone() {
        let source = futures::stream::unfold(0, |n| async move { (n < 3).then_some((n, n + 1)) });
        assert_eq!(batches(source, 2, ms(1)).collect::<Vec<_>>().await, [vec![0, 1], vec![2]]);
    }
}
