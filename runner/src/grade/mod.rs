//! `cargo kata grade`: judges submissions that nobody has looked at. The rooms in the order in which
//! data walks: [`collect`] what was handed in, the [`workshop`] with the grader's own tree,
//! [`compile`] in a [`cell`], [`judge`] claim by claim, and [`report`] from one [`model`].

mod cell;
mod check;
mod clean;
mod collect;
mod compile;
mod judge;
mod model;
mod network;
mod pieces;
mod points;
mod report;
mod words;
mod workshop;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::env;
use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;

use self::collect::Submission;
use self::compile::{Fault, Job};
use self::model::{Grade, Graded, KataGrade, LevelGrade};
use self::points::Points;
use self::report::Report;
use self::workshop::Workshop;
use crate::kit::{Kata, Kit};
use crate::process;
use crate::verdict::Verdict;

/// What `cargo kata grade` is asked for.
#[derive(Debug, Args)]
pub struct Options {
    /// A folder (a checkout, or just its katas), a .zip, a .tar.gz, or a folder of many
    #[arg(required = true, value_name = "SUBMISSION")]
    submissions: Vec<PathBuf>,
    /// Grade only these katas
    #[arg(long, value_name = "KATA", value_delimiter = ',')]
    katas: Vec<String>,
    /// What levels are worth, in place of katas/katas.toml: [KATA] with lines LEVEL = POINTS
    #[arg(long, value_name = "FILE")]
    points: Option<PathBuf>,
    /// Write a report: json, junit, classroom, gradescope or markdown; {name} in FILE writes one
    /// for each submission
    #[arg(long, value_name = "FORMAT=FILE")]
    report: Vec<Report>,
    /// Repeat the run of this seed
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Seconds that one claim may take
    #[arg(long, value_name = "SECONDS", default_value_t = 4.0, value_parser = seconds)]
    limit: f64,
    /// Seconds that the claims of one submission may take
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..100_000))]
    submission_limit: u64,
    /// Memory that one claim may use
    #[arg(long, value_name = "MIB", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(128..1_000_000))]
    memory: u64,
    /// What one claim may print
    #[arg(long, value_name = "MIB", default_value_t = 16, value_parser = clap::value_parser!(u64).range(1..100_000))]
    output: u64,
    /// Seconds for which the compiler may compute over one kata; by the clock, three times as many
    #[arg(long, value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..100_000))]
    compile_limit: u64,
    /// Memory that the compiler may use
    #[arg(long, value_name = "MIB", default_value_t = 4096, value_parser = clap::value_parser!(u64).range(512..1_000_000))]
    compile_memory: u64,
    /// Katas graded at the same time [default: one for each core]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..1000))]
    jobs: Option<u16>,
    /// Where to compile [default: target/kata/grade]
    #[arg(long, value_name = "FOLDER")]
    work: Option<PathBuf>,
    /// Compile without the list of what is forbidden, to try the layers behind it; the report says so
    #[arg(long, hide = true)]
    without_lints: bool,
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.1..100_000.0).contains(&seconds) { Ok(seconds) } else { Err("it is from 0.1 to 100000".to_owned()) }
}

/// How much a submission may use.
#[derive(Debug, Clone)]
pub struct Limits {
    claim_seconds: f64,
    submission_seconds: u64,
    memory: u64,
    output: u64,
    compile_seconds: u64,
    compile_memory: u64,
    lints: bool,
    folder: Option<PathBuf>,
}

/// What this program does when it is not called by a user: it stands in for rustc, or is the cell
/// in which a submission is compiled.
pub fn other_duty() -> Option<ExitCode> {
    if let Some(folder) = env::var_os(workshop::NOTES) {
        return Some(workshop::note(&PathBuf::from(folder)));
    }
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == cell::NAME) {
        eprintln!("error: {}", cell::enter(&arguments[1..]));
        return Some(ExitCode::from(2));
    }
    if arguments.first().is_some_and(|first| first == network::NAME) {
        eprintln!("error: {}", network::enter(&arguments[1..]));
        return Some(ExitCode::from(2));
    }
    None
}

