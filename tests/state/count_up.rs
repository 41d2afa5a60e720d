//! `count_up`: many tasks, one counter, and a turn for others between two additions.

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

/// 600 tasks, three additions each: all are there before the first can be done.
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
                "futures joined in the caller's own task, or no tasks at all: work gets a task of its own by \
                 tokio::spawn or a JoinSet",
            ),
            most => (
                format!("of {TASKS} tasks at most {most} were there at once"),
                "spawning a task and awaiting it before the next is spawned: spawn all in one loop, await in a \
                 second",
            ),
        };
        Failure::new(headline)
            .expected(format!("{TASKS} tasks alive at once"))
            .seen(format!("{} at the busiest moment", seen.most_tasks))
            .cause(cause)
    });
    expect_eq("the sum", &seen.total, &(3 * TASKS), LOST);
}

/// 40 additions with a yield between two: a task that has let others run 39 times.
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
            .seen(format!("done after {} rounds", seen.turns))
            .cause(NO_TURN)
    });
    expect_eq("the sum", &seen.total, &(40 * tasks), LOST);
}

#[rstest]
#[case::no_tasks(0, 5)]
#[case::nothing_to_add(5, 0)]
#[case::neither(0, 0)]
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_to_count_is_zero_at_once(#[case] tasks: usize, #[case] per_task: usize) {
    let call = timed(drop_after_ms(100, count_up(tasks, per_task))).await;
    call.gave(Some(0), "one addition at least, whatever was asked for; or waiting for one that never comes")
        .took_no_time(CLOCK);
    expect_no_tasks("a task that waits for an addition that never comes");
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

/// Numbers that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_numbers_will_do() {
    let mut seed = Seed::of_this_run();
    for _ in 0..10 {
        let (tasks, per_task) = (seed.pick(1..40) as usize, seed.pick(1..40) as usize);
        let seen = watched(count_up(tasks, per_task).boxed_local()).await;
        expect_eq("the sum", &seen.total, &(tasks * per_task), LOST);
        expect(seen.turns >= per_task - 1, || {
            Failure::new(format!("{per_task} additions, and fewer than {} yields", per_task - 1))
                .expected(format!("the runtime goes round at least {} times", per_task - 1))
                .seen(format!("done after {} rounds", seen.turns))
                .cause(NO_TURN)
        });
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

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    for (tasks, per_task) in [(1, 1), (5, 20), (300, 2)] {
        count_up(tasks, per_task).await;
        expect_no_tasks(
            "an answer given before every task has ended: by the last addition, or by a counting task that \
             nobody awaits",
        );
    }
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

pub static ANSWER: Answer<fn(usize, usize) -> LocalBoxFuture<'static, usize>> = Answer::new();

fn count_up(tasks: usize, per_task: usize) -> LocalBoxFuture<'static, usize> {
    ANSWER.get()(tasks, per_task)
}

const LOST: &str = "an addition in two steps, with an .await between reading and writing: what others add \
     meanwhile is overwritten; or an addition left out at the start or the end";
const NO_TURN: &str = "no yield_now().await between two additions, or not between all of them: a task that never \
     waits lets nobody else run before it is done";
const CLOCK: &str = "a sleep where a yield_now belongs: a task that only lets others go first needs no time";
const DETACHED: &str = "tasks held by plain JoinHandles: dropping a handle detaches its task; a JoinSet aborts its \
     tasks";

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
