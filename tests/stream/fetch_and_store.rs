//! `fetch_and_store`: many fetches, one store, and neither stands still for the other.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::sync::Mutex;
use tokio_katas::probe::prelude::*;

/// Six places, and fetches of 10, 20, … 60 ms. Result 0 is being stored from 10 to 110 ms, the others for 5 ms each.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_fetch_goes_on_while_a_result_is_stored() {
    on_deadlock(SENDER_ALIVE);
    Watch::new([(10, 10)]).call(3).await;
    on_deadlock(WAITS_FOR_ITSELF);
    new_scene();
    let watch = Watch::new([(10, 100), (20, 5), (30, 5), (40, 5), (50, 5), (60, 5)]);
    let seen = watch.run(6).await;
    for item in 0..6 {
        watch.fetches.called(item).expect_at_ms(0, FEWER);
    }
    watch.stores.started(0).expect_at_ms(10, GATHERS);
    for (item, cause) in [(1, SUSPENDED), (2, ONE_AHEAD), (3, FULL), (4, FULL), (5, FULL)] {
        watch.fetches.ended(item).expect_at_ms(10 * item as u64 + 10, cause);
    }
    let late = if watch.stores.started(1).at_ms().is_some() { OVERTAKES } else { LEFT };
    watch.stores.started(1).expect_at_ms(110, Causes::of(late, TWO_AT_ONCE));
    seen.took_ms(135, "a pause between two stores");
}

/// Both use one connection, lent by a fair lock. Somebody else has it until 15 ms; fetch 1 asks at 5 ms and keeps it
/// for 10 ms, store 0 asks at 10 ms, and each store keeps it for 3 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_fetch_and_a_store_may_wait_for_one_fair_lock() {
    on_deadlock(
        "a store awaited while the fetches are not polled: the lock goes to a fetch, which is first in line and is \
         never polled to take it (a futurelock)",
    );
    let connection = Mutex::new(());
    let fetches = [Lane::new("fetch 0"), Lane::new("fetch 1")];
    let stores = [Lane::new("store 0"), Lane::new("store 1")];
    let fetch = |item: usize| {
        let (lane, connection) = (fetches[item], &connection);
        async move {
            lane.started();
            sleep_ms([10, 5][item]).await;
            if item == 1 {
                let _lent = connection.lock().await;
                sleep_ms(10).await;
            }
            lane.ended(End::Finished);
            item
        }
    };
    let store = |item: usize| {
        let (lane, connection) = (stores[item], &connection);
        async move {
            lane.started();
            let _lent = connection.lock().await;
            sleep_ms(3).await;
            lane.ended(End::Finished);
        }
    };
    let held = connection.lock().await;
    let (seen, ()) = beside(fetch_and_store(vec![0, 1], 2, fetch, store), async {
        sleep_ms(15).await;
        drop(held);
    })
    .await;
    seen.took_ms(31, SUSPENDED);
}

#[rstest]
#[case::one_place(1)]
#[case::three_places(3)]
#[claim]
#[tokio::test(start_paused = true)]
async fn items_are_fetched_in_input_order(#[case] limit: usize) {
    let watch = Watch::new([(30, 5), (10, 7), (20, 5), (10, 9), (40, 5), (10, 5)]);
    watch.call(limit).await;
    watch.expect_called_in_order(
        "taking the next item from the end (pop): it overtakes those that come before it",
    );
    watch.fetches.expect_each_called_once("an item lost, or fetched twice");
}

/// Fetches of 33, 10 and 20 ms: result 1 comes first, then result 2, then result 0.
#[claim]
#[tokio::test(start_paused = true)]
async fn results_are_stored_in_the_order_in_which_the_fetches_end() {
    let watch = Watch::new([(33, 5), (10, 5), (20, 5)]);
    watch.call(3).await;
    watch.expect_stored([1, 2, 0], SLOW_HEAD);
    watch.stores.started(1).expect_at_ms(10, GATHERS);
}