/// Grades and reports. The exit code: 0 all passed, 1 something failed, 2 the grader did.
pub fn run(options: &Options) -> Result<ExitCode> {
    let kit = Kit::find()?;
    let katas = chosen(&kit, &options.katas)?;
    let points = Points::new(&katas, options.points.as_deref())?;
    let names: Vec<&str> = katas.iter().map(|kata| kata.name.as_str()).collect();
    let submissions = collect::collect(&options.submissions, &names);
    let limits = Limits {
        claim_seconds: options.limit,
        submission_seconds: options.submission_limit,
        memory: options.memory,
        output: options.output,
        compile_seconds: options.compile_limit,
        compile_memory: options.compile_memory,
        lints: !options.without_lints,
        folder: options.work.clone(),
    };
    let seed = options.seed.unwrap_or_else(|| u64::from(RandomState::new().build_hasher().finish() as u32));
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    let jobs = options.jobs.map_or(cores, usize::from);

    eprintln!("preparing: the kit's library, and how its tests are compiled");
    let shop = Workshop::open(&kit, &katas, limits, seed)?;
    if shop.sandbox.claims != "sealed" {
        eprintln!("warning: unsandboxed: this system cannot seal a claim's process; the report says so");
    }
    for note in &shop.sandbox.notes {
        eprintln!("warning: {note}; the report says so");
    }
    if options.without_lints {
        eprintln!("warning: nothing is forbidden in this run; the report says so");
    }
    let checked = check::self_check(&kit, &shop, &katas, jobs)?;
    eprintln!("self-check: {}", checked.how);

    let graders = Graders { kit: &kit, shop: &shop, katas: &katas, points: &points, claims: &checked.claims };
    let graded = graders.grade(&submissions, jobs)?;
    let grade = Grade {
        version: model::VERSION,
        seed,
        kit: format!("tokio-katas {} ({:016x})", env!("CARGO_PKG_VERSION"), checked.fingerprint),
        toolchain: workshop::toolchain(&kit)?,
        sandbox: shop.sandbox.clone(),
        self_check: checked.how.to_owned(),
        submissions: graded,
    };
    anstream::print!("{}", report::terminal::render(&grade));
    for report in &options.report {
        report.write(&grade)?;
    }
    Ok(ExitCode::from(grade.exit_code()))
}

fn chosen<'a>(kit: &'a Kit, only: &[String]) -> Result<Vec<&'a Kata>> {
    if let Some(unknown) = only.iter().find(|name| !kit.katas.iter().any(|kata| kata.name == **name)) {
        let known: Vec<&str> = kit.katas.iter().map(|kata| kata.name.as_str()).collect();
        bail!("no kata is called {unknown}; there are {}", known.join(", "));
    }
    Ok(kit.katas.iter().filter(|kata| only.is_empty() || only.contains(&kata.name)).collect())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The claims of each kata: the names of its tests, from the kit's own build of it.
pub type Claims = BTreeMap<String, Vec<String>>;

/// All that a worker needs.
struct Graders<'a> {
    kit: &'a Kit,
    shop: &'a Workshop,
    katas: &'a [&'a Kata],
    points: &'a Points,
    claims: &'a Claims,
}

