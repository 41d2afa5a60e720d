//! `map_within_budget`: as `map_limited`, for items that are not equally heavy.

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio_katas::OverBudget;
use tokio_katas::probe::prelude::*;

/// Budget 6; a place for each item would be too much, and so would any two of the heavy ones.
#[claim]
#[tokio::test(start_paused = true)]
async fn weights_in_flight_never_pass_the_budget() {
    on_deadlock(SENDER_ALIVE);
    let _ = map_within_budget(vec![(0, 1)], 6, |_| async {}).await;
    on_deadlock("room that is not given back when its job ends: those that wait never get any");
    let weights = [1, 5, 4, 3, 6, 2, 2, 2, 3, 4];
    let jobs = Jobs::lasting_ms(10..20).weighing(weights);
    let answer = map_within_budget(jobs.weighted_items(), 6, jobs.work()).await;
    expect_eq("whether it was an error", &answer.is_err(), &false, FULL_IS_TOO_MUCH);
    let most = jobs.peak_weight();
    // Items 0 and 1 fill the budget; a place for each item starts six of them.
    let at_once = (0..weights.len()).filter(|&job| jobs.started(job).at_ms() == Some(0)).count();
    let too_much = match at_once {
        2 => CALLED_AHEAD,
        6 => COUNTS_ITEMS,
        _ => NOT_HELD,
    };
    expect(most == 6, || {
        Failure::new(format!("the weights in flight added up to {most}"))
            .expected("6 at the busiest moment, the budget")
            .seen(format!("{most}"))
            .cause(if most > 6 { too_much } else { WAITS_TOO_LONG })
    });
}

/// Budget 4. Jobs 0 and 1 (2 each) fill it; job 2 (3) fits when both have ended, at 30 ms, and
/// job 3 (1), which would fit at 10 ms, waits behind it.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_heavy_item_at_the_head_is_not_overtaken() {
    let jobs = Jobs::lasting_ms([10, 30, 10, 10]).weighing([2, 2, 3, 1]);
    let call = timed(map_within_budget(jobs.weighted_items(), 4, jobs.work())).await;
    jobs.started(2).expect_at_ms(30, OVERTAKEN);
    jobs.started(3).expect_at_ms(30, Causes::both(OVERTAKEN));
    call.took_ms(40, Causes::both(OVERTAKEN));
}

/// Budget 5. Job 0 (3) and job 1 (2) fill it; job 2 (2) fits when job 1 ends, at 10 ms, behind the
/// slow job 0, and job 3 (3) when job 0 ends, at 50 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn an_item_starts_as_soon_as_its_weight_fits() {
    let jobs = Jobs::lasting_ms([50, 10, 50, 10]).weighing([3, 2, 2, 3]);
    let call = timed(map_within_budget(jobs.weighted_items(), 5, jobs.work())).await;
    for (job, at_ms) in [(1, 0), (2, 10), (3, 50)] {
        jobs.started(job).expect_at_ms(at_ms, Causes::of(WAITS_TOO_LONG, TOO_MUCH));
    }
    call.took_ms(60, WAITS_TOO_LONG);
}

/// An item as heavy as the whole budget runs alone.
#[claim]
#[tokio::test(start_paused = true)]
async fn an_item_may_weigh_the_whole_budget() {
    let jobs = Jobs::lasting_ms([10; 4]).weighing([1, 4, 4, 1]);
    let call = timed(map_within_budget(jobs.weighted_items(), 4, jobs.work())).await;
    call.gave(Ok(jobs.all_done()), FULL_IS_TOO_MUCH);
    for job in 0..4 {
        jobs.started(job).expect_at_ms(10 * job as u64, Causes::of(WAITS_TOO_LONG, TOO_MUCH));
    }
}

