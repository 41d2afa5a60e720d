//! Runs the tests of a claims library the way the compiler's own harness would: it takes the same arguments
//! and prints the same lines. The library is compiled once; the program around it, with the kata, is small.

mod advice;
mod curriculum;
mod options;
mod printer;
mod untouched;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;
use std::process::{self, ExitCode};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Instant;

use futures::future::LocalBoxFuture;
use tokio::runtime::Builder;
use verdict::{Reason, Verdict, ascii_wanted, environment};

use self::curriculum::Curriculum;
use self::options::{Format, HELP, Options};
use self::printer::{Counts, Ended, Printer};
use crate::probe::process::child;
use crate::probe::process::claim;
use crate::probe::process::parent;

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
    /// Creates its body, which does nothing until it is polled.
    pub body: fn() -> ClaimBody,
}

inventory::collect!(Claim);

impl Claim {
    /// The name as the compiler's harness shows it: without the crate.
    fn name(&self) -> &'static str {
        self.id.split_once("::").map_or(self.id, |(_, name)| name)
    }

    fn kata(&self) -> &'static str {
        self.id.split("::").next().unwrap_or(self.id)
    }

    fn level(&self) -> &'static str {
        self.name().split("::").next().unwrap_or(self.id)
    }

    /// Judges the claim in a process of its own, and reports the verdict.
    fn judge(&self) -> Verdict {
        let verdict = parent::run(self.name(), self.id);
        if let Err(error) = claim::report(&verdict) {
            say(&format!("  the verdict could not be written to ${}: {error}", environment::VERDICTS));
        }
        if !verdict.passed() {
            say(&verdict.text(ascii_wanted()));
        }
        verdict
    }

    /// Runs the body in this process, then ends the process.
    fn run(&'static self, record: PathBuf) -> ! {
        // In a thread of its own: its stack has the same size on all systems, and its name reveals nothing.
        let body = move || {
            let mut runtime = Builder::new_current_thread();
            let runtime = runtime.enable_all().start_paused(self.paused).build();
            let runtime = runtime.unwrap_or_else(|error| panic!("a runtime could not be made: {error}"));
            runtime.block_on(child::run((self.body)(), self.id.to_owned(), record))
        };
        let thread = thread::Builder::new().name("claim".to_owned()).spawn(body);
        match thread.map(|thread| thread.join()) {
            Ok(Ok(never)) => never,
            Ok(Err(_)) => process::exit(101),
            Err(error) => {
                eprintln!("a thread could not be started: {error}");
                process::exit(101)
            }
        }
    }
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
        // The parent passes the claim's name first.
        return match env::args().nth(1).and_then(|name| claims.get(name.as_str()).copied()) {
            Some(claim) => claim.run(record),
            None => ExitCode::FAILURE,
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
fn judged(claim: &Claim, keep: bool) -> (Verdict, String) {
    SAID.set(keep.then(String::new));
    let verdict = claim.judge();
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
        let mut printer = Printer::new(self, &tests);
        if self.list {
            printer.list(&tests.iter().map(|test| (test.name(), test.alone)).collect::<Vec<_>>());
            return ExitCode::SUCCESS;
        }
        if let Some(note) = advice::own_tests(kata, &curriculum) {
            eprintln!("{note}");
        }
        if tests.is_empty() && !self.filters.is_empty() && !self.ignored {
            eprintln!("error: {}", advice::nothing_fits(self, &all, &curriculum));
            return ExitCode::FAILURE;
        }
        let start = Instant::now();
        printer.begins(tests.len());
        let mut ended: Vec<Ended> = Vec::new();
        self.each(&tests, |news| match news {
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
    fn each(&self, tests: &[&'static Claim], mut tell: impl FnMut(News)) {
        let asked = self.threads.or_else(|| env::var("RUST_TEST_THREADS").ok()?.parse().ok());
        let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
        let threads = asked.unwrap_or(cores.max(LEAST_THREADS));
        let (alone, together): (Vec<&'static Claim>, Vec<&'static Claim>) =
            tests.iter().copied().partition(|test| test.alone);
        // Nothing else may come between lines of JSON.
        let keep = !self.nocapture || self.format == Format::Json;
        for (tests, threads) in [(together, threads), (alone, 1)] {
            let (next, (news, heard)) = (AtomicUsize::new(0), channel());
            thread::scope(|scope| {
                for _ in 0..threads.min(tests.len()) {
                    let (news, next, tests) = (news.clone(), &next, &tests);
                    scope.spawn(move || {
                        while let Some(test) = tests.get(next.fetch_add(1, Ordering::Relaxed)) {
                            let name = test.name();
                            let _ = news.send(News::Started(name));
                            let (verdict, said) = judged(test, keep);
                            let _ = news.send(News::Ended(Box::new(Ended { name, verdict, said })));
                        }
                    });
                }
                drop(news);
                heard.into_iter().for_each(&mut tell);
            });
        }
    }
}
