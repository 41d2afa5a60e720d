//! `find_all`: all look-ups at the same time, in any repository; and `MemoryRepository`, which is one.

use std::collections::BTreeMap;
use std::future::ready;
use std::marker::PhantomPinned;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::{Arc, Mutex};

use futures::FutureExt;
use futures::future::{BoxFuture, LocalBoxFuture, join_all};
use rstest::rstest;
use tokio::sync::Notify;
use tokio::task::yield_now;
use tokio_katas::Repository;
use tokio_katas::probe::Causes;
use tokio_katas::probe::prelude::*;

/// Looked up twice: a look-up changes nothing.
#[rstest]
#[case::found(7, row(7))]
#[case::not_found(8, None)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_look_up_takes_10_ms_found_or_not(#[case] id: u64, #[case] expected: Option<String>) {
    let repo = memory([7]);
    for again in [false, true] {
        let seen = timed(repo.find(id)).await;
        let early = match (again, &expected) {
            (true, _) => "an answer from a cache: each look-up takes 10 ms of its own",
            (false, None) => NOT_THERE,
            (false, Some(_)) => "a sleep without its .await, which does nothing",
        };
        seen.gave(expected.clone(), if again { TAKEN_OUT } else { POSITION })
            .took_ms(10, Causes::of(SERIAL, early));
    }
}

/// They start at 0, 0, 0, 3 and 7 ms, and each takes 10 ms of its own. Then a thousand start at once.
#[claim]
#[tokio::test(start_paused = true)]
async fn look_ups_do_not_wait_for_each_other() {
    let repo = memory(0..1000);
    let starting = async |at_ms, id| {
        sleep_ms(at_ms).await;
        timed(repo.find(id)).await
    };
    for seen in join_all([(0, 1), (0, 2), (0, 1), (3, 1), (7, 5000)].map(|(at, id)| starting(at, id))).await {
        seen.took_ms(10, Causes::of(SERIAL, JOINED));
    }
    timed(join_all((0..1000).map(|id| repo.find(id)))).await.took_ms(10, POOL);
}

/// Ids in no order, from the whole range, some with equal lower halves; a row without text; no rows.
#[claim]
#[tokio::test(start_paused = true)]
async fn every_id_finds_its_own_row() {
    let mut rng = Rng::of_this_run();
    let mut rows: BTreeMap<u64, String> = (0..200).map(|_| (rng.pick(0..600), rng.word())).collect();
    rows.extend([(u64::MAX, "last".to_owned()), (0, String::new()), (1 << 32, "far".to_owned())]);
    let mut shuffled: Vec<(u64, String)> = rows.clone().into_iter().collect();
    shuffled.sort_by_cached_key(|_| rng.next_u64());
    let repo = memory_repository(shuffled);
    let far_away = (0..600).map(|id| id << 32 | id);
    let asked: Vec<u64> = (0..600).chain(far_away).chain([1 << 32, u64::MAX, u64::MAX - 1]).collect();
    let seen = join_all(asked.iter().map(|&id| repo.find(id))).await;
    for (id, seen) in asked.iter().zip(seen) {
        let expected = rows.get(id).cloned();
        // The rows of other ids with the same lower half.
        let mut alike = rows.iter().filter(|(other, _)| *other != id && **other as u32 == *id as u32);
        let cause = match &seen {
            Some(text) if alike.any(|(_, other)| other == text) => CUT,
            None => UNSORTED,
            Some(_) => POSITION,
        };
        expect_eq(&format!("what id {id} finds"), &seen, &expected, cause);
    }
    let without_rows = memory([]);
    timed(without_rows.find(0)).await.gave(None, POSITION).took_ms(10, Causes::of(SERIAL, NOT_THERE));
}

#[rstest]
#[case::one(1)]
#[case::three(3)]
#[case::forty(40)]
#[case::a_thousand(1000)]
#[claim]
#[tokio::test(start_paused = true)]
async fn all_ids_are_looked_up_at_the_same_time(#[case] number: usize) {
    let look_ups = look_ups(vec![10; number]);
    let seen = find_watched(&look_ups).await;
    for id in look_ups.items() {
        look_ups.started(id).expect_at_ms(0, if number == 3 { ONE_BY_ONE } else { A_FEW });
    }
    // All began at 0 ms: what is late now comes after the look-ups.
    seen.took_ms(10, LOOKS);
    look_ups.expect_each_called_once("`find` called again at each poll");
}

/// Look-ups of 30, 10, 40 and 20 ms, of which the second finds nothing.
#[claim]
#[tokio::test(start_paused = true)]
async fn results_are_in_the_order_of_the_ids() {
    let look_ups = look_ups([30, 10, 40, 20]).failing(1);
    let seen = find_watched(&look_ups).await;
    let absent = seen.value.len() < 4;
    seen.gave(vec![row(0), None, row(2), row(3)], if absent { ABSENT } else { ORDER })
        .took_ms(40, ONE_BY_ONE);
}