/// Nothing fits but items without weight, and of those all run at once.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_budget_of_zero_stays_zero() {
    let jobs = Jobs::lasting_ms([10; 5]).weighing([0; 5]);
    let call = timed(drop_after_ms(100, map_within_budget(jobs.weighted_items(), 0, jobs.work()))).await;
    call.gave(Some(Ok(jobs.all_done())), "an item of weight 0 that waits for room, or is refused")
        .took_ms(10, "items of weight 0 one after the other");
    let call = timed(drop_after_ms(100, map_within_budget(vec![(0, 1)], 0, jobs.work()))).await;
    call.gave(
        Some(Err(OverBudget { weight: 1, budget: 0 })),
        "a budget of 0 counted as 1: for a budget it means that no weight fits",
    );
}

/// The first that is too heavy is named: not the heaviest, not the last. Nothing has run by then.
#[rstest]
#[case::in_the_middle(vec![1, 2, 6, 9, 7], 5, 6)]
#[case::at_the_head(vec![7, 1], 5, 7)]
#[case::at_the_end(vec![1, 1, 1, 6], 5, 6)]
#[case::without_a_budget(vec![0, 1], 0, 1)]
#[claim]
#[tokio::test(start_paused = true)]
async fn an_item_over_the_budget_is_an_error_before_any_call(
    #[case] weights: Vec<u32>,
    #[case] budget: u32,
    #[case] weight: u32,
) {
    let jobs = Jobs::lasting_ms(vec![10; weights.len()]).weighing(weights);
    let call =
        timed(drop_after_ms(1000, map_within_budget(jobs.weighted_items(), budget, jobs.work()))).await;
    expect(jobs.calls() == 0, || {
        Failure::new(format!("work was called {} times, and an item is over the budget", jobs.calls()))
            .expected("no call at all: the weights are known before the first")
            .seen(format!("{} calls", jobs.calls()))
            .cause("looking at an item's weight when its turn comes, instead of at all of them first")
    });
    let cause = match call.value {
        None => "an item over the budget that waits for room, which it never gets",
        _ => "the heaviest item reported, or the last, instead of the first that is too heavy",
    };
    call.gave(Some(Err(OverBudget { weight, budget })), cause);
    expect_no_tasks("tasks spawned before the weights were looked at");
}

/// Job 1 starts at 10 ms: neither it nor those behind it are called earlier.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_is_not_called_before_its_item_fits() {
    let jobs = Jobs::lasting_ms([10; 4]).weighing([2, 2, 2, 1]);
    let _ = map_within_budget(jobs.weighted_items(), 3, jobs.work()).await;
    for (job, at_ms) in [(0, 0), (1, 10), (2, 20), (3, 20)] {
        jobs.called(job).expect_at_ms(at_ms, Causes::of(WAITS_TOO_LONG, CALLED_AHEAD));
    }
    jobs.expect_started_in_order(OVERTAKEN);
    jobs.expect_each_called_once("an item lost, or asked for twice");
}

/// The later an item comes, the sooner it is done.
#[claim]
#[tokio::test(start_paused = true)]
async fn results_are_in_input_order() {
    let work = |Item(item)| async move {
        sleep_ms(100 - 10 * item as u64).await;
        Gained(item)
    };
    let items = (0..10).map(|item| (Item(item), 1)).collect();
    let results = map_within_budget(items, 10, work).await.unwrap_or_default();
    let order: Vec<usize> = results.iter().map(|Gained(item)| *item).collect();
    let expected: Vec<usize> = (0..10).collect();
    expect_eq("the results", &order, &expected, "results left in the order in which the jobs ended");
}

/// Budget 2, filled by job 0 until 30 ms: job 1 weighs nothing and need not wait.
#[claim]
#[tokio::test(start_paused = true)]
async fn weight_zero_needs_no_room() {
    let jobs = Jobs::lasting_ms([30, 10, 10, 10]).weighing([2, 0, 0, 2]);
    let call = timed(map_within_budget(jobs.weighted_items(), 2, jobs.work())).await;
    let counted = "a weight of 0 counted as 1, or an item that waits for some room even if it needs none";
    for (job, at_ms) in [(1, 0), (2, 0), (3, 30)] {
        jobs.started(job).expect_at_ms(at_ms, Causes::of(counted, TOO_MUCH));
    }
    call.took_ms(40, counted);
}

