//! `batches`: by count or by time, whichever is first, and nothing lost between the two.

use std::cell::Cell;
use std::task::Poll;
use std::time::Duration;

use futures::stream::{self, BoxStream, Stream, StreamExt};
use rstest::rstest;
use tokio::time::Instant;
use tokio_katas::probe::Source;
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::subjects::Batches;
use tokio_test::assert_pending;
use tokio_test::task::spawn;

/// Items at 5, 9, 13 and 22 ms, max_wait 10 ms: the first batch is open from 5 to 15 ms. A wait
/// that begins anew with each item would close it at 23 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_batch_closes_max_wait_after_it_opened() {
    let source = Source::at_ms([5, 9, 13, 22]).ending_at_ms(60);
    let (seen, _) = read_all(batches(source.stream(), 100, ms(10))).await;
    let cause = match seen.first() {
        Some((at, _)) if *at < 15 => OWN_CLOCK,
        Some((at, batch)) if *at > 15 && batch.len() == 3 => NOT_WAITED_FOR,
        _ => "a wait that begins anew with each item: a timeout around each next",
    };
    expect_seen(seen, vec![(15, vec![0, 1, 2]), (32, vec![3])], cause);
}

/// Six items at once, three at most to a batch.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_batch_closes_when_it_is_full() {
    let (seen, _) = read_all(batches(Source::instant(6).stream(), 3, ms(50))).await;
    let cause = match seen.first() {
        Some((_, batch)) if batch.len() == 4 => {
            "one item too many: the count is looked at before the item is in"
        }
        _ => "max_items not looked at, or only once max_wait is over",
    };
    expect_seen(seen, vec![(0, vec![0, 1, 2]), (0, vec![3, 4, 5])], cause);
}

/// The source is quiet for 100 ms, then once more for 80: a batch opens with an item, not before.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_wait_begins_with_the_first_item_and_no_batch_is_empty() {
    let source = Source::at_ms([100, 103, 183]).ending_at_ms(300);
    let expected = vec![(110, vec![0, 1]), (193, vec![2])];
    let cause = OWN_CLOCK;
    expect_batches(&source, 5, 10, expected, cause).await;
}

/// The first batch is full at 3 ms. The second opens at 5 ms, so it closes at 15 ms, not at 10.
#[claim]
#[tokio::test(start_paused = true)]
async fn each_batch_has_its_own_deadline() {
    let source = Source::at_ms([0, 3, 5, 13, 17]).ending_at_ms(20);
    let expected = vec![(3, vec![0, 1]), (13, vec![2, 3]), (20, vec![4])];
    let cause = "a deadline that outlives its batch: closing by count must end the wait, too";
    expect_batches(&source, 2, 10, expected, cause).await;
    new_scene();
    let source = Source::at_ms([0, 3, 5]).ending_at_ms(40);
    let expected = vec![(3, vec![0, 1]), (15, vec![2])];
    expect_batches(&source, 2, 10, expected, cause).await;
}

/// It ends at 6 ms, long before max_wait. Nothing comes after the last batch.
#[rstest]
#[case::with_a_batch_half_full(3, vec![(4, vec![0, 1, 2]), (6, vec![3])])]
#[case::with_a_batch_just_closed(4, vec![(5, vec![0, 1, 2, 3])])]
#[case::with_no_batch_closed_yet(9, vec![(6, vec![0, 1, 2, 3])])]
#[claim]
#[tokio::test(start_paused = true)]
async fn the_last_batch_closes_when_the_source_ends(#[case] max_items: usize, #[case] expected: Vec<Batch>) {
    let source = Source::at_ms([0, 2, 4, 5]).ending_at_ms(6);
    let cause = "the end of the source taken for the end of the wait: items are held back until it is over";
    expect_batches(&source, max_items, 50, expected, cause).await;
}

#[rstest]
#[case::one(1)]
#[case::zero_counts_as_one(0)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_batch_of_one_item_closes_at_once(#[case] max_items: usize) {
    let source = Source::at_ms([3, 5, 5, 9]);
    let expected = vec![(3, vec![0]), (5, vec![1]), (5, vec![2]), (9, vec![3])];
    let cause = match max_items {
        0 => "max_items of 0 compared for equality: a batch that can never be full; it counts as 1",
        _ => "the count looked at only after another item",
    };
    expect_batches(&source, max_items, 10, expected, cause).await;
}

