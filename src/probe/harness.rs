//! Runs the tests of a claims library, and answers like the compiler's own harness: the same arguments,
//! the same lines. The library is compiled once; the program around it, which holds the kata, is small.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::env;
use std::io::{Error, IsTerminal, Write, stdout};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Instant;

use super::claim;

/// So many tests run at once, also where there are fewer cores: what runs is the tests' children, and a
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
}

/// Whether `file` holds tests.
pub(super) fn is_a_tests_file(file: &str) -> bool {
    inventory::iter::<Test>().any(|test| test.file == file)
}

/// The main function of a program of tests.
pub fn run_tests() -> ExitCode {
    let tests: BTreeMap<&str, &Test> = inventory::iter::<Test>().map(|test| (test.name(), test)).collect();
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

const HELP: &str = "\
Usage: cargo test --test KATA -- [OPTION…] [NAME…]

Runs the claims whose names hold one of NAME, or all.

    --exact             a name is the whole name
    --skip NAME         leaves out the claims whose names hold NAME
    --list              prints the names
    --test-threads N    so many at once
    --nocapture         shows what a claim prints, also if it holds
    --show-output       the same, at the end
    -q, --quiet         a letter for each claim
    --color WHEN        auto, always or never
";

/// What the program was called with.
#[derive(Default)]
struct Options {
    help: bool,
    ignored: bool,
    filters: Vec<String>,
    skip: Vec<String>,
    exact: bool,
    list: bool,
    quiet: bool,
    nocapture: bool,
    show_output: bool,
    threads: Option<usize>,
    colour: Option<bool>,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
        let mut options = Options::default();
        while let Some(argument) = arguments.next() {
            let (name, given) = match argument.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
                _ => (argument.as_str(), None),
            };
            let mut value =
                || given.clone().or_else(|| arguments.next()).ok_or(format!("{name} wants a value"));
            match name {
                "--exact" => options.exact = true,
                "--list" => options.list = true,
                "--nocapture" | "--no-capture" => options.nocapture = true,
                "--show-output" => options.show_output = true,
                "-q" | "--quiet" => options.quiet = true,
                "--skip" => options.skip.push(value()?),
                "--test-threads" => {
                    let threads = value()?;
                    let number = threads.parse().ok().filter(|&threads: &usize| threads > 0);
                    options.threads =
                        Some(number.ok_or(format!("--test-threads: {threads} is no number of threads"))?);
                }
                "--color" => {
                    options.colour = match value()?.as_str() {
                        "auto" => None,
                        when => Some(when == "always"),
                    }
                }
                "--format" => match value()?.as_str() {
                    "terse" => options.quiet = true,
                    "pretty" => {}
                    format => return Err(format!("--format: {format} is neither pretty nor terse")),
                },
                "-h" | "--help" => options.help = true,
                "--ignored" => options.ignored = true,
                "--test" | "--include-ignored" => {}
                name if name.starts_with('-') => return Err(format!("{name} is no option of these tests")),
                _ => options.filters.push(argument),
            }
        }
        Ok(options)
    }

    fn wants(&self, name: &str) -> bool {
        if self.ignored {
            // There is none to be ignored.
            return false;
        }
        let fits = |filter: &String| if self.exact { name == filter } else { name.contains(filter.as_str()) };
        (self.filters.is_empty() || self.filters.iter().any(fits)) && !self.skip.iter().any(fits)
    }

    fn run(&self, all: Vec<&Test>) -> ExitCode {
        let tests: Vec<&Test> = all.iter().copied().filter(|test| self.wants(test.name())).collect();
        if self.list {
            tests.iter().for_each(|test| println!("{}: test", test.name()));
            if !self.quiet {
                println!("\n{} tests, 0 benchmarks", tests.len());
            }
            return ExitCode::SUCCESS;
        }
        let start = Instant::now();
        let colour =
            self.colour.unwrap_or_else(|| stdout().is_terminal() && env::var_os("NO_COLOR").is_none());
        let paint =
            |word: &str, code| if colour { format!("\x1b[{code}m{word}\x1b[0m") } else { word.to_owned() };
        println!("\nrunning {} test{}", tests.len(), if tests.len() == 1 { "" } else { "s" });
        let mut shown: Vec<(&str, bool, String)> = Vec::new();
        self.each(&tests, |name, passed, said| {
            match (self.quiet, passed) {
                (true, true) => print!("."),
                (true, false) => print!("{}", paint("F", 31)),
                (false, true) => println!("test {name} ... {}", paint("ok", 32)),
                (false, false) => println!("test {name} ... {}", paint("FAILED", 31)),
            }
            let _ = stdout().flush();
            shown.push((name, passed, said));
        });
        if self.quiet {
            println!();
        }
        shown.sort_unstable();
        let failed: Vec<&(&str, bool, String)> = shown.iter().filter(|(_, passed, _)| !passed).collect();
        let passed = shown.iter().filter(|(_, passed, _)| *passed && self.show_output);
        section("successes", passed.collect());
        section("failures", failed.clone());
        let word = if failed.is_empty() { paint("ok", 32) } else { paint("FAILED", 31) };
        println!(
            "\ntest result: {word}. {} passed; {} failed; 0 ignored; 0 measured; {} filtered out; finished in {:.2}s\n",
            tests.len() - failed.len(),
            failed.len(),
            all.len() - tests.len(),
            start.elapsed().as_secs_f64(),
        );
        // The code of a panic, as the compiler's harness has it.
        if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(101) }
    }

    /// Runs the tests, side by side where they may, and hands each to `done` as it ends: whether it
    /// passed, and what it said.
    fn each<'t>(&self, tests: &[&'t Test], mut done: impl FnMut(&'t str, bool, String)) {
        let asked = self.threads.or_else(|| env::var("RUST_TEST_THREADS").ok()?.parse().ok());
        let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
        let threads = asked.unwrap_or(cores.max(LEAST_THREADS));
        let (alone, together): (Vec<&Test>, Vec<&Test>) = tests.iter().copied().partition(|test| test.alone);
        for (tests, threads) in [(together, threads), (alone, 1)] {
            let (next, (news, ended)) = (AtomicUsize::new(0), channel());
            thread::scope(|scope| {
                for _ in 0..threads.min(tests.len()) {
                    let (news, next, tests) = (news.clone(), &next, &tests);
                    scope.spawn(move || {
                        while let Some(test) = tests.get(next.fetch_add(1, Ordering::Relaxed)) {
                            let (passed, said) = in_its_thread(test, !self.nocapture);
                            let _ = news.send((test.name(), passed, said));
                        }
                    });
                }
                drop(news);
                ended.into_iter().for_each(|(name, passed, said)| done(name, passed, said));
            });
        }
    }
}

/// What tests said, under a headline, if there are any.
fn section(title: &str, tests: Vec<&(&str, bool, String)>) {
    if tests.is_empty() {
        return;
    }
    println!("\n{title}:\n");
    for (name, _, said) in tests.iter().filter(|(.., said)| !said.is_empty()) {
        println!("---- {name} stdout ----\n{said}");
    }
    println!("\n{title}:");
    for (name, ..) in tests {
        println!("    {name}");
    }
}
