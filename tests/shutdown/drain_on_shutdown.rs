//! `drain_on_shutdown`: close the channel at once, finish what is inside.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, watch};
use tokio_katas::probe::prelude::*;
use tokio_test::assert_ready;
use tokio_test::task::spawn;

/// Jobs of 20, 10 and 5 ms; their sender is gone. The shutdown's sender is alive and sends nothing.
#[claim]
#[tokio::test(start_paused = true)]
async fn jobs_are_worked_off_one_at_a_time_in_order() {
    let jobs = Jobs::lasting_ms([20, 10, 5]);
    let (_, queue) = channel_with(&[0, 1, 2], 4);
    let (_shutdown, told) = watch::channel(false);
    let (seen, ()) = beside(drain_on_shutdown(queue, told, jobs.work()), async {}).await;
    jobs.expect_peak(1, "starting a job before the one in hand is done");
    jobs.started(0).expect_at_ms(0, NOW_AND_THEN);
    seen.gave(jobs.all_done(), "results in another order than the jobs")
        .took_ms(35, Causes::of(NO_END, AHEAD));
    jobs.called(2).expect_at_ms(30, Causes::of(NO_END, AHEAD));
}

/// Nothing to do at 0 ms. A job of 10 ms comes at 7 ms; the sender is dropped a long time later.
#[claim]
#[tokio::test(start_paused = true)]
async fn it_waits_for_jobs_until_the_senders_are_gone() {
    let jobs = Jobs::lasting_ms([10]);
    let (sender, queue) = channel_with(&[], 4);
    let (_shutdown, told) = watch::channel(false);
    let (seen, ()) = beside(drain_on_shutdown(queue, told, jobs.work()), async {
        pass_ms(7).await;
        expect_accepted(
            &sender,
            0,
            "an empty queue taken for the end: more may come while a sender is alive",
        );
        pass_ms(90_000).await;
        drop(sender);
    })
    .await;
    jobs.started(0).expect_at_ms(7, NOW_AND_THEN);
    seen.gave(vec![Done(0)], "a job that was lost").took_ms(
        90_007,
        Causes::both("an empty queue taken for the end, or a wait although no sender is left"),
    );
}

/// A false is sent while a job runs and while none does. The channel stays open.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_false_is_no_shutdown() {
    const CAUSE: &str = "taking every change of the watch channel for a shutdown: look at the value";
    let jobs = Jobs::lasting_ms([10, 10, 10]);
    let (sender, queue) = channel_with(&[0], 4);
    let (shutdown, told) = watch::channel(false);
    let (seen, ()) = beside(drain_on_shutdown(queue, told, jobs.work()), async {
        for job in 1..3 {
            pass_ms(5).await;
            shutdown.send_replace(false);
            pass_ms(8).await;
            shutdown.send_replace(false);
            pass_ms(4).await;
            expect_accepted(&sender, job, CAUSE);
        }
        pass_ms(16).await;
        drop(sender);
    })
    .await;
    seen.gave(jobs.all_done(), CAUSE).took_ms(50, Causes::both(CAUSE));
}

// --------------------------------------------------------------------------------- the shutdown

/// The shutdown comes at 15 ms, in the middle of the job: it ends by itself, and was called only once.
#[rstest]
#[case::a_short_job(40)]
#[case::a_long_job(90_000)]
#[claim]
#[tokio::test(start_paused = true)]
async fn the_job_in_hand_is_finished(#[case] lasts_ms: u64) {
    let jobs = Jobs::lasting_ms([lasts_ms]);
    let seen = play(&jobs, 1, async |_, shutdown| {
        pass_ms(15).await;
        shut_down(shutdown).await;
    })
    .await;
    jobs.expect_each_called_once(CUT_SHORT);
    expect_eq("how the job in hand ended", &jobs.end_of(0), &Some(End::Finished), CUT_SHORT);
    seen.gave(vec![Done(0)], CUT_SHORT).took_ms(lasts_ms, NO_END);
}

