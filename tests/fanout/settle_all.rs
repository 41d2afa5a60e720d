//! `settle_all`: one job's panic is one job's result.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, panic_any};
use std::rc::Rc;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::sync::oneshot::{Receiver, Sender, channel};
use tokio_katas::JobPanicked;
use tokio_katas::probe::prelude::*;

/// However many there are: each takes 10 ms, and so do all.
#[rstest]
#[case::one_job(1)]
#[case::three_jobs(3)]
#[case::a_thousand_jobs(1000)]
#[claim]
#[tokio::test(start_paused = true)]
async fn all_jobs_run_at_the_same_time(#[case] count: usize) {
    on_deadlock(NOT_WOKEN);
    let jobs = Jobs::lasting_ms(vec![10; count]);
    let seen = timed(settle_all(jobs.items(), jobs.work())).await;
    let late = match jobs.peak() {
        1 => ONE_BY_ONE,
        busiest if busiest < count => HIDDEN_LIMIT,
        _ => NOW_AND_THEN,
    };
    seen.took_ms(10, late).gave(jobs.all_done().into_iter().map(Ok).collect(), PLACES);
    jobs.started(count - 1).expect_at_ms(0, ONE_BY_ONE);
    jobs.expect_each_called_once("calling work again, or not for every item");
}

/// Jobs of 30, 10 and 20 ms end in the order 1, 2, 0.
#[claim]
#[tokio::test(start_paused = true)]
async fn results_are_in_input_order() {
    let jobs = Jobs::lasting_ms([30, 10, 20]);
    let seen = timed(settle_all(jobs.items(), jobs.work())).await;
    seen.gave(vec![Ok(Done(0)), Ok(Done(1)), Ok(Done(2))], PLACES).took_ms(30, ONE_BY_ONE);
}

/// `panic!("…")` without values carries a `&'static str`.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_plain_text_is_kept() {
    let seen = settled(settle_all(vec![()], |()| async { panic!("the disk is full") })).await.value;
    // Another panic shows which of the mistakes it is.
    let formatted = |()| async { panic!("disk {} is full", std::hint::black_box(7)) };
    let other: Vec<Result<(), JobPanicked>> = settled(settle_all(vec![()], formatted)).await.value;
    let cause = match &seen[..] {
        [Err(JobPanicked { message })] if message.contains("panicked") => JOIN_ERRORS_TEXT,
        _ if other == [panicked("disk 7 is full")] => STRING_ONLY,
        _ => THE_BOX,
    };
    expect_eq("the result", &seen, &vec![panicked::<()>("the disk is full")], cause);
}

/// Job 1 panics at 10 ms; job 0 goes on to 20 ms, job 2 to 30 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn every_other_job_still_finishes() {
    let jobs = Jobs::lasting_ms([20, 10, 30]).panicking(1, "out of ink");
    settled(settle_all(jobs.items(), jobs.work())).await.took_ms(30, Causes::of(ONE_BY_ONE, ONE_FOR_ALL));
    for (job, ms) in [(0, 20), (2, 30)] {
        jobs.ended(job).expect_at_ms(ms, Causes::both(ONE_FOR_ALL));
        expect_eq("the end of a job", &jobs.end_of(job), &Some(End::Finished), ONE_FOR_ALL);
    }
    jobs.expect_each_called_once("running a job that has panicked a second time");
}

/// `panic!` with values, a failed `assert_eq!`, an `expect` on an error: all carry a `String`.
#[rstest]
#[case::with_a_value(1, "disk 7 is full")]
#[case::of_several_lines(2, "two sizes\n  left: 7\n right: 8")]
#[case::of_an_expect(3, "a number: ParseIntError { kind: InvalidDigit }")]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_formatted_text_is_kept(#[case] how: u8, #[case] message: &str) {
    let job = move || async move {
        let disk: u8 = std::hint::black_box(7);
        match how {
            1 => panic!("disk {disk} is full"),
            2 => panic!("two sizes\n  left: {disk}\n right: 8"),
            _ => drop("x".parse::<u8>().expect("a number")),
        }
    };
    let seen = settled(settle_all(vec![()], move |()| job())).await;
    seen.gave(
        vec![panicked(message)],
        "downcasting the payload to &str only: a panic with values carries a String",
    );
}

