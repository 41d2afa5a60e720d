//! `run_job_fanout_with_limit`: the jobs of `run_job_fanout`, a few at a time.
//!
//! The jobs are not seen from outside, so the time that all of them take together has to tell.

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio_katas::JobResult;
use tokio_katas::probe::Causes;
use tokio_katas::probe::prelude::*;

/// One place: 10, then 20, then 30 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_limit_of_one_runs_one_after_the_other() {
    on_deadlock(SENDER_ALIVE);
    timed(run_job_fanout_with_limit(vec!["a"], 1)).await.took_ms(10, Causes::of(LEFT_EMPTY, NO_TIME));
    on_deadlock(PLACE_LOST);
    let call = timed(run_job_fanout_with_limit(vec!["a", "b", "c"], 1)).await;
    call.took_ms(60, Causes::of(LEFT_EMPTY, if call.ms == 0 { NO_TIME } else { NOT_HELD }));
}

/// On two places six jobs take 120 ms in input order and 110 ms from the last to the first. Dealt
/// out in two blocks they take 150 ms: one place gets the long jobs.
#[claim]
#[tokio::test(start_paused = true)]
async fn jobs_start_in_input_order() {
    let call = timed(run_job_fanout_with_limit(vec!["a", "b", "c", "d", "e", "f"], 2)).await;
    let cause = match call.ms {
        150 => {
            "dealing the inputs out in blocks beforehand: a place that is done early has nothing left to do"
        }
        210 => ONE_FEWER,
        _ => "taking the next input from the end (pop): it overtakes those that came before it",
    };
    call.took_ms(120, Causes::both(cause));
}

/// Two places: jobs 0 and 1 end at 10 and 20 ms, and job 2 runs from 10 to 40 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_free_place_is_taken_at_once() {
    timed(run_job_fanout_with_limit(vec!["a", "b", "c"], 2)).await.took_ms(
        40,
        Causes::of(
            "working in batches (chunks, then join): job 2 waits for job 1, though job 0's place is free",
            NOT_HELD,
        ),
    );
}

/// Three jobs, and room for three or more: as long as the slowest.
#[rstest]
#[case::just_enough(3)]
#[case::one_more(4)]
#[case::a_thousand(1000)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_limit_that_is_not_reached_changes_nothing(#[case] limit: usize) {
    let call = timed(run_job_fanout_with_limit(vec!["a", "b", "c"], limit)).await;
    call.took_ms(30, if limit == 3 { ONE_FEWER } else { FIXED });
}

#[claim]
#[tokio::test(start_paused = true)]
async fn a_limit_of_zero_counts_as_one() {
    let call = timed(drop_after_ms(100, run_job_fanout_with_limit(vec!["a", "b", "c"], 0))).await;
    expect(call.value.is_some(), || {
        Failure::new("with limit 0 no job ever ran")
            .expected("60 ms, as with limit 1")
            .seen("not done after 100 ms")
            .cause("a limit of 0 passed on: no permits, or buffer_unordered(0), which waits for ever")
    });
    call.took_ms(60, Causes::of(LEFT_EMPTY, "a limit of 0 taken for no limit, or for nothing to do"));
}

/// 150 jobs with inputs of their own, 40 at a time.
#[claim]
#[tokio::test(start_paused = true)]
async fn results_are_sorted_by_id() {
    let words: Vec<String> = (0..150).map(|id| format!("x{id}")).collect();
    let inputs = words.iter().map(String::as_str).collect();
    let seen = timed(run_job_fanout_with_limit(inputs, 40)).await;
    let ids: Vec<usize> = seen.value.iter().map(|result| result.id).collect();
    let sorted: Vec<usize> = (0..150).collect();
    let cause = match ids.is_sorted_by_key(usize::to_string) {
        true => "results sorted as text, where \"10\" comes before \"2\": sort by the number",
        false => "results left in the order in which they came: the n-th result belongs to the n-th input",
    };
    expect_eq("the ids", &ids, &sorted, cause);
    seen.took_ms(total_ms(150, 40), Causes::of(LEFT_EMPTY, NOT_HELD));
}

/// `ß` becomes two letters; equal inputs are jobs of their own.
#[claim]
#[tokio::test(start_paused = true)]
async fn each_message_is_its_input_in_upper_case() {
    let seen = run_job_fanout_with_limit(vec!["b", "straße", "b", "", "éclair"], 2).await;
    expect_eq(
        "the number of results",
        &seen.len(),
        &5,
        "inputs left out: each of them is a job, whatever it is",
    );
    let ids: Vec<usize> = seen.iter().map(|result| result.id).collect();
    let cause = match ids.first() {
        Some(0) => "equal inputs taken for one: an id is the input's position, and goes along with the job",
        _ => "an id that is not the input's position from 0",
    };
    expect_eq("the ids", &ids, &vec![0, 1, 2, 3, 4], cause);
    let messages: Vec<String> = seen.into_iter().map(|result| result.message).collect();
    let expected = ["B", "STRASSE", "B", "", "ÉCLAIR"].map(str::to_owned).to_vec();
    expect_eq("the messages", &messages, &expected, "the input as it is, or upper case by ASCII only");
}

