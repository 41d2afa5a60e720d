//! `handle_each`: jobs come, jobs end, and some panic; the loop hears of each at once.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, panic_any, resume_unwind};
use std::rc::Rc;

use futures::FutureExt;
use futures::future::{LocalBoxFuture, join_all, ready};
use rstest::rstest;
use tokio::sync::mpsc::{self, Sender};
use tokio::sync::oneshot;
use tokio_katas::JobPanicked;
use tokio_katas::probe::prelude::*;

/// Jobs of 20 ms arrive at 0, 5 and 7 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn each_job_starts_when_it_arrives() {
    let jobs = Jobs::lasting_ms([20; 3]);
    let _ = play(&jobs, async |sender| {
        send(&sender, 0);
        sleep_ms(5).await;
        send(&sender, 1);
        sleep_ms(2).await;
        send(&sender, 2);
        sleep_ms(50).await;
    })
    .await;
    for (job, ms) in [(0, 0), (1, 5), (2, 7)] {
        jobs.started(job).expect_at_ms(ms, ONE_BY_ONE);
    }
    jobs.expect_each_called_once("work called again, or not for each job");
}

/// Jobs of 30, 10 and 20 ms, all there at 0 ms. Then nothing comes for a second, and the channel is open.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_result_is_handed_over_when_its_job_ends() {
    let jobs = Jobs::lasting_ms([30, 10, 20]);
    let (handed, _) = play(&jobs, async |sender| {
        (0..3).for_each(|job| send(&sender, job));
        sleep_ms(1000).await;
    })
    .await;
    let late = match handed.at_ms(&Ok(Done(1))) {
        Some(30) => IN_ORDER,
        _ => NOT_REAPED,
    };
    handed.expect([(10, Ok(Done(1))), (20, Ok(Done(2))), (30, Ok(Done(0)))], late);
}

/// A job of 10 ms at 20 ms, another at 50 ms. Before, between and after them nothing runs.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_moment_without_a_job_is_not_the_end() {
    on_panic(EMPTY_SET);
    let jobs = Jobs::lasting_ms([10, 10]);
    let (handed, ms) = play(&jobs, async |sender| {
        sleep_ms(20).await;
        send(&sender, 0);
        sleep_ms(30).await;
        send(&sender, 1);
        sleep_ms(50).await;
    })
    .await;
    handed.expect([(30, Ok(Done(0))), (60, Ok(Done(1)))], NOT_REAPED);
    ms.took_ms(100, Causes::of(NO_END, EMPTY_SET));
}

/// Job 1 panics at 10 ms, while 0 and 2 run on. Job 3 comes at 40 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_panic_is_a_result_like_another() {
    let jobs = Jobs::lasting_ms([20, 10, 30, 5]).panicking(1, "the disk is full");
    let (handed, ms) = play(&jobs, async |sender| {
        (0..3).for_each(|job| send(&sender, job));
        sleep_ms(40).await;
        send(&sender, 3);
        sleep_ms(40).await;
    })
    .await;
    let ended = [(10, panicked("the disk is full")), (20, Ok(Done(0))), (30, Ok(Done(2))), (45, Ok(Done(3)))];
    handed.expect(ended, NOT_REAPED);
    ms.took_ms(80, Causes::of(NO_END, ONE_FOR_ALL));
}

/// The channel is closed at 5 ms, in the middle of three jobs; one of them panics after that.
#[claim]
#[tokio::test(start_paused = true)]
async fn jobs_that_run_when_the_channel_is_closed_are_finished() {
    let jobs = Jobs::lasting_ms([20, 40, 30]).panicking(2, "late");
    let (handed, ms) = play(&jobs, async |sender| {
        (0..3).for_each(|job| send(&sender, job));
        sleep_ms(5).await;
    })
    .await;
    ms.took_ms(40, Causes::of(NO_END, CUT_SHORT));
    let late = match handed.at_ms(&Ok(Done(0))) {
        Some(40) => NOT_REAPED,
        _ => IN_ORDER,
    };
    handed.expect([(20, Ok(Done(0))), (30, panicked("late")), (40, Ok(Done(1)))], late);
}