impl Graders<'_> {
    /// Grades all submissions, several katas at a time.
    fn grade(&self, submissions: &[Submission], jobs: usize) -> Result<Vec<Graded>> {
        let units = submissions
            .iter()
            .enumerate()
            .filter(|(_, submission)| submission.contents.is_ok())
            .flat_map(|(index, _)| self.katas.iter().map(move |kata| (index, *kata)));
        let queue: Mutex<VecDeque<(usize, &Kata)>> = Mutex::new(units.collect());
        let done: Mutex<HashMap<(usize, String), KataGrade>> = Mutex::default();
        // What is left to each submission of its time.
        let left: Mutex<HashMap<usize, Duration>> = Mutex::default();
        let whole = Duration::from_secs(self.shop.limits.submission_seconds);
        let worker = |number: usize| -> Result<()> {
            let bench = self.shop.bench(number)?;
            loop {
                let Some((index, kata)) = lock(&queue).pop_front() else { return Ok(()) };
                if process::cancelled() {
                    bail!("cancelled");
                }
                let Ok(katas) = &submissions[index].contents else { continue };
                let budget = *lock(&left).entry(index).or_insert(whole);
                let (graded, used) = self.kata(&bench, kata, katas.get(&kata.name), budget);
                let rest = lock(&left).get(&index).map_or(whole, |left| left.saturating_sub(used));
                lock(&left).insert(index, rest);
                lock(&done).insert((index, kata.name.clone()), graded);
            }
        };
        thread::scope(|scope| {
            let workers: Vec<_> = (0..jobs).map(|number| scope.spawn(move || worker(number))).collect();
            workers.into_iter().try_for_each(|worker| {
                worker.join().unwrap_or_else(|_| bail!("a worker of the grader panicked"))
            })
        })?;
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        let graded = |(index, submission): (usize, &Submission)| {
            let problem = submission.contents.as_ref().err().map(|why| clean::text(why));
            let katas =
                self.katas.iter().map(|kata| match (&problem, done.remove(&(index, kata.name.clone()))) {
                    (Some(why), _) => self.refused(kata, &Fault::new("bad_submission", why)),
                    (None, Some(graded)) => graded,
                    (None, None) => self.refused(kata, &Fault::new("harness_error", "it was not graded")),
                });
            let katas = katas.collect();
            Graded::new(submission.name.clone(), problem, katas)
        };
        Ok(submissions.iter().enumerate().map(graded).collect())
    }

    /// One kata of one submission, and the time that its claims took.
    fn kata(
        &self,
        bench: &workshop::Bench,
        kata: &Kata,
        text: Option<&Result<String, String>>,
        budget: Duration,
    ) -> (KataGrade, Duration) {
        let text = match text {
            None => {
                return (
                    self.refused(kata, &Fault::new("bad_submission", words::missing(&kata.name))),
                    Duration::ZERO,
                );
            }
            Some(Err(why)) => {
                return (self.refused(kata, &Fault::new("bad_submission", why)), Duration::ZERO);
            }
            Some(Ok(text)) => text,
        };
        let start = Instant::now();
        let verdicts = self.judge(bench, kata, text, budget);
        let used = start.elapsed();
        let graded = match verdicts {
            Ok(verdicts) => self.levels(kata, verdicts),
            Err(error) => self.refused(kata, &Fault::new("harness_error", words::harness(&error))),
        };
        (graded, used)
    }

    fn judge(
        &self,
        bench: &workshop::Bench,
        kata: &Kata,
        text: &str,
        budget: Duration,
    ) -> Result<Vec<Verdict>> {
        let stub = fs::read_to_string(self.kit.stub_file(&kata.name)).context("cannot read the stub")?;
        let job = Job { shop: self.shop, bench, kata, stub: &stub, lints: self.shop.limits.lints };
        let built = job.build(text)?;
        let level = |name: &str| name.split("::").next().unwrap_or_default().to_owned();
        let all = self.claims.get(&kata.name).map(Vec::as_slice).unwrap_or_default();
        let sound: Vec<&str> =
            all.iter().map(String::as_str).filter(|name| !built.faults.contains_key(&level(name))).collect();
        let mut verdicts = match &built.program {
            Some(program) => judge::run(self.shop, bench, program, kata, &sound, Instant::now() + budget)?,
            None => Vec::new(),
        };
        for name in all {
            if let Some(fault) = built.faults.get(&level(name)) {
                verdicts.push(judge::refuse(&format!("{}::{name}", kata.name), fault.reason, &fault.message));
            }
        }
        Ok(verdicts)
    }

    /// No claim of the kata could be judged.
    fn refused(&self, kata: &Kata, fault: &Fault) -> KataGrade {
        let all = self.claims.get(&kata.name).map(Vec::as_slice).unwrap_or_default();
        let verdict =
            |name: &String| judge::refuse(&format!("{}::{name}", kata.name), fault.reason, &fault.message);
        self.levels(kata, all.iter().map(verdict).collect())
    }

    /// The verdicts by level, with its points.
    fn levels(&self, kata: &Kata, verdicts: Vec<Verdict>) -> KataGrade {
        let mut by_level: BTreeMap<String, Vec<Verdict>> = BTreeMap::new();
        for verdict in verdicts {
            by_level.entry(verdict.level().to_owned()).or_default().push(clean::verdict(verdict));
        }
        let level = |level: &crate::kit::Level| {
            let claims = by_level.remove(&level.name).unwrap_or_default();
            LevelGrade::new(&level.name, self.points.of(kata, level), claims)
        };
        KataGrade::new(&kata.name, kata.levels.iter().map(level).collect())
    }
}
