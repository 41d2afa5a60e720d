//! Runs the claims of a built kata, each by its exact name.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::claims::records;
use crate::grade::build::workshop::{Bench, Workshop};
use crate::grade::sandbox::network;
use crate::grade::words;
use crate::kit::Kata;
use crate::kit::grants::Grant;
use crate::process::{self, Group};
use verdict::{Reason, Verdict, environment};

/// The names of all tests in the program.
pub fn list(program: &Path) -> Result<Vec<String>> {
    let output = Command::new(program)
        .args(["--list", "--format", "terse"])
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot run {}", program.display()))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect())
}

/// The results of a kata's claims.
#[derive(Debug, Default)]
pub struct Ran {
    /// In the order of the names; none is missing.
    pub verdicts: Vec<Verdict>,
    /// Whether they were stopped at the deadline.
    pub stopped: bool,
}

/// The verdicts on the claims called `names`, in that order, without gaps.
pub fn run(
    shop: &Workshop,
    bench: &Bench,
    program: &Path,
    kata: &Kata,
    names: &[&str],
    deadline: Instant,
) -> Result<Ran> {
    if names.is_empty() {
        return Ok(Ran::default());
    }
    let records = bench.out.join("verdicts.jsonl");
    let loopback = kata.may(Grant::Loopback);
    let mut tests = if loopback && shop.own_network {
        network::alone(program).context("cannot find this program")?
    } else {
        Command::new(program)
    };
    // By name only: a #[test] in the kata is not one of ours, and would run outside the sandbox. Claims
    // that hang mostly sleep, so four run at once even on fewer cores.
    tests.args(names).args(["--exact", "--test-threads=4"]).env_clear();
    tests.env(environment::VERDICTS, &records).env("TMPDIR", &bench.out);
    tests.env(environment::SEED, shop.seed.to_string());
    tests.env(environment::LIMIT_MS, (shop.limits.claim_seconds * 1000.0).round().to_string());
    tests.env(environment::OUTPUT_MIB, shop.limits.output_mib.to_string());
    if shop.sandbox.claims == "sealed" {
        tests.env(environment::SEAL_MIB, shop.limits.claim_memory_mib.to_string());
        // Otherwise glibc reserves 64 MiB of address space for each of a claim's threads (mallopt(3), M_ARENA_MAX).
        tests.env("MALLOC_ARENA_MAX", "2");
        if loopback {
            tests.env(environment::SEAL_LOOPBACK, if shop.own_network { "alone" } else { "shared" });
        }
    }
    // Each claim gets a folder in it.
    let folder = bench.out.join("folder");
    if kata.may(Grant::Folder) {
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        tests.env(environment::FOLDER, &folder);
    }
    tests.current_dir(&bench.tree).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut tests = Group::start(tests).with_context(|| format!("cannot run {}", program.display()))?;
    tests.wait_until(Some(deadline)).context("cannot wait for the claims")?;
    if process::cancelled() {
        bail!("cancelled");
    }
    let stopped = Instant::now() > deadline;
    let mut verdicts: BTreeMap<String, Verdict> = BTreeMap::new();
    for verdict in read(&records)? {
        verdicts.entry(verdict.id.clone()).or_insert(verdict);
    }
    let _ = fs::remove_file(&records);
    let _ = fs::remove_dir_all(&folder);
    let one = |name: &&str| {
        let id = format!("{}::{name}", kata.name);
        match verdicts.remove(&id) {
            Some(verdict) => verdict,
            None if stopped => {
                refuse(&id, Reason::Timeout, &words::out_of_time(shop.limits.submission_seconds))
            }
            None => Verdict::missing(id),
        }
    };
    Ok(Ran { verdicts: names.iter().map(one).collect(), stopped })
}

/// The records. The last may be cut off if the program was killed.
fn read(records: &Path) -> Result<Vec<Verdict>> {
    records::read_all(records).or_else(|_| {
        let text = fs::read(records).with_context(|| format!("cannot read {}", records.display()))?;
        let text = String::from_utf8_lossy(&text);
        Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
    })
}

/// A verdict on a claim that was not run.
pub fn refuse(id: &str, reason: Reason, message: &str) -> Verdict {
    Verdict::new(id, reason, message)
}
