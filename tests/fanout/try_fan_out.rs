//! `try_fan_out`: the first job to fail, in time, decides for all.

use std::cell::Cell;
use std::rc::Rc;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::sync::oneshot::{Receiver, Sender, channel};
use tokio_katas::probe::prelude::*;

/// However many there are: each takes 10 ms, and so do all.
#[rstest]
#[case::one_job(1)]
#[case::three_jobs(3)]
#[case::a_thousand_jobs(1000)]
#[claim]
#[tokio::test(start_paused = true)]
async fn all_jobs_run_at_the_same_time(#[case] count: usize) {
    let jobs = Jobs::lasting_ms(vec![10; count]);
    let seen = timed(try_fan_out(jobs.items(), jobs.fallible_work())).await;
    let late = if jobs.peak() == 1 { ONE_BY_ONE } else { HIDDEN_LIMIT };
    seen.took_ms(10, late).gave(Ok(jobs.all_done()), PLACES);
    jobs.started(count - 1).expect_at_ms(0, ONE_BY_ONE);
    jobs.expect_each_called_once("calling work again, or not for every item");
}

/// Jobs of 30, 10 and 20 ms end in the order 1, 2, 0.
#[claim]
#[tokio::test(start_paused = true)]
async fn results_are_in_input_order() {
    let jobs = Jobs::lasting_ms([30, 10, 20]);
    let seen = timed(try_fan_out(jobs.items(), jobs.fallible_work())).await;
    seen.gave(Ok(jobs.all_done()), PLACES).took_ms(30, ONE_BY_ONE);
}

/// Job 2 of 10 ms fails; the jobs before it would take 50 ms, or for ever, and the one after it 80 ms.
#[rstest]
#[case::slow_jobs(false)]
#[case::a_job_that_never_ends(true)]
#[claim]
#[tokio::test(start_paused = true)]
async fn an_error_is_returned_at_its_instant(#[case] never: bool) {
    on_deadlock(IN_PLACE_ORDER);
    let jobs = Jobs::lasting_ms([50, 20, 10, 80]).failing(2);
    let jobs = if never { jobs.never_ending(0) } else { jobs };
    let seen = timed(try_fan_out(jobs.items(), jobs.fallible_work())).await;
    let other = if seen.value.is_ok() { SWALLOWED } else { NOT_THE_FIRST };
    let late = if seen.ms == 80 { WAITS_FOR_ALL } else { IN_PLACE_ORDER };
    seen.gave(Err(Failed(2)), other).took_ms(10, late);
}

/// Jobs 0, 1 and 3 fail at 40, 20 and 30 ms; job 2 has finished at 10 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_first_error_in_time_decides() {
    let jobs = Jobs::lasting_ms([40, 20, 10, 30]).failing(0).failing(1).failing(3);
    let seen = timed(try_fan_out(jobs.items(), jobs.fallible_work())).await;
    seen.gave(Err(Failed(1)), NOT_THE_FIRST).took_ms(20, IN_PLACE_ORDER);
}

/// Seen at the very instant of the return, 10 ms, before the runtime runs again.
#[claim]
#[tokio::test(start_paused = true)]
async fn an_error_leaves_no_job_running() {
    let jobs = Jobs::lasting_ms([30, 10, 20, 5]).failing(1);
    let seen = timed(try_fan_out(jobs.items(), jobs.fallible_work())).await;
    expect_all_cancelled(&jobs).await;
    seen.took_ms(10, WAITS_FOR_ALL);
    let ends = [0, 2, 3].map(|job| jobs.end_of(job));
    let expected = [Some(End::Dropped), Some(End::Dropped), Some(End::Finished)];
    expect_eq("how jobs 0, 2 and 3 ended", &ends, &expected, "a job that was not cancelled");
}

/// One of many fails at 20 ms. Half of the others have finished by then, half would take 100 ms.
#[rstest]
#[case::first_of_31(31, 0)]
#[case::last_of_31(31, 30)]
#[case::last_of_129(129, 128)]
#[case::middle_of_1000(1000, 500)]
#[case::last_of_1000(1000, 999)]
#[claim]
#[tokio::test(start_paused = true)]
async fn an_error_is_seen_among_many_jobs(#[case] count: usize, #[case] bad: usize) {
    let ms = |job| if job == bad { 20 } else { [100, 10][job % 2] };
    let jobs = Jobs::lasting_ms((0..count).map(ms)).failing(bad);
    let seen = timed(try_fan_out(jobs.items(), jobs.fallible_work())).await;
    seen.took_ms(20, MANY).gave(Err(Failed(bad)), NOT_THE_FIRST);
    expect_all_cancelled(&jobs).await;
}