/// Nothing runs, and the senders are gone from the start, or at 25 ms, or at 25 ms after a job.
#[rstest]
#[case::from_the_start(0, 0)]
#[case::after_a_wait(25, 0)]
#[case::after_a_job(25, 1)]
#[claim]
#[tokio::test(start_paused = true)]
async fn it_returns_when_the_channel_is_closed_and_nothing_runs(#[case] ms: u64, #[case] count: usize) {
    let jobs = Jobs::lasting_ms(vec![10; count]);
    let (handed, took) = play(&jobs, async |sender| {
        (0..count).for_each(|job| send(&sender, job));
        if ms > 0 {
            sleep_ms(ms).await;
        }
    })
    .await;
    took.took_ms(ms, Causes::of(NO_END, EMPTY_SET));
    handed.expect(jobs.all_done().into_iter().map(|job| (10, Ok(job))), NOT_REAPED);
}

/// Job 0 ends at 10 ms. In that instant job 1 comes, and the channel is closed. Twenty times, since a choice between
/// what is ready may fall to chance.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_job_that_comes_with_the_last_end_is_handled() {
    for _ in 0..20 {
        new_scene();
        let jobs = Jobs::lasting_ms([10, 10]);
        let (handed, ms) = play(&jobs, async |sender| {
            send(&sender, 0);
            sleep_ms(10).await;
            send(&sender, 1);
        })
        .await;
        handed.expect([(10, Ok(Done(0))), (20, Ok(Done(1)))], LEFT);
        ms.took_ms(20, Causes::of(NO_END, LEFT));
    }
}

/// Jobs and their sender's end were there before the first poll.
#[claim]
#[tokio::test(start_paused = true)]
async fn what_is_in_a_closed_channel_is_handled() {
    let jobs = Jobs::lasting_ms([30, 10, 20]);
    let (sender, queue) = mpsc::channel(3);
    (0..3).for_each(|job| send(&sender, job));
    drop(sender);
    let handed = Handed::default();
    let (ms, ()) = beside(settled(handle_each(queue, jobs.work(), handed.done())), async {}).await;
    ms.took_ms(30, Causes::of(ONE_BY_ONE, LEFT));
    handed.expect([(10, Ok(Done(1))), (20, Ok(Done(2))), (30, Ok(Done(0)))], IN_ORDER);
}

/// All are sent in one instant, through a channel of one place, and end in one instant: one in five panics.
#[rstest]
#[case::of_three(3)]
#[case::of_forty(40)]
#[case::of_a_thousand(1000)]
#[claim]
#[tokio::test(start_paused = true)]
async fn any_number_may_run_at_once(#[case] count: usize) {
    let mut jobs = Jobs::lasting_ms(vec![10; count]);
    let panics = |job: usize| job % 5 == 2;
    for job in (0..count).filter(|&job| panics(job)) {
        jobs = jobs.panicking(job, "one in five");
    }
    let (sender, queue) = mpsc::channel(1);
    let handed = Handed::default();
    let call = handle_each(queue, jobs.work(), handed.done());
    let (ms, ()) = beside(settled(call), async {
        for job in 0..count {
            // An error means that the call has returned, which the checks below see.
            let _ = sender.send(Job::new(job)).await;
        }
        sleep_ms(500).await;
        drop(sender);
    })
    .await;
    jobs.expect_peak(count, if jobs.peak() == 1 { ONE_BY_ONE } else { HIDDEN_LIMIT });
    jobs.started(count - 1).expect_at_ms(0, HIDDEN_LIMIT);
    let result = |job| if panics(job) { panicked("one in five") } else { Ok(Done(job)) };
    handed.expect((0..count).map(|job| (10, result(job))), NOT_REAPED);
    ms.took_ms(500, Causes::of(NO_END, EMPTY_SET));
}