/// Items come one at a time, and each must go on at once.
#[claim]
#[tokio::test(start_paused = true)]
async fn with_no_wait_an_item_goes_on_at_once() {
    let source = Source::at_ms([0, 4, 7, 20]).ending_at_ms(30);
    let expected = vec![(0, vec![0]), (4, vec![1]), (7, vec![2]), (20, vec![3])];
    let cause = "a max_wait of zero taken for none at all: it is a wait of no time";
    expect_batches(&source, 3, 0, expected, cause).await;

    // Where many are there at once, the sizes are free.
    new_scene();
    let (seen, _) = read_all(batches(Source::instant(50).stream(), 3, Duration::ZERO)).await;
    expect_sizes(seen.iter().map(|(_, batch)| batch), 3, 50, cause);
}

/// All items, in order, in batches of 1 to `max_items`.
fn expect_sizes<'a>(seen: impl Iterator<Item = &'a Vec<usize>>, max_items: usize, items: usize, cause: &str) {
    let seen: Vec<&Vec<usize>> = seen.collect();
    let odd = seen.iter().find(|batch| batch.is_empty() || batch.len() > max_items);
    expect(odd.is_none(), || {
        Failure::new(format!("a batch of {} items", odd.map_or(0, |batch| batch.len())))
            .expected(format!("1 to {max_items}"))
            .seen(format!("{seen:?}"))
            .cause(cause)
    });
    let all: Vec<usize> = seen.into_iter().flatten().copied().collect();
    let lost: Vec<usize> = (0..items).filter(|item| !all.contains(item)).collect();
    expect(all.iter().copied().eq(0..items), || {
        let headline = if lost.is_empty() { "items doubled or out of order" } else { "items were lost" };
        let seen = if lost.is_empty() { format!("{all:?}") } else { format!("all but {lost:?}") };
        Failure::new(headline).expected(format!("{items} items, in order")).seen(seen).cause(cause)
    });
}

/// The reader is away for 35 ms after each batch, while an item comes every 4 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_slow_reader_loses_nothing() {
    let source = Source::at_ms((0..40).map(|item| 4 * item)).ending_at_ms(200);
    let mut batches = batches(source.stream(), 4, ms(10));
    let reader = Lane::new("batches");
    let mut seen = Vec::new();
    while let Some(batch) = batches.next().await {
        reader.mark();
        seen.push(batch);
        sleep_ms(35).await;
    }
    let cause = "items dropped, or batches overwritten, while the reader is away";
    expect_sizes(seen.iter(), 4, 40, cause);
}

/// The reader waits 3 ms, does something else, and waits again: each wait is dropped half-way.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_reader_that_gives_up_waiting_loses_nothing() {
    let source = Source::at_ms((0..30).map(|item| 4 * item)).ending_at_ms(150);
    let mut batches = batches(source.stream(), 4, ms(10));
    let mut seen = Vec::new();
    loop {
        match drop_after_ms(3, batches.next()).await {
            Some(Some(batch)) => seen.push(batch),
            Some(None) => break,
            None => {}
        }
    }
    expect_sizes(seen.iter(), 4, 30, "an open batch that is held by the wait and not by the stream");
}

/// Polled by hand, and again only when woken: at the item and at the batch's deadline.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_reader_is_woken_when_a_batch_closes() {
    const CAUSE: &str = NOT_WAITED_FOR;
    let mut batches = spawn(batches(Source::at_ms([5, 8]).never_ending().stream(), 9, ms(10)));
    let reader = Lane::new("batches");
    assert_pending!(batches.poll_next());
    let mut got = None;
    for _ in 0..20 {
        sleep_ms(1).await;
        let_the_runtime_run().await;
        while got.is_none() && batches.is_woken() {
            if let Poll::Ready(batch) = batches.poll_next() {
                reader.mark();
                got = Some((reader.row().marks, batch));
            }
        }
    }
    expect_eq("the batch and when its reader was woken", &got, &Some((vec![15], Some(vec![0, 1]))), CAUSE);
}