/// No other job is left by then, so a last look at "all done" may be quicker than the error.
/// Played fifty times, since a `select!` tosses a coin.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_last_job_to_end_may_fail() {
    for _ in 0..50 {
        new_scene();
        let jobs = Jobs::lasting_ms([10, 30, 20]).failing(1);
        let seen = timed(try_fan_out(jobs.items(), jobs.fallible_work())).await;
        seen.gave(Err(Failed(1)), LAST_ERROR).took_ms(30, IN_PLACE_ORDER);
    }
}

/// One job of a chain: it waits for the next one's word, and passes it on to the one before.
struct Link {
    hear: Option<Receiver<()>>,
    tell: Option<Sender<()>>,
}

/// The last job waits for no other, and the first has no other to tell.
fn chain(count: usize) -> Vec<Link> {
    let (mut tell, mut links) = (None, Vec::new());
    for job in 0..count {
        let (teller, hear) = channel();
        links.push(Link { hear: (job + 1 < count).then_some(hear), tell: tell.replace(teller) });
    }
    links
}

/// A chain of forty: each waits for the next one's word, the last gives it at 10 ms, and the
/// first fails in that instant. Once in input order, once against it.
#[rstest]
#[case::for_a_later_one(false)]
#[case::for_an_earlier_one(true)]
#[claim]
#[tokio::test(start_paused = true)]
async fn one_job_may_wait_for_another(#[case] backwards: bool) {
    on_deadlock(NOW_AND_THEN);
    let mut links = chain(40);
    if backwards {
        links.reverse();
    }
    let work = |Link { hear, tell }| async move {
        match hear {
            Some(word) => word.await.expect("the next one's word"),
            None => sleep_ms(10).await,
        }
        match tell {
            Some(tell) => tell.send(()),
            None => Err(()),
        }
    };
    let seen = timed(try_fan_out(links, work)).await;
    seen.took_ms(10, NOW_AND_THEN).gave(Err(()), NOT_THE_FIRST);
}

/// In its first poll, before any time has passed.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_job_may_fail_at_once() {
    let work = async |ms: u64| {
        if ms == 0 {
            return Err("no work");
        }
        sleep_ms(ms).await;
        Ok(ms)
    };
    let seen = timed(try_fan_out(vec![10, 0, 20], move |ms| work(ms).boxed())).await;
    seen.gave(Err("no work"), NOT_THE_FIRST).took_no_time(IN_PLACE_ORDER);
    expect_left_nothing(None).await;
}

#[claim]
#[tokio::test(start_paused = true)]
async fn success_leaves_nothing_running() {
    let jobs = Jobs::lasting_ms([10, 20, 30]);
    timed(try_fan_out(jobs.items(), jobs.fallible_work())).await.gave(Ok(jobs.all_done()), PLACES);
    expect_left_nothing(&jobs).await;
}

/// Dropped at 15 ms: job 0 is done, jobs 1 and 2 are on their way.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_cancels_every_job() {
    let jobs = Jobs::lasting_ms([10, 20, 30]).failing(2);
    stops_when_dropped(15, try_fan_out(jobs.items(), jobs.fallible_work()), &jobs).await;
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_items_give_no_results_at_once() {
    on_panic(NOTHING_TO_DO);
    on_deadlock(NOTHING_TO_DO);
    let jobs = Jobs::lasting_ms([]);
    let seen = timed(try_fan_out(jobs.items(), jobs.fallible_work())).await;
    seen.gave(Ok(vec![]), "a result made up for an empty input").took_no_time("a wait outside the jobs");
}

/// What the bounds leave free: the items and `work` stay in the caller's task, results and
/// errors are only moved.
#[claim]
#[tokio::test(start_paused = true)]
async fn items_and_work_may_borrow_locals() {
    struct Moved(usize);
    struct Refused(String);
    let words = [String::from("to"), String::from("katas")];
    let calls = Cell::new(0);
    let work = |(word, good): (Rc<&str>, bool)| {
        calls.set(calls.get() + 1);
        let word = word.to_string();
        async move { if good { Ok(Moved(word.len())) } else { Err(Refused(word)) } }
    };
    let items = |good| words.iter().map(|word| (Rc::new(word.as_str()), good || word == "to")).collect();
    let lengths = try_fan_out(items(true), work).await.map(|all| all.iter().map(|moved| moved.0).collect());
    expect_eq("the lengths", &lengths.map_err(|refused| refused.0), &Ok(vec![2, 5]), PLACES);
    expect_eq("the calls of work", &calls.get(), &2, "work called too often, or too rarely");
    let refused = try_fan_out(items(false), work).await.err().map(|refused| refused.0);
    expect_eq("the error", &refused, &Some(String::from("katas")), SWALLOWED);
}

