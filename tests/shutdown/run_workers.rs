//! `run_workers`: workers that go round and round until the shutdown, then clean up.

use std::future::Future;
use std::marker::PhantomPinned;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::sync::broadcast;
use tokio_katas::probe::Workers;
use tokio_katas::probe::prelude::*;

/// Rounds of 10, 25 and 100 ms, shutdown at 33 ms: until then each worker goes its own rounds.
#[claim]
#[tokio::test(start_paused = true)]
async fn workers_go_their_rounds_side_by_side() {
    let workers = Workers::lasting_ms([(10, 5), (25, 5), (100, 5)]);
    let seen = play(&workers, async |shutdown| {
        sleep_ms(33).await;
        let expected = ["0-10, 10-20, 20-30, 30-…", "0-25, 25-…", "0-…"];
        workers.expect_histories(&expected, if workers.rounds(1) == 0 { ONE_BY_ONE } else { IN_STEP });
        let _ = shutdown.send(());
    })
    .await;
    workers.expect_rounds(&[4, 2, 1], not_told(&workers));
    seen.took_ms(105, wrong_return(&workers));
}

/// Shutdown at 15 ms, in the middle of rounds that end at 20 ms, at 25 ms and much later.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_round_in_hand_is_finished() {
    let workers = Workers::lasting_ms([(10, 5), (25, 5), (90_000, 5)]);
    let seen = play(&workers, async |shutdown| tell_after_ms(15, shutdown).await).await;
    let at_once = (0..3).any(|worker| workers.history(worker).contains("-15 (cut short)"));
    workers.expect_none_cut_short(if at_once { CUT_SHORT } else { GIVEN_UP });
    seen.took_ms(90_005, wrong_return(&workers));
}

/// Shutdown at 15 ms. Workers 0 and 2 end their rounds at 20 ms and do not wait for worker 1, which ends its own at
/// 70 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn each_worker_cleans_up_right_after_its_own_last_round() {
    let workers = Workers::lasting_ms([(10, 20), (70, 20), (10, 30)]);
    let seen = play(&workers, async |shutdown| tell_after_ms(15, shutdown).await).await;
    let expected = ["0-10, 10-20, cleanup 20-40", "0-70, cleanup 70-90", "0-10, 10-20, cleanup 20-50"];
    let one_cleans_up = [0, 2].iter().any(|&worker| workers.history(worker).contains("cleanup 20-"));
    workers.expect_histories(&expected, if one_cleans_up { CLEANUPS_IN_TURN } else { CLEANUPS_TOGETHER });
    seen.took_ms(90, wrong_return(&workers));
}

/// Shutdown at 15 ms: by then three workers have begun 2, 1 and 4 rounds, and they begin no other.
#[claim]
#[tokio::test(start_paused = true)]
async fn no_new_round_begins_after_the_shutdown() {
    let workers = Workers::lasting_ms([(10, 50), (50, 50), (4, 50)]);
    let seen = play(&workers, async |shutdown| tell_after_ms(15, shutdown).await).await;
    workers.expect_rounds(&[2, 1, 4], not_told(&workers));
    seen.took_ms(100, wrong_return(&workers));
}

/// Shutdown at 15 ms, and again at 18, 22 and 35 ms, before, during and after some cleanups.
#[claim]
#[tokio::test(start_paused = true)]
async fn each_worker_cleans_up_once() {
    let workers = Workers::lasting_ms([(10, 10), (20, 20), (30, 5)]);
    let seen = play(&workers, async |shutdown| {
        for ms in [15, 3, 4, 13] {
            tell_after_ms(ms, shutdown).await;
        }
    })
    .await;
    const CAUSE: &str = "cleaning up for each message, or in each worker and once more at the end: one \
         cleanup for each worker, whatever comes later";
    workers.expect_each_cleaned_up_once(CAUSE);
    workers.expect_none_cut_short(CAUSE);
    workers.expect_rounds(&[2, 1, 1], LAGGED);
    seen.took_ms(40, wrong_return(&workers));
}

