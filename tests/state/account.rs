//! `Account`: one task owns the balance, and everyone else sends requests.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::future::{LocalBoxFuture, join, join_all};
use rstest::rstest;
use tokio_katas::InsufficientFunds;
use tokio_katas::probe::Callers;
use tokio_katas::probe::prelude::*;
use tokio_test::task::spawn;

/// One request after another, starting at 100.
#[claim]
#[tokio::test(start_paused = true)]
async fn answers_are_the_new_balance() {
    let account = Account::open(100);
    for (deposit, balance) in [(50, 150), (0, 150), (1, 151)] {
        let answer = timed(answered(account.deposit(deposit))).await;
        answer.gave(balance, ARITHMETIC).took_no_time(WAITS);
    }
    for (withdraw, balance) in [(1, 150), (0, 150), (50, 100)] {
        let answer = timed(answered(account.withdraw(withdraw))).await;
        answer.gave(Ok(balance), ARITHMETIC).took_no_time(WAITS);
    }
}

/// Two accounts, three handles on each: two tasks, before, between and after the requests.
#[claim]
#[tokio::test(start_paused = true)]
async fn one_task_owns_the_state() {
    let (first, second) = (Account::open(100), Account::open(200));
    let clones = [first.clone(), first.clone(), second.clone(), second.clone()];
    for expected in [[101, 102, 201, 202], [103, 104, 203, 204]] {
        let answers = [
            clones[0].deposit(1).await,
            clones[1].deposit(1).await,
            clones[2].deposit(1).await,
            clones[3].deposit(1).await,
        ];
        expect_eq("the balances of two accounts", &answers, &expected, COPIED);
        let_the_runtime_run().await;
        expect_tasks(2, if tasks_alive() == 0 { NO_TASK } else { ONE_EACH });
    }
}

/// The balance may go down to 0 exactly. A refusal says what there is, and changes nothing.
#[rstest]
#[case::small(100)]
#[case::more_than_32_bits(1 << 40)]
#[case::all_there_is(u64::MAX)]
#[claim]
#[tokio::test(start_paused = true)]
async fn it_gives_what_it_holds_and_no_more(#[case] balance: u64) {
    let account = Account::open(balance - 1);
    for asked in [balance, u64::MAX, balance] {
        let answer = timed(account.withdraw(asked)).await;
        let there = balance - 1;
        answer.gave(Err(InsufficientFunds { balance: there, asked }), REFUSAL).took_no_time(WAITS);
        let_the_runtime_run().await;
        expect_task_goes_on("a refusal");
    }
    expect_eq("a deposit's answer", &account.deposit(1).await, &balance, REFUSAL);
    timed(account.withdraw(balance)).await.gave(Ok(0), ALL_OF_IT);
    timed(account.withdraw(0)).await.gave(Ok(0), ALL_OF_IT);
    timed(account.withdraw(1)).await.gave(Err(InsufficientFunds { balance: 0, asked: 1 }), REFUSAL);
    timed(account.deposit(5)).await.gave(5, ARITHMETIC);
}

/// On one thread a task runs only when the others wait: no answer can be there on the first poll.
#[claim]
#[tokio::test(start_paused = true)]
async fn only_the_task_changes_the_balance() {
    let account = Account::open(100);
    let_the_runtime_run().await;
    for request in [Request::Deposit(1), Request::Withdraw(1), Request::Withdraw(1000)] {
        let mut callers = Callers::default();
        callers.come(0, request.ask(&account).boxed_local());
        expect(callers.answered().is_empty(), || {
            Failure::new(format!("{request:?} was answered before the account's task could run"))
                .expected("Pending: the request is on its way to the task")
                .seen("ready on its first poll")
                .cause(NO_TASK)
        });
        callers.settle().await;
        expect_eq("the callers that still wait", &callers.waiting(), &vec![], "an answer that is never sent");
    }
    expect_eq("the balance", &account.deposit(0).await, &100, ARITHMETIC);
}

