//! Runs the tests of a claims library the way the compiler's own harness would: it takes the same arguments
//! and prints the same lines. The library is compiled once; the program around it, with the kata, is small.

mod advice;
mod curriculum;
mod options;
mod printer;
mod queue;
mod untouched;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::env;
use std::io;
use std::path::PathBuf;
use std::process::{self, ExitCode};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Instant;

use futures::future::LocalBoxFuture;
use tokio::runtime::{Builder, Runtime};
use verdict::{Orders, Reason, Verdict, ascii_wanted, environment};

use self::curriculum::Curriculum;
use self::options::{Format, HELP, Options};
use self::printer::{Counts, Ended, Listed, Printer};
use self::queue::{Queue, Row};
use crate::probe::process::child;
use crate::probe::process::claim;
use crate::probe::process::parent;
use crate::probe::process::row;
use crate::probe::work::order;

/// At least this many tests run at once, even on fewer cores: the work is in their child processes, and claims
/// that hang mostly sleep. With six, two that hang still leave room for the others.
const LEAST_THREADS: usize = 6;

/// The body of a claim, as `#[claim]` registers it.
pub type ClaimBody = LocalBoxFuture<'static, ()>;

/// A claim of the library: what `#[claim]` registers.
pub struct Claim {
    /// `KATA::LEVEL::CLAIM`, followed by `::case_N_name` in a table.
    pub id: &'static str,
    /// The source file that it is in, as `file!()` gives it.
    pub file: &'static str,
    /// The line in it, from 1.
    pub line: u32,
    /// Whether nothing else may run at the same time, because it needs all cores.
    pub alone: bool,
    /// Whether its clock is paused.
    pub paused: bool,
    /// Why it states one order of what is ready in the same instant, if it does: its other orders are not tried.
    pub one_order: Option<&'static str>,
    /// Creates its body, which does nothing until it is polled.
    pub body: fn() -> ClaimBody,
}

inventory::collect!(Claim);

impl Claim {
    /// The name as the compiler's harness shows it: without the crate.
    fn name(&self) -> &'static str {
        self.id.split_once("::").map_or(self.id, |(_, name)| name)
    }

    /// Why its other orders are not tried, if they are not.
    fn left_out(&self) -> Option<&'static str> {
        self.one_order.or((!self.paused).then_some("on the real clock no order comes again"))
    }

    fn kata(&self) -> &'static str {
        self.id.split("::").next().unwrap_or(self.id)
    }

    fn level(&self) -> &'static str {
        self.name().split("::").next().unwrap_or(self.id)
    }

    /// Judges the claim in a process of its own, and reports the verdict.
    fn judge(&self, orders: Option<Orders>) -> Verdict {
        self.report(match orders {
            Some(orders) => self.judge_in(orders),
            None => parent::run(self.name(), self.id, None),
        })
    }

    /// Judges the claim in each of these orders, up to the first in which it does not pass. Many orders share a process
    /// as long as it passes in them; only a process of its own can fail it.
    fn judge_in(&self, orders: Orders) -> Verdict {
        let mut first = orders.first;
        loop {
            let rest = Orders { first, ..orders };
            let share = !self.alone && !rest.is_one();
            let judged = if share { parent::run_in_orders(self.name(), rest) } else { Vec::new() };
            let judged =
                if judged.is_empty() { vec![parent::run(self.name(), self.id, Some(first))] } else { judged };
            for verdict in judged {
                // If nothing was drawn, it ends alike in all orders.
                if !verdict.passed() || verdict.order.is_none() || first == orders.last {
                    return verdict;
                }
                first += 1;
            }
        }
    }

    /// Hands on the verdict.
    fn report(&self, verdict: Verdict) -> Verdict {
        if let Err(error) = claim::report(&verdict) {
            say(&format!("  the verdict could not be written to ${}: {error}", environment::VERDICTS));
        }
        if !verdict.passed() {
            say(&verdict.text(ascii_wanted()));
        }
        verdict
    }

    /// Runs the body in this process, then ends the process.
    fn run(&'static self, order: Option<u32>, record: PathBuf) -> ! {
        let body =
            move || self.runtime().block_on(child::run((self.body)(), self.id.to_owned(), order, record));
        match in_a_thread(body) {
            Ok(Ok(never)) => never,
            Ok(Err(_)) => process::exit(101),
            Err(error) => {
                eprintln!("a thread could not be started: {error}");
                process::exit(101)
            }
        }
    }

    /// Runs the body as one of several in this process, in a drawn order if there is one. `None` if it ended in no way
    /// that has a verdict.
    pub(crate) fn run_next(&'static self, order: Option<u32>) -> Option<Verdict> {
        let body = move || {
            let runtime = self.runtime();
            let verdict = runtime.block_on(child::run_next((self.body)(), self.id.to_owned(), order));
            // A thread that is still at work is not waited for.
            runtime.shutdown_background();
            verdict
        };
        in_a_thread(body).ok()?.ok()
    }

    fn runtime(&self) -> Runtime {
        let runtime = Builder::new_current_thread().enable_all().start_paused(self.paused).build();
        runtime.unwrap_or_else(|error| panic!("a runtime could not be made: {error}"))
    }
}

