//! Runs the claims of a built kata, each by its exact name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Context, Result, anyhow, bail};
use verdict::{Reason, Status, Verdict, environment};

use crate::grade::build::environment::BuildEnvironment;
use crate::grade::build::worker_dir::WorkerDir;
use crate::grade::judge::trial::{self, Bounds, OneVerdict};
use crate::grade::results::folders;
use crate::grade::sandbox::opening::{Network, Opening};
use crate::grade::words;
use crate::kit::Kata;
use crate::kit::grants::Grant;
use crate::process;
use crate::sync::lock;

/// Claims of one kata that run at once: most of those that hang sleep, so more than there are cores.
const AT_ONCE: usize = 4;

/// The results of a kata's claims.
#[derive(Debug, Default)]
pub struct KataRun {
    /// In the order of the names; none is missing.
    pub verdicts: Vec<Verdict>,
    /// Whether they were stopped at the deadline.
    pub stopped: bool,
}

/// Other orders of what is ready in the same instant.
#[derive(Clone, Copy)]
pub struct OtherOrders<'a> {
    /// How many.
    pub count: u32,
    /// The claims of which none is tried.
    pub left_out: &'a BTreeSet<String>,
}

/// A kata whose claims are run.
pub struct Trials<'a> {
    pub env: &'a BuildEnvironment,
    pub worker_dir: &'a WorkerDir,
    pub program: &'a Path,
    pub kata: &'a Kata,
    /// Claims beside which none may run.
    pub alone: &'a BTreeSet<String>,
    /// Whether those of a level that passes are tried in other orders.
    pub orders: Option<OtherOrders<'a>>,
    pub deadline: Instant,
}