/// 100 there, and two ask for 80 at the same time.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_same_money_is_given_once() {
    let account = Account::open(100);
    let both = timed(join(account.withdraw(80), account.withdraw(80))).await.value;
    let refused = Err(InsufficientFunds { balance: 20, asked: 80 });
    let right = [(Ok(20), refused.clone()), (refused, Ok(20))].contains(&both);
    expect(right, || {
        Failure::new("two asked for 80 of 100, and not exactly one of them got it")
            .expected("Ok(20) for one, InsufficientFunds { balance: 20, asked: 80 } for the other")
            .seen(format!("{both:?}"))
            .cause(IN_STEPS)
    });
    expect_eq("the balance", &account.deposit(0).await, &20, IN_STEPS);
}

/// A request is dropped half-way, four times. The next request still gets its own answer.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_late_answer_is_not_taken_for_another() {
    let account = Account::open(100);
    for round in 0..4 {
        let before = account.deposit(0).await;
        let mut dropped = spawn(account.withdraw(10).boxed_local());
        let _ = dropped.poll();
        drop(dropped);
        if round % 2 == 0 {
            let_the_runtime_run().await;
            expect_task_goes_on("a request that was dropped");
        }
        let next = drop_after_ms(10, account.deposit(1000)).await;
        let (with, without) = (before - 10 + 1000, before + 1000);
        expect(next.is_some(), || {
            Failure::new("no answer after a request that was dropped")
                .expected(format!("{with} or {without}"))
                .seen("no answer for 10 ms")
                .cause(UNWRAPPED)
        });
        expect(next == Some(with) || next == Some(without), || {
            Failure::new("the answer is not this request's own")
                .expected(format!("{with} or {without}, since the dropped one may have taken effect"))
                .seen(format!("{}", next.unwrap_or_default()))
                .cause(MIXED_UP)
        });
    }
}

/// 3000 deposits of 1, all on their way at once: every number from 101 to 3100 is an answer.
#[claim]
#[tokio::test(start_paused = true)]
async fn thousands_may_ask_at_once() {
    let account = Account::open(100);
    let deposits = join_all((0..3000).map(|_| account.deposit(1)));
    let all = timed(AssertUnwindSafe(deposits).catch_unwind()).await;
    all.took_no_time(WAITS);
    let Ok(mut answers) = all.value else {
        Failure::new("a deposit panicked when 3000 were on their way at once")
            .expected("a request waits until the mailbox has room")
            .seen("a panic in deposit")
            .cause(NO_ROOM)
            .raise()
    };
    answers.sort_unstable();
    let odd = answers.iter().zip(101..).find(|(answer, expected)| *answer != expected);
    expect(odd.is_none() && answers.len() == 3000, || {
        let (seen, expected) = odd.unwrap_or((&0, 0));
        Failure::new("3000 deposits, and the answers are not one balance after another")
            .expected(format!("{expected}, once"))
            .seen(format!("{seen} in its place"))
            .cause(READ_LATER)
    });
    let mut dropped: Vec<_> = (0..3000).map(|_| spawn(account.deposit(1).boxed_local())).collect();
    for request in &mut dropped {
        let _ = request.poll();
    }
    drop(dropped);
    let_the_runtime_run().await;
    expect_task_goes_on("a request that was dropped");
    let end = timed(drop_after_ms(10, account.deposit(0))).await.value.unwrap_or_default();
    expect((3100..=6100).contains(&end), || {
        Failure::new("the account's answer after 3000 dropped requests is not one of its balances")
            .expected("a balance from 3100 to 6100")
            .seen(format!("{end}"))
            .cause(NO_ROOM)
    });
}