/// The shutdown comes at 5 ms, with three jobs in the queue. Their sender stays alive and is not waited for.
#[claim]
#[tokio::test(start_paused = true)]
async fn what_is_queued_is_worked_off_then_it_returns() {
    let jobs = Jobs::lasting_ms([10, 20, 5, 90_000]);
    let seen = play(&jobs, 4, async |_, shutdown| {
        pass_ms(5).await;
        shut_down(shutdown).await;
    })
    .await;
    jobs.expect_peak(1, "working off the rest of the queue all at once: one at a time");
    jobs.expect_started_in_order("the queue worked off from its end");
    seen.gave(jobs.all_done(), THROWN_AWAY).took_ms(90_035, NO_END);
}

/// A job of 40 ms is in hand. The shutdown comes at 15 ms; from then on the channel refuses new jobs.
#[claim]
#[tokio::test(start_paused = true)]
async fn in_the_middle_of_a_job_the_channel_takes_nothing_new() {
    let jobs = Jobs::lasting_ms([40, 10, 0]);
    let seen = play(&jobs, 2, async |sender, shutdown| {
        pass_ms(15).await;
        shut_down(shutdown).await;
        if !sender.is_closed() {
            let failure = Failure::new("the channel was still open after the shutdown")
                .expected("from the instant of the shutdown on a sender gets an error")
                .seen("open, while a job was in hand");
            // The job ends at 40 ms.
            pass_ms(30).await;
            failure.cause(if sender.is_closed() { NOT_HEARD } else { NEVER_CLOSED }).raise();
        }
        expect_refused(sender, 2, NOT_HEARD);
        pass_ms(30).await;
        expect_refused(sender, 2, NOT_HEARD);
    })
    .await;
    seen.took_ms(50, NO_END);
}

/// One place: job 0 in hand, job 1 queued, more senders wait for room.
#[claim]
#[tokio::test(start_paused = true)]
async fn senders_that_wait_for_room_get_their_error_at_that_instant() {
    let jobs = Jobs::lasting_ms([40, 10, 10, 10, 10]);
    let (sender, queue) = channel_with(&[0], 1);
    let (shutdown, told) = watch::channel(false);
    let (seen, accepted) = beside(drain_on_shutdown(queue, told, jobs.work()), async {
        let mut accepted = vec![Done(0)];
        let mut waiting: Vec<_> = (1..5).map(|job| (job, spawn(sender.send(Job::new(job))))).collect();
        for _ in 0..3 {
            pass_ms(5).await;
            waiting.retain_mut(|(job, send)| {
                let waits = send.poll().is_pending();
                if !waits {
                    accepted.push(Done(*job));
                }
                waits
            });
        }
        shut_down(&shutdown).await;
        for (_, send) in &mut waiting {
            expect(send.is_woken(), || {
                Failure::new("a sender that waits for room was left waiting at the shutdown")
                    .expected("its error, at the instant of the shutdown")
                    .seen("it still waits")
                    .cause(NOT_HEARD)
            });
            let answer = assert_ready!(send.poll());
            expect(answer.is_err(), || {
                Failure::new("a sender that waited for room was let in after the shutdown")
                    .expected("an error for the sender")
                    .seen("its job was accepted")
                    .cause(NOT_HEARD)
            });
        }
        accepted
    })
    .await;
    seen.gave(accepted, THROWN_AWAY);
}

/// Several times false, and only then true: while a job runs, and while none does.
#[rstest]
#[case::in_the_middle_of_a_job(2, 5)]
#[case::while_it_waits_for_a_job(12, 15)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_true_after_a_false_is_heard(#[case] first_ms: u64, #[case] told_ms: u64) {
    const CAUSE: &str =
        "listening to the first change only: it may say false; wait_for goes on until it is true";
    let jobs = Jobs::lasting_ms([10]);
    let seen = play(&jobs, 1, async |sender, shutdown| {
        for ms in [first_ms, 1, 1] {
            pass_ms(ms).await;
            shutdown.send_replace(false);
        }
        pass_ms(told_ms - first_ms - 2).await;
        shut_down(shutdown).await;
        expect_refused(sender, 0, CAUSE);
    })
    .await;
    seen.gave(vec![Done(0)], CAUSE).took_ms(told_ms.max(10), CAUSE);
}