/// The message was sent, or the sender dropped, before the future is polled.
#[rstest]
#[case::by_a_message(Telling::Message)]
#[case::by_more_messages_than_there_is_room(Telling::Lag)]
#[case::by_the_sender_being_gone(Telling::SenderGone)]
#[case::by_a_message_of_a_sender_that_is_gone(Telling::MessageAndGone)]
#[claim]
#[tokio::test(start_paused = true)]
async fn told_before_the_first_poll_work_never_runs(#[case] telling: Telling) {
    let workers = Workers::lasting_ms([(10, 5), (10, 7)]);
    let (shutdown, told) = broadcast::channel(1);
    let call = at_work(&workers, told);
    let _shutdown = telling.tell(shutdown);
    let call = AssertUnwindSafe(call).catch_unwind().map(Result::ok);
    let (seen, ()) = beside(call, async {}).await;
    expect(seen.value.is_some(), || {
        Failure::new("it panicked")
            .expected("a shutdown")
            .seen("a panic")
            .cause("unwrap on what recv returns: Lagged and Closed are errors, and both count as a shutdown")
    });
    workers.expect_rounds(&[0, 0], if workers.rounds(0) == 1 { LOOKS_TOO_LATE } else { telling.not_heard() });
    workers.expect_each_cleaned_up_once("returning without a cleanup when there was nothing to do");
    seen.took_ms(7, wrong_return(&workers));
}

/// The same at 15 ms, in the middle of the rounds.
#[rstest]
#[case::by_a_message(Telling::Message)]
#[case::by_more_messages_than_there_is_room(Telling::Lag)]
#[case::by_the_sender_being_gone(Telling::SenderGone)]
#[case::by_a_message_of_a_sender_that_is_gone(Telling::MessageAndGone)]
#[claim]
#[tokio::test(start_paused = true)]
async fn told_in_the_middle_of_a_round_they_stop(#[case] telling: Telling) {
    let workers = Workers::lasting_ms([(10, 5), (40, 5)]);
    let (shutdown, told) = broadcast::channel(1);
    let (seen, _shutdown) = beside(at_work(&workers, told), async {
        sleep_ms(15).await;
        let_the_runtime_run().await;
        telling.tell(shutdown)
    })
    .await;
    workers.expect_histories(&["0-10, 10-20, cleanup 20-25", "0-40, cleanup 40-45"], telling.not_heard());
    seen.took_ms(45, wrong_return(&workers));
}

/// Shutdown at 15 ms; the last cleanup begins at 20 ms.
#[rstest]
#[case::a_short_cleanup(1)]
#[case::a_long_cleanup(300)]
#[case::a_very_long_cleanup(90_000)]
#[claim]
#[tokio::test(start_paused = true)]
async fn it_returns_when_the_last_cleanup_is_done(#[case] cleanup_ms: u64) {
    let workers = Workers::lasting_ms([(10, 1), (10, cleanup_ms), (10, 1)]);
    let seen = play(&workers, async |shutdown| tell_after_ms(15, shutdown).await).await;
    workers.expect_none_cut_short(GIVEN_UP);
    workers.expect_none_in_flight(DETACHED_CLEANUP);
    seen.took_ms(20 + cleanup_ms, wrong_return(&workers));
}

/// Two hundred workers with rounds of 10 ms and cleanups of 1 to 200 ms, shutdown at 15 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn two_hundred_workers_are_all_told_and_all_waited_for() {
    let workers = Workers::lasting_ms((1..201).map(|cleanup_ms| (10, cleanup_ms)));
    let seen = play(&workers, async |shutdown| tell_after_ms(15, shutdown).await).await;
    let history = |worker| format!("0-10, 10-20, cleanup 20-{}", 21 + worker);
    let never_began = (0..200).any(|worker| workers.rounds(worker) == 0);
    let cause = if never_began {
        "only so many workers at a time: all of them work from the start"
    } else {
        not_told(&workers)
    };
    workers.expect_histories(&Vec::from_iter((0..200).map(history)), cause);
    seen.took_ms(220, wrong_return(&workers));
}