/// A payload that is a number: `panic_any(404)`.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_panic_without_a_text_is_unknown() {
    let cause = "an unwrap or a default after the two downcasts: a panic may carry any type, and then has no text to keep";
    expect_text(|| async { panic_any(404) }, "unknown panic", cause).await;
    expect_text(|| async { panic_any(vec!["a", "list"]) }, "unknown panic", cause).await;
}

/// Jobs 1 and 3 of five panic, after all the others and before them.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_panic_is_an_error_in_its_own_place() {
    let jobs = Jobs::lasting_ms([20, 50, 30, 10, 40]).panicking(1, "one").panicking(3, "three");
    let seen = settled(settle_all(jobs.items(), jobs.work())).await;
    let expected = vec![Ok(Done(0)), panicked("one"), Ok(Done(2)), panicked("three"), Ok(Done(4))];
    seen.gave(expected, PLACES).took_ms(50, Causes::of(ONE_BY_ONE, ONE_FOR_ALL));
}

/// The last of them at 40 ms: there is nothing left to return but errors.
#[claim]
#[tokio::test(start_paused = true)]
async fn all_jobs_may_panic() {
    let jobs = Jobs::lasting_ms([40, 10, 20]).panicking(0, "a").panicking(1, "b").panicking(2, "c");
    let seen = settled(settle_all(jobs.items(), jobs.work())).await;
    seen.gave(vec![panicked("a"), panicked("b"), panicked("c")], PLACES)
        .took_ms(40, Causes::of(ONE_BY_ONE, ONE_FOR_ALL));
}

/// One job of a chain: it waits for the next one's word, and passes it on to the one before.
struct Link {
    job: usize,
    hear: Option<Receiver<()>>,
    tell: Option<Sender<()>>,
}

/// The last job waits for no other, and the first has no other to tell.
fn chain(count: usize) -> Vec<Link> {
    let (mut tell, mut links) = (None, Vec::new());
    for job in 0..count {
        let (teller, hear) = channel();
        links.push(Link { job, hear: (job + 1 < count).then_some(hear), tell: tell.replace(teller) });
    }
    links
}

/// A chain of forty: each waits for the next one's word, the last gives it at 10 ms, and all the
/// others end in that instant. Once in input order, once against it.
#[rstest]
#[case::for_a_later_one(false)]
#[case::for_an_earlier_one(true)]
#[claim]
#[tokio::test(start_paused = true)]
async fn one_job_may_wait_for_another(#[case] backwards: bool) {
    on_deadlock(
        "awaiting the jobs one after the other, or in batches: one of them waits for another that has not started",
    );
    let mut links = chain(40);
    if backwards {
        links.reverse();
    }
    let jobs: Vec<usize> = links.iter().map(|link| link.job).collect();
    let work = |Link { hear, tell, job }| async move {
        match hear {
            Some(word) => word.await.expect("the next one's word"),
            None => sleep_ms(10).await,
        }
        tell.map(|tell| tell.send(()));
        job
    };
    let seen = timed(settle_all(links, work)).await;
    seen.took_ms(10, NOW_AND_THEN).gave(jobs.into_iter().map(Ok).collect(), PLACES);
}

