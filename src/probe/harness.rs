//! Runs the tests of a claims library, and answers like the compiler's own harness: the same arguments,
//! the same lines. The library is compiled once; the program around it, which holds the kata, is small.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::env;
use std::io::{IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::process::{self, ExitCode};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Instant;

use futures::future::LocalBoxFuture;
use tokio::runtime::Builder;
use verdict::ascii_wanted;

use super::{child, claim, parent};

/// So many tests run at once, also where there are fewer cores: what runs is the tests' children, and a
/// claim that hangs mostly sleeps.
const LEAST_THREADS: usize = 6;

/// The body of a claim, as `#[claim]` hands it over.
pub type ClaimBody = LocalBoxFuture<'static, ()>;

/// A claim of the library: what `#[claim]` registers.
pub struct Claim {
    /// `KATA::LEVEL::CLAIM`, with `::case_N_name` behind it in a table.
    pub id: &'static str,
    /// Where it is written.
    pub file: &'static str,
    pub line: u32,
    /// Nothing else runs at the same time: it needs all cores.
    pub alone: bool,
    /// Whether its clock is paused.
    pub paused: bool,
    /// Makes its body, which does nothing until it is polled.
    pub body: fn() -> ClaimBody,
}

inventory::collect!(Claim);

impl Claim {
    /// As the compiler's harness has it: without its crate.
    fn name(&self) -> &'static str {
        self.id.split_once("::").map_or(self.id, |(_, name)| name)
    }

    /// Judges the claim in a process of its own, reports the verdict, and says whether it passed.
    fn judge(&self) -> bool {
        let verdict = parent::run(self.name(), self.id);
        if let Err(error) = claim::report(&verdict) {
            say(&format!("  the verdict could not be written to ${}: {error}", claim::VERDICTS));
        }
        if !verdict.passed() {
            say(&verdict.text(ascii_wanted()));
        }
        verdict.passed()
    }

    /// Runs the body in this process, and ends it.
    fn run(&'static self, record: PathBuf) -> ! {
        // In a thread of its own: its stack is of one size on all systems, and its name tells nothing.
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

/// All claims of the libraries that this program names, in no order.
pub fn claims() -> impl Iterator<Item = &'static Claim> {
    inventory::iter::<Claim>()
}

/// Whether `file` holds claims.
pub(super) fn is_a_claims_file(file: &str) -> bool {
    claims().any(|claim| claim.file == file)
}

/// The main function of a program that judges a kata.
pub fn run_claims() -> ExitCode {
    let claims: BTreeMap<&str, &Claim> = claims().map(|it| (it.name(), it)).collect();
    if let Some(record) = claim::record_of_this_child() {
        // The parent names the claim first.
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

/// Judges a claim: whether it passed, and what it said, if that is to be kept.
fn judged(claim: &Claim, keep: bool) -> (bool, String) {
    SAID.set(keep.then(String::new));
    let passed = claim.judge();
    (passed, SAID.take().unwrap_or_default())
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

    fn run(&self, all: Vec<&Claim>) -> ExitCode {
        let tests: Vec<&Claim> = all.iter().copied().filter(|test| self.wants(test.name())).collect();
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
    fn each<'t>(&self, tests: &[&'t Claim], mut done: impl FnMut(&'t str, bool, String)) {
        let asked = self.threads.or_else(|| env::var("RUST_TEST_THREADS").ok()?.parse().ok());
        let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
        let threads = asked.unwrap_or(cores.max(LEAST_THREADS));
        let (alone, together): (Vec<&Claim>, Vec<&Claim>) =
            tests.iter().copied().partition(|test| test.alone);
        for (tests, threads) in [(together, threads), (alone, 1)] {
            let (next, (news, ended)) = (AtomicUsize::new(0), channel());
            thread::scope(|scope| {
                for _ in 0..threads.min(tests.len()) {
                    let (news, next, tests) = (news.clone(), &next, &tests);
                    scope.spawn(move || {
                        while let Some(test) = tests.get(next.fetch_add(1, Ordering::Relaxed)) {
                            let (passed, said) = judged(test, !self.nocapture);
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
