//! What grades submissions, ready to begin: the kit is built, the grader has checked itself.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use anyhow::{Result, ensure};
use verdict::diagnosis::Table;

use crate::grade::build::environment::{self, BuildEnvironment, Setup};
use crate::grade::collect::{self, ClassList, Entry};
use crate::grade::graders::Graders;
use crate::grade::judge::court::Court;
use crate::grade::judge::self_check::{self, SelfCheck};
use crate::grade::results::model::{Head, KataHead, LevelHead, VERSION};
use crate::grade::results::points::Points;
use crate::grade::results::progress::Completion;
use crate::grade::results::store::ResultStore;
use crate::grade::sandbox::is_root;
use crate::grade::words;
use crate::kit::{Kata, Kit, Level};

/// A grader of a kit, with the rules that it grades by.
pub struct Session<'a> {
    kit: &'a Kit,
    katas: &'a [&'a Kata],
    points: &'a Points,
    env: BuildEnvironment,
    checked: SelfCheck,
    /// How many katas to judge at a time.
    pub jobs: usize,
    /// What the reports say of it.
    pub head: Head,
}

impl<'a> Session<'a> {
    /// Builds what is needed, and checks the grader itself. `jobs` katas are judged at a time; one for each core
    /// without it.
    ///
    /// # Errors
    /// If it cannot be built, or does not judge as it should.
    pub fn open(
        kit: &'a Kit,
        katas: &'a [&'a Kata],
        points: &'a Points,
        setup: Setup,
        jobs: Option<u16>,
    ) -> Result<Session<'a>> {
        eprintln!("preparing: the kit's library, and how its tests are compiled");
        let (seed, lints) = (setup.seed, setup.lints);
        let env = BuildEnvironment::open(kit, katas, setup)?;
        if env.sandbox.claims != "sealed" {
            eprintln!(
                "warning: unsandboxed: this system cannot sandbox a claim's process; the report says so"
            );
        }
        for note in &env.sandbox.notes {
            eprintln!("warning: {note}; the report says so");
        }
        if !lints {
            eprintln!("warning: nothing is forbidden in this run; the report says so");
        }
        let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
        let jobs = jobs.map_or(cores, usize::from);
        let checked = self_check::self_check(kit, &env, katas, jobs)?;
        eprintln!("self-check: {}", checked.how);
        let head = Head {
            version: VERSION,
            seed,
            kit: kit_name(&checked.fingerprint),
            toolchain: environment::toolchain(kit)?,
            sandbox: env.sandbox.clone(),
            // In this run or before: of one class, no two reports differ in it.
            self_check: "passed".to_owned(),
            limits: env.limits.clone(),
            katas: katas.iter().map(|kata| kata_head(kata, points)).collect(),
            shard: None,
        };
        Ok(Session { kit, katas, points, env, checked, jobs, head })
    }

    /// Grades all of `submissions`, `jobs` katas at a time; what comes of it is in the store.
    ///
    /// # Errors
    /// If the run was cancelled, or a worker cannot start.
    pub fn grade(&self, submissions: &[Entry], store: &ResultStore, jobs: usize) -> Result<Completion> {
        let known = |kata: &&Kata| Some((kata.name.clone(), Table::find(&self.kit.root, &kata.name)?));
        let mistakes = self.katas.iter().filter_map(known).collect();
        let graders = Graders {
            judge: &Court { kit: self.kit, env: &self.env, claims: &self.checked.claims },
            katas: self.katas,
            points: self.points,
            claims: &self.checked.claims,
            mistakes: &mistakes,
            store,
            submission_limit: Duration::from_secs(self.env.limits.submission_seconds),
        };
        graders.grade(submissions, jobs)
    }
}

/// The submissions in `paths`. Says what is passed over.
///
/// # Errors
/// If one of them cannot be read, or none is there.
pub fn submissions(paths: &[PathBuf], katas: &[&Kata]) -> Result<Vec<Entry>> {
    let ClassList { entries, passed_over } = collect::list(paths, katas)?;
    for (folder, names) in &passed_over {
        eprintln!("warning: {}", words::passed_over(folder, names));
    }
    Ok(entries)
}

/// Refuses to grade as root, unless that was asked for.
///
/// # Errors
/// If this is root, and `as_root` is false.
pub fn check_user(as_root: bool) -> Result<()> {
    ensure!(as_root || !is_root(), "{}", words::ROOT);
    Ok(())
}

/// The folder where a run works, if none was given.
///
/// # Errors
/// If it cannot be made.
pub fn work_folder(kit: &Kit, given: Option<&PathBuf>) -> Result<PathBuf> {
    given.cloned().map_or_else(|| kit.scratch("grade"), Ok)
}

/// The kit's name in reports, with the fingerprint of all that a grade depends on.
pub fn kit_name(fingerprint: &str) -> String {
    format!("tokio-katas {} ({})", env!("CARGO_PKG_VERSION"), &fingerprint[..16])
}

/// The katas called `only`, or all. The clinic is included only if it is named: a class that does not use it
/// loses no points there.
///
/// # Errors
/// If there is no kata of a name.
pub fn chosen<'a>(kit: &'a Kit, clinic: Option<&'a Kata>, only: &[String]) -> Result<Vec<&'a Kata>> {
    let clinic = clinic.filter(|clinic| only.contains(&clinic.name));
    let is_other = |name: &&String| clinic.is_none_or(|clinic| clinic.name != **name) && *name != "all";
    let others: Vec<String> = only.iter().filter(is_other).cloned().collect();
    let all = only.iter().any(|name| name == "all");
    let mut katas = match clinic {
        Some(_) if others.is_empty() && !all => Vec::new(),
        _ => kit.katas_called(if all { &[] } else { &others })?,
    };
    katas.extend(clinic);
    Ok(katas)
}

/// What reports and plans say of a kata.
pub fn kata_head(kata: &Kata, points: &Points) -> KataHead {
    let level = |level: &Level| LevelHead {
        name: level.name.clone(),
        max_points: points.of(kata, level),
        share: level.share,
    };
    let levels: Vec<LevelHead> = kata.levels.iter().map(level).collect();
    let max_points = levels.iter().map(|level| level.max_points).sum();
    KataHead { name: kata.name.clone(), max_points, levels }
}