/// Runs a claim in a thread of its own: its stack has the same size on all systems, and its name reveals nothing.
fn in_a_thread<T: Send + 'static>(
    body: impl FnOnce() -> T + Send + 'static,
) -> io::Result<thread::Result<T>> {
    thread::Builder::new().name("claim".to_owned()).spawn(body).map(thread::JoinHandle::join)
}

/// All claims of the libraries that this program links, in no particular order.
pub fn claims() -> impl Iterator<Item = &'static Claim> {
    inventory::iter::<Claim>()
}

/// Whether `file` contains claims.
pub(crate) fn is_a_claims_file(file: &str) -> bool {
    claims().any(|claim| claim.file == file)
}

/// Runs the claims of this program, as its command line asks.
pub fn run_claims() -> ExitCode {
    let claims: BTreeMap<&str, &'static Claim> = claims().map(|it| (it.name(), it)).collect();
    if let Some(record) = claim::record_of_this_child() {
        // The parent passes the claims' names first.
        let names = env::args().skip(1).take_while(|argument| !argument.starts_with("--"));
        let asked: Option<Vec<&'static Claim>> =
            names.map(|name| claims.get(name.as_str()).copied()).collect();
        let orders = order::of_this_run().ok().flatten();
        return match (asked.as_deref(), orders) {
            (None | Some([]), _) => ExitCode::FAILURE,
            (Some([claim]), Some(orders)) if !orders.is_one() => row::run_in_orders(claim, orders, &record),
            (Some([claim]), orders) => claim.run(orders.map(|it| it.first), record),
            (Some(several), _) => row::run(several, &record),
        };
    }
    match Options::read(env::args().skip(1)) {
        Ok(Options { help: true, .. }) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Ok(options) => options.run(claims.into_values().collect()),
        Err(what) => {
            eprintln!("error: {what}");
            ExitCode::FAILURE
        }
    }
}