/// Two of five requests are dropped, before the task has seen them or when the answer is on its way.
#[rstest]
#[case::before_the_task_runs(false)]
#[case::after_the_task_has_run(true)]
#[claim]
#[tokio::test(start_paused = true)]
async fn a_dropped_request_harms_no_other(#[case] answered: bool) {
    let account = Account::open(1000);
    let amounts = [1, 20, 300, 4000, 50000];
    let mut callers = Callers::default();
    for (caller, amount) in amounts.into_iter().enumerate() {
        callers.come(caller, account.deposit(amount).boxed_local());
    }
    if answered {
        let_the_runtime_run().await;
    }
    callers.give_up(1);
    callers.give_up(3);
    callers.settle().await;
    expect_task_goes_on("a request that was dropped");
    expect_eq("the callers without an answer", &callers.waiting(), &vec![], UNWRAPPED);
    let answer = |caller: &usize| callers.answered().iter().find(|(other, _)| other == caller);
    let answers: Vec<Option<u64>> =
        (0..5).map(|caller| answer(&caller).map(|(_, balance)| *balance)).collect();
    let requests =
        amounts.into_iter().zip(answers).map(|(amount, answer)| (Request::Deposit(amount), answer.map(Ok)));
    expect_possible(1000, &requests.collect::<Vec<_>>(), account.deposit(0).await, IN_STEPS);
}

/// The answers, and the balance at the end, are those of some order.
fn expect_possible(balance: u64, requests: &[(Request, Option<Reply>)], end: u64, cause: &str) {
    let ends = possible_ends(balance, requests);
    expect(ends.contains(&end), || {
        let shown = |(request, answer): &(Request, Option<Reply>)| match answer {
            None => format!("{request:?}: dropped"),
            Some(Ok(balance)) => format!("{request:?}: {balance}"),
            Some(Err(error)) => format!("{request:?}: {error}"),
        };
        let shown: Vec<String> = requests.iter().map(shown).collect();
        Failure::new("the answers fit no order of the requests")
            .expected(format!("answers and a last balance as if served one after another, from {balance}"))
            .seen(format!("{}; at the end {end}", shown.join(", ")))
            .cause(cause)
    });
}

/// Handles come and go, and the task ends with the last one. One request was dropped half-way.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_task_ends_with_the_last_handle() {
    for requests in [1, 0, 5] {
        let mut handles = vec![Account::open(100)];
        if requests > 0 {
            expect_eq("a deposit's answer", &handles[0].deposit(1).await, &101, ARITHMETIC);
        }
        handles.push(handles[0].clone().clone());
        handles.swap_remove(0);
        let_the_runtime_run().await;
        if requests > 0 {
            expect_tasks(1, CLOSED_BY_ANY);
        }
        for nth in 1..requests {
            expect_eq("a deposit's answer", &handles[0].deposit(1).await, &(101 + nth), COPIED);
        }
        let_the_runtime_run().await;
        let mut in_the_middle = spawn(handles[0].deposit(1).boxed_local());
        let _ = in_the_middle.poll();
        drop(in_the_middle);
        handles.clear();
        let_the_runtime_run().await;
        expect_no_tasks(KEPT);
    }
}

#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    let account = Account::open(100);
    let handle = everywhere(&account);
    expect_needs_no_runtime(|| drop(handle().deposit(1)));
    expect_needs_no_runtime(|| drop(handle().withdraw(1)));
    let made_first = account.withdraw(100);
    let never_polled = account.deposit(1000);
    let_the_runtime_run().await;
    sleep_ms(5).await;
    timed(account.deposit(50)).await.gave(150, EAGER);
    timed(made_first).await.gave(Ok(50), EAGER);
    drop(never_polled);
    timed(account.deposit(0)).await.gave(50, EAGER);
}