/// Job 0 waits for a word that job 1 gives, which comes 10 ms later.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_job_may_wait_for_a_later_one() {
    on_deadlock(ONE_BY_ONE);
    let (word, heard) = oneshot::channel::<()>();
    let (mut word, mut heard) = (Some(word), Some(heard));
    let work = move |job: usize| {
        let (word, heard) = match job {
            0 => (None, heard.take()),
            _ => (word.take(), None),
        };
        async move {
            if let Some(heard) = heard {
                let _ = heard.await;
            }
            drop(word);
            Done(job)
        }
    };
    let (sender, queue) = mpsc::channel(4);
    let handed = Handed::default();
    let (ms, ()) = beside(settled(handle_each(queue, work, handed.done())), async move {
        send(&sender, 0);
        sleep_ms(10).await;
        send(&sender, 1);
    })
    .await;
    handed.expect([(10, Ok(Done(0))), (10, Ok(Done(1)))], ONE_BY_ONE);
    ms.took_ms(10, NO_END);
}

/// `panic!` with and without values, and a payload that is a number; each in the first poll of its job.
#[rstest]
#[case::plain(0, "the disk is full")]
#[case::formatted(1, "disk 7 is full")]
#[case::no_text(2, "unknown panic")]
#[claim]
#[tokio::test(start_paused = true)]
async fn the_text_of_a_panic_is_kept(#[case] how: usize, #[case] text: &str) {
    let job = |how: usize| async move {
        let disk = std::hint::black_box(7);
        match how {
            0 => panic!("the disk is full"),
            1 => panic!("disk {disk} is full"),
            _ => panic_any(404),
        }
    };
    let (sender, queue) = mpsc::channel(1);
    send(&sender, how);
    drop(sender);
    let handed = Handed::default();
    let (ms, ()) = beside(settled(handle_each(queue, job, handed.done())), async {}).await;
    let cause = match (how, handed.count()) {
        (_, 0) => SWALLOWED,
        (2, _) => {
            "an unwrap or a default after the two downcasts: a panic may carry any type, and then it has no text"
        }
        _ => TEXT,
    };
    handed.expect_all([panicked(text)], cause);
    ms.took_no_time(NO_END);
}

/// Ready in its first poll, with nothing else to wake the loop.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_job_may_end_in_its_first_poll() {
    let (sender, queue) = mpsc::channel(4);
    let handed = Handed::default();
    let call = handle_each(queue, |job: usize| ready(Done(job)), handed.done());
    let (ms, ()) = beside(settled(call), async move {
        for job in 0..3 {
            sleep_ms(10).await;
            send(&sender, job);
        }
        sleep_ms(10).await;
    })
    .await;
    handed.expect([(10, Ok(Done(0))), (20, Ok(Done(1))), (30, Ok(Done(2)))], NOT_REAPED);
    ms.took_ms(40, Causes::of(NO_END, EMPTY_SET));
}

/// Dropped at 15 ms: job 0 is done, job 1 has panicked, jobs 2 and 3 run. The channel was open.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_the_jobs_and_closes_the_channel() {
    let jobs = Jobs::lasting_ms([5, 10, 20, 30]).panicking(1, "half-way");
    let (sender, queue) = mpsc::channel(4);
    (0..4).for_each(|job| send(&sender, job));
    let handed = Handed::default();
    stops_when_dropped(15, settled(handle_each(queue, jobs.work(), handed.done())), &jobs).await;
    expect(sender.is_closed(), || {
        Failure::new("the call was dropped, and the channel was still open")
            .expected("senders get an error")
            .seen("a channel that takes jobs that nothing will handle")
            .cause("a receiver that something else holds, and that is not dropped with the future")
    });
    let seen = handed.count();
    sleep_ms(100).await;
    expect_eq("results handed over after the drop", &(handed.count() - seen), &0, DETACHED);
}

/// Seen at the very instant of the return, before the runtime runs again.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    let jobs = Jobs::lasting_ms([10, 20, 30]).panicking(2, "at the end");
    let (sender, queue) = mpsc::channel(4);
    (0..3).for_each(|job| send(&sender, job));
    drop(sender);
    settled(handle_each(queue, jobs.work(), |_| {})).await;
    expect_left_nothing(&jobs).await;
}

