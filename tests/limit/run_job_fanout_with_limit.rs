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
    timed(run_job_fanout_with_limit(vec!["a", "b", "c"], 1))
        .await
        .took_ms(60, Causes::of(LEFT_EMPTY, NOT_HELD));
}

/// Two places: jobs 0 and 1 end at 10 and 20 ms, and job 2 runs from 10 to 40 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_free_place_is_taken_at_once() {
    timed(run_job_fanout_with_limit(vec!["a", "b", "c"], 2)).await.took_ms(
        40,
        "working in batches (chunks, then join): job 2 waits for job 1, though job 0's place is free",
    );
}

/// On two places six jobs take 120 ms in input order and 110 ms from the last to the first. Dealt
/// out in two blocks they take 150 ms: one place gets the long jobs.
#[claim]
#[tokio::test(start_paused = true)]
async fn jobs_start_in_input_order() {
    timed(run_job_fanout_with_limit(vec!["a", "b", "c", "d", "e", "f"], 2)).await.took_ms(
        120,
        Causes::both(
            "taking the next input from the end (pop), or dealing out the inputs in blocks beforehand",
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
    timed(run_job_fanout_with_limit(vec!["a", "b", "c"], limit)).await.took_ms(
        30,
        "a place fewer than the limit says, a fixed number of places, or jobs one after the other",
    );
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

/// `ß` becomes two letters; equal inputs are jobs of their own.
#[claim]
#[tokio::test(start_paused = true)]
async fn each_message_is_its_input_in_upper_case() {
    let seen = timed(run_job_fanout_with_limit(vec!["b", "straße", "b", "", "éclair"], 2)).await;
    let expected = vec![job(0, "B"), job(1, "STRASSE"), job(2, "B"), job(3, ""), job(4, "ÉCLAIR")];
    seen.gave(
        expected,
        "an id that is not the input's position, equal inputs as one, or upper case by ASCII",
    );
}

/// 150 jobs, 40 at a time.
#[claim]
#[tokio::test(start_paused = true)]
async fn results_are_sorted_by_id() {
    let seen = timed(run_job_fanout_with_limit(vec!["x"; 150], 40)).await;
    let ids: Vec<usize> = seen.value.iter().map(|result| result.id).collect();
    let sorted: Vec<usize> = (0..150).collect();
    expect_eq("the ids", &ids, &sorted, "results left in the order in which they came, or sorted as text");
    seen.took_ms(total_ms(150, 40), Causes::of(LEFT_EMPTY, NOT_HELD));
}

/// Words and limits that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_inputs_and_any_limit_will_do() {
    let mut seed = Seed::of_this_run();
    for _ in 0..20 {
        let words = seed.words(25);
        let limit = seed.pick(0..12) as usize;
        let inputs: Vec<&str> = words.iter().map(String::as_str).collect();
        let expected = words.iter().enumerate().map(|(id, word)| job(id, &word.to_uppercase())).collect();
        let seen = timed(run_job_fanout_with_limit(inputs, limit)).await;
        seen.gave(expected, "an answer made for certain inputs");
        seen.took_ms(total_ms(words.len(), limit), Causes::of(LEFT_EMPTY, NOT_HELD));
    }
}

#[rstest]
#[case::with_limit_zero(0)]
#[case::with_limit_three(3)]
#[claim]
#[tokio::test(start_paused = true)]
async fn no_inputs_give_no_results_at_once(#[case] limit: usize) {
    let seen = timed(drop_after_ms(100, run_job_fanout_with_limit(vec![], limit))).await;
    seen.gave(Some(vec![]), "a result made up for an empty input, or waiting for a first one")
        .took_no_time("a sleep outside the jobs");
}

/// A future does nothing until it is polled, and its time begins there.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(|| run_job_fanout_with_limit(vec!["a", "b", "c"], 2));
    let call = run_job_fanout_with_limit(vec!["a", "b", "c"], 2);
    sleep_ms(15).await;
    expect_no_tasks("tokio::spawn in the call itself, before the future is polled");
    timed(call).await.took_ms(40, "a clock or a task that was started by the call, before the first poll");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    run_job_fanout_with_limit(vec!["a", "b", "c", "d"], 2).await;
    expect_no_tasks("a task that was spawned and not awaited, or aborted without waiting for its end");
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
    expect_no_tasks(
        "jobs held by plain JoinHandles: dropping a handle detaches its task; a JoinSet aborts its tasks",
    );
}

type Fanout = fn(Vec<&str>, usize) -> LocalBoxFuture<'_, Vec<JobResult>>;

pub static ANSWER: Answer<Fanout> = Answer::new();

fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> LocalBoxFuture<'_, Vec<JobResult>> {
    ANSWER.get()(inputs, limit)
}

const LEFT_EMPTY: &str =
    "a free place that is left empty, by batches (chunks, then join) or by a limit off by one";
const NOT_HELD: &str = "more jobs at once than the limit allows: a permit that is not held while its job runs (`let _ = …` \
     drops it at once), or a limit off by one; or a sleep without its .await";

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