/// Before its first `.await`, so that it panics in its first poll.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_job_may_panic_in_its_first_poll() {
    let work = async |item: u64| {
        assert!(item > 0, "no item");
        sleep_ms(item).await;
        item
    };
    let seen = settled(settle_all(vec![10, 0, 20], move |item| work(item).boxed())).await;
    seen.gave(vec![Ok(10), panicked("no item"), Ok(20)], PLACES)
        .took_ms(20, Causes::of(ONE_BY_ONE, ONE_FOR_ALL));
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_items_give_no_results_at_once() {
    on_panic(NOTHING_TO_DO);
    on_deadlock(NOTHING_TO_DO);
    let jobs = Jobs::lasting_ms([]);
    let seen = timed(settle_all(jobs.items(), jobs.work())).await;
    seen.gave(vec![], "a result made up for an empty input").took_no_time("a wait outside the jobs");
}

/// What the bounds leave free: the items and `work` stay in the caller's task, and results
/// are only moved.
#[claim]
#[tokio::test(start_paused = true)]
async fn items_and_work_may_borrow_locals() {
    struct Moved(usize);
    let (words, seen) = ([String::from("to"), String::from("katas")], RefCell::new(Vec::new()));
    let next = Rc::new(Cell::new(1));
    let work = |word: Rc<&str>| {
        seen.borrow_mut().push(word.to_string());
        let length = word.len() + next.replace(100);
        async move { Moved(length) }
    };
    let items = words.iter().map(|word| Rc::new(word.as_str())).collect();
    let lengths = settle_all(items, work).await.into_iter().map(|moved| moved.map(|moved| moved.0));
    let mut sum = 0;
    lengths.for_each(|length| sum += length.unwrap_or(0));
    expect_eq("the sum of the lengths", &sum, &(2 + 5 + 1 + 100), "work called too often, or too rarely");
    seen.borrow_mut().sort();
    expect_eq("the items", &seen.into_inner(), &vec!["katas".into(), "to".into()], "an item left out");
}

/// A future does nothing until it is polled, and its time begins there.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    const EAGER: &str = "calling work or spawning in the call itself, before the returned future is polled";
    let jobs = Jobs::lasting_ms([10, 20]);
    expect_needs_no_runtime(|| settle_all(jobs.items(), jobs.work()));
    let call = settle_all(jobs.items(), jobs.work());
    begins_when_polled(call, &jobs, 20, EAGER).await;
}

/// Seen at the very instant of the return, before the runtime runs again.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let jobs = Jobs::lasting_ms([10, 20, 30]).panicking(2, "at the end");
    settled(settle_all(jobs.items(), jobs.work())).await.took_ms(30, Causes::of(ONE_BY_ONE, ONE_FOR_ALL));
    expect_left_nothing(&jobs).await;
}

/// Dropped at 15 ms: job 0 is done, job 1 has panicked, jobs 2 and 3 are on their way.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_its_jobs() {
    let jobs = Jobs::lasting_ms([5, 10, 20, 30]).panicking(1, "half-way");
    stops_when_dropped(15, settled(settle_all(jobs.items(), jobs.work())), &jobs).await;
    expect_eq("the end of job 2", &jobs.end_of(2), &Some(End::Dropped), ONE_FOR_ALL);
}

/// Jobs whose times and ends no answer can know.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_jobs_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..10 {
        new_scene();
        let ms: Vec<u64> = (0..rng.pick(1..40)).map(|_| rng.pick(1..60)).collect();
        let mut jobs = Jobs::lasting_ms(ms.iter().copied());
        let mut expected = Vec::new();
        for job in 0..ms.len() {
            let (end, result) = match rng.pick(0..4) {
                0 => (jobs.panicking(job, "by chance"), panicked("by chance")),
                1 => (jobs.panicking_without_text(job), panicked("unknown panic")),
                _ => (jobs, Ok(Done(job))),
            };
            jobs = end;
            expected.push(result);
        }
        let seen = settled(settle_all(jobs.items(), jobs.work())).await;
        seen.gave(expected, PLACES)
            .took_ms(ms.into_iter().max().unwrap_or(0), Causes::of(ONE_BY_ONE, ONE_FOR_ALL));
        expect_left_nothing(&jobs).await;
    }
}