impl Trials<'_> {
    /// The verdicts on the claims called `names`, in that order. None is missing.
    pub fn run(&self, names: &[&str]) -> Result<KataRun> {
        if names.is_empty() {
            return Ok(KataRun::default());
        }
        let mut judged = self.judge(&(0..names.len()).collect::<Vec<_>>(), names, None)?;
        let stopped = judged.values().any(|it| it.is_none());
        let one = |(at, name): (usize, &&str)| {
            let id = self.id(name);
            match judged.remove(&at) {
                Some(Some(verdict)) => verdict,
                Some(None) => {
                    let message = words::out_of_time(self.env.limits.submission_seconds);
                    refuse(&id, Reason::Timeout, &message)
                }
                None => Verdict::missing(id),
            }
        };
        let mut verdicts: Vec<Verdict> = names.iter().enumerate().map(one).collect();
        let stopped = self.explore(names, &mut verdicts)? || stopped;
        Ok(KataRun { verdicts, stopped })
    }

    /// Tries the claims of levels that pass in other orders: one that fails in any of them fails. If the submission's
    /// time is over, what was not tried stays as it was. True if that was so.
    fn explore(&self, names: &[&str], verdicts: &mut [Verdict]) -> Result<bool> {
        let Some(OtherOrders { count, left_out }) = self.orders else { return Ok(false) };
        let failed: BTreeSet<String> =
            verdicts.iter().filter(|it| !it.passed()).map(|it| it.level().to_owned()).collect();
        let mut places: Vec<usize> = (0..names.len())
            .filter(|&at| !failed.contains(verdicts[at].level()) && !left_out.contains(names[at]))
            .collect();
        // Repeated with the run's seed.
        let first = (self.env.seed % u64::from(u32::MAX / 2)) as u32;
        for order in first..first.saturating_add(count) {
            if places.is_empty() {
                break;
            }
            let mut out_of_time = false;
            for (at, judged) in self.judge(&places, names, Some(order))? {
                let Some(verdict) = judged else {
                    out_of_time = true;
                    continue;
                };
                // If nothing was drawn, it ends alike in all orders.
                if !verdict.passed() || verdict.order.is_none() {
                    places.retain(|&it| it != at);
                }
                match verdict.status() {
                    Status::Pass => {}
                    Status::Fail => verdicts[at] = words::in_another_order(verdict, order),
                    Status::Error => verdicts[at] = verdict,
                }
            }
            if out_of_time {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Runs the claims at these places, in this order of what is ready in the same instant, if there is one.
    fn judge(
        &self,
        places: &[usize],
        names: &[&str],
        order: Option<u32>,
    ) -> Result<BTreeMap<usize, OneVerdict>> {
        let folders = self.worker_dir.out.join("folders");
        let (alone, together): (Vec<usize>, Vec<usize>) =
            places.iter().partition(|&&at| self.alone.contains(names[at]));
        let mut judged = self.side_by_side(&together, AT_ONCE, names, &folders, order)?;
        judged.extend(self.side_by_side(&alone, 1, names, &folders, order)?);
        if process::cancelled() {
            bail!("cancelled");
        }
        Ok(judged)
    }

    /// Runs the claims at these places, so many at once.
    fn side_by_side(
        &self,
        places: &[usize],
        at_once: usize,
        names: &[&str],
        folders: &Path,
        order: Option<u32>,
    ) -> Result<BTreeMap<usize, OneVerdict>> {
        let (next, judged) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
        let worker = || -> Result<()> {
            while let Some(&at) = places.get(next.fetch_add(1, Ordering::Relaxed)) {
                let one = if process::cancelled() || Instant::now() > self.deadline {
                    None
                } else {
                    let folder = self.kata.may(Grant::Folder).then(|| folders.join(at.to_string()));
                    self.one(names[at], folder.as_deref(), order)?
                };
                lock(&judged).insert(at, one);
            }
            Ok(())
        };
        thread::scope(|scope| {
            let workers: Vec<_> = (0..at_once.min(places.len())).map(|_| scope.spawn(worker)).collect();
            workers
                .into_iter()
                .try_for_each(|worker| worker.join().map_err(|_| anyhow!("a worker panicked"))?)
        })?;
        Ok(judged.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Runs the claim of this name, with a folder of its own if it is granted one, in this order.
    fn one(&self, name: &str, folder: Option<&Path>, order: Option<u32>) -> Result<OneVerdict> {
        let BuildEnvironment { limits, sandbox, .. } = self.env;
        if let Some(folder) = folder {
            fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        let mut claim = Command::new(self.program);
        // By name alone: a #[test] in the kata is none of ours.
        claim
            .args([name, "--exact", "--nocapture", "--test-threads=1"])
            .env_clear()
            .current_dir(&self.worker_dir.tree);
        claim.env(environment::SEED, self.env.seed.to_string());
        claim.env(environment::LIMIT_MS, (limits.claim_seconds * 1000.0).round().to_string());
        claim.envs(order.map(|order| (environment::ORDER, order.to_string())));
        claim.envs(folder.map(|folder| (environment::FOLDER, folder)));
        // A claim's own servers are on this machine, and no proxy is asked for them.
        claim.env("NO_PROXY", "127.0.0.1,localhost");
        let mut opening = None;
        if sandbox.claims == "sealed" {
            // Else glibc sets aside 64 MiB of the address space for each thread of a claim that has many.
            claim.env("MALLOC_ARENA_MAX", "2");
            let network = if self.env.own_network { Network::Alone } else { Network::Shared };
            opening = Some(Opening {
                program: self.program.to_owned(),
                memory_mib: limits.claim_memory_mib,
                folder: folder.map(Path::to_owned),
                loopback: self.kata.may(Grant::Loopback).then_some(network),
                own_processes: self.env.own_processes,
            });
        }
        let bounds = Bounds {
            limit: Duration::from_secs_f64(limits.claim_seconds),
            output: usize::try_from(limits.output_mib).unwrap_or(usize::MAX).saturating_mul(1 << 20),
            deadline: self.deadline,
        };
        let judged =
            trial::run(claim, opening.as_ref(), &self.id(name), &self.worker_dir.out, folder, &bounds);
        if let Some(folder) = folder {
            // What is left there goes with the worker directory.
            let _ = folders::remove(folder);
        }
        judged
    }

    fn id(&self, name: &str) -> String {
        format!("{}::{name}", self.kata.name)
    }
}

/// A verdict on a claim that was not run.
pub fn refuse(id: &str, reason: Reason, message: &str) -> Verdict {
    Verdict::new(id, reason, message)
}
