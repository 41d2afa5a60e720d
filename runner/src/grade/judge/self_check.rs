//! The grader's check of itself before it grades: the stubs fail every claim, the reference solutions pass every
//! claim, and three attacks are rejected. What has passed once for this kit, toolchain and limits is not tried
//! again; the run says which it was.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};
use verdict::{Reason, Status, Verdict};

use crate::claims::run::{Listed, list};
use crate::grade::build::compile::Job;
use crate::grade::build::environment;
use crate::grade::build::environment::BuildEnvironment;
use crate::grade::build::names::{Claims, Names};
use crate::grade::build::shape::Shape;
use crate::grade::build::worker_dir::WorkerDir;
use crate::grade::clinic;
use crate::grade::judge::clinic::Round;
use crate::grade::judge::run::Trials;
use crate::kit::fingerprint::Fingerprint;
use crate::kit::grants::Grant;
use crate::kit::items::Parsed;
use crate::kit::{Kata, Kit};
use crate::sync::lock;
use crate::ui::panics;

/// What the check found out.
pub struct SelfCheck {
    /// The names of the claims of each kata.
    pub claims: Claims,
    /// Of kit, toolchain and limits.
    pub fingerprint: String,
    /// What the report says about the check.
    pub how: &'static str,
}

#[derive(Serialize, Deserialize)]
struct Remembered {
    claims: Claims,
}

/// Checks, or recalls that an earlier check passed.
///
/// # Errors
/// If the grader does not judge as it should: then it must not judge at all.
pub fn self_check(kit: &Kit, env: &BuildEnvironment, katas: &[&Kata], jobs: usize) -> Result<SelfCheck> {
    let fingerprint = environment::fingerprint(kit, katas)?;
    let remembered = memory(kit, env, &fingerprint)?;
    let entry =
        fs::read_to_string(&remembered).ok().and_then(|text| serde_json::from_str::<Remembered>(&text).ok());
    if let Some(Remembered { claims }) = entry {
        return Ok(SelfCheck {
            claims,
            fingerprint,
            how: "passed before, with this kit, toolchain and limits",
        });
    }
    eprintln!("self-check: the stubs must fail every claim, the references pass every claim");
    let claims = examine(kit, env, katas, jobs).context("the self-check failed, so nothing is graded")?;
    // If this cannot be written, the next run checks again.
    if let Ok(text) = serde_json::to_string(&Remembered { claims: claims.clone() }) {
        let _ = fs::write(&remembered, text);
    }
    Ok(SelfCheck { claims, fingerprint, how: "passed" })
}

/// The file that records that the check has passed.
fn memory(kit: &Kit, env: &BuildEnvironment, fingerprint: &str) -> Result<PathBuf> {
    let mut all = Fingerprint::default();
    all.text(fingerprint);
    let limits = &env.limits;
    let limits = (limits.claim_seconds, limits.claim_memory_mib, limits.output_mib, limits.compile_seconds);
    all.text(serde_json::to_string(&(limits, env.limits.compile_memory_mib))?);
    all.text(serde_json::to_string(&(env.lints, &env.sandbox.claims, &env.sandbox.layers))?);
    // The kernel does the sealing. Elsewhere there is no such file, and no seal.
    all.bytes(&fs::read("/proc/version").unwrap_or_default());
    Ok(kit.scratch("grade")?.join(format!("self-check-{}.json", &all.finish()[..16])))
}

/// How long a trial may take on a machine that is far too busy.
const PATIENCE: Duration = Duration::from_secs(300);

/// One thing to try.
struct Trial {
    kata: usize,
    what: String,
    text: String,
    lints: bool,
    expected: Expectation,
}

enum Expectation {
    AllPass,
    AllFail,
    /// The claims of the level that run into it end for this reason.
    Rejected {
        level: String,
        reason: Reason,
    },
}

impl Trial {
    /// Compares the verdicts with what they should be.
    fn hold(&self, kata: &Kata, verdicts: &[Verdict]) -> Result<()> {
        let untouched = |verdict: &Verdict| match kata.name.as_str() {
            // Each case has a different mistake.
            clinic::NAME => verdict.status() == Status::Fail && verdict.reason != Reason::BadSubmission,
            _ => verdict.status() == Status::Fail && verdict.reason == Reason::NotStarted,
        };
        let right = |verdict: &Verdict| match &self.expected {
            Expectation::AllPass => verdict.passed(),
            Expectation::AllFail => untouched(verdict),
            Expectation::Rejected { reason, .. } => verdict.passed() || verdict.reason == *reason,
        };
        let slipped_through = matches!(self.expected, Expectation::Rejected { .. })
            && verdicts.iter().all(|verdict| verdict.passed());
        match verdicts.iter().find(|verdict| !right(verdict)) {
            Some(verdict) => bail!("{} ended as {}: {}", verdict.id, verdict.reason, verdict.text(true)),
            None if verdicts.is_empty() => bail!("there are no verdicts"),
            None if slipped_through => bail!("it passed"),
            None => Ok(()),
        }
    }
}