/// True at 5 ms, false at 7 ms and again at 15 ms: the true holds.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_later_false_takes_nothing_back() {
    const CAUSE: &str = "looking at the value later, when the job is done: the channel is closed at the \
         first true, and a later false takes nothing back";
    let jobs = Jobs::lasting_ms([10, 10]);
    let seen = play(&jobs, 2, async |sender, shutdown| {
        pass_ms(5).await;
        shut_down(shutdown).await;
        for ms in [2, 8] {
            pass_ms(ms).await;
            shutdown.send_replace(false);
            let_the_runtime_run().await;
            expect_refused(sender, 0, CAUSE);
        }
    })
    .await;
    seen.gave(jobs.all_done(), CAUSE).took_ms(20, CAUSE);
}

/// The value is already true when it is first looked at.
#[rstest]
#[case::as_the_first_value(false)]
#[case::as_a_change_not_yet_seen(true)]
#[claim]
#[tokio::test(start_paused = true)]
async fn true_from_the_start_closes_the_channel_at_the_first_poll(#[case] changed: bool) {
    const CAUSE: &str = "waiting for a change: `changed` reports none if the value was true all along; \
         wait_for looks at the value first";
    let jobs = Jobs::lasting_ms([10, 10]);
    let (sender, queue) = channel_with(&[0, 1], 4);
    let (shutdown, told) = watch::channel(!changed);
    if changed {
        shutdown.send_replace(true);
    }
    let (seen, ()) = beside(drain_on_shutdown(queue, told, jobs.work()), async {
        let_the_runtime_run().await;
        expect_refused(&sender, 0, CAUSE);
    })
    .await;
    seen.gave(jobs.all_done(), THROWN_AWAY).took_ms(20, CAUSE);
}

/// The shutdown comes while it is idle: nothing is left to do.
#[claim]
#[tokio::test(start_paused = true)]
async fn told_while_it_waits_for_a_job_it_returns_at_once() {
    let jobs = Jobs::lasting_ms([10]);
    let seen = play(&jobs, 1, async |sender, shutdown| {
        pass_ms(25).await;
        shut_down(shutdown).await;
        expect_refused(sender, 0, "looking at the shutdown only when a job comes, or on a timer");
    })
    .await;
    let cause = "waiting for the next job with recv alone, which hears no shutdown: select! over both";
    seen.gave(vec![Done(0)], cause).took_ms(25, cause);
}

/// The shutdown and a job in the same instant, before anything else could run: the channel took the job.
#[rstest]
#[case::while_it_waits_for_a_job(15)]
#[case::in_the_middle_of_a_job(5)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_job_accepted_in_the_same_breath_is_worked_off(#[case] at_ms: u64) {
    // Which of the two is seen first may be up to select!: thirty times, so that it is seen both ways.
    for _ in 0..30 {
        new_scene();
        let jobs = Jobs::lasting_ms([10, 10]);
        let mut accepted = vec![Done(0)];
        let seen = play(&jobs, 1, async |sender, shutdown| {
            pass_ms(at_ms).await;
            shutdown.send_replace(true);
            if sender.try_send(Job::new(1)).is_ok() {
                accepted.push(Done(1));
            }
        })
        .await;
        seen.gave(accepted, THROWN_AWAY);
    }
}

/// A thousand jobs of no time at all, and the shutdown comes at the 500th: what is queued is worked off.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_thousand_jobs_are_worked_off() {
    let (shutdown, told) = watch::channel(false);
    let (sender, queue) = channel_with(&Vec::from_iter(0..1000), 2000);
    let work = |job: usize| {
        if job == 500 {
            shutdown.send_replace(true);
        }
        std::future::ready(job)
    };
    let (seen, ()) = beside(drain_on_shutdown(queue, told, work), async {
        let_the_runtime_run().await;
        expect_refused(&sender, 0, NOT_HEARD);
    })
    .await;
    let cause = match seen.value.len() {
        ..=501 => THROWN_AWAY,
        _ => {
            "only so many of the queued jobs worked off: one recv_many takes what is there, up to a limit; \
             receive until None"
        }
    };
    seen.gave((0..1000).collect(), cause).took_no_time(NO_END);
}