/// Many streams, `unfold` among them, panic when they are asked again after their end.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_source_may_be_one_that_must_not_be_polled_after_its_end() {
    for items in [0, 5, 6] {
        new_scene();
        let source = stream::unfold(0, move |item| async move { (item < items).then_some((item, item + 1)) });
        let (seen, _) = read_all(batches(source, 3, ms(10))).await;
        let cause = "the source asked again after it has said None";
        expect_sizes(seen.iter().map(|(_, batch)| batch), 3, items, cause);
    }
}

/// A parcel can be sent, and nothing else: neither copied nor shared nor printed.
struct Parcel(Cell<usize>);

#[claim]
#[tokio::test(start_paused = true)]
async fn many_items_go_through() {
    let source = Source::instant(3000).stream().map(|item| Parcel(Cell::new(item)));
    let parcels = batches(source, 7, ms(10));
    let open = |batch: Vec<Parcel>| batch.into_iter().map(|parcel| parcel.0.into_inner()).collect();
    let (seen, _) = read_all(parcels.map(open).boxed()).await;
    let items: Vec<usize> = (0..3000).collect();
    let expected = items.chunks(7).map(|batch| (0, batch.to_vec())).collect();
    expect_seen(seen, expected, "items lost, doubled or reordered beyond a certain number");
}

#[rstest]
#[case::at_once(0)]
#[case::after_twenty_ms(20)]
#[claim]
#[tokio::test(start_paused = true)]
async fn an_empty_source_gives_no_batches(#[case] end_ms: u64) {
    let source = Source::instant(0).ending_at_ms(end_ms);
    let (seen, end) = read_all(batches(source.stream(), 3, ms(7))).await;
    let cause = EMPTY_END;
    expect_seen(seen, vec![], cause);
    expect_eq("the ms at which it ended", &end, &end_ms, cause);
}

/// Times that no answer can know beforehand: items at even ms, deadlines at odd ones, no ties.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_source_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..8 {
        new_scene();
        let (max_items, max_wait) = (rng.pick(1..6) as usize, 2 * rng.pick(1..12) + 1);
        let mut now = 0;
        let mut later = |rng: &mut Rng| {
            now += 2 * rng.pick(0..3) * rng.pick(0..7);
            now
        };
        let times: Vec<u64> = (0..rng.pick(5..25)).map(|_| later(&mut rng)).collect();
        let end_ms = later(&mut rng);

        let source = Source::at_ms(times.iter().copied()).ending_at_ms(end_ms);
        let (seen, end) = read_all(batches(source.stream(), max_items, ms(max_wait))).await;
        let cause = "an answer made for certain times or sizes";
        expect_seen(seen, model(&times, end_ms, max_items, max_wait), cause);
        expect_eq("the ms at which it ended", &end, &end_ms, cause);
    }
}

/// The contract, as a loop over times.
fn model(times: &[u64], end_ms: u64, max_items: usize, max_wait: u64) -> Vec<Batch> {
    let mut all = Vec::new();
    let mut item = 0;
    while item < times.len() {
        let deadline = times[item] + max_wait;
        let fits = |next: &usize| *next < times.len() && times[*next] < deadline && next - item < max_items;
        let next = (item..).find(|next| !fits(next)).unwrap_or(item + 1);
        let full = (next - item == max_items).then(|| times[next - 1]);
        all.push((full.unwrap_or(deadline.min(end_ms)), (item..next).collect()));
        item = next;
    }
    all
}

/// A stream does nothing until it is polled, and its time begins there.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    const CAUSE: &str = "a task or a clock that was started by the call, before the first poll";
    expect_needs_no_runtime(|| batches(stream::iter(0..3), 2, ms(10)));
    let source = Source::at_ms([5, 8]).never_ending();
    let mut stream = batches(source.stream(), 9, ms(10));
    sleep_ms(12).await;
    source.expect_not_polled(CAUSE);
    expect_no_tasks(CAUSE);
    let (start, batch) = (Instant::now(), stream.next().await);
    let seen = (start.elapsed().as_millis() as u64, batch.unwrap_or_default());
    expect_seen(vec![seen], vec![(15, vec![0, 1])], CAUSE);
}

