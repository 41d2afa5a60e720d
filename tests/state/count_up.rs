//! `count_up`: many tasks add to one counter, and yield between two additions.

use std::panic::AssertUnwindSafe;
use std::task::Poll;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::task::yield_now;
use tokio_katas::probe::prelude::*;
use tokio_test::task::spawn;

#[rstest]
#[case::alone(1, 1)]
#[case::one_after_the_other(1, 7)]
#[case::side_by_side(7, 1)]
#[case::three_by_five(3, 5)]
#[case::many_additions(3, 1500)]
#[case::many_tasks(1500, 3)]
#[claim]
#[tokio::test(start_paused = true)]
async fn every_addition_counts(#[case] tasks: usize, #[case] per_task: usize) {
    let call = timed(count_up(tasks, per_task)).await;
    call.gave(tasks * per_task, LOST).took_no_time(CLOCK);
}

/// 600 tasks, three additions each: all are alive before the first can be done.
#[claim]
#[tokio::test(start_paused = true)]
async fn all_tasks_are_spawned_before_the_first_is_awaited() {
    const TASKS: usize = 600;
    let seen = watched(count_up(TASKS, 3).boxed_local()).await;
    // The tasks of a LocalSet are not in the runtime's books. But a LocalSet runs 61 of its tasks
    // and then asks for another poll at once, ten times over; a set of mere futures polls all.
    let in_a_local_set = seen.first_polls >= 5;
    expect(seen.most_tasks >= TASKS || in_a_local_set, || {
        let (headline, cause) = match seen.most_tasks {
            0 => (
                "no task was spawned".to_owned(),
                "futures joined in the caller's own task, or no tasks at all: tokio::spawn or a JoinSet gives \
                 work a task of its own",
            ),
            1 => (
                format!("of {TASKS} tasks at most 1 was there at once"),
                "spawning a task and awaiting it before the next is spawned: spawn all in one loop, await in a \
                 second",
            ),
            most => (
                format!("of {TASKS} tasks at most {most} were there at once"),
                "batches or a limit: spawn all tasks before the first is awaited",
            ),
        };
        Failure::new(headline)
            .expected(format!("{TASKS} tasks alive at once"))
            .seen(format!("{} at the busiest moment", seen.most_tasks))
            .cause(cause)
    });
    expect_eq("the sum", &seen.total, &(3 * TASKS), LOST);
}

/// 40 additions with a yield between two: each task lets others run 39 times.
#[rstest]
#[case::one_task(1)]
#[case::three_tasks(3)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_task_yields_between_two_additions(#[case] tasks: usize) {
    let seen = watched(count_up(tasks, 40).boxed_local()).await;
    expect(seen.turns >= 39, || {
        Failure::new("the tasks did not yield between two additions")
            .expected("40 additions, so 39 yields: the runtime goes round at least 39 times")
            .seen(format!("done after {}", rounds(seen.turns)))
            .cause(if seen.turns < 2 { NO_YIELD } else { SOME_YIELDS })
    });
    expect_eq("the sum", &seen.total, &(40 * tasks), LOST);
}

/// Two counts at the same time, and a third one after them.
#[claim]
#[tokio::test(start_paused = true)]
async fn every_call_has_its_own_counter() {
    let both = timed(futures::future::join(count_up(3, 10), count_up(4, 20))).await;
    let shared = "a counter in a static: it outlives the call, and all calls share it";
    both.gave((30, 80), shared);
    timed(count_up(2, 2)).await.gave(4, shared);
}

/// Dropped in the middle of half a million additions.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_everything() {
    let mut call = spawn(count_up(5, 100_000).boxed_local());
    for _ in 0..10 {
        let _ = call.poll();
        yield_now().await;
    }
    drop(call);
    let_the_runtime_run().await;
    expect_no_tasks(DETACHED);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    for (tasks, per_task) in [(1, 1), (5, 20), (300, 2)] {
        count_up(tasks, per_task).await;
        expect_no_tasks("an answer given by the last addition, before every task has ended");
    }
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(|| count_up(3, 3));
    let call = count_up(3, 3);
    sleep_ms(5).await;
    expect_no_tasks("tokio::spawn in the call itself, before the future is polled");
    timed(call).await.gave(9, LOST);
}