/// Groups of up to five requests at once, from many handles, some of them dropped. The answers must fit some
/// order of the requests.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_requests_will_do() {
    let mut rng = Rng::of_this_run();
    let mut balance = rng.pick(0..200);
    let mut handles = vec![Account::open(balance)];
    for _ in 0..60 {
        handles.push(handles[rng.pick(0..handles.len() as u64) as usize].clone());
        if rng.pick(0..2) == 0 {
            handles.swap_remove(rng.pick(0..handles.len() as u64) as usize);
        }
        let mut callers = Callers::default();
        let mut requests = Vec::new();
        for caller in 0..rng.pick(1..6) as usize {
            let amount = rng.pick(0..150);
            let request =
                if rng.pick(0..2) == 0 { Request::Deposit(amount) } else { Request::Withdraw(amount) };
            requests.push((request, None));
            callers.come(
                caller,
                request.ask(&handles[rng.pick(0..handles.len() as u64) as usize]).boxed_local(),
            );
        }
        if rng.pick(0..3) == 0 {
            let_the_runtime_run().await;
        }
        if rng.pick(0..2) == 0 {
            callers.give_up(rng.pick(0..requests.len() as u64) as usize);
        }
        callers.settle().await;
        expect_eq("the callers without an answer", &callers.waiting(), &vec![], UNWRAPPED);
        for (caller, answer) in callers.answered() {
            requests[*caller].1 = Some(answer.clone());
        }
        let end = handles[0].deposit(0).await;
        expect_possible(balance, &requests, end, IN_STEPS);
        balance = end;
    }
    expect_tasks(1, ONE_EACH);
}

/// What an answer's `Account` is to the claims.
pub trait Handle {
    fn deposit(&self, amount: u64) -> LocalBoxFuture<'_, u64>;
    fn withdraw(&self, amount: u64) -> LocalBoxFuture<'_, Result<u64, InsufficientFunds>>;
    fn clone_box(&self) -> Box<dyn Handle>;
    /// `None` if the answer's type is not `Send` and `Sync`.
    fn everywhere(&self) -> Option<Everywhere<'_>>;
}

/// Gives the account on whichever thread it is called.
pub type Everywhere<'a> = Box<dyn Fn() -> &'a (dyn Handle + 'a) + Send + Sync + 'a>;

pub static ANSWER: Answer<fn(u64) -> Box<dyn Handle>> = Answer::new();

struct Account(Box<dyn Handle>);

impl Account {
    fn open(balance: u64) -> Account {
        Account(ANSWER.get()(balance))
    }

    fn deposit(&self, amount: u64) -> LocalBoxFuture<'_, u64> {
        self.0.deposit(amount)
    }

    fn withdraw(&self, amount: u64) -> LocalBoxFuture<'_, Result<u64, InsufficientFunds>> {
        self.0.withdraw(amount)
    }
}

impl Clone for Account {
    fn clone(&self) -> Account {
        Account(self.0.clone_box())
    }
}

const ARITHMETIC: &str = "an answer that is not the balance after the request";
const REFUSAL: &str = "a refusal that changes the balance, or a balance in a type that is too small";
const ALL_OF_IT: &str = "an equal amount refused: `<` where `<=` belongs";
const IN_STEPS: &str = "a request in two steps, a look and then a change, with the requests of others in between: the task \
     does both on one message";
const READ_LATER: &str = "an answer in two steps: the balance is read in a second step, when others may have changed it; the \
     task sends it with the answer";
const UNWRAPPED: &str =
    "an unwrap on the sending of an answer: it fails when the caller was dropped, and the task dies of it";
const ENDS: &str =
    "a `?`, a return or a break that leaves its loop: it ends when all handles are gone, not before";
const MIXED_UP: &str = "answers that all come through one channel: the answer to a dropped request is taken for the next \
     one's; a oneshot belongs to one request";
const NO_TASK: &str = "a balance in an Arc<Mutex<…>> or an atomic that every handle changes by itself: `open` spawns a task \
     that owns it";