/// What the bounds leave free: jobs, `work` and `done` stay in the caller's task and may change what they borrow.
#[claim]
#[tokio::test(start_paused = true)]
async fn jobs_work_and_done_may_borrow_locals() {
    struct Moved(usize);
    let (mut words, mut lengths) = (Vec::new(), Vec::new());
    let alive = Rc::new(Cell::new(0));
    let (sender, queue) = mpsc::channel(2);
    for word in ["to", "katas"] {
        sender.try_send(Job(LocalErased::new(Rc::new(word)))).unwrap_or_else(|_| unreachable!("it has room"));
    }
    drop(sender);
    let work = |word: Rc<&'static str>| {
        words.push(word.to_string());
        let length = word.len();
        async move { Moved(length) }
    };
    let done = |result: Result<Moved, JobPanicked>| {
        alive.set(alive.get() + 1);
        lengths.push(result.map(|Moved(length)| length));
    };
    handle_each(queue, work, done).await;
    lengths.sort_by_key(|length| length.clone().unwrap_or_default());
    expect_eq("the jobs", &words, &vec!["to".to_owned(), "katas".to_owned()], "a job left out");
    expect_eq("the results", &lengths, &vec![Ok(2), Ok(5)], "a result left out");
    expect_eq("calls of done", &alive.get(), &2, "done called too often, or too rarely");
}

/// Called at 0 ms and first polled at 15 ms.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    const EAGER: &str = "receiving or spawning in the call itself, before the returned future is polled";
    expect_needs_no_runtime(|| {
        let (_sender, queue) = mpsc::channel(1);
        handle_each(queue, |job: usize| ready(job), |_| {})
    });
    let jobs = Jobs::lasting_ms([10, 20]);
    let (sender, queue) = mpsc::channel(2);
    (0..2).for_each(|job| send(&sender, job));
    drop(sender);
    let call = handle_each(queue, jobs.work(), |_| {});
    begins_when_polled(call, &jobs, 20, EAGER).await;
}

/// Jobs whose times and ends no answer can know, with and without pauses between them.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_jobs_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..15 {
        new_scene();
        let count = rng.pick(1..30) as usize;
        let pauses: Vec<u64> = (0..count).map(|_| [0, 0, 3, 40][rng.pick(0..4) as usize]).collect();
        let lasting: Vec<u64> = (0..count).map(|_| rng.pick(1..60)).collect();
        let mut jobs = Jobs::lasting_ms(lasting.iter().copied());
        let (mut now, mut end, mut expected) = (0, 0, Vec::new());
        for job in 0..count {
            now += pauses[job];
            let result = match rng.pick(0..4) {
                0 => {
                    jobs = jobs.panicking(job, "by chance");
                    panicked("by chance")
                }
                _ => Ok(Done(job)),
            };
            expected.push((now + lasting[job], result));
            end = end.max(now + lasting[job]);
        }
        let (handed, ms) = play(&jobs, async |sender| {
            for (job, &pause) in pauses.iter().enumerate() {
                if pause > 0 {
                    sleep_ms(pause).await;
                }
                send(&sender, job);
            }
        })
        .await;
        handed.expect(expected, NOT_REAPED);
        ms.took_ms(end, Causes::of(NO_END, EMPTY_SET));
        expect_left_nothing(&jobs).await;
    }
}

/// Two calls at the same time, on two channels: they share nothing.
#[claim]
#[tokio::test(start_paused = true)]
async fn calls_side_by_side_have_nothing_in_common() {
    let scenes: Vec<_> = (0..2).map(|_| (Jobs::lasting_ms([10, 30]), Handed::default())).collect();
    let calls = scenes.iter().map(|(jobs, handed)| {
        let (sender, queue) = mpsc::channel(2);
        (0..2).for_each(|job| send(&sender, job));
        settled(handle_each(queue, jobs.work(), handed.done()))
    });
    join_all(calls).await;
    for (_, handed) in &scenes {
        handed.expect(
            [(10, Ok(Done(0))), (30, Ok(Done(1)))],
            "a set or a channel in a static, shared by all calls",
        );
    }
}