type SettleAll =
    for<'a> fn(Vec<Borrowed<'a, 0>>, Work<'a>) -> LocalBoxFuture<'a, Vec<Result<Erased<1>, JobPanicked>>>;

/// As many as no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn thousands_of_jobs_take_as_long_as_one() {
    let count = Rng::of_this_run().thousands();
    let work = |item: usize| async move {
        sleep_ms(10).await;
        item
    };
    let seen = timed(settle_all((0..count).collect(), work)).await;
    seen.took_ms(10, HIDDEN_LIMIT).gave((0..count).map(Ok).collect(), PLACES);
}

type Work<'a> = Box<dyn Fn(Borrowed<'a, 0>) -> ErasedFuture<Erased<1>> + 'a>;

pub static ANSWER: Answer<SettleAll> = Answer::new();

fn settle_all<'a, T, R, F, Fut>(items: Vec<T>, work: F) -> LocalBoxFuture<'a, Vec<Result<R, JobPanicked>>>
where
    T: 'a,
    F: Fn(T) -> Fut + 'a,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    let eraser = Eraser::new();
    let items = items.into_iter().map(|item| eraser.erase(item)).collect();
    let work = move |item| ErasedFuture::new(work(eraser.open(item)), Erased::new);
    then(ANSWER.get()(items, Box::new(work)), |results| {
        results.into_iter().map(|result| result.map(Erased::open)).collect()
    })
}

const ONE_BY_ONE: &str = "one job after the other: each is awaited before the next starts, so their times add up; start all, then wait";
const HIDDEN_LIMIT: &str =
    "a limit that the task does not have: only so many jobs run at once, and the rest wait";
const NOT_WOKEN: &str = "looking whether all are done before polling them: at the last job's end it returns Pending, \
     and no job is left that could wake it";
const NOW_AND_THEN: &str = "looking at the jobs now and then, on a timer, or only at some of them: a job is to be polled when it is \
     woken, whichever it is";
const PLACES: &str = "results in the order in which the jobs ended, or those of panicked jobs elsewhere: the n-th \
     result belongs to the n-th item";
const STRING_ONLY: &str = "downcasting the payload to String only: a panic without values carries a &str";
const THE_BOX: &str = "downcasting the Box instead of what is in it (`&payload` as `&dyn Any` is the Box itself), or keeping \
     no text at all";
const JOIN_ERRORS_TEXT: &str =
    "the JoinError's own text, which wraps the panic's: into_panic() gives the payload";
const NOTHING_TO_DO: &str =
    "taking it for granted that there is a first job, and waiting for it or unwrapping it";
const ONE_FOR_ALL: &str =
    "giving up at the first panic: it ends one job, and the others are still to be awaited";

fn panicked<R>(text: &str) -> Result<R, JobPanicked> {
    Err(JobPanicked { message: text.to_owned() })
}

/// Measures a call whose jobs panic; none of these panics may come out of it.
async fn settled<F: Future>(call: F) -> Timed<F::Output> {
    let outcome = AssertUnwindSafe(timed(call)).catch_unwind().await;
    outcome.unwrap_or_else(|payload| {
        if payload.is::<Failure>() {
            std::panic::resume_unwind(payload);
        }
        Failure::new("a job's panic came out of settle_all")
            .expected("Err(JobPanicked) in that job's place")
            .seen("the whole call panicked")
            .cause(
                "awaiting the jobs in the caller's own task without catch_unwind, or an unwrap, expect or \
                 JoinSet::join_all on a task that has panicked",
            )
            .raise()
    })
}

/// What panics with the text `message` becomes.
async fn expect_text<Fut>(job: fn() -> Fut, message: &str, cause: &str)
where
    Fut: Future<Output = u8> + Send + 'static,
{
    let seen = settled(settle_all(vec![()], move |()| job())).await;
    seen.gave(vec![panicked(message)], cause);
}
