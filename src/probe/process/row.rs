//! Several claims in one process, in a row, or one in several orders: far quicker than a process for each. Only what
//! passes counts, and a claim that is not started. Any other end, a hang and a lost process among them, decides
//! nothing: that claim is judged again, in a process of its own.

use std::path::Path;
use std::process::{self, ExitCode};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use verdict::{Orders, Reason, Verdict};

use crate::probe::harness::Claim;
use crate::probe::process::child::{self, VerdictFile};

/// How often the time of a claim is looked at.
const TURN: Duration = Duration::from_millis(5);
/// After so many looks a claim is taken for one that hangs: a quarter of a second, and honest claims take some ms.
const TURNS: u32 = 50;
/// The same for CPU time.
const CPU: Duration = Duration::from_millis(150);
/// How long one process takes on further orders.
const LONGEST: Duration = Duration::from_secs(1);

/// Runs the claims, and writes the verdicts that count to `record`, each as soon as it is known. It stops at the
/// first that does not.
pub(crate) fn run(claims: &[&'static Claim], record: &Path) -> ExitCode {
    each(claims.iter().map(|&claim| (claim, None)), record, |_| true)
}

/// Runs the claim in these orders, in the same way. It stops at the first if nothing is drawn, and after some time:
/// then the rest gets another process, in good time before this one's limit.
pub(crate) fn run_in_orders(claim: &'static Claim, orders: Orders, record: &Path) -> ExitCode {
    let start = Instant::now();
    let runs = orders.numbers().map(|order| (claim, Some(order)));
    each(runs, record, |verdict| verdict.order.is_some() && start.elapsed() < LONGEST)
}

fn each(
    runs: impl Iterator<Item = (&'static Claim, Option<u32>)>,
    record: &Path,
    goes_on: impl Fn(&Verdict) -> bool,
) -> ExitCode {
    let mut file = match VerdictFile::open(record) {
        Ok(file) => file,
        Err(error) => {
            eprintln!("{}: {error}", record.display());
            return ExitCode::FAILURE;
        }
    };
    child::note_panics();
    watch();
    for (claim, order) in runs {
        *NOW.lock().unwrap_or_else(PoisonError::into_inner) = Some((0, ProcessTime::now()));
        let verdict = match claim.run_next(order) {
            Some(verdict) if matches!(verdict.reason, Reason::Ok | Reason::NotStarted) => verdict,
            _ => break,
        };
        if file.add(&verdict).is_err() || !goes_on(&verdict) {
            break;
        }
    }
    // Whatever a claim has left behind ends here, and waits for nothing.
    process::exit(0)
}

/// The looks that the present claim has had, and the CPU time at its start.
static NOW: Mutex<Option<(u32, ProcessTime)>> = Mutex::new(None);

/// Ends the process if a claim takes too long.
fn watch() {
    let watch = || {
        loop {
            thread::sleep(TURN);
            if let Some((turns, cpu)) = &mut *NOW.lock().unwrap_or_else(PoisonError::into_inner) {
                *turns += 1;
                if *turns > TURNS || cpu.elapsed() > CPU {
                    process::exit(0);
                }
            }
        }
    };
    // If no thread can be started, the parent's limit still holds.
    let _ = thread::Builder::new().name("watchdog".to_owned()).spawn(watch);
}