/// Jobs and results of one type each, since the answer is compiled once.
type HandleEach = for<'a> fn(mpsc::Receiver<Job<'a>>, Work<'a>, Taker<'a>) -> LocalBoxFuture<'a, ()>;
type Work<'a> = Box<dyn FnMut(Job<'a>) -> ErasedFuture<Erased<1>> + 'a>;
type Taker<'a> = Box<dyn FnMut(Result<Erased<1>, JobPanicked>) + 'a>;

pub static ANSWER: Answer<HandleEach> = Answer::new();

/// A job in the channel.
pub struct Job<'a>(LocalErased<'a, 0>);

impl Job<'_> {
    fn new(job: usize) -> Self {
        Job(LocalErased::new(job))
    }
}

fn handle_each<'a, T, R, F, Fut, D>(
    jobs: mpsc::Receiver<Job<'a>>,
    mut work: F,
    mut done: D,
) -> LocalBoxFuture<'a, ()>
where
    T: 'static,
    F: FnMut(T) -> Fut + 'a,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
    D: FnMut(Result<R, JobPanicked>) + 'a,
{
    let work = move |Job(job): Job<'a>| ErasedFuture::new(work(job.open()), Erased::new);
    let done = move |result: Result<Erased<1>, JobPanicked>| done(result.map(Erased::open));
    ANSWER.get()(jobs, Box::new(work), Box::new(done))
}

const ONE_BY_ONE: &str = "awaiting a job before the next is received: start it, and wait for the next job and for the \
     end of one that runs at the same time";
const HIDDEN_LIMIT: &str =
    "a limit that the task does not have: only so many jobs run at once, and the rest wait in the channel";
const NOT_REAPED: &str = "ended jobs looked for only when the next job comes, or when the channel is closed: join_next \
     beside recv, in one select!, is woken when a job ends";
const IN_ORDER: &str =
    "results handed over in the order of the jobs: one that is done waits for all before it";
const EMPTY_SET: &str = "an empty JoinSet or FuturesUnordered taken for the end: its None says that nothing runs now, and \
     more may come while the channel is open";
const SWALLOWED: &str = "a panic that nobody hears of: `Some(Ok(result)) = join_next()` skips what does not match, and a \
     job that panics sends nothing; take the Err as well";
const ONE_FOR_ALL: &str = "giving up at the first panic: it ends one job, and the others go on";
const CUT_SHORT: &str = "returning when the channel is closed: the jobs that run then are dropped, and their results lost; \
     join them until none is left";
const LEFT: &str = "a closed channel taken for an empty one: recv gives None only when all is received";
const NO_END: &str = "waiting on although the channel is closed and the last result is handed over";
const TEXT: &str = "another text than the panic's: into_panic() gives the payload, which is a &str or a String; the \
     JoinError's own text wraps it";

fn panicked(text: &str) -> Result<Done, JobPanicked> {
    Err(JobPanicked { message: text.to_owned() })
}

/// Sends a job at this instant.
fn send(sender: &Sender<Job<'_>>, job: usize) {
    let sent = sender.try_send(Job::new(job));
    expect(sent.is_ok(), || {
        let (seen, cause) = match sender.is_closed() {
            true => ("a closed channel: the call has returned", EMPTY_SET),
            false => ("a full channel: nothing takes the jobs out", ONE_BY_ONE),
        };
        Failure::new(format!("job {job} could not be sent"))
            .expected("the channel takes jobs while a sender is alive")
            .seen(seen)
            .cause(cause)
    });
}

/// Handles the jobs that `script` sends; the channel is closed when the script ends.
async fn play<'a>(jobs: &Jobs, script: impl AsyncFnOnce(Sender<Job<'a>>)) -> (Handed, Timed<()>) {
    on_deadlock(NO_END);
    let (sender, queue) = mpsc::channel(64);
    let handed = Handed::default();
    let (ms, ()) = beside(settled(handle_each(queue, jobs.work(), handed.done())), script(sender)).await;
    (handed, ms)
}