thread_local! {
    /// The output of the test in this thread, if it is kept.
    static SAID: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Prints a line of the test that runs in this thread, or keeps it until all have run.
pub(crate) fn say(line: &str) {
    SAID.with_borrow_mut(|said| match said {
        Some(said) => *said += &format!("{line}\n"),
        None => println!("{line}"),
    });
}

/// Judges a claim: how it ended, and what it said, if that is to be kept.
fn said(keep: bool, judge: impl FnOnce() -> Verdict) -> (Verdict, String) {
    SAID.set(keep.then(String::new));
    let verdict = judge();
    (verdict, SAID.take().unwrap_or_default())
}

/// Events while tests run.
enum News {
    Started(&'static str),
    Ended(Box<Ended>),
}

impl Options {
    fn run(&self, all: Vec<&'static Claim>) -> ExitCode {
        let curriculum = Curriculum::find();
        let kata = all.first().map_or("", |test| test.kata());
        let order = |test: &Claim| (curriculum.place(kata, test.level()), test.file, test.line, test.name());
        let mut tests: Vec<&Claim> = all.iter().copied().filter(|test| self.wants(test.name())).collect();
        tests.sort_by_key(|test| order(test));
        if self.list {
            let listed = tests.iter().map(|test| Listed {
                name: test.name(),
                alone: test.alone,
                left_out: test.left_out(),
            });
            Printer::new(self, &tests).list(&listed.collect::<Vec<_>>());
            return ExitCode::SUCCESS;
        }
        if let Some(note) = advice::own_tests(kata, &curriculum) {
            eprintln!("{note}");
        }
        if tests.is_empty() && !self.filters.is_empty() && !self.ignored {
            eprintln!("error: {}", advice::nothing_fits(self, &all, &curriculum));
            return ExitCode::FAILURE;
        }
        let orders = match order::of_this_run() {
            Ok(orders) => orders,
            Err(what) => {
                eprintln!("error: {what}");
                return ExitCode::FAILURE;
            }
        };
        if orders.is_some() {
            tests.retain(|test| test.left_out().is_none());
            if tests.is_empty() {
                eprintln!("error: none of these claims can be tried in other orders");
                return ExitCode::FAILURE;
            }
        }
        let start = Instant::now();
        let mut printer = Printer::new(self, &tests);
        printer.begins(tests.len());
        let mut ended: Vec<Ended> = Vec::new();
        self.each(&tests, orders, |news| match news {
            News::Started(name) => printer.started(name),
            News::Ended(test) => {
                printer.ended(&test);
                ended.push(*test);
            }
        });
        ended.sort_by_key(|test| tests.iter().position(|it| it.name() == test.name));
        let failed = ended.iter().filter(|test| !test.passed()).count();
        let counts = Counts {
            passed: ended.len() - failed,
            failed,
            filtered_out: all.len() - tests.len(),
            time: start.elapsed(),
        };
        printer.ends(&ended, &counts);
        if !self.exact {
            let verdicts: Vec<&Verdict> = ended.iter().map(|test| &test.verdict).collect();
            advice::diagnoses(&verdicts, &all, &curriculum).iter().for_each(|text| printer.advice(text));
        }
        let begun = ended.iter().any(|test| test.verdict.reason != Reason::NotStarted);
        if self.filters.is_empty()
            && !begun
            && let Some(text) = advice::where_to_begin(kata, &curriculum)
        {
            printer.advice(&text);
        }
        // The compiler's harness exits with this code, that of a panic.
        if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(101) }
    }

    /// Runs the tests, side by side if they may be, and reports each start and each end.
    fn each(&self, tests: &[&'static Claim], orders: Option<Orders>, mut tell: impl FnMut(News)) {
        let asked = self.threads.or_else(|| env::var("RUST_TEST_THREADS").ok()?.parse().ok());
        let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
        let threads = asked.unwrap_or(cores.max(LEAST_THREADS));
        let (alone, together): (Vec<&'static Claim>, Vec<&'static Claim>) =
            tests.iter().copied().partition(|test| test.alone);
        // Nothing else may come between lines of JSON.
        let keep = !self.nocapture || self.format == Format::Json;
        for (tests, threads) in [(together, threads), (alone, 1)] {
            let (queue, (news, heard)) = (Queue::new(&tests), channel());
            thread::scope(|scope| {
                for _ in 0..threads.min(tests.len()) {
                    let (news, queue) = (news.clone(), &queue);
                    scope.spawn(move || {
                        while let Some(row) = queue.next() {
                            work(row, orders, keep, queue, &news);
                        }
                    });
                }
                drop(news);
                heard.into_iter().for_each(&mut tell);
            });
        }
    }
}

/// Judges the claims of a row. Those that it leaves open go back into the queue.
fn work(row: Row, orders: Option<Orders>, keep: bool, queue: &Queue, news: &Sender<News>) {
    let ended = |test: &'static Claim, judge: &mut dyn FnMut() -> Verdict| {
        let name = test.name();
        let _ = news.send(News::Started(name));
        let (verdict, said) = said(keep, judge);
        let _ = news.send(News::Ended(Box::new(Ended { name, verdict, said })));
    };
    if let [test] = row[..] {
        ended(test, &mut || test.judge(orders));
        return queue.done(1, Vec::new());
    }
    let names: Vec<&str> = row.iter().map(|test| test.name()).collect();
    let judged = parent::run_row(&names);
    let known = judged.iter().zip(&row).take_while(|(judged, test)| judged.verdict.id == test.id).count();
    let judged = &judged[..known];
    for (test, judged) in row.iter().copied().zip(judged) {
        ended(test, &mut || {
            judged.show();
            test.report(judged.verdict.clone())
        });
    }
    queue.done(judged.len(), row[judged.len()..].to_vec());
}
