//! `dispatch`: services behind one `dyn` trait, asked in order.

use std::pin::pin;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::{BoxFuture, LocalBoxFuture, join_all, ready};
use rstest::rstest;
use tokio::sync::Notify;
use tokio::task::yield_now;
use tokio_katas::Service;
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::{Backend, Causes};

/// They fail after 10, 20 and 30 ms; the fourth answers. Called at 0, 10, 30 and 60 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_next_is_not_called_before_the_one_before_has_failed() {
    let services = services([10, 20, 30, 40]).failing(0).failing(1).failing(2);
    let seen = dispatch_to(&services).await;
    seen.gave(answer(3), GIVES_UP);
    for (number, at_ms) in [(0, 0), (1, 10), (2, 30), (3, 60)] {
        services.called(number).expect_at_ms(at_ms, Causes::of(PAUSE, ALL_AT_ONCE));
        services.started(number).expect_at_ms(at_ms, "a service that is called, and polled only later");
    }
    services.expect_each_called_once("a service asked more than once");
    services.expect_peak(1, ALL_AT_ONCE);
    seen.took_ms(100, Causes::of(PAUSE, ALL_AT_ONCE));
}

/// Services of 10, 20, 5 and 30 ms: the first fails and the second answers, at 30 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_first_ok_is_the_answer_at_once() {
    let services = services([10, 20, 5, 30]).failing(0).failing(3);
    let seen = dispatch_to(&services).await;
    for later in [2, 3] {
        services.called(later).expect_never(TOO_FAR);
    }
    seen.gave(answer(1), GIVES_UP).took_ms(30, Causes::of(PAUSE, ALL_AT_ONCE));
}

#[rstest]
#[case::one(1)]
#[case::three(3)]
#[case::two_hundred(200)]
#[claim]
#[tokio::test(start_paused = true)]
async fn if_all_fail_their_errors_come_in_order(#[case] number: usize) {
    let ms: Vec<u64> = (0..number as u64).map(|nth| 1 + (7 * nth + 3) % 20).collect();
    let services = (0..number).fold(services(ms.clone()), Jobs::failing);
    let seen = dispatch_to(&services).await;
    let kept = seen.value.as_ref().err().map_or(0, Vec::len);
    let cause = if kept < number {
        "one error kept, and the others forgotten: there is one for each service"
    } else {
        ERRORS
    };
    seen.gave(errors(0..number), cause).took_ms(ms.iter().sum(), PAUSE);
}

/// Service 0 always fails. A second and a third call, at the same time, ask it first again.
#[claim]
#[tokio::test(start_paused = true)]
async fn every_call_begins_with_the_first_service() {
    const CAUSE: &str = "something kept from an earlier call, such as which service answered: each call begins with the first";
    let services = services([10, 20, 5]).failing(0);
    let backends = Backend::each(&services);
    let boxes = boxed(&backends);
    timed(dispatch(&boxes, "request")).await.gave(answer(1), GIVES_UP).took_ms(30, Causes::both(CAUSE));
    let two = [dispatch(&boxes, "request"), dispatch(&boxes, "request")];
    let seen = timed(join_all(two)).await;
    backends[0].expect_asked("request", 3, CAUSE);
    backends[1].expect_asked("request", 3, USED_UP);
    backends[2].expect_asked("request", 0, TOO_FAR);
    seen.gave(vec![answer(1), answer(1)], GIVES_UP).took_ms(30, Causes::both(CAUSE));
}

/// The text is borrowed for the call only. Spaces, line ends and capitals belong to it.
#[rstest]
#[case::with_spaces("  GET /Users/1 \r\n")]
#[case::no_ascii("Grüße 日本")]
#[case::without_text("")]
#[claim]
#[tokio::test(start_paused = true)]
async fn each_service_gets_the_same_request(#[case] text: &str) {
    let services = services([5, 5, 5]).failing(0).failing(1);
    let backends = Backend::each(&services);
    {
        let (request, boxes) = (text.to_owned(), boxed(&backends));
        timed(dispatch(&boxes, &request)).await.gave(answer(2), GIVES_UP);
    }
    for (number, backend) in backends.iter().enumerate() {
        backend.expect_asked(text, 1, if number == 0 { UNCHANGED } else { USED_UP });
    }
}