/// Stores of 10 ms; results 0, 1 and 2 come at 10, 11 and 12 ms. Result 3 comes during the second store, or just when
/// it ends: result 2 has waited longer. Twenty times, since a choice between what is ready may fall to chance.
#[rstest]
#[case::during_a_store(25)]
#[case::when_a_store_ends(30)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_later_result_does_not_overtake_one_that_waits(#[case] last_ms: u64) {
    for _ in 0..20 {
        new_scene();
        let watch = Watch::new([(10, 10), (11, 10), (12, 10), (last_ms, 10)]);
        watch.call(4).await;
        watch.expect_stored([0, 1, 2, 3], OVERTAKES);
    }
}

/// Fetches of 10, 12 and 14 ms, and stores of 10 ms: they start at 10, 20 and 30 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn results_are_stored_one_at_a_time_each_to_its_end() {
    let watch = Watch::new([(10, 10), (12, 10), (14, 10)]);
    watch.call(3).await;
    for (item, at_ms) in [(0, 10), (1, 20), (2, 30)] {
        watch.stores.ended(item).expect_at_ms(at_ms + 10, Causes::of(GATHERS, TWO_AT_ONCE));
        watch.stores.started(item).expect_at_ms(at_ms, Causes::of(GATHERS, TWO_AT_ONCE));
    }
}

/// Three places, and fetch 2 takes 100 ms. Stores 0 and 1 end at 30 and 50 ms: then items 3 and 4 are fetched.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_free_place_is_taken_at_once() {
    on_deadlock("waiting for a fetch although none is under way: a place is free, and nothing takes it");
    let watch = Watch::new([(10, 20), (15, 20), (100, 5), (40, 5), (30, 5)]);
    let seen = watch.run(3).await;
    for (item, at_ms) in [(3, 30), (4, 50)] {
        let cause = if watch.fetches.called(item).at_ms() < Some(105) { REFILL } else { BATCHES };
        watch.fetches.called(item).expect_at_ms(at_ms, Causes::of(cause, watch.early(item)));
    }
    seen.took_ms(105, BATCHES);
}

/// Two places. Store 0 ends at 40 ms, and its place is free only then.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_place_is_held_until_its_store_has_ended() {
    let watch = Watch::new([(10, 30), (15, 30), (10, 5)]);
    watch.call(2).await;
    watch.fetches.called(2).expect_at_ms(40, Causes::of(REFILL, watch.early(2)));
    watch.fetches.started(2).expect_at_ms(40, "a fetch that is called and not polled then");
}

/// Whatever the limit, as many items have a place as may, and never more. Fetches of 10, 11, 12, … ms.
#[rstest]
#[case::one_place(1, 1)]
#[case::two_places(2, 2)]
#[case::five_places(5, 5)]
#[case::just_enough(12, 12)]
#[case::more_than_items(13, 12)]
#[case::a_thousand(1000, 12)]
#[claim]
#[tokio::test(start_paused = true)]
async fn as_many_as_the_limit_have_a_place(#[case] limit: usize, #[case] busiest: usize) {
    on_deadlock(WAITS_FOR_ITSELF);
    let watch = Watch::new((10..22).map(|ms| (ms, 5)));
    watch.call(limit).await;
    let most = watch.most.get();
    let cause = if most > busiest { watch.early(11) } else { FEWER };
    expect_eq("the most items with a place", &most, &busiest, cause);
    for item in 0..busiest {
        watch.fetches.called(item).expect_at_ms(0, FEWER);
    }
}

#[claim]
#[tokio::test(start_paused = true)]
async fn a_limit_of_zero_counts_as_one() {
    const ZERO: &str = "a limit of 0 passed on: buffer_unordered(0) never runs anything, and for_each_concurrent(0) \
         takes it for no limit";
    on_deadlock(ZERO);
    on_panic(ZERO);
    let watch = Watch::new([(10, 5), (10, 5)]);
    let seen = watch.run(0).await;
    expect_eq("the most items with a place", &watch.most.get(), &1, ZERO);
    seen.took_ms(30, ZERO);
}

