//! Runs the tests of a claims library, and answers like the compiler's own harness: the same arguments,
//! the same lines. The library is compiled once; the program around it, which holds the kata, is small.

mod advice;
mod curriculum;
mod options;
mod printer;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::env;
use std::io::Error;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Instant;

use self::curriculum::Curriculum;
use self::options::{Format, HELP, Options};
use self::printer::{Counts, Ended, Printer};
use super::{claim, words};

/// So many tests run at once, even where there are fewer cores: what runs is the tests' children, and a
/// claim that hangs mostly sleeps.
const LEAST_THREADS: usize = 6;

/// A test in a library: what `#[probe::test]` makes of a function.
pub struct Test {
    /// With the names of its crate and modules.
    pub path: &'static str,
    pub file: &'static str,
    /// Nothing else runs at the same time: it needs all cores.
    pub alone: bool,
    pub run: fn(),
}

inventory::collect!(Test);

impl Test {
    /// As the compiler's harness has it: without its crate.
    fn name(&self) -> &'static str {
        self.path.split_once("::").map_or(self.path, |(_, name)| name)
    }

    fn kata(&self) -> &'static str {
        self.path.split("::").next().unwrap_or(self.path)
    }

    fn level(&self) -> &'static str {
        self.name().split("::").next().unwrap_or(self.path)
    }
}

/// Whether `file` holds tests.
pub(super) fn is_a_tests_file(file: &str) -> bool {
    inventory::iter::<Test>().any(|test| test.file == file)
}

/// The main function of a program of tests.
pub fn run_tests() -> ExitCode {
    let tests: BTreeMap<&str, &'static Test> =
        inventory::iter::<Test>().map(|test| (test.name(), test)).collect();
    if claim::in_a_child() {
        return run_one(&tests);
    }
    match Options::read(env::args().skip(1)) {
        Ok(Options { help: true, .. }) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Ok(options) => options.run(tests.into_values().collect()),
        Err(what) => {
            eprintln!("error: {what}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the test that the parent names, which ends the process.
fn run_one(tests: &BTreeMap<&str, &Test>) -> ExitCode {
    if let Some(test) = env::args().nth(1).and_then(|name| tests.get(name.as_str()).copied()) {
        in_its_thread(test, false);
    }
    ExitCode::FAILURE
}

thread_local! {
    /// What the test of this thread has said, if that is kept.
    static SAID: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Prints a line of the test that runs in this thread, or keeps it until all have run.
pub(super) fn say(line: &str) {
    SAID.with_borrow_mut(|said| match said {
        Some(said) => *said += &format!("{line}\n"),
        None => println!("{line}"),
    });
}

/// Runs a test in a thread of its name: a claim looks there for it. Whether it passed, and what it said,
/// if that is to be kept.
fn in_its_thread(test: &Test, keep: bool) -> (bool, String) {
    let run = test.run;
    let body = move || {
        SAID.set(keep.then(String::new));
        let passed = catch_unwind(AssertUnwindSafe(run)).is_ok();
        (passed, SAID.take().unwrap_or_default())
    };
    let thread = thread::Builder::new().name(test.name().to_owned()).spawn(body);
    thread
        .and_then(|thread| thread.join().map_err(|_| Error::other("the test's thread panicked")))
        .unwrap_or_else(|error| (false, format!("the test could not be run: {error}\n")))
}

/// What is heard while tests run.
enum News {
    Started(&'static str),
    Ended(Ended),
}

impl Options {
    fn run(&self, all: Vec<&'static Test>) -> ExitCode {
        let curriculum = Curriculum::find();
        let kata = all.first().map_or("", |test| test.kata());
        let order = |test: &Test| (curriculum.place(kata, test.level()), test.name());
        let mut tests: Vec<&Test> = all.iter().copied().filter(|test| self.wants(test.name())).collect();
        tests.sort_by_key(|test| order(test));
        let printer = Printer::new(self);
        if self.list {
            printer.list(&tests.iter().map(|test| test.name()).collect::<Vec<_>>());
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
                ended.push(test);
            }
        });
        ended.sort_by_key(|test| tests.iter().position(|it| it.name() == test.name));
        let failed = ended.iter().filter(|test| !test.passed).count();
        let counts = Counts {
            passed: ended.len() - failed,
            failed,
            filtered_out: all.len() - tests.len(),
            time: start.elapsed(),
        };
        printer.ends(&ended, &counts);
        let begun = ended.iter().any(|test| test.passed || !test.said.contains(words::NOT_STARTED));
        if self.filters.is_empty()
            && !begun
            && let Some(text) = advice::where_to_begin(kata, &curriculum)
        {
            printer.advice(&text);
        }
        // The code of a panic, as the compiler's harness has it.
        if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(101) }
    }

    /// Runs the tests, side by side where they may, and tells of each as it starts and as it ends.
    fn each(&self, tests: &[&'static Test], mut tell: impl FnMut(News)) {
        let asked = self.threads.or_else(|| env::var("RUST_TEST_THREADS").ok()?.parse().ok());
        let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
        let threads = asked.unwrap_or(cores.max(LEAST_THREADS));
        let (alone, together): (Vec<&'static Test>, Vec<&'static Test>) =
            tests.iter().copied().partition(|test| test.alone);
        // Between the lines of JSON there is room for nothing else.
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
                            let (passed, said) = in_its_thread(test, keep);
                            let _ = news.send(News::Ended(Ended { name, passed, said }));
                        }
                    });
                }
                drop(news);
                heard.into_iter().for_each(&mut tell);
            });
        }
    }
}
