//! Reads the batches as lines of text, each with its time, and compares whole stories.

pub mod test_stream {
    use futures::{StreamExt, stream};
    use rstest::rstest;
    use tokio::sync::mpsc;
    use tokio::time::{Duration, Instant, sleep, sleep_until};
    use tokio_katas::subject::batches;

    /// Items named `a`, `b`, … at these times; the source ends with the `|`, one ms for each letter or dot.
    async fn story(marbles: &'static str, most: usize, wait: u64, rest: u64) -> Vec<String> {
        let start = Instant::now();
        let (tx, mut rx) = mpsc::channel(1);
        tokio::spawn(async move {
            for (ms, mark) in (0..).zip(marbles.chars()) {
                sleep_until(start + Duration::from_millis(ms)).await;
                if mark.is_alphabetic() {
                    tx.send(mark).await.expect("somebody reads");
                }
            }
        });
        let mut ended = false;
        let source = stream::poll_fn(move |cx| {
            assert!(!ended, "polled after its end");
            rx.poll_recv(cx).map(|item| {
                ended = item.is_none();
                item
            })
        });
        let mut batches = batches(source, most, Duration::from_millis(wait));
        let mut story = Vec::new();
        while let Some(batch) = batches.next().await {
            let batch: String = batch.into_iter().collect();
            story.push(format!("{} {batch}", start.elapsed().as_millis()));
            sleep(Duration::from_millis(rest)).await;
        }
        story.push(format!("{} end", start.elapsed().as_millis()));
        story
    }

    #[rstest]
    #[case::full("abcde|", 2, 9, &["1 ab", "3 cd", "5 e", "5 end"])]
    #[case::full_at_the_end("ab|", 2, 9, &["1 ab", "2 end"])]
    #[case::nothing("...|", 2, 9, &["3 end"])]
    #[case::by_time("..a..b......c.|", 9, 5, &["7 ab", "14 c", "14 end"])]
    #[case::without_a_pause("..a.b.c.d.e.f.g......|", 9, 5, &["7 abc", "13 def", "19 g", "21 end"])]
    #[case::full_then_by_time(".ab...c.......|", 2, 6, &["2 ab", "12 c", "14 end"])]
    #[case::none_counts_as_one("ab|", 0, 9, &["0 a", "1 b", "2 end"])]
    #[case::no_wait("a.b|", 9, 0, &["0 a", "2 b", "3 end"])]
    #[tokio::test(start_paused = true)]
    async fn batches_come_on_time(
        #[case] marbles: &'static str,
        #[case] most: usize,
        #[case] wait: u64,
        #[case] expected: &[&str],
    ) {
        assert_eq!(story(marbles, most, wait, 0).await, expected);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_reader_gets_everything() {
        let story = story("a.b.c.d.e.f.g.h|", 3, 4, 20).await;
        let items: String = story.iter().filter_map(|line| line.split(' ').nth(1)).collect();
        assert_eq!(items, "abcdefghend");
    }
}