/// Three places. Stores of 10 ms start at 10, 20, 30 and 40 ms; item 3 has a place from 20 ms on.
#[claim]
#[tokio::test(start_paused = true)]
async fn both_are_called_when_their_turn_comes() {
    let watch = Watch::new([(10, 10), (11, 10), (12, 10), (10, 10)]);
    watch.call(3).await;
    for (item, at_ms) in [(0, 10), (1, 20), (2, 30), (3, 40)] {
        watch.stores.called(item).expect_at_ms(at_ms, Causes::of(GATHERS, STORE_AHEAD));
    }
    for (item, at_ms) in [(0, 0), (1, 0), (2, 0), (3, 20)] {
        watch.fetches.called(item).expect_at_ms(at_ms, Causes::of(REFILL, FETCH_AHEAD));
    }
}

/// Three results are there at 10 ms, and each store takes 30 ms. Items and results borrow from the caller, and nothing
/// is `Send`.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_returns_when_the_last_store_has_ended() {
    struct Parcel<'a>(&'a str);
    struct Page<'a>(Rc<Parcel<'a>>);
    let texts = ["a", "b", "c"].map(str::to_owned);
    let (stored, mut calls) = (RefCell::new(Vec::new()), 0);
    let fetch = |parcel| async move {
        sleep_ms(10).await;
        Page(Rc::new(parcel))
    };
    let store = |Page(parcel)| {
        calls += 1;
        let stored = &stored;
        async move {
            sleep_ms(30).await;
            stored.borrow_mut().push(parcel.0);
        }
    };
    let parcels = texts.iter().map(|text| Parcel(text)).collect();
    let seen = timed(fetch_and_store(parcels, 3, fetch, store)).await;
    seen.took_ms(100, Causes::of(GATHERS, LEFT));
    let mut stored = stored.into_inner();
    stored.sort_unstable();
    expect_eq("what was stored", &stored, &vec!["a", "b", "c"], LEFT);
    expect_eq("the number of calls of store", &calls, &3, LEFT);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_items_end_at_once() {
    const CAUSE: &str = "waiting for a first result that never comes";
    on_panic(CAUSE);
    on_deadlock(CAUSE);
    Watch::new([]).run(3).await.took_no_time(CAUSE);
}

/// Called at 0 ms, polled from 15 ms on: that is when the first items are fetched.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(|| fetch_and_store(vec![1, 2, 3], 2, |_| async {}, |()| async {}));
    let watch = Watch::new([(10, 5), (12, 5)]);
    let call = watch.call(2);
    sleep_ms(15).await;
    watch
        .fetches
        .called(0)
        .expect_never("fetch called outside the async block: a call does nothing before its poll");
    timed(call).await.took_at_least_ms(17, "a clock that was started by the call, before the first poll");
}

/// As many places as no answer can know beforehand, and an item for each.
#[claim]
#[tokio::test(start_paused = true)]
async fn thousands_at_a_time_are_as_good_as_two() {
    let limit = Rng::of_this_run().thousands();
    let stored = Cell::new(0);
    let store = |_| {
        stored.set(stored.get() + 1);
        async {}
    };
    let seen = timed(fetch_and_store((0..limit).collect(), limit, |_: usize| sleep_ms(10), store)).await;
    seen.took_ms(10, "fewer at a time than may be: a limit of the answer's own, beyond which the rest wait");
    expect_eq("the number of results stored", &stored.get(), &limit, LEFT);
}