/// Words and limits that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_inputs_and_any_limit_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..20 {
        let words = rng.words(25);
        let limit = rng.pick(0..12) as usize;
        let inputs: Vec<&str> = words.iter().map(String::as_str).collect();
        let expected = words.iter().enumerate().map(|(id, word)| job(id, &word.to_uppercase())).collect();
        let seen = timed(run_job_fanout_with_limit(inputs, limit)).await;
        seen.gave(expected, "an answer made for certain inputs");
        seen.took_ms(total_ms(words.len(), limit), Causes::of(LEFT_EMPTY, NOT_HELD));
    }
}

/// As many at a time as no answer can know beforehand, and ten jobs more.
#[claim]
#[tokio::test(start_paused = true)]
async fn thousands_at_a_time_are_as_good_as_two() {
    let limit = Rng::of_this_run().thousands();
    let ms = total_ms(limit + 10, limit);
    let call = run_job_fanout_with_limit(vec!["a"; limit + 10], limit);
    timed(drop_after_ms(2 * ms, call)).await.took_ms(ms, Causes::of(FIXED, NOT_HELD));
}

#[rstest]
#[case::with_limit_zero(0)]
#[case::with_limit_three(3)]
#[claim]
#[tokio::test(start_paused = true)]
async fn no_inputs_give_no_results_at_once(#[case] limit: usize) {
    on_panic(NOTHING_TO_DO);
    let seen = timed(drop_after_ms(100, run_job_fanout_with_limit(vec![], limit))).await;
    let cause = if seen.value.is_none() { NOTHING_TO_DO } else { "a result made up for an empty input" };
    seen.gave(Some(vec![]), cause).took_no_time("a sleep outside the jobs");
}

/// A future does nothing until it is polled, and its time begins there.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(|| run_job_fanout_with_limit(vec!["a", "b", "c"], 2));
    let call = run_job_fanout_with_limit(vec!["a", "b", "c"], 2);
    sleep_ms(15).await;
    expect_no_tasks("tokio::spawn in the call itself, before the future is polled");
    timed(call)
        .await
        .took_at_least_ms(40, "a clock or a task that was started by the call, before the first poll");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    run_job_fanout_with_limit(vec!["a", "b", "c", "d"], 2).await;
    expect_left_nothing(None).await;
}

/// Dropped at 15 ms: job 0 is done, jobs 1 and 2 run, job 3 waits for a place.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_its_jobs() {
    let call = run_job_fanout_with_limit(vec!["a", "b", "c", "d"], 2);
    expect(drop_after_ms(15, call).await.is_none(), || {
        Failure::new("four jobs on two places were done before 15 ms").cause(NOT_HELD)
    });
    let_the_runtime_run().await;
    expect_no_tasks(DETACHED);
}

type Fanout = fn(Vec<&str>, usize) -> LocalBoxFuture<'_, Vec<JobResult>>;

pub static ANSWER: Answer<Fanout> = Answer::new();

fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> LocalBoxFuture<'_, Vec<JobResult>> {
    ANSWER.get()(inputs, limit)
}

const LEFT_EMPTY: &str =
    "a free place that is left empty, by batches (chunks, then join) or by a limit off by one";
const FIXED: &str = "a fixed number of places, whatever the limit, or jobs one after the other";
const PLACE_LOST: &str = "a place that is not given back when its job ends: those that wait never get one";
const ONE_FEWER: &str = "a place fewer than the limit says: a count off by one, which takes the job that is about to \
     start for one that runs";
const NO_TIME: &str = "a sleep without its .await: it does nothing, so no job takes any time";
const NOT_HELD: &str = "more jobs at once than the limit allows: a permit that is not held while its job runs (`let _ = …` \
     drops it at once), or acquire() without its .await, which takes none";
const NOTHING_TO_DO: &str =
    "taking it for granted that there is a first job, and waiting for it or unwrapping it";

fn job(id: usize, message: &str) -> JobResult {
    JobResult { id, message: message.to_owned() }
}

/// Each job is longer than the one before, so job `id` gets the place of job `id - limit`.
fn total_ms(inputs: usize, limit: usize) -> u64 {
    let mut ends: Vec<u64> = Vec::new();
    for id in 0..inputs {
        let starts = id.checked_sub(limit.max(1)).map_or(0, |before| ends[before]);
        ends.push(starts + 10 * (id as u64 + 1));
    }
    ends.last().copied().unwrap_or(0)
}