/// Two jobs end at 20 ms. A permit is out at the shutdown, and is used a long time later.
#[rstest]
#[case::told_in_the_middle_of_a_job(5)]
#[case::told_while_it_waits_for_a_job(25)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_permit_that_is_out_is_honoured(#[case] told_ms: u64) {
    const CAUSE: &str = "an empty queue taken for its end: while a permit is out, a job may still come; \
         recv waits for it, try_recv and is_empty do not";
    let jobs = Jobs::lasting_ms([10, 10, 10]);
    let seen = play(&jobs, 2, async |sender, shutdown| {
        let permit = sender.try_reserve().expect("the channel is open and has room");
        pass_ms(told_ms).await;
        shut_down(shutdown).await;
        pass_ms(90_000).await;
        permit.send(Job::new(2));
    })
    .await;
    seen.gave(jobs.all_done(), CAUSE).took_ms(told_ms + 90_010, Causes::of(REST_NOW_AND_THEN, CAUSE));
}

/// One job ends at 10 ms. The permit is given back 25 ms after the shutdown: nothing more can come.
#[rstest]
#[case::told_in_the_middle_of_a_job(5)]
#[case::told_while_it_waits_for_a_job(15)]
#[claim]
#[tokio::test(start_paused = true)]
async fn it_ends_when_the_last_permit_is_given_back(#[case] told_ms: u64) {
    const CAUSE: &str = "asking for the rest of the queue only once: recv ends when the last permit is back";
    let jobs = Jobs::lasting_ms([10]);
    let seen = play(&jobs, 1, async |sender, shutdown| {
        let permit = sender.try_reserve().expect("the channel is open and has room");
        pass_ms(told_ms).await;
        shut_down(shutdown).await;
        pass_ms(25).await;
        drop(permit);
    })
    .await;
    seen.gave(vec![Done(0)], CAUSE).took_ms(told_ms + 25, Causes::of(REST_NOW_AND_THEN, CAUSE));
}

/// A channel with room for two. Job 0 is in hand at once; 1 and 2 wait in the channel, and there is no
/// room for more before a job has ended, one for each.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_job_leaves_the_channel_when_work_on_it_begins() {
    let jobs = Jobs::lasting_ms([10; 6]);
    let (sender, queue) = channel_with(&[0], 2);
    let (_shutdown, told) = watch::channel(false);
    let (seen, ()) = beside(drain_on_shutdown(queue, told, jobs.work()), async {
        pass_ms(1).await;
        for job in [1, 2] {
            expect_accepted(&sender, job, OWN_QUEUE);
        }
        for job in [3, 4, 5] {
            pass_ms(5).await;
            expect_full(&sender, job);
            pass_ms(5).await;
            expect_accepted(&sender, job, "a job in hand that keeps its place in the channel");
        }
        drop(sender);
    })
    .await;
    seen.gave(jobs.all_done(), THROWN_AWAY).took_ms(60, NO_END);
}

// ------------------------------------------------------------ when the shutdown's sender is gone

/// The shutdown's sender is dropped without a true. A job comes at 35 ms, and the jobs' sender is dropped at 50 ms.
#[rstest]
#[case::before_the_first_poll(None)]
#[case::in_the_middle_of_a_job(Some(5))]
#[case::while_it_waits_for_a_job(Some(25))]
#[claim]
#[tokio::test(start_paused = true)]
async fn without_a_shutdown_sender_it_goes_on(#[case] gone_at_ms: Option<u64>) {
    let jobs = Jobs::lasting_ms([10, 5, 10]);
    let (sender, queue) = channel_with(&[0, 1], 4);
    let (shutdown, told) = watch::channel(false);
    let shutdown = gone_at_ms.map(|_| shutdown);
    let mut call = drain_on_shutdown(queue, told, jobs.work());
    let mut polls = 0;
    let call = poll_fn(|cx| {
        polls += 1;
        expect(polls < 1_000, || {
            Failure::new("it asked again and again, and time stood still")
                .expected("it waits for the next job")
                .seen(format!("{polls} polls"))
                .cause(
                    "asking a dead watch channel again and again: `changed` then returns an error at \
                     once, each time",
                )
        });
        call.as_mut().poll(cx)
    });
    let (seen, ()) = beside(call, async {
        let at_ms = gone_at_ms.unwrap_or(5);
        pass_ms(at_ms).await;
        drop(shutdown);
        pass_ms(35 - at_ms).await;
        expect_accepted(&sender, 2, WENT_ON);
        pass_ms(15).await;
        drop(sender);
    })
    .await;
    seen.gave(jobs.all_done(), WENT_ON).took_ms(50, Causes::both(WENT_ON));
}