/// An empty answer is an answer, and two equal errors are two errors.
#[claim]
#[tokio::test(start_paused = true)]
async fn answers_and_errors_are_passed_on_as_they_are() {
    let silent = fixed(&[Err("b"), Ok(""), Ok("later")]);
    timed(dispatch(&silent, "request")).await.gave(Ok(String::new()), "an empty answer taken for none");
    let failing = fixed(&[Err("b"), Err("a"), Err(""), Err("b")]);
    let seen = timed(dispatch(&failing, "request")).await;
    let kept = seen.value.as_ref().err().map_or(0, Vec::len);
    let cause =
        if kept < 4 { "equal or empty errors left out: there is one for each service" } else { ERRORS };
    seen.gave(Err(["b", "a", "", "b"].map(str::to_owned).to_vec()), cause);
}

/// Three hundred services fail at once, and the last answers.
#[claim]
#[tokio::test(start_paused = true)]
async fn services_that_fail_at_once_take_no_time() {
    let mut all = vec![Err("no"); 300];
    all.push(Ok("yes"));
    let seen = timed(dispatch(&fixed(&all), "request")).await;
    seen.gave(Ok("yes".to_owned()), GIVES_UP).took_no_time(PAUSE);
}

/// Another task lets the first service fail at 10 ms, a few turns of the runtime after that instant
/// has begun. The call was polled once in another task before.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_service_woken_by_another_task_is_heard_at_that_instant() {
    struct Told(Arc<Notify>);
    impl Service for Told {
        fn call(&self, request: String) -> BoxFuture<'_, Result<String, String>> {
            Box::pin(async move {
                self.0.notified().await;
                Err(request)
            })
        }
    }
    let bell = Arc::new(Notify::new());
    let services: Vec<Box<dyn Service>> = vec![Box::new(Told(Arc::clone(&bell))), Box::new(Fixed(Ok("yes")))];
    let mut call = dispatch(&services, "request");
    expect((&mut call).now_or_never().is_none(), || {
        Failure::new("it was ready at its first poll").cause("the service not waited for")
    });
    tokio::spawn(async move {
        sleep_ms(10).await;
        for _ in 0..10 {
            yield_now().await;
        }
        bell.notify_one();
    });
    timed(call)
        .await
        .gave(Ok("yes".to_owned()), GIVES_UP)
        .took_ms(10, "looking at the service only every so often: await it, and it wakes you");
}

/// The claim still holds the finished call, so only the function itself can stop what it began.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let services = services([10, 20, 30]).failing(0);
    let boxes = boxed(&Backend::each(&services));
    let mut call = pin!(dispatch(&boxes, "request"));
    let _ = call.as_mut().await;
    services.expect_none_in_flight("services asked ahead of their turn, and not dropped");
    expect_no_tasks(
        "an abort that is not waited for: a task is gone only when the runtime has run once more",
    );
}

/// Dropped at 15 ms, while the second service is being asked.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_asks_no_more() {
    let services = services([10, 20, 30]).failing(0).failing(1);
    drop_after_ms(15, dispatch_to(&services)).await;
    let_the_runtime_run().await;
    expect_no_tasks("a task of its own that goes on without the caller");
    services
        .ended(1)
        .expect_at_ms(15, "a call that was leaked: what the future does not own is not dropped with it");
    sleep_ms(50).await;
    services.called(2).expect_never("a task of its own that goes on without the caller");
}

/// Called at 0 ms, polled from 15 ms on.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    const BEFORE: &str =
        "work outside the async block: the first service is called when the returned future is polled";
    let services = services([20, 10]).failing(0);
    let boxes = boxed(&Backend::each(&services));
    expect_needs_no_runtime(|| dispatch(&boxes, "request"));
    let call = dispatch(&boxes, "request");
    sleep_ms(15).await;
    services.called(0).expect_never(BEFORE);
    timed(call).await.gave(answer(1), GIVES_UP).took_at_least_ms(30, BEFORE);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_services_are_an_empty_error_at_once() {
    let cause = "an error made up for an empty input: without services there are no errors";
    timed(dispatch(&[], "request")).await.gave(Err(vec![]), cause).took_no_time(cause);
}