/// Id 1 has no row and comes twice, id 3 comes three times.
#[claim]
#[tokio::test(start_paused = true)]
async fn each_place_has_its_own_result() {
    let look_ups = look_ups([10; 4]).failing(1);
    let repo = watched(&look_ups);
    let seen = timed(find_all(&repo, &[3, 1, 2, 3, 0, 1, 3])).await;
    let expected = vec![row(3), None, row(2), row(3), row(0), None, row(3)];
    seen.gave(expected, PLACES).took_ms(10, ONE_BY_ONE);
}

/// A chain: each look-up ends when the next has begun. The last ends when another task wakes it, at
/// 10 ms, a few turns of the runtime after that instant has begun.
#[claim]
#[tokio::test(start_paused = true)]
async fn look_ups_may_wait_for_each_other_and_for_other_tasks() {
    struct Chain(Vec<Arc<Notify>>);
    impl Repository for Chain {
        async fn find(&self, id: u64) -> Option<String> {
            let id = id as usize;
            if id > 0 {
                self.0[id - 1].notify_one();
            }
            self.0[id].notified().await;
            row(id as u64)
        }
    }
    for number in [2, 100] {
        let chain = Chain((0..number).map(|_| Arc::default()).collect());
        let last = Arc::clone(&chain.0[number - 1]);
        let chain = AnyRepository::new(chain);
        tokio::spawn(async move {
            sleep_ms(10).await;
            for _ in 0..10 {
                yield_now().await;
            }
            last.notify_one();
        });
        let ids: Vec<u64> = (0..number as u64).collect();
        let seen = timed(drop_after_ms(1000, find_all(&chain, &ids))).await;
        let whole = Some(ids.iter().map(|&id| row(id)).collect());
        seen.gave(whole, ONE_BY_ONE).took_ms(10, LOOKS);
    }
}

/// Polled once in another task, at 0 ms, and awaited here from then on.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_call_that_changes_tasks_is_woken_in_the_new_one() {
    let (look_ups, memory) = (look_ups([10, 20]), memory([1]));
    let (repo, ids) = (watched(&look_ups), [0, 1]);
    let mut calls = [find_all(&repo, &ids), find_all(&memory, &ids)];
    for call in &mut calls {
        expect(call.now_or_never().is_none(), || {
            Failure::new("it was ready at its first poll").cause("the look-ups not waited for")
        });
    }
    timed(drop_after_ms(100, join_all(calls))).await.took_ms(
        20,
        "the waker of the first poll kept for ever: each poll brings its own, and the latest one must be woken",
    );
}

/// Ten tasks side by side, each with a handle on the repository.
#[claim]
#[tokio::test(start_paused = true)]
async fn tasks_can_share_it() {
    let repo = Arc::new(memory(0..9));
    let look_up = |id| {
        let repo = Arc::clone(&repo);
        tokio::spawn(async move { repo.find(id).await })
    };
    let seen = timed(join_all((0..10).map(look_up))).await;
    for (id, found) in (0..10).zip(&seen.value) {
        let expected = if id < 9 { row(id) } else { None };
        expect_eq("a look-up in a task", &found.as_ref().ok(), &Some(&expected), POSITION);
    }
    seen.took_ms(10, SERIAL);
}

/// One repository answers at once, another borrows its rows and is written as an `async fn`. Five hundred ids.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_repository_will_do() {
    struct Twice;
    impl Repository for Twice {
        fn find(&self, id: u64) -> impl Future<Output = Option<String>> + Send {
            ready(id.is_multiple_of(2).then(|| (2 * id).to_string()))
        }
    }
    struct Borrowed<'a>(&'a [&'a str], &'a Mutex<usize>);
    impl Repository for Borrowed<'_> {
        async fn find(&self, id: u64) -> Option<String> {
            sleep_ms(500 - id).await;
            *self.1.lock().expect("no one panics here") += 1;
            self.0.get(id as usize).map(|&text| text.to_owned())
        }
    }
    let ids: Vec<u64> = (0..500).collect();
    let expected = ids.iter().map(|id| (id % 2 == 0).then(|| (2 * id).to_string())).collect();
    timed(find_all(&AnyRepository::new(Twice), &ids))
        .await
        .gave(expected, ABSENT)
        .took_no_time("a pause between the look-ups");

    let words: Vec<String> = ids.iter().take(300).map(|id| format!("word {id}")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let ended = Mutex::new(0);
    let repo = AnyRepository::new(Borrowed(&words, &ended));
    let expected = ids.iter().map(|&id| words.get(id as usize).map(|&word| word.to_owned())).collect();
    timed(find_all(&repo, &ids)).await.gave(expected, ORDER).took_ms(500, ONE_BY_ONE);
    expect_eq("look-ups that came to their end", &*ended.lock().expect("as above"), &500, ONE_BY_ONE);
}