/// What to try for the clinic: the pristine files, and every reference cure.
fn of_the_clinic(kit: &Kit, env: &BuildEnvironment, clinic: &Kata, index: usize) -> Result<Vec<Trial>> {
    let (stubs, cures) = clinic::answers(kit, clinic)?;
    let trial = |what: &str, files: &clinic::CaseFiles, lints: bool, expected| Trial {
        kata: index,
        what: format!("{what} of the clinic"),
        text: clinic::to_text(files),
        lints,
        expected,
    };
    let mut trials = vec![trial("the pristine files", &stubs, true, Expectation::AllFail)];
    // One kata is enough.
    if index == 0 {
        let cured = cures.iter().flatten().filter_map(|(case, text)| Some((case, text.as_ref().ok()?)));
        let place = |(case, text): (&String, &'_ String)| {
            let at = first_function(text, |_| true)?;
            Some((case.clone(), at, text.clone()))
        };
        let (case, at, text) = cured.clone().find_map(place).context("no case holds a function")?;
        let canaries = canaries(clinic, (case.clone(), at), &text, env);
        trials.extend(canaries.into_iter().map(|(text, lints, expected)| {
            trial("a canary", &clinic::CaseFiles::from([(case.clone(), Ok(text))]), lints, expected)
        }));
    }
    trials.extend(cures.iter().map(|cures| trial("the cures", cures, true, Expectation::AllPass)));
    Ok(trials)
}

fn examine(kit: &Kit, env: &BuildEnvironment, katas: &[&Kata], jobs: usize) -> Result<Claims> {
    let mut trials = VecDeque::new();
    for (index, kata) in katas.iter().enumerate() {
        if kata.name == clinic::NAME {
            trials.extend(of_the_clinic(kit, env, kata, index)?);
            continue;
        }
        let read = |path: PathBuf| {
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        let reference = read(kit.answers().join(&kata.name).join("reference.rs"))?;
        let trial = |what: &str, text: String, lints: bool, expected| Trial {
            kata: index,
            what: format!("{what} of {}", kata.name),
            text,
            lints,
            expected,
        };
        // One kata is enough, except that each grant opens the sandbox differently.
        let place = a_function(kata, &reference);
        let canaries = match place.map(|place| canaries(kata, place, &reference, env)) {
            Some(canaries) if index == 0 || !kata.grants.is_empty() => canaries,
            None if index == 0 => bail!("no level of the first kata is a function"),
            _ => Vec::new(),
        };
        let canary = |(text, lints, expected)| trial("a canary", text, lints, expected);
        trials.extend(canaries.into_iter().map(canary));
        trials.push_back(trial("the stub", read(kit.stub_file(&kata.name))?, true, Expectation::AllFail));
        trials.push_back(trial("the reference", reference, true, Expectation::AllPass));
    }
    let queue = Mutex::new(trials);
    let claims: Mutex<Claims> = Mutex::new(BTreeMap::new());
    let worker = |number: usize| -> Result<()> {
        let worker_dir = env.worker_dir(number)?;
        loop {
            let Some(trial) = lock(&queue).pop_front() else { return Ok(()) };
            let kata = katas[trial.kata];
            let names = try_out(kit, env, &worker_dir, kata, &trial).with_context(|| trial.what.clone())?;
            if matches!(trial.expected, Expectation::AllPass) {
                // The clinic has several cures for some cases.
                let mut claims = lock(&claims);
                let before = claims.remove(&kata.name).and_then(|before: Names| before.shape);
                let shape = match (before, names.shape) {
                    (Some(before), Some(shape)) => Some(before.and(shape)),
                    (before, shape) => before.or(shape),
                };
                claims.insert(kata.name.clone(), Names { shape, ..names });
            }
        }
    };
    thread::scope(|scope| {
        let work = |number| panics::caught(|| worker(number)).flatten();
        let workers: Vec<_> = (0..jobs).map(|number| scope.spawn(move || work(number))).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow!("a worker panicked"))?)
    })?;
    Ok(claims.into_inner().unwrap_or_default())
}