/// Up to twelve services, of lengths that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_services_will_do() {
    const ANY: &str = "services that are not asked one after the other up to the first Ok";
    let mut rng = Rng::of_this_run();
    for round in 0..30 {
        new_scene();
        let ms: Vec<u64> = (0..rng.pick(1..13)).map(|_| rng.pick(0..40)).collect();
        // A slow service once in a while: up to a minute.
        let ms: Vec<u64> = ms.iter().map(|ms| ms * if rng.pick(0..9) == 0 { 1500 } else { 1 }).collect();
        // In every third round all fail, in the others most do.
        let fails: Vec<bool> = ms.iter().map(|_| round % 3 == 0 || rng.pick(0..4) > 0).collect();
        let services = (0..ms.len()).filter(|&nth| fails[nth]).fold(services(ms.clone()), Jobs::failing);
        let winner = fails.iter().position(|fails| !fails);
        let expected = winner.map_or(errors(0..ms.len()), answer);
        let asked = winner.map_or(ms.len(), |winner| winner + 1);
        let seen = dispatch_to(&services).await;
        expect_eq("the number of services asked", &services.calls(), &asked, ANY);
        seen.gave(expected, ANY).took_ms(ms[..asked].iter().sum(), Causes::both(ANY));
    }
}

type Dispatch = for<'a> fn(&'a [Box<dyn Service>], &'a str) -> LocalBoxFuture<'a, Reply>;

pub static ANSWER: Answer<Dispatch> = Answer::new();

fn dispatch<'a>(services: &'a [Box<dyn Service>], request: &'a str) -> LocalBoxFuture<'a, Reply> {
    ANSWER.get()(services, request)
}

const ALL_AT_ONCE: &str = "services asked at the same time, or ahead of their turn: the next is called when the one \
                           before has failed";
const TOO_FAR: &str =
    "services that are asked although an earlier one has answered Ok: the first Ok is the answer";
const GIVES_UP: &str = "an Err taken for the answer: it only passes the request on to the next service";
const PAUSE: &str = "a pause between two services";
const ERRORS: &str = "errors that are sorted or replaced: they are in the order of the services";
const UNCHANGED: &str = "a request that is trimmed or changed on its way: each service gets the same text";
const USED_UP: &str = "a request that is used up by the first service: each service gets a copy";

type Reply = Result<String, Vec<String>>;

/// Service n is job n: it answers "answer n" or "error n".
fn services(ms: impl IntoIterator<Item = u64>) -> Jobs {
    Jobs::named("service", ms)
}

fn boxed(backends: &[Backend]) -> Vec<Box<dyn Service>> {
    backends.iter().map(|backend| Box::new(backend.clone()) as Box<dyn Service>).collect()
}

async fn dispatch_to(services: &Jobs) -> Timed<Reply> {
    let services = boxed(&Backend::each(services));
    timed(dispatch(&services, "request")).await
}

fn answer(number: usize) -> Reply {
    Ok(format!("answer {number}"))
}

fn errors(numbers: impl IntoIterator<Item = usize>) -> Reply {
    Err(numbers.into_iter().map(|number| format!("error {number}")).collect())
}

/// A service that answers at once, always the same.
struct Fixed(Result<&'static str, &'static str>);

impl Service for Fixed {
    fn call(&self, _: String) -> BoxFuture<'_, Result<String, String>> {
        ready(self.0.map(str::to_owned).map_err(str::to_owned)).boxed()
    }
}

fn fixed(answers: &[Result<&'static str, &'static str>]) -> Vec<Box<dyn Service>> {
    answers.iter().map(|&answer| Box::new(Fixed(answer)) as Box<dyn Service>).collect()
}