/// Times and limits that no answer can know beforehand; some take no time at all.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_times_and_any_limit_will_do() {
    const CAUSE: &str =
        "an answer made for certain times, or one that checks on a timer for something to do: wait for it";
    let mut rng = Rng::of_this_run();
    for round in 0..30 {
        new_scene();
        let items = if round == 0 { 1 } else { rng.pick(2..20) };
        let limit = rng.pick(1..7) as usize;
        let fetch_ms: Vec<u64> = (0..items).map(|_| rng.pick(0..40) * rng.pick(0..3)).collect();
        let store_ms: Vec<u64> = (0..items).map(|_| rng.pick(0..15) * rng.pick(0..2)).collect();
        let watch = Watch::new(fetch_ms.iter().copied().zip(store_ms.iter().copied()));
        let seen = watch.run(limit).await;
        let Watch { fetches, stores, .. } = &watch;
        fetches.expect_each_called_once(LEFT);
        stores.expect_each_called_once(LEFT);
        watch.expect_called_in_order("items that overtake each other");
        // What the contract leaves open, the order of results of one instant, is taken as it was.
        let ends = stores.end_order();
        let ended = |jobs: &Jobs, item: usize| jobs.ended(item).at_ms().unwrap_or_default();
        for item in 0..items as usize {
            let place_ms = if item < limit { 0 } else { ended(stores, ends[item - limit]) };
            fetches.called(item).expect_at_ms(place_ms, Causes::of(CAUSE, FETCH_AHEAD));
            fetches.ended(item).expect_at_ms(place_ms + fetch_ms[item], SUSPENDED);
        }
        let came: Vec<u64> = ends.iter().map(|&item| ended(fetches, item)).collect();
        expect(came.is_sorted(), || {
            Failure::new("a later result was stored before one that waited")
                .expected("stores in the order in which the fetches ended")
                .seen(format!("stored: the results of {came:?} ms"))
                .cause(
                    "results that overtake each other on their way: the one that has waited longest is next",
                )
        });
        let mut free_ms = 0;
        for (&item, &came_ms) in ends.iter().zip(&came) {
            free_ms = free_ms.max(came_ms);
            stores.called(item).expect_at_ms(free_ms, Causes::of(CAUSE, STORE_AHEAD));
            stores.started(item).expect_at_ms(free_ms, CAUSE);
            free_ms += store_ms[item];
        }
        seen.took_ms(free_ms, Causes::both(CAUSE));
    }
}

/// Items and results that borrow, of one type each, since the answer is compiled once.
type FetchAndStore = for<'a> fn(Vec<Borrowed<'a, 0>>, usize, Fetch<'a>, Store<'a>) -> LocalBoxFuture<'a, ()>;
type Fetch<'a> = Box<dyn Fn(Borrowed<'a, 0>) -> LocalErasedFuture<'a, Borrowed<'a, 1>> + 'a>;
type Store<'a> = Box<dyn FnMut(Borrowed<'a, 1>) -> LocalErasedFuture<'a, ()> + 'a>;

pub static ANSWER: Answer<FetchAndStore> = Answer::new();

fn fetch_and_store<'a, T, R, F, Fut, S, SFut>(
    items: Vec<T>,
    limit: usize,
    fetch: F,
    mut store: S,
) -> LocalBoxFuture<'a, ()>
where
    T: 'a,
    R: 'a,
    F: Fn(T) -> Fut + 'a,
    Fut: Future<Output = R> + 'a,
    S: FnMut(R) -> SFut + 'a,
    SFut: Future<Output = ()> + 'a,
{
    let (given, fetched) = (Eraser::new(), Eraser::new());
    let items = items.into_iter().map(|item| given.erase(item)).collect();
    let results = fetched.clone();
    let fetch: Fetch = Box::new(move |item| {
        let fetched = fetched.clone();
        LocalErasedFuture::new(fetch(given.open(item)), move |result| fetched.erase(result))
    });
    let store: Store = Box::new(move |result| LocalErasedFuture::new(store(results.open(result)), |()| ()));
    ANSWER.get()(items, limit, fetch, store)
}

const SUSPENDED: &str = "store awaited in the loop that drives the fetches (or in `then`, or `for_each`): meanwhile \
     nobody polls them; make the store a future beside them, never in their way";