/// Judges one text and holds the verdicts against what they must be. The names of all claims.
fn try_out(
    kit: &Kit,
    env: &BuildEnvironment,
    worker_dir: &WorkerDir,
    kata: &Kata,
    trial: &Trial,
) -> Result<Names> {
    let lints = trial.lints && env.lints;
    // Whatever a submission may take: the check is about the other limits.
    let deadline = Instant::now() + Duration::from_secs(env.limits.submission_seconds).max(PATIENCE);
    if kata.name == clinic::NAME {
        let round = Round { env, worker_dir, kata, lints, knows_stubs: false, shape: None };
        let (ran, shape) = round.judge(&trial.text, deadline)?;
        let mut verdicts = ran.verdicts;
        if let Expectation::Rejected { level, .. } = &trial.expected {
            verdicts.retain(|verdict| verdict.level() == level);
        }
        trial.hold(kata, &verdicts)?;
        let all = kata.levels.iter().map(|level| clinic::claim(&level.name)).collect();
        return Ok(Names { all, shape, ..Names::default() });
    }
    let stub = fs::read_to_string(kit.stub_file(&kata.name)).context("cannot read the stub")?;
    let job = Job { env, worker_dir, kata, stub: &stub, lints, deadline, shape: None };
    let built = job.build(&trial.text)?;
    if let Expectation::Rejected { level, reason } = &trial.expected
        && let Some(fault) = built.faults.get(level)
    {
        let fits = fault.reason == *reason || !lints;
        return if fits {
            Ok(Names::default())
        } else {
            bail!("{}, and should be {reason}: {}", fault.reason, fault.message)
        };
    }
    if let Some((level, fault)) = built.faults.iter().next() {
        bail!("{level} cannot be judged: {}", fault.message);
    }
    let program = built.program.context("it was not built")?;
    let mut command = Command::new(&program);
    command.env_clear();
    let Listed { names: all, alone, left_out } = list(command)?;
    let left_out = left_out.into_keys().collect();
    let names = Names { all, alone, left_out, shape: Some(Shape::of(&program)?) };
    let missing = kata
        .levels
        .iter()
        .find(|level| !names.all.iter().any(|name| name.starts_with(&format!("{}::", level.name))));
    if let Some(level) = missing {
        bail!("{} has no claims", level.name);
    }
    let wanted: Vec<&str> = match &trial.expected {
        Expectation::Rejected { level, .. } => of_level(&names.all, level),
        _ => names.all.iter().map(String::as_str).collect(),
    };
    let trials =
        Trials { env, worker_dir, program: &program, kata, alone: &names.alone, orders: None, deadline };
    let verdicts = trials.run(&wanted)?.verdicts;
    trial.hold(kata, &verdicts)?;
    Ok(names)
}

fn of_level<'a>(names: &'a [String], level: &str) -> Vec<&'a str> {
    let prefix = format!("{level}::");
    names.iter().map(String::as_str).filter(|name| name.starts_with(&prefix)).collect()
}

/// Three attacks, one for each wall: the list, the inputs, the process with its sandbox. They are put into the
/// answer to `level`, a function whose body begins at `at`.
fn canaries(
    kata: &Kata,
    (level, at): (String, usize),
    reference: &str,
    env: &BuildEnvironment,
) -> Vec<(String, bool, Expectation)> {
    let with = |code: &str| format!("{}{code}{}", &reference[..at], &reference[at..]);
    let rejected = |reason| Expectation::Rejected { level: level.clone(), reason };
    let exit = "if true { std::process::exit(0) }";
    let include = format!("let _ = concat!(include_str!(\"../tests/{}/main.rs\"), \"\");", kata.name);
    let sealed = env.sandbox.claims == "sealed";
    let reach = if sealed { reach(kata, env) } else { exit.to_owned() };
    let mut canaries = vec![
        (with(&include), true, rejected(Reason::ForbiddenInput)),
        (with(&reach), false, rejected(Reason::EarlyExit)),
    ];
    if env.lints {
        canaries.push((with(exit), true, rejected(Reason::ForbiddenApi)));
    }
    canaries
}

/// Code that exits early only if it can reach nothing outside its own process except what the kata is
/// granted.
fn reach(kata: &Kata, env: &BuildEnvironment) -> String {
    let mut closed = vec![
        "std::fs::read(\"/proc/self/cmdline\").is_err()",
        "std::fs::write(std::env::temp_dir().join(\"canary\"), \"\").is_err()",
        "std::process::Command::new(\"true\").spawn().is_err()",
        "std::net::UdpSocket::bind(\"127.0.0.1:0\").is_err()",
    ];
    if !kata.may(Grant::Loopback) {
        closed.push("std::net::TcpListener::bind(\"127.0.0.1:0\").is_err()");
    } else if env.own_network {
        closed.push("std::net::TcpStream::connect(\"192.0.2.1:9\").is_err()");
    }
    format!("if {} {{ std::process::exit(0) }}", closed.join(" && "))
}

/// The first level that is a function, or a module that begins with one, and where that function's body begins.
fn a_function(kata: &Kata, source: &str) -> Option<(String, usize)> {
    let of = |level: &str| first_function(source, |name| name == level);
    kata.levels.iter().find_map(|level| Some((level.name.clone(), of(&level.name)?)))
}

/// Where the body of the first function begins whose name is wanted, or of the first one in a module with such a name.
fn first_function(source: &str, wanted: impl Fn(&str) -> bool) -> Option<usize> {
    let parsed = Parsed::of(source).ok()?;
    let body = |item: &syn::ItemFn| parsed.range(&item.block.brace_token.span.open()).end;
    parsed.items.iter().find_map(|item| match item {
        syn::Item::Fn(item) if wanted(&item.sig.ident.to_string()) => Some(body(item)),
        syn::Item::Mod(module) if wanted(&module.ident.to_string()) => {
            let (_, items) = module.content.as_ref()?;
            items.iter().find_map(|item| match item {
                syn::Item::Fn(item) => Some(body(item)),
                _ => None,
            })
        }
        _ => None,
    })
}