/// The value becomes true, and the sender is dropped in the same instant: the true counts.
#[rstest]
#[case::before_the_first_poll(0)]
#[case::in_the_middle_of_a_job(5)]
#[case::while_it_waits_for_a_job(15)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_true_counts_although_its_sender_is_gone(#[case] at_ms: u64) {
    const CAUSE: &str = "giving up on the watch channel once its sender is gone: its last value is still \
         there, and may be true";
    let jobs = Jobs::lasting_ms([10]);
    let (sender, queue) = channel_with(&[0], 4);
    let (shutdown, told) = watch::channel(false);
    let mut shutdown = Some(shutdown);
    let mut say_and_go = || shutdown.take().is_some_and(|shutdown| shutdown.send_replace(true));
    if at_ms == 0 {
        say_and_go();
    }
    let (seen, ()) = beside(drain_on_shutdown(queue, told, jobs.work()), async {
        pass_ms(at_ms).await;
        say_and_go();
        let_the_runtime_run().await;
        expect_refused(&sender, 0, CAUSE);
    })
    .await;
    seen.gave(vec![Done(0)], CAUSE).took_ms(at_ms.max(10), CAUSE);
}

// -------------------------------------------------------------------------------------- the rest

/// It ends because the senders are gone; the shutdown never came.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let jobs = Jobs::lasting_ms([10]);
    let (_, queue) = channel_with(&[0], 1);
    let (_shutdown, told) = watch::channel(false);
    drain_on_shutdown(queue, told, jobs.work()).await;
    expect_no_tasks("a task of its own that still listens for the shutdown: select! over it in the call");
}

/// Dropped at 15 ms: job 0 is done, job 1 is in hand, job 2 is still queued.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_drops_the_job_and_the_channel() {
    let jobs = Jobs::lasting_ms([10, 10, 10]);
    let (sender, queue) = channel_with(&[0, 1, 2], 4);
    let (_shutdown, told) = watch::channel(false);
    drop_after_ms(15, drain_on_shutdown(queue, told, jobs.work())).await;
    let_the_runtime_run().await;
    const CAUSE: &str = "a task of its own, or a leaked receiver, which is not dropped with the future: \
         dropping a JoinHandle detaches its task";
    jobs.expect_none_in_flight(CAUSE);
    expect_no_tasks(CAUSE);
    expect_refused(&sender, 0, CAUSE);
}

/// Jobs, results and the work itself belong to the caller's task and borrow from it.
#[claim]
#[tokio::test(start_paused = true)]
async fn work_may_borrow_and_need_not_be_send() {
    let (log, open) = (RefCell::new(Vec::new()), Cell::new(0));
    let names = ["a", "b"].map(Rc::new);
    let (sender, queue) = mpsc::channel(2);
    for name in &names {
        sender.try_send(Job(LocalErased::new(Rc::clone(name)))).expect("the channel has room");
    }
    let (shutdown, told) = watch::channel(false);
    let (log_here, open_here) = (&log, &open);
    let work = move |name: Rc<&'static str>| async move {
        open_here.set(open_here.get() + 1);
        sleep_ms(10).await;
        log_here.borrow_mut().push(name);
        open_here.set(open_here.get() - 1);
    };
    let (seen, ()) = beside(drain_on_shutdown(queue, told, work), async {
        pass_ms(5).await;
        shut_down(&shutdown).await;
    })
    .await;
    seen.took_ms(20, NO_END);
    expect_eq("what the work saw", &*log.borrow(), &Vec::from(names), THROWN_AWAY);
    expect_eq("jobs still open", &open.get(), &0, CUT_SHORT);
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_jobs_and_no_senders_give_nothing_at_once() {
    let jobs = Jobs::lasting_ms([]);
    let (_, queue) = channel_with(&[], 1);
    let (_shutdown, told) = watch::channel(false);
    let (seen, ()) = beside(drain_on_shutdown(queue, told, jobs.work()), async {}).await;
    seen.gave(vec![], "a result made up for an empty queue").took_no_time(NO_END);
}