const ONE_EACH: &str = "a task for each handle or request: `open` spawns the one task that owns the balance";
const COPIED: &str = "a handle that is more than a sender: its clone copies the balance";
const CLOSED_BY_ANY: &str = "a handle whose drop stops the task for all others: the mailbox closes by itself when the last sender is dropped";
const KEPT: &str = "a sender that the task keeps for itself, so that its mailbox never closes";
const EAGER: &str = "a request that is sent by the call, outside the async block";
const WAITS: &str = "a mailbox that is looked into every now and then, rather than recv().await";
const NO_ROOM: &str = "try_send, which fails when the mailbox is full: send(…).await waits for room";

/// The answer to a request, which must come.
async fn answered<T>(request: impl Future<Output = T>) -> T {
    drop_after_ms(1000, request).await.unwrap_or_else(|| {
        Failure::new("a request was never answered")
            .expected("an answer")
            .seen("no answer after 1000 ms")
            .cause("a task that takes a request and never sends its answer, or is never spawned")
            .raise()
    })
}

/// The account's task is still there after `what`.
fn expect_task_goes_on(what: &str) {
    let cause = if what == "a refusal" { ENDS } else { UNWRAPPED };
    expect(tasks_alive() > 0, || {
        Failure::new(format!("the account's task ended after {what}"))
            .expected("a task that goes on to serve requests")
            .seen("no task")
            .cause(cause)
    });
}

fn expect_tasks(expected: usize, cause: &str) {
    let alive = tasks_alive();
    expect(alive == expected, || {
        let tasks = |number: usize| if number == 1 { "1 task".to_owned() } else { format!("{number} tasks") };
        let headline = match alive {
            0 => "the account's task is not there".to_owned(),
            _ => format!("{} alive, not {expected}", tasks(alive)),
        };
        Failure::new(headline).expected(format!("{} alive", tasks(expected))).seen(tasks(alive)).cause(cause)
    });
}

/// The account, as every thread may have it.
fn everywhere(account: &Account) -> Everywhere<'_> {
    account.0.everywhere().unwrap_or_else(|| {
        Failure::new("a handle cannot be shared by threads")
            .expected("Account is Send and Sync")
            .seen("it is not")
            .cause("an Rc, Cell or RefCell in it: all that a handle needs is the sender of a channel")
            .raise()
    })
}

/// A request, as the model knows it.
#[derive(Debug, Clone, Copy)]
enum Request {
    Deposit(u64),
    Withdraw(u64),
}

type Reply = Result<u64, InsufficientFunds>;

impl Request {
    async fn ask(self, account: &Account) -> Reply {
        match self {
            Request::Deposit(amount) => Ok(account.deposit(amount).await),
            Request::Withdraw(amount) => account.withdraw(amount).await,
        }
    }

    /// What the task should answer.
    fn answer(self, balance: u64) -> Reply {
        match self {
            Request::Deposit(amount) => Ok(balance + amount),
            Request::Withdraw(asked) if asked > balance => Err(InsufficientFunds { balance, asked }),
            Request::Withdraw(amount) => Ok(balance - amount),
        }
    }
}

/// The balances at which the requests can end, if they were served in some order, each with its
/// answer. One without an answer was dropped half-way: it may have taken effect.
fn possible_ends(balance: u64, open: &[(Request, Option<Reply>)]) -> Vec<u64> {
    if open.iter().all(|(_, answer)| answer.is_none()) {
        // Whatever is left: each subset may have taken effect.
        return open.iter().fold(vec![balance], |ends, (request, _)| {
            let more = ends.iter().filter_map(|&end| request.answer(end).ok()).collect::<Vec<_>>();
            [ends, more].concat()
        });
    }
    let mut ends = Vec::new();
    for (index, (request, answer)) in open.iter().enumerate() {
        let next = request.answer(balance);
        if answer.as_ref().is_none_or(|answer| *answer == next) {
            let rest = [&open[..index], &open[index + 1..]].concat();
            ends.extend(possible_ends(next.unwrap_or(balance), &rest));
        }
    }
    ends.sort_unstable();
    ends.dedup();
    ends
}