/// Jobs whose times, all different, and ends no answer can know.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_jobs_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..20 {
        new_scene();
        let mut times: Vec<(u64, u64)> = (1..=rng.pick(1..60)).map(|ms| (rng.next_u64(), ms)).collect();
        times.sort_unstable();
        let ms: Vec<u64> = times.into_iter().map(|(_, ms)| ms).collect();
        let one_in = rng.pick(2..80);
        let bad: Vec<usize> = (0..ms.len()).filter(|_| rng.pick(0..one_in) == 0).collect();
        let jobs = bad.iter().fold(Jobs::lasting_ms(ms.iter().copied()), |jobs, &job| jobs.failing(job));
        let seen = timed(try_fan_out(jobs.items(), jobs.fallible_work())).await;
        match bad.into_iter().min_by_key(|&job| ms[job]) {
            Some(job) => seen.gave(Err(Failed(job)), NOT_THE_FIRST).took_ms(ms[job], IN_PLACE_ORDER),
            None => seen.gave(Ok(jobs.all_done()), PLACES).took_ms(ms.len() as u64, ONE_BY_ONE),
        };
        expect_all_cancelled(&jobs).await;
    }
}

/// A future does nothing until it is polled, and its time begins there.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    const EAGER: &str = "calling work or spawning in the call itself, before the returned future is polled";
    let jobs = Jobs::lasting_ms([10, 20]);
    expect_needs_no_runtime(|| try_fan_out(jobs.items(), jobs.fallible_work()));
    let call = try_fan_out(jobs.items(), jobs.fallible_work());
    begins_when_polled(call, &jobs, 20, EAGER).await;
}

type TryFanOut =
    for<'a> fn(Vec<Borrowed<'a, 0>>, Work<'a>) -> LocalBoxFuture<'a, Result<Vec<Erased<1>>, Erased<2>>>;

/// As many as no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn thousands_of_jobs_take_as_long_as_one() {
    let count = Rng::of_this_run().thousands();
    let work = |item: usize| async move {
        sleep_ms(10).await;
        Ok::<usize, ()>(item)
    };
    let seen = timed(try_fan_out((0..count).collect(), work)).await;
    seen.took_ms(10, HIDDEN_LIMIT).gave(Ok((0..count).collect()), PLACES);
}

type Work<'a> = Box<dyn Fn(Borrowed<'a, 0>) -> ErasedFuture<Result<Erased<1>, Erased<2>>> + 'a>;

pub static ANSWER: Answer<TryFanOut> = Answer::new();

fn try_fan_out<'a, T, R, E, F, Fut>(items: Vec<T>, work: F) -> LocalBoxFuture<'a, Result<Vec<R>, E>>
where
    T: 'a,
    F: Fn(T) -> Fut + 'a,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let eraser = Eraser::new();
    let items = items.into_iter().map(|item| eraser.erase(item)).collect();
    let erase = |result: Result<R, E>| result.map(Erased::new).map_err(Erased::new);
    let work = move |item| ErasedFuture::new(work(eraser.open(item)), erase);
    then(ANSWER.get()(items, Box::new(work)), |results| results.map(Erased::open_all).map_err(Erased::open))
}

const ONE_BY_ONE: &str = "one job after the other: each is awaited before the next starts, so their times add up; start all, then wait";
const HIDDEN_LIMIT: &str =
    "a limit that the task does not have: only so many jobs run at once, and the rest wait";
const PLACES: &str = "results in the order in which the jobs ended: the n-th result belongs to the n-th item";
const IN_PLACE_ORDER: &str = "awaiting the jobs in input order: an error is seen only when every job before it has \
     ended; take results as they come (JoinSet, FuturesUnordered)";
const WAITS_FOR_ALL: &str = "waiting for the other jobs instead of cancelling them: the first error is the result, and \
     nothing else matters any more";
const NOT_THE_FIRST: &str = "the error that comes first in the input, or the last one, instead of the first in \
     time";
const MANY: &str = "try_join_all, which looks at more than 30 futures in input order: an error behind a slow one is seen late";
const SWALLOWED: &str = "an error that was not looked at: Ok since no job is left, or a flatten() that leaves errors \
     out";
const LAST_ERROR: &str = "racing \"an error came\" against \"all are done\": at the last job's end both are ready, and an unbiased \
     select! leaves it to chance which is seen; look at the error first";
const NOW_AND_THEN: &str = "looking at the jobs now and then, or only at some of them: a job is to be polled when it \
     is woken, whichever it is";
const NOTHING_TO_DO: &str =
    "taking it for granted that there is a first job, and waiting for it or unwrapping it";