/// Job 1 waits for room until 20 ms, and job 2, which weighs nothing, waits behind it.
#[claim]
#[tokio::test(start_paused = true)]
async fn weight_zero_keeps_its_place_in_the_order() {
    let jobs = Jobs::lasting_ms([20, 10, 10]).weighing([3, 1, 0]);
    let _ = map_within_budget(jobs.weighted_items(), 3, jobs.work()).await;
    jobs.called(2).expect_at_ms(20, Causes::of(WAITS_TOO_LONG, WEIGHTLESS));
    jobs.started(2).expect_at_ms(20, Causes::of(WAITS_TOO_LONG, WEIGHTLESS));
    jobs.expect_started_in_order(WEIGHTLESS);
}

/// Items and results that can do nothing: not even be cloned, compared or printed.
struct Item(usize);
struct Gained(usize);

/// 600 items of weight 1000 in a budget of 300 000, all of a round ending in one instant.
#[claim]
#[tokio::test(start_paused = true)]
async fn hundreds_at_a_time_are_as_good_as_two() {
    let work = |item: usize| async move {
        sleep_ms(10).await;
        item
    };
    let items = (0..600).map(|item| (item, 1000)).collect();
    let call = timed(map_within_budget(items, 300_000, work)).await;
    expect_in_input_order(call.value.as_deref().unwrap_or_default(), 600);
    call.took_ms(20, "room lost under way, or given back one item at a time");
}

/// Times, weights and budgets that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_weights_and_any_budget_will_do() {
    let mut rng = Rng::of_this_run();
    for round in 0..12 {
        new_scene();
        let items = if round == 0 { 1 } else { rng.pick(2..25) };
        let budget = rng.pick(1..10) as u32;
        let mut job = || (rng.pick(1..60), rng.pick(0..u64::from(budget) + 1) as u32);
        let plan: Vec<(u64, u32)> = (0..items).map(|_| job()).collect();
        let jobs = Jobs::lasting_ms(plan.iter().map(|job| job.0)).weighing(plan.iter().map(|job| job.1));
        let call = timed(map_within_budget(jobs.weighted_items(), budget, jobs.work())).await;
        call.gave(Ok(jobs.all_done()), "results left in the order in which the jobs ended");
        jobs.expect_each_called_once("an item lost, or asked for twice");
        let starts = starts(&plan, budget);
        for (job, &at_ms) in starts.iter().enumerate() {
            jobs.called(job).expect_at_ms(at_ms, Causes::of(WAITS_TOO_LONG, CALLED_AHEAD));
            jobs.started(job).expect_at_ms(at_ms, Causes::of(WAITS_TOO_LONG, TOO_MUCH));
        }
        jobs.expect_started_in_order(OVERTAKEN);
        let last = starts.iter().zip(&plan).map(|(start, (ms, _))| start + ms).max().unwrap_or(0);
        call.took_ms(last, "waiting on after the last job has ended");
    }
}

/// Called at 0 ms, polled from 15 ms on: that is when the first jobs are called.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    let jobs = Jobs::lasting_ms([10, 10, 10]).weighing([1, 1, 2]);
    expect_needs_no_runtime(|| map_within_budget(jobs.weighted_items(), 2, jobs.work()));
    let call = map_within_budget(jobs.weighted_items(), 2, jobs.work());
    sleep_ms(15).await;
    jobs.called(0).expect_never("work called, or tasks spawned, outside the async block");
    expect_no_tasks("tokio::spawn in the call itself, before the future is polled");
    timed(call)
        .await
        .took_at_least_ms(20, "a clock or a task that was started by the call, before the first poll");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let jobs = Jobs::lasting_ms([10, 30, 20, 10]).weighing([1, 2, 0, 3]);
    let _ = map_within_budget(jobs.weighted_items(), 3, jobs.work()).await;
    expect_left_nothing(&jobs).await;
}

