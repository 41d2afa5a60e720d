//! `run_job_fanout`: start one job per input, wait for all of them together.

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio_katas::JobResult;
use tokio_katas::probe::prelude::*;

/// The slowest job, the last, takes 10 ms per input; the others run meanwhile.
#[rstest]
#[case::one_input(1)]
#[case::two_inputs(2)]
#[case::three_inputs(3)]
#[case::six_hundred_inputs(600)]
#[claim]
#[tokio::test(start_paused = true)]
async fn all_jobs_run_at_the_same_time(#[case] inputs: usize) {
    on_deadlock(SENDER_ALIVE);
    let late = if inputs <= 3 { ONE_BY_ONE } else { HIDDEN_LIMIT };
    timed(run_job_fanout(vec!["a"; inputs])).await.took_ms(10 * inputs as u64, late);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn each_message_is_its_input_in_upper_case() {
    let seen = run_job_fanout(vec!["borrow", "Lifetime", "", "tokio 1.x"]).await;
    expect_eq(
        "the number of results",
        &seen.len(),
        &4,
        "inputs left out: each of them is a job, whatever it is",
    );
    let ids: Vec<usize> = seen.iter().map(|result| result.id).collect();
    expect_eq("the ids", &ids, &vec![0, 1, 2, 3], "an id that is not the input's position from 0");
    let messages: Vec<String> = seen.into_iter().map(|result| result.message).collect();
    let expected = ["BORROW", "LIFETIME", "", "TOKIO 1.X"].map(str::to_owned).to_vec();
    expect_eq("the messages", &messages, &expected, "the input passed on as it is, not in upper case");
}

/// `ß` becomes two letters, and `é` is no ASCII.
#[claim]
#[tokio::test(start_paused = true)]
async fn upper_case_is_that_of_unicode() {
    let seen = timed(run_job_fanout(vec!["straße", "éclair", "ǆ", "日本"])).await;
    let expected = vec![job(0, "STRASSE"), job(1, "ÉCLAIR"), job(2, "Ǆ"), job(3, "日本")];
    seen.gave(expected, "to_ascii_uppercase, which leaves every other letter as it is");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn equal_inputs_are_jobs_of_their_own() {
    let seen = timed(run_job_fanout(vec!["b", "a", "b", "a"])).await;
    let expected = vec![job(0, "B"), job(1, "A"), job(2, "B"), job(3, "A")];
    seen.gave(
        expected,
        "a map or set with the input as its key, in which equal inputs fall together, or sorting by message",
    );
}

/// With a hundred jobs, an order that came about by chance or by text (`"10"` before `"2"`) shows.
#[claim]
#[tokio::test(start_paused = true)]
async fn results_are_sorted_by_id() {
    let ids: Vec<usize> = run_job_fanout(vec!["x"; 100]).await.into_iter().map(|result| result.id).collect();
    let sorted: Vec<usize> = (0..100).collect();
    let cause = match ids.is_sorted_by_key(usize::to_string) {
        true => "results sorted as text, where \"10\" comes before \"2\": sort by the number",
        false => "results left in the order in which they came: the n-th result belongs to the n-th input",
    };
    expect_eq("the ids", &ids, &sorted, cause);
}

/// Two calls side by side, then a third: each numbers its own jobs from 0.
#[claim]
#[tokio::test(start_paused = true)]
async fn each_call_counts_from_zero() {
    const SHARED: &str = "an id taken from a static counter, which all calls share, instead of its position";
    let both = tokio::join!(run_job_fanout(vec!["a", "b"]), run_job_fanout(vec!["c", "d"]));
    let expected = (vec![job(0, "A"), job(1, "B")], vec![job(0, "C"), job(1, "D")]);
    expect_eq("the results of two calls", &both, &expected, SHARED);
    timed(run_job_fanout(vec!["e"])).await.gave(vec![job(0, "E")], SHARED).took_ms(10, ONE_BY_ONE);
}

/// Words that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_inputs_will_do() {
    let words = Rng::of_this_run().words(30);
    let inputs: Vec<&str> = words.iter().map(String::as_str).collect();
    let expected = words.iter().enumerate().map(|(id, word)| job(id, &word.to_uppercase())).collect();
    let seen = timed(run_job_fanout(inputs)).await;
    seen.gave(expected, "an answer made for certain inputs").took_ms(10 * words.len() as u64, ONE_BY_ONE);
}

/// As many as no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn thousands_of_jobs_take_as_long_as_the_slowest() {
    let inputs = Rng::of_this_run().thousands();
    let ms = 10 * inputs as u64;
    timed(drop_after_ms(2 * ms, run_job_fanout(vec!["a"; inputs]))).await.took_ms(ms, HIDDEN_LIMIT);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_inputs_give_no_results_at_once() {
    let seen = timed(run_job_fanout(vec![])).await;
    seen.gave(vec![], "a result made up for an empty input").took_no_time("a sleep outside the jobs");
}

/// A future does nothing until it is polled, and its time begins there.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(|| run_job_fanout(vec!["a", "b"]));
    let call = run_job_fanout(vec!["a", "b"]);
    sleep_ms(15).await;
    expect_no_tasks("tokio::spawn in the call itself, before the future is polled");
    timed(call)
        .await
        .took_at_least_ms(20, "a clock or a task that was started by the call, before the first poll");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    run_job_fanout(vec!["a", "b", "c"]).await;
    expect_left_nothing(None).await;
}

/// Dropped at 15 ms: job 0 is done, jobs 1 and 2 are not.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_its_jobs() {
    let given = drop_after_ms(15, run_job_fanout(vec!["a", "b", "c"])).await;
    expect(given.is_none(), || {
        Failure::new("it was done before 15 ms, and the last job takes 30 ms")
            .cause("a thread that sleeps (std::thread::sleep), or jobs that are not waited for")
    });
    let_the_runtime_run().await;
    expect_no_tasks(DETACHED);
}

type RunJobFanout = fn(Vec<&str>) -> LocalBoxFuture<'_, Vec<JobResult>>;

pub static ANSWER: Answer<RunJobFanout> = Answer::new();

fn run_job_fanout(inputs: Vec<&str>) -> LocalBoxFuture<'_, Vec<JobResult>> {
    ANSWER.get()(inputs)
}

const ONE_BY_ONE: &str = "one job after the other: each is awaited before the next starts, so their times add up; start all, then wait";
const HIDDEN_LIMIT: &str =
    "a limit that the task does not have: only so many jobs run at once, and the rest wait";

fn job(id: usize, message: &str) -> JobResult {
    JobResult { id, message: message.to_owned() }
}