/// Rounds that only yield: the clock stands still, and yet the workers hear the shutdown.
#[claim]
#[tokio::test(start_paused = true)]
async fn rounds_of_no_time_hear_the_shutdown_too() {
    let workers = Workers::lasting_ms([(0, 5), (0, 0), (10, 5)]);
    let seen = play(&workers, async |shutdown| {
        let_the_runtime_run().await;
        let _ = shutdown.send(());
        for _ in 0..4 {
            let_the_runtime_run().await;
        }
        let begun = workers.rounds(0);
        let_the_runtime_run().await;
        expect(workers.rounds(0) == begun, || {
            Failure::new("worker 0 begins round after round, although the shutdown was sent")
                .expected("no new round after the shutdown")
                .seen(format!("{} rounds in the same instant", workers.rounds(0)))
                .cause(
                    "looking at the shutdown on a timer: while rounds take no time the clock stands still, \
                     and it never fires",
                )
        });
    })
    .await;
    workers.expect_each_cleaned_up_once(NOT_TOLD);
    workers.expect_none_cut_short(CUT_SHORT);
    seen.took_ms(15, wrong_return(&workers));
}

/// No shutdown comes, and none is needed.
#[claim]
#[tokio::test(start_paused = true)]
async fn without_workers_it_returns_at_once() {
    let workers = Workers::lasting_ms([]);
    let seen = play(&workers, async |_| ()).await;
    seen.took_no_time("waiting for the shutdown although there are no workers");
    expect_no_tasks("a listener although there are no workers");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let workers = Workers::lasting_ms([(10, 5), (25, 30)]);
    let seen = play(&workers, async |shutdown| tell_after_ms(15, shutdown).await).await;
    const CAUSE: &str = "a worker or a listener that is not awaited: an abort is over only when its task is";
    expect_no_tasks(CAUSE);
    workers.expect_none_in_flight(CAUSE);
    seen.took_ms(55, wrong_return(&workers));
}

/// Shutdown at 15 ms. Worker 0 cleans up from 20 to 50 ms, worker 1 is in its first round until 70 ms.
#[rstest]
#[case::in_the_middle_of_the_rounds(7)]
#[case::in_the_middle_of_a_cleanup(32)]
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_the_workers(#[case] drop_ms: u64) {
    const CAUSE: &str = "workers held by plain JoinHandles: dropping a handle detaches its task; dropping a \
         JoinSet aborts its tasks";
    let workers = Workers::lasting_ms([(10, 30), (70, 30)]);
    let (shutdown, told) = broadcast::channel(1);
    let call = run_workers(workers.count(), told, workers.work(), workers.cleanup());
    drop_after_ms(drop_ms, beside(call, tell_after_ms(15, &shutdown))).await;
    let_the_runtime_run().await;
    workers.expect_none_in_flight(CAUSE);
    expect_no_tasks(CAUSE);

    let begun = workers.begun();
    let _ = shutdown.send(());
    sleep_ms(200).await;
    expect(workers.begun() == begun, || {
        Failure::new("a worker went on after the future was dropped").cause(CAUSE)
    });
}

/// Called at 0 ms and first polled at 15 ms: the first rounds begin at 15 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    const CAUSE: &str = "tokio::spawn, or work, in the call itself, before the future is polled";
    let workers = Workers::lasting_ms([(10, 5)]);
    let (_shutdown, told) = broadcast::channel(1);
    let (work, cleanup) = (workers.work(), workers.cleanup());
    expect_needs_no_runtime(move || run_workers(1, told, work, cleanup));

    let (shutdown, told) = broadcast::channel(1);
    let call = run_workers(1, told, workers.work(), workers.cleanup());
    sleep_ms(15).await;
    workers.expect_rounds(&[0], CAUSE);
    expect_no_tasks(CAUSE);
    let (seen, ()) = beside(call, tell_after_ms(5, &shutdown)).await;
    seen.took_at_least_ms(15, CAUSE);
}