/// The claim still holds the finished call, so only the function itself can stop what it began.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    const CAUSE: &str =
        "an abort that is not waited for: a task is gone only when the runtime has run once more";
    let repo = memory(0..9);
    repo.find(7).await;
    expect_no_tasks(CAUSE);
    let ids = [1, 2, 3];
    let mut call = pin!(find_all(&repo, &ids));
    call.as_mut().await;
    expect_no_tasks(CAUSE);
}

/// Dropped at 5 ms: look-ups of 3, 10 and 20 ms, and one of the kata's own repository.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_drops_the_look_ups() {
    let (look_ups, memory) = (look_ups([3, 10, 20]), memory([1]));
    let both = async { tokio::join!(find_watched(&look_ups), memory.find(1), find_all(&memory, &[1])) };
    drop_after_ms(5, both).await;
    let_the_runtime_run().await;
    expect_no_tasks("a look-up in a task of its own: dropping its JoinHandle detaches it");
    look_ups.expect_none_in_flight(
        "look-ups that were leaked: what the future does not own is not dropped with it",
    );
    timed(memory.find(1))
        .await
        .gave(row(1), POSITION)
        .took_ms(10, "a lock or a place that a dropped look-up still holds");
}

/// Called at 0 ms, polled from 15 ms on.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(|| memory([1]));
    let memory = memory([1]);
    expect_needs_no_runtime(|| memory.find(1));
    expect_needs_no_runtime(|| find_all(&memory, &[1, 2]));

    let look_ups = look_ups([20, 10]);
    let repo = watched(&look_ups);
    let (one, all) = (memory.find(1), find_all(&repo, &[0, 1]));
    sleep_ms(5).await;
    look_ups.called(0).expect_never("`find` called for the ids before the returned future is polled");
    expect_no_tasks("a task that was spawned by the call itself");
    timed(one).await.gave(row(1), POSITION).took_at_least_ms(10, BEFORE);
    timed(all).await.took_at_least_ms(20, BEFORE);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_ids_give_no_results_at_once() {
    let memory = memory([1]);
    let call = async {
        let found = AssertUnwindSafe(find_all(&memory, &[])).catch_unwind().await;
        found.unwrap_or_else(|_| {
            Failure::new("find_all panicked without ids")
                .expected("no results, at once")
                .seen("a panic")
                .cause("a first look-up taken for granted: select_all panics when there is none to wait for")
                .raise()
        })
    };
    let seen = timed(call).await;
    seen.gave(vec![], "a result made up for an empty input").took_no_time("a wait outside the look-ups");
}

/// Lengths, ids and gaps that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_look_ups_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..20 {
        new_scene();
        let ms: Vec<u64> = (0..rng.pick(1..60)).map(|_| rng.pick(0..50)).collect();
        // A slow repository once in a while: up to a minute.
        let ms: Vec<u64> = ms.iter().map(|ms| ms * if rng.pick(0..9) == 0 { 1200 } else { 1 }).collect();
        let gone: Vec<bool> = ms.iter().map(|_| rng.pick(0..4) == 0).collect();
        let look_ups = (0..ms.len()).filter(|&id| gone[id]).fold(look_ups(ms.clone()), Jobs::failing);
        // Some of the ids, in any order, some of them more than once.
        let ids: Vec<u64> = (0..rng.pick(1..80)).map(|_| rng.pick(0..ms.len() as u64)).collect();
        let expected: Vec<_> = ids.iter().map(|&id| row(id).filter(|_| !gone[id as usize])).collect();
        let slowest = ids.iter().map(|&id| ms[id as usize]).max().unwrap_or(0);
        let repo = watched(&look_ups);
        let call = find_all(&repo, &ids);
        timed(call).await.gave(expected, ORDER).took_ms(slowest, ONE_BY_ONE);
    }
}

/// As many as no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn thousands_of_ids_take_as_long_as_one() {
    let count = Rng::of_this_run().thousands();
    let look_ups = look_ups(vec![10; count]);
    let seen = find_watched(&look_ups).await;
    seen.took_ms(10, A_FEW).gave((0..count as u64).map(row).collect(), ORDER);
}

/// A repository of any type.
pub struct AnyRepository<'a>(Box<dyn LookUp + Send + 'a>);

impl<'a> AnyRepository<'a> {
    pub fn new(repo: impl Repository + Send + 'a) -> AnyRepository<'a> {
        AnyRepository(Box::new(repo))
    }
}

/// One that is neither `Send` nor `Unpin`.
pub struct LocalRepository<'a>(Box<dyn LookUp + 'a>, PhantomPinned);