#[rstest]
#[case::without_a_budget(0)]
#[case::with_a_budget(3)]
#[claim]
#[tokio::test(start_paused = true)]
async fn no_items_give_no_results_at_once(#[case] budget: u32) {
    let jobs = Jobs::lasting_ms([]);
    let call = timed(drop_after_ms(100, map_within_budget(vec![], budget, jobs.work()))).await;
    let cause = match call.value {
        None => "waiting for a first item that never comes",
        _ => "an error, or a result, made up for an empty input",
    };
    call.gave(Some(Ok(Vec::<Done>::new())), cause).took_no_time("a pause that no item asked for");
}

/// Dropped at 15 ms: job 0 is done, jobs 1 and 2 run, job 3 waits for room and must never start.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_everything() {
    let jobs = Jobs::lasting_ms([10, 30, 30, 30]).weighing([1, 1, 1, 2]);
    stops_when_dropped(15, map_within_budget(jobs.weighted_items(), 2, jobs.work()), &jobs).await;
    sleep_ms(100).await;
    jobs.called(3).expect_never("a task that hands out the room was not stopped with the call");
    expect_eq("the end of job 1", &jobs.end_of(1), &Some(End::Dropped), DETACHED);
}

/// As many at a time as no answer can know beforehand, and all of them in two rounds.
#[claim]
#[tokio::test(start_paused = true)]
async fn thousands_at_a_time_are_as_good_as_two() {
    let count = Rng::of_this_run().thousands();
    let work = |item: usize| async move {
        sleep_ms(10).await;
        item
    };
    let items = (0..2 * count).map(|item| (item, 7)).collect();
    let call = timed(map_within_budget(items, 7 * count as u32, work)).await;
    call.took_ms(20, FEWER)
        .gave(Ok((0..2 * count).collect()), "results left in the order in which the jobs ended");
}

type MapWithinBudget =
    fn(Vec<(Erased<0>, u32)>, u32, ErasedWork) -> LocalBoxFuture<'static, Result<Vec<Erased<1>>, OverBudget>>;

pub static ANSWER: Answer<MapWithinBudget> = Answer::new();

fn map_within_budget<T, R, F, Fut>(
    items: Vec<(T, u32)>,
    budget: u32,
    work: F,
) -> LocalBoxFuture<'static, Result<Vec<R>, OverBudget>>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let items = items.into_iter().map(|(item, weight)| (Erased::new(item), weight)).collect();
    then(ANSWER.get()(items, budget, erased_work(work)), |results| results.map(Erased::open_all))
}

const OVERTAKEN: &str =
    "taking whichever waiting item fits: a heavy one at the head is overtaken again and again";
const WAITS_TOO_LONG: &str = "waiting for all before it, as batches do, or for more room than the item needs: it may start as soon as \
     its own weight fits";
const FULL_IS_TOO_MUCH: &str =
    "an item of exactly the budget taken for too heavy: off by one, it fits when nothing else runs";
const COUNTS_ITEMS: &str =
    "one place for each item, whatever it weighs: a count of items instead of their weights";
const NOT_HELD: &str =
    "room that is not held while its job runs: given back too early, or asked for without an .await";
const TOO_MUCH: &str = "room given back before the job ends, or a count of items instead of their weights";
const CALLED_AHEAD: &str = "calling work for all items first and waiting for room inside the job: the call comes before its item fits";
const FEWER: &str = "fewer at a time than may be: a limit of the answer's own, beyond which the rest wait";
const WEIGHTLESS: &str = "asking for room in each job: acquire_many(0) never queues, so an item of weight 0 overtakes \
     those that wait";

/// When each job starts: as soon as all before it have started and its weight fits.
fn starts(jobs: &[(u64, u32)], budget: u32) -> Vec<u64> {
    let mut running: Vec<(u64, u32)> = Vec::new();
    let mut now = 0;
    let start = |&(ms, weight): &(u64, u32)| {
        while running.iter().map(|(_, weight)| weight).sum::<u32>() + weight > budget {
            now = running.iter().map(|(end, _)| *end).min().expect("an empty budget fits every item");
            running.retain(|(end, _)| *end > now);
        }
        running.push((now + ms, weight));
        now
    };
    jobs.iter().map(start).collect()
}