/// Rounds last an even time and the shutdown comes at an odd one, so that they never meet.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_shutdown_of_any_crew_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..20 {
        new_scene();
        let workers = rng.pick(1..6);
        let plan: Vec<(u64, u64)> = (0..workers).map(|_| (2 * rng.pick(1..20), rng.pick(1..30))).collect();
        let stop_ms = 2 * rng.pick(0..40) + 1;

        let mut end_ms = 0;
        let mut expected = Vec::new();
        for &(round_ms, cleanup_ms) in &plan {
            let rounds = stop_ms.div_ceil(round_ms);
            let mut history: String =
                (0..rounds).map(|nth| format!("{}-{}, ", nth * round_ms, (nth + 1) * round_ms)).collect();
            let stopped_ms = rounds * round_ms;
            history += &format!("cleanup {stopped_ms}-{}", stopped_ms + cleanup_ms);
            end_ms = end_ms.max(stopped_ms + cleanup_ms);
            expected.push(history);
        }

        let workers = Workers::lasting_ms(plan);
        let seen = play(&workers, async |shutdown| tell_after_ms(stop_ms, shutdown).await).await;
        workers.expect_histories(
            &expected,
            "rounds that go on after the shutdown, or a cleanup that does not follow the last round at once",
        );
        seen.took_ms(end_ms, wrong_return(&workers));
    }
}

pub static ANSWER: Answer<RunWorkers> = Answer::new();

type RunWorkers = fn(usize, broadcast::Receiver<()>, Stints<0>, Stints<1>) -> LocalBoxFuture<'static, ()>;

/// The rounds or the cleanups of all workers. It is `Clone` and `Send`, and nothing else. A clone of it is a
/// clone of what the claim gave.
pub struct Stints<const SLOT: usize>(Box<dyn Begin>, PhantomPinned);

impl<const SLOT: usize> Stints<SLOT> {
    /// Begins one. Its type differs with the slot.
    pub fn begin(&self, worker: usize) -> impl Future<Output = ()> + Send + use<SLOT> {
        self.0.begin(worker)
    }
}

impl<const SLOT: usize> Clone for Stints<SLOT> {
    fn clone(&self) -> Self {
        Stints(self.0.clone_box(), PhantomPinned)
    }
}

trait Begin: Send {
    fn begin(&self, worker: usize) -> ErasedFuture<()>;
    fn clone_box(&self) -> Box<dyn Begin>;
}

impl<F, Fut> Begin for F
where
    F: Fn(usize) -> Fut + Clone + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    fn begin(&self, worker: usize) -> ErasedFuture<()> {
        ErasedFuture::new(self(worker), |()| ())
    }

    fn clone_box(&self) -> Box<dyn Begin> {
        Box::new(self.clone())
    }
}

fn run_workers<W, WFut, C, CFut>(
    count: usize,
    shutdown: broadcast::Receiver<()>,
    work: W,
    cleanup: C,
) -> LocalBoxFuture<'static, ()>
where
    W: Fn(usize) -> WFut + Clone + Send + 'static,
    WFut: Future<Output = ()> + Send + 'static,
    C: Fn(usize) -> CFut + Clone + Send + 'static,
    CFut: Future<Output = ()> + Send + 'static,
{
    let (work, cleanup) = (Stints(Box::new(work), PhantomPinned), Stints(Box::new(cleanup), PhantomPinned));
    ANSWER.get()(count, shutdown, work, cleanup)
}

const ONE_BY_ONE: &str = "awaiting one worker before the next is started: start all, then wait";
const IN_STEP: &str = "waiting for all at the end of each round: every worker goes its own rounds";
const CUT_SHORT: &str = "select! between the round and the shutdown: the branch that loses is dropped; look \
     at the shutdown between two rounds";
const GIVEN_UP: &str = "giving up on the workers after a fixed time: wait until the last of them is done";
const NOT_TOLD: &str =
    "a worker that never hears of the shutdown: one receiver that only one worker gets to read";
const LOOKS_TOO_LATE: &str =
    "the first round begun before anything has looked at the shutdown: look first, then work";