/// The call; none of its jobs' panics may come out of it.
async fn settled(call: impl Future<Output = ()>) {
    let Err(payload) = AssertUnwindSafe(call).catch_unwind().await else { return };
    if payload.is::<Failure>() {
        resume_unwind(payload);
    }
    Failure::new("a job's panic came out of handle_each")
        .expected("Err(JobPanicked) handed to done")
        .seen("the whole call panicked")
        .cause(
            "an unwrap or expect on the result of a task that panicked, JoinSet::join_all, or a job awaited in place \
             without catch_unwind",
        )
        .raise()
}

/// The results that `done` was called with, and when.
#[derive(Clone)]
struct Handed(Rc<RefCell<Vec<Result<Done, JobPanicked>>>>, Lane);

impl Default for Handed {
    fn default() -> Self {
        Handed(Rc::default(), Lane::new("done"))
    }
}

impl Handed {
    fn done(&self) -> impl FnMut(Result<Done, JobPanicked>) + use<> {
        let handed = self.clone();
        move |result| {
            handed.1.mark();
            handed.0.borrow_mut().push(result);
        }
    }

    fn count(&self) -> usize {
        self.0.borrow().len()
    }

    fn at_ms(&self, result: &Result<Done, JobPanicked>) -> Option<u64> {
        let place = self.0.borrow().iter().position(|seen| seen == result)?;
        self.1.row().marks.get(place).copied()
    }

    /// Expects these results, at any time and in any order.
    fn expect_all(&self, expected: impl IntoIterator<Item = Result<Done, JobPanicked>>, cause: &str) {
        let shown = |results: &[Result<Done, JobPanicked>]| {
            let mut all: Vec<String> = results.iter().map(shown).collect();
            all.sort();
            all
        };
        let expected: Vec<_> = expected.into_iter().collect();
        expect_eq("what was handed to done", &shown(&self.0.borrow()), &shown(&expected), cause);
    }

    /// Expects these results at these times: in any order within an instant. `late` is the cause of one that came
    /// too late, or not at all.
    fn expect(&self, expected: impl IntoIterator<Item = (u64, Result<Done, JobPanicked>)>, late: &str) {
        let mut expected: Vec<_> = expected.into_iter().map(|(ms, result)| (ms, shown(&result))).collect();
        expected.sort();
        let mut seen: Vec<_> =
            self.1.row().marks.into_iter().zip(self.0.borrow().iter().map(shown)).collect();
        seen.sort();
        if seen == expected {
            return;
        }
        let odd = expected.iter().zip(seen.iter()).position(|(expected, seen)| expected != seen);
        let odd = odd.unwrap_or(seen.len().min(expected.len()));
        let (headline, seen_then, cause) = match expected.get(odd) {
            None => (
                "a result was handed over twice, or made up".to_owned(),
                None,
                "done called again for a result",
            ),
            Some((ms, result)) => match seen.iter().find(|(_, seen)| seen == result) {
                None => {
                    let cause = match result.starts_with("the panic") {
                        true if seen.len() >= expected.len() => TEXT,
                        true => SWALLOWED,
                        false => late,
                    };
                    (format!("{result} was never handed over"), None, cause)
                }
                Some((at, _)) if at > ms => {
                    (format!("{result} was handed over {} ms too late", at - ms), Some(*at), late)
                }
                Some((at, _)) => (format!("{result} was not handed over once, at {ms} ms"), Some(*at), TEXT),
            },
        };
        let expected_then = expected.get(odd).map(|(ms, result)| format!("{result} at {ms} ms"));
        Failure::new(headline)
            .expected(expected_then.unwrap_or_else(|| format!("{} results", expected.len())))
            .seen(match (seen_then, seen.get(odd)) {
                (Some(at), _) => format!("at {at} ms"),
                (None, Some((at, result))) if seen.len() == expected.len() => format!("{result} at {at} ms"),
                (None, _) => format!("{} of {} results", seen.len(), expected.len()),
            })
            .cause(cause)
            .raise();
    }
}

fn shown(result: &Result<Done, JobPanicked>) -> String {
    match result {
        Ok(Done(job)) => format!("the result of job {job}"),
        Err(JobPanicked { message }) => format!("the panic \"{message}\""),
    }
}