/// True from the start, but until the future is polled nothing looks at it.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    // The channel is not Send, so it is made on that thread.
    expect_needs_no_runtime(|| {
        let ((_sender, queue), (_shutdown, told)) = (channel_with(&[], 1), watch::channel(true));
        drain_on_shutdown(queue, told, |job: usize| std::future::ready(job))
    });

    let jobs = Jobs::lasting_ms([10]);
    let (sender, queue) = channel_with(&[], 4);
    let (_shutdown, told) = watch::channel(true);
    let call = drain_on_shutdown(queue, told, jobs.work());
    pass_ms(15).await;
    let cause = "closing the channel in the call itself, before the future is polled";
    expect_accepted(&sender, 0, cause);
    let (seen, ()) = beside(call, async {}).await;
    seen.gave(vec![Done(0)], cause).took_at_least_ms(10, cause);
}

/// Random jobs come at even ms, the shutdown at an odd one: what comes before it is worked off in order.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_shutdown_between_any_jobs_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..20 {
        new_scene();
        let pauses: Vec<u64> = (0..8).map(|_| 2 * rng.pick(0..8)).collect();
        let lasting: Vec<u64> = (0..8).map(|_| rng.pick(0..16)).collect();
        let stop_ms = 2 * rng.pick(0..40) + 1;

        let (mut now, mut free, mut accepted) = (0, 0, Vec::new());
        for job in 0..8 {
            now += pauses[job];
            if now < stop_ms {
                free = now.max(free) + lasting[job];
                accepted.push(Done(job));
            }
        }

        let jobs = Jobs::lasting_ms(lasting);
        let (sender, queue) = channel_with(&[], 8);
        let (shutdown, told) = watch::channel(false);
        let stop = async {
            pass_ms(stop_ms).await;
            shut_down(&shutdown).await;
        };
        let send = async {
            for (job, pause) in pauses.into_iter().enumerate() {
                pass_ms(pause).await;
                let _ = sender.try_send(Job::new(job));
            }
        };
        let call = drain_on_shutdown(queue, told, jobs.work());
        let (seen, _) = beside(call, futures::future::join(stop, send)).await;
        seen.gave(accepted, NOT_HEARD).took_ms(free.max(stop_ms), NO_END);
    }
}

/// Jobs and results of one type each, since the answer is compiled once.
type DrainOnShutdown = for<'a> fn(
    mpsc::Receiver<Job<'a>>,
    watch::Receiver<bool>,
    Work<'a>,
) -> LocalBoxFuture<'a, Vec<Output<'a>>>;

type Work<'a> = Box<dyn Fn(Job<'a>) -> LocalErasedFuture<'a, Output<'a>> + 'a>;
type Output<'a> = LocalErased<'a, 1>;

pub static ANSWER: Answer<DrainOnShutdown> = Answer::new();

/// A job in the channel.
pub struct Job<'a>(LocalErased<'a, 0>);

impl Job<'_> {
    fn new(job: usize) -> Self {
        Job(LocalErased::new(job))
    }
}

fn drain_on_shutdown<'a, T, R, F, Fut>(
    jobs: mpsc::Receiver<Job<'a>>,
    shutdown: watch::Receiver<bool>,
    work: F,
) -> LocalBoxFuture<'a, Vec<R>>
where
    T: 'static,
    R: 'static,
    F: Fn(T) -> Fut + 'a,
    Fut: Future<Output = R> + 'a,
{
    let work = move |Job(job): Job<'a>| LocalErasedFuture::new(work(job.open()), LocalErased::new);
    then(ANSWER.get()(jobs, shutdown, Box::new(work)), LocalErased::open_all)
}