const RESUBSCRIBED: &str = "a subscription of its own for each worker: resubscribe begins now, and misses \
     what was sent before; look at the receiver that was handed in";
const LAGGED: &str = "taking only Ok(()) for the shutdown: a receiver that has missed messages gives \
     Lagged, and Lagged counts as a shutdown";
const CLOSED: &str =
    "taking only messages for the shutdown: without senders none will come, so Closed counts as a shutdown";
const CLEANUPS_IN_TURN: &str =
    "cleaning up one after another: each worker cleans up when its own last round is done";
const CLEANUPS_TOGETHER: &str =
    "cleaning up only when all workers have stopped: each cleans up when its own last round is done";
const NO_CLEANUP: &str = "`cleanup(…)` without its .await: a future that is not polled does nothing";
const DETACHED_CLEANUP: &str =
    "a cleanup in a task of its own that is not awaited: wait until the last cleanup is done";

fn all_cleaned_up(workers: &Workers) -> bool {
    (0..workers.count()).all(|worker| workers.history(worker).contains("cleanup"))
}

/// Why a worker went on after the shutdown, if it did.
fn not_told(workers: &Workers) -> &'static str {
    match all_cleaned_up(workers) {
        true => "looking at the shutdown only now and then: look before each round",
        false => NOT_TOLD,
    }
}

/// Why the call took another time than it should, if it did: what the workers have done tells.
fn wrong_return(workers: &Workers) -> Causes<'static> {
    let histories: Vec<String> = (0..workers.count()).map(|worker| workers.history(worker)).collect();
    let all_cleaned_up = all_cleaned_up(workers);
    let early = match histories.iter().any(|history| history.contains("cut short")) {
        true => CUT_SHORT,
        false if all_cleaned_up => DETACHED_CLEANUP,
        false => NO_CLEANUP,
    };
    let late = match all_cleaned_up {
        true => "waiting a fixed time: it ends with the last cleanup",
        false => NOT_TOLD,
    };
    Causes::of(late, early)
}

/// The workers at work. If they never stop, they are dropped long after they should have: what they did shows more than
/// a claim without an end.
fn at_work(workers: &Workers, told: broadcast::Receiver<()>) -> impl Future<Output = Option<()>> + use<> {
    let call = run_workers(workers.count(), told, workers.work(), workers.cleanup());
    drop_after_ms(300 + workers.longest_ms(), call)
}

/// Runs the workers, with `script` beside them. The shutdown's sender lives to the end of the scene.
async fn play(workers: &Workers, script: impl AsyncFnOnce(&broadcast::Sender<()>)) -> Timed<Option<()>> {
    let (shutdown, told) = broadcast::channel(1);
    beside(at_work(workers, told), script(&shutdown)).await.0
}

/// Tells the workers to stop, after `ms`.
async fn tell_after_ms(ms: u64, shutdown: &broadcast::Sender<()>) {
    sleep_ms(ms).await;
    let_the_runtime_run().await;
    // An error means that there is no receiver any more; what follows will tell.
    let _ = shutdown.send(());
}

/// How the shutdown may come.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Telling {
    Message,
    /// More messages than the channel holds.
    Lag,
    /// The only sender is dropped without a message.
    SenderGone,
    /// A message, and the sender is dropped.
    MessageAndGone,
}

impl Telling {
    /// Why it was not heard.
    fn not_heard(self) -> &'static str {
        match self {
            Telling::Message => RESUBSCRIBED,
            Telling::Lag => LAGGED,
            Telling::SenderGone | Telling::MessageAndGone => CLOSED,
        }
    }

    fn tell(self, shutdown: broadcast::Sender<()>) -> Option<broadcast::Sender<()>> {
        let messages = match self {
            Telling::Message | Telling::MessageAndGone => 1,
            Telling::Lag => 3,
            Telling::SenderGone => 0,
        };
        for _ in 0..messages {
            let _ = shutdown.send(());
        }
        matches!(self, Telling::Message | Telling::Lag).then_some(shutdown)
    }
}