/// Dropped at 12 ms with a batch open, or before it was ever polled.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_drops_the_source() {
    let source = Source::at_ms([0, 5, 10, 20]).never_ending();
    drop_after_ms(12, read_all(batches(source.stream(), 9, ms(30)))).await;
    let_the_runtime_run().await;
    source.expect_gone(SPAWNED);
    expect_no_tasks(SPAWNED);

    let source = Source::at_ms([0, 5]);
    drop(batches(source.stream(), 9, ms(30)));
    let_the_runtime_run().await;
    source.expect_gone(SPAWNED);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let source = Source::at_ms([0, 5, 10]).ending_at_ms(12);
    let mut batches = batches(source.stream(), 2, ms(30));
    while batches.next().await.is_some() {}
    let_the_runtime_run().await;
    expect_no_tasks(
        "a task that the stream keeps alive after its end: it goes on as long as the stream is held",
    );
}

pub static ANSWER: Answer<Batches> = Answer::new();

fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    ANSWER.get()(ErasedStream::new(source), max_items, max_wait).map(Erased::open_all).boxed()
}

const SPAWNED: &str = "a task that is never stopped: dropping a JoinHandle detaches its task";

const OWN_CLOCK: &str = "a clock that runs while no batch is open, or an interval that ticks on its own: the wait begins with \
     the batch's first item";
const NOT_WAITED_FOR: &str =
    "a deadline that is only looked at when an item comes, not waited for: Sleep must be polled, too";
const EMPTY_END: &str =
    "a batch made of nothing: at the end of the source only what is in hand goes out, if anything is";
const LAST_LOST: &str = "the open batch dropped when the source ends: its items are lost";
const DROPPED_WITH_THE_WAIT: &str = "items gathered by a future that is dropped or made anew half-way: a timeout around the \
     whole gathering, or a gathering that is not kept between two polls";

/// A batch, and the virtual ms at which the reader got it.
type Batch = (u64, Vec<usize>);

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// Reads to the end, always waiting, and draws each batch into the timeline. Times count from the
/// first poll; the last one is that of the end.
async fn read_all(mut batches: BoxStream<'static, Vec<usize>>) -> (Vec<Batch>, u64) {
    let reader = Lane::new("batches");
    let start = Instant::now();
    let now = || start.elapsed().as_millis() as u64;
    let mut seen = Vec::new();
    while let Some(batch) = batches.next().await {
        reader.mark();
        seen.push((now(), batch));
    }
    (seen, now())
}

async fn expect_batches(source: &Source, max_items: usize, max_wait: u64, expected: Vec<Batch>, cause: &str) {
    let (seen, _) = read_all(batches(source.stream(), max_items, ms(max_wait))).await;
    expect_seen(seen, expected, cause);
}

/// The first batch that is another one, or comes at another time. An empty or a missing one has a cause of its own.
fn expect_seen(seen: Vec<Batch>, expected: Vec<Batch>, cause: &str) {
    let nth = (0..seen.len().max(expected.len())).find(|&nth| seen.get(nth) != expected.get(nth));
    expect(nth.is_none(), || {
        let nth = nth.unwrap_or_default();
        let shown = |batch: Option<&Batch>| match batch {
            Some((at, batch)) => format!("{batch:?} at {at} ms"),
            None => "no such batch: the end".to_owned(),
        };
        let what = match (seen.get(nth), expected.get(nth)) {
            (Some((_, seen)), _) if seen.is_empty() => "is empty",
            (Some((seen_at, seen)), Some((at, batch))) if seen == batch => {
                if seen_at > at {
                    "came too late"
                } else {
                    "came too early"
                }
            }
            (None, _) => "is missing",
            (_, None) => "is one too many",
            _ => "holds other items",
        };
        Failure::new(format!("batch {nth} {what}"))
            .expected(shown(expected.get(nth)))
            .seen(shown(seen.get(nth)))
            .cause(match what {
                "is empty" if nth >= expected.len() => EMPTY_END,
                "is empty" => OWN_CLOCK,
                "is missing" if nth > 0 && nth + 1 == expected.len() => LAST_LOST,
                "is missing" => DROPPED_WITH_THE_WAIT,
                _ => cause,
            })
    });
}