#[rstest]
#[case::no_tasks(0, 5)]
#[case::nothing_to_add(5, 0)]
#[case::neither(0, 0)]
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_to_count_is_zero_at_once(#[case] tasks: usize, #[case] per_task: usize) {
    let counted = async {
        let counted = AssertUnwindSafe(count_up(tasks, per_task)).catch_unwind().await;
        counted.unwrap_or_else(|_| {
            Failure::new(format!("a panic with {tasks} tasks and {per_task} additions each"))
                .expected("0")
                .seen("a panic")
                .cause("a number that is subtracted from 0, as in per_task - 1")
                .raise()
        })
    };
    let call = timed(drop_after_ms(100, counted)).await;
    call.took_no_time("waiting for an addition that never comes")
        .gave(Some(0), "one addition at least, whatever was asked for");
    expect_no_tasks("a task that waits for an addition that never comes");
}

/// Numbers that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_numbers_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..10 {
        let (tasks, per_task) = (rng.pick(1..40) as usize, rng.pick(1..40) as usize);
        let seen = watched(count_up(tasks, per_task).boxed_local()).await;
        expect_eq("the sum", &seen.total, &(tasks * per_task), LOST);
        expect(seen.turns >= per_task - 1, || {
            Failure::new(format!("{per_task} additions, and fewer than {} yields", per_task - 1))
                .expected(format!("the runtime goes round at least {} times", per_task - 1))
                .seen(format!("done after {}", rounds(seen.turns)))
                .cause(SOME_YIELDS)
        });
    }
}

pub static ANSWER: Answer<fn(usize, usize) -> LocalBoxFuture<'static, usize>> = Answer::new();

fn count_up(tasks: usize, per_task: usize) -> LocalBoxFuture<'static, usize> {
    ANSWER.get()(tasks, per_task)
}

const LOST: &str = "an addition in two steps, with an .await between reading and writing: what others add \
     meanwhile is overwritten";
const NO_YIELD: &str = "no yield_now().await between two additions: a task that never waits lets no other run before it \
     is done; std's yield_now() and one without its .await do nothing for tasks";
const SOME_YIELDS: &str = "yields between some additions, and not between all of them";
const CLOCK: &str = "a sleep where a yield_now belongs: letting other tasks run needs no time";
const DETACHED: &str = "tasks held by plain JoinHandles: dropping a handle detaches its task; a JoinSet aborts its \
     tasks";

fn rounds(number: usize) -> String {
    if number == 1 { "1 round".to_owned() } else { format!("{number} rounds") }
}

/// What was seen of a call that was polled only when it was woken.
struct Seen {
    total: usize,
    /// Turns of the runtime before it was done. In a turn every task that is ready runs once, if
    /// there are no more than 60.
    turns: usize,
    /// The most tasks that were alive at once.
    most_tasks: usize,
    /// How often it was polled in its first turn, because it had asked for more at once.
    first_polls: usize,
}

async fn watched(call: LocalBoxFuture<'static, usize>) -> Seen {
    const ENDLESS: usize = 20_000;
    let mut call = spawn(call);
    let (mut most_tasks, mut first_polls) = (0, 0);
    for turns in 0..ENDLESS {
        while call.is_woken() || first_polls == 0 {
            first_polls += usize::from(turns == 0);
            if let Poll::Ready(total) = call.poll() {
                return Seen { total, turns, most_tasks, first_polls };
            }
            if turns > 0 || first_polls == 20 {
                break;
            }
        }
        most_tasks = most_tasks.max(tasks_alive());
        yield_now().await;
    }
    Failure::new("the count did not come to its end, while the clock stood still")
        .expected("the sum, in no time")
        .seen(format!("{ENDLESS} turns of the runtime, and no end"))
        .cause(CLOCK)
        .raise()
}