const NOT_HEARD: &str = "looking at `shutdown` only between two jobs, or when the queue is empty: the \
     channel stays open as long as a job takes; listen while the job runs, too";
const NEVER_CLOSED: &str = "never closing the channel: at the shutdown it must refuse what is new, so close \
     it, then receive until None";
const NOW_AND_THEN: &str = "looking for jobs from time to time instead of waiting for one: recv is ready \
     the moment that a job comes";
const REST_NOW_AND_THEN: &str =
    "looking for the rest of the queue now and then: recv ends when the last permit is back";
const THROWN_AWAY: &str = "returning at the shutdown: what the channel has accepted is still worked off; \
     close it, then receive until None";
const OWN_QUEUE: &str = "taking jobs out of the channel before their turn, into a queue of one's own: the \
     channel's capacity then limits nothing, and no sender notices how slow the work is";
const CUT_SHORT: &str = "select! between the job and the shutdown: the branch that loses is dropped, and the \
     job with it; wait for the job by reference and go on with it";
const AHEAD: &str =
    "calling `work` before the job's turn has come, or starting a job before the one in hand is done";
const NO_END: &str = "waiting longer than needed: a closed channel gives None as soon as it is empty and no \
     permit is out";
const WENT_ON: &str =
    "taking the end of the shutdown's sender for a shutdown: without a true it simply goes on";

/// A channel with `room` places, these jobs already in it.
fn channel_with<'a>(jobs: &[usize], room: usize) -> (mpsc::Sender<Job<'a>>, mpsc::Receiver<Job<'a>>) {
    let (sender, receiver) = mpsc::channel(room);
    for &job in jobs {
        sender.try_send(Job::new(job)).expect("the channel has room for the jobs of the claim");
    }
    (sender, receiver)
}

/// Plays a scene with both senders alive to its end: the first `queued` jobs are in a channel with
/// room for four, the shutdown is false, and `script` runs beside the call.
async fn play(
    jobs: &Jobs,
    queued: usize,
    script: impl AsyncFnOnce(&mpsc::Sender<Job>, &watch::Sender<bool>),
) -> Timed<Vec<Done>> {
    let (sender, queue) = channel_with(&jobs.items()[..queued], 4);
    let (shutdown, told) = watch::channel(false);
    beside(drain_on_shutdown(queue, told, jobs.work()), script(&sender, &shutdown)).await.0
}

/// Waits `ms`, then until everything that happens in that instant has happened.
async fn pass_ms(ms: u64) {
    sleep_ms(ms).await;
    let_the_runtime_run().await;
}

/// Sends the shutdown, and lets every task hear it.
async fn shut_down(shutdown: &watch::Sender<bool>) {
    shutdown.send_replace(true);
    let_the_runtime_run().await;
}

/// The channel is full: it has room for no other job than those that wait in it.
fn expect_full(sender: &mpsc::Sender<Job>, job: usize) {
    let answer = match sender.try_send(Job::new(job)) {
        Err(TrySendError::Full(_)) => return,
        Ok(()) => "it took another job",
        Err(TrySendError::Closed(_)) => "it is closed",
    };
    Failure::new("the channel was not full, although no job had ended")
        .expected("a job leaves the channel when the work on it begins, and not before")
        .seen(answer)
        .cause(OWN_QUEUE)
        .raise();
}

/// The channel refuses a job.
fn expect_refused(sender: &mpsc::Sender<Job>, job: usize, cause: &str) {
    let answer = match sender.try_send(Job::new(job)) {
        Err(TrySendError::Closed(_)) => return,
        Ok(()) => "the job was accepted",
        Err(TrySendError::Full(_)) => "no room now, but still open",
    };
    Failure::new("the channel was still open after the shutdown")
        .expected("from the instant of the shutdown on a sender gets an error")
        .seen(answer)
        .cause(cause)
        .raise();
}

/// The channel takes a job.
fn expect_accepted(sender: &mpsc::Sender<Job>, job: usize, cause: &str) {
    expect(sender.try_send(Job::new(job)).is_ok(), || {
        Failure::new("the channel refused a job, and there was no shutdown")
            .expected("the channel stays open")
            .seen("an error for the sender")
            .cause(cause)
    });
}