const ONE_AHEAD: &str = "the store joined with the next result only: once that has come, nobody polls the other \
     fetches until the store has ended";
const FULL: &str = "results sent to a place that can be full, by the loop that drives the fetches: while it waits \
     for room, nobody polls them";
const GATHERS: &str = "gathering results, all of them or a batch, before any is stored: store one as soon as its \
     fetch has ended, unless another is being stored";
const TWO_AT_ONCE: &str = "two stores at once, or one dropped for the next: a store is called and awaited to its \
     end before the next one is called";
const SLOW_HEAD: &str = "results in input order (buffered, FuturesOrdered, handles awaited one by one): a slow \
     fetch holds up results that are there";
const FREED_EARLY: &str = "a place that is free when the fetch has ended: what waits for its store, or is being \
     stored, still holds its place";
const REFILL: &str =
    "a place that is refilled only when a fetch ends: it becomes free when a store ends, and is taken then";
const BATCHES: &str = "working in batches: the next items wait until all of the batch are stored";
const FEWER: &str = "fewer items with a place than may be: a limit off by one, or a place kept free for the store; \
     the item that is being stored has one already";
const OVERTAKES: &str = "a lock that is not fair (futures::lock::Mutex), or a stack: the result that has waited \
     longest is next; tokio::sync::Mutex serves in order of arrival, and so does a queue";
const WAITS_FOR_ITSELF: &str = "a second place for the store: when the items that wait for one hold them all, none \
     becomes free";
const STORE_AHEAD: &str = "store called when its result has come: what it does in the call itself comes too early; \
     call it when the store before has ended";
const FETCH_AHEAD: &str = "fetch called before its item has a place, for all items at once: what it does in the \
     call itself comes too early";
const LEFT: &str =
    "results left behind: it returned when the last fetch had ended, and what still waited was never stored";

/// A watched fetch and a watched store for each item, of so many ms; how many items have a place, and in which order
/// they got it.
struct Watch {
    fetches: Jobs,
    stores: Jobs,
    placed: Cell<usize>,
    most: Cell<usize>,
    calls: RefCell<Vec<usize>>,
}

impl Watch {
    fn new(plan_ms: impl IntoIterator<Item = (u64, u64)>) -> Watch {
        let (fetch_ms, store_ms): (Vec<u64>, Vec<u64>) = plan_ms.into_iter().unzip();
        let (fetches, stores) = (Jobs::named("fetch", fetch_ms), Jobs::named("store", store_ms));
        Watch { fetches, stores, placed: Cell::default(), most: Cell::default(), calls: RefCell::default() }
    }

    fn call(&self, limit: usize) -> LocalBoxFuture<'_, ()> {
        let (fetch, store) = (self.fetches.work(), self.stores.work());
        let fetch = move |item| {
            self.placed.set(self.placed.get() + 1);
            self.most.set(self.most.get().max(self.placed.get()));
            self.calls.borrow_mut().push(item);
            fetch(item)
        };
        let store = move |Done(item)| {
            let storing = store(item);
            async move {
                storing.await;
                self.placed.set(self.placed.get() - 1);
            }
        };
        fetch_and_store(self.fetches.items(), limit, fetch, store)
    }

    async fn run(&self, limit: usize) -> Timed<()> {
        timed(self.call(limit)).await
    }

    /// Why this item was fetched too early.
    fn early(&self, item: usize) -> &'static str {
        match self.fetches.called(item).at_ms() < self.fetches.started(item).at_ms() {
            true => FETCH_AHEAD,
            false => FREED_EARLY,
        }
    }

    fn expect_called_in_order(&self, cause: &str) {
        expect_eq("the items as they were fetched", &*self.calls.borrow(), &self.fetches.items(), cause);
    }

    fn expect_stored(&self, order: impl Into<Vec<usize>>, cause: &str) {
        expect_eq("the order of the stores", &self.stores.start_order(), &order.into(), cause);
    }
}