impl Repository for LocalRepository<'_> {
    fn find(&self, id: u64) -> impl Future<Output = Option<String>> + Send {
        self.0.look_up(id)
    }
}

impl Repository for AnyRepository<'_> {
    fn find(&self, id: u64) -> impl Future<Output = Option<String>> + Send {
        self.0.look_up(id)
    }
}

/// What of a `Repository` fits behind a `dyn`.
trait LookUp: Sync {
    fn look_up(&self, id: u64) -> BoxFuture<'_, Option<String>>;
}

impl<R: Repository> LookUp for R {
    fn look_up(&self, id: u64) -> BoxFuture<'_, Option<String>> {
        Box::pin(self.find(id))
    }
}

/// In a repository of one type, since the answer is compiled once.
type FindAll = for<'a> fn(&'a AnyRepository<'a>, &'a [u64]) -> LocalBoxFuture<'a, Vec<Option<String>>>;

type MemoryRepository = fn(Vec<(u64, String)>) -> AnyRepository<'static>;

pub static FIND_ALL: Answer<FindAll> = Answer::new();

/// The claims move repositories into tasks, so these are `Send`. Here rustc sees that a repository
/// need not be. Nothing calls it.
pub static LOCAL: Answer<FindAllLocal> = Answer::new();

type FindAllLocal =
    for<'a, 'r> fn(&'a LocalRepository<'r>, &'a [u64]) -> LocalBoxFuture<'a, Vec<Option<String>>>;

pub static MEMORY_REPOSITORY: Answer<MemoryRepository> = Answer::new();

fn find_all<'a>(repo: &'a AnyRepository<'a>, ids: &'a [u64]) -> LocalBoxFuture<'a, Vec<Option<String>>> {
    FIND_ALL.get()(repo, ids)
}

fn memory_repository(rows: Vec<(u64, String)>) -> AnyRepository<'static> {
    MEMORY_REPOSITORY.get()(rows)
}

const ONE_BY_ONE: &str = "a look-up awaited before the next one is started: their times add up";
const A_FEW: &str = "a few at a time (buffered): a limit that the task does not have";
const LOOKS: &str = "looking at the look-ups only every so often: poll them with the waker of your own task, and they \
                     wake it";
const POOL: &str = "a limit on the look-ups, such as a pool of connections, that the task does not have";
const JOINED: &str = "a look-up that ends with an earlier one of the same id: each takes 10 ms of its own";
const SERIAL: &str = "look-ups that wait for each other: a lock held across the sleep, or one task that works \
                      them off one by one";
const ORDER: &str = "results in the order in which the look-ups ended (buffer_unordered, FuturesUnordered): each \
                     belongs in the place of its id";
const ABSENT: &str = "a None left out, which moves all later results to the places of other ids";
const PLACES: &str = "a map in between, which holds an id that comes twice only once";
const POSITION: &str = "the id taken for a position: it may be any number";
const TAKEN_OUT: &str = "a row that is taken out when it is found: look it up and clone it";
const CUT: &str = "an id that is cut to 32 bits: ids that differ only in their upper halves get the same row";
const UNSORTED: &str = "a binary search, which needs sorted rows";
const NOT_THERE: &str = "a row that is not there answered at once: each look-up takes 10 ms, found or not";
const BEFORE: &str =
    "work outside the async block: a look-up does nothing, and no clock runs, before the first poll";

fn row(id: u64) -> Option<String> {
    Some(format!("row {id}"))
}

fn memory(ids: impl IntoIterator<Item = u64>) -> AnyRepository<'static> {
    memory_repository(ids.into_iter().map(|id| (id, format!("row {id}"))).collect())
}

/// A repository whose look-ups are watched: id n is look-up n, and not there if that one fails.
struct Watched<'a>(&'a Jobs);

impl Repository for Watched<'_> {
    fn find(&self, id: u64) -> impl Future<Output = Option<String>> + Send {
        self.0.fallible_work()(id as usize).map(|found| match found {
            Ok(Done(id)) => row(id as u64),
            Err(Failed(_)) => None,
        })
    }
}

fn look_ups(ms: impl IntoIterator<Item = u64>) -> Jobs {
    Jobs::named("look-up", ms)
}

fn watched(look_ups: &Jobs) -> AnyRepository<'_> {
    AnyRepository::new(Watched(look_ups))
}

fn ids(look_ups: &Jobs) -> Vec<u64> {
    (0..).take(look_ups.items().len()).collect()
}

/// `find_all` for ids 0, 1, 2, … in the watched repository.
async fn find_watched(look_ups: &Jobs) -> Timed<Vec<Option<String>>> {
    let (repo, ids) = (watched(look_ups), ids(look_ups));
    timed(find_all(&repo, &ids)).await
}

// ------------------------------------------------------------------------ MemoryRepository
