//! Runs the claims on built answers.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::Result;
use verdict::{Orders, Verdict, environment};

use crate::claims::answers::{self, Compiled};
use crate::claims::cargo;
use crate::claims::check;
use crate::claims::run::{self, Listed};
use crate::kit::Kit;
use crate::kit::answers::Answer;
use crate::sync::lock;

/// Real time for all claims of one answer: each claim has a limit of its own (4 s), so this is a last resort.
const LIMIT: Duration = Duration::from_secs(300);

/// What became of an answer.
pub enum Judged {
    Verdicts(Vec<Verdict>),
    /// It did not compile, or could not be run: why.
    Unknown(String),
}

/// Judges all answers, several at once. Claims draw their numbers from `seed`, if there is one.
pub fn judge(kit: &Kit, answers: &[&Answer], built: Vec<Compiled>, seed: Option<u64>) -> Result<Vec<Judged>> {
    judge_in(kit, answers, built, seed, None)
}

/// Judges all answers, several at once, in these orders of what is ready in the same instant. Claims
/// that state one order are left out then.
pub fn judge_in(
    kit: &Kit,
    judged: &[&Answer],
    built: Vec<Compiled>,
    seed: Option<u64>,
    orders: Option<Orders>,
) -> Result<Vec<Judged>> {
    let mut claims: BTreeMap<PathBuf, Listed> = BTreeMap::new();
    for built in &built {
        if let Compiled::Binary { program, .. } = built
            && !claims.contains_key(program)
        {
            claims.insert(program.clone(), run::list(Command::new(program))?);
        }
    }
    // The claims of an answer that run beside others, and those that need all cores: only then do their threads meet.
    let parts = |index: usize, program: &PathBuf| -> [Vec<&str>; 2] {
        let answer = judged[index];
        let Listed { names, alone, left_out } = &claims[program];
        let wanted = |name: &&str| {
            let mut parts = name.split("::");
            let of_level = parts.next() == Some(&answer.level);
            let claim = parts.next();
            // Many orders of all claims take long, and one claim is to catch it.
            let named = !answer.explore || answer.caught_by.is_none() || answer.caught_by.as_deref() == claim;
            of_level && (orders.is_none() || named && !left_out.contains_key(*name))
        };
        let (alone, beside) =
            names.iter().map(String::as_str).filter(wanted).partition(|&it| alone.contains(it));
        [beside, alone]
    };
    let run = |index: usize, (program, module): (&PathBuf, &str), names: &[&str]| match names {
        [] => Ok(Vec::new()),
        _ => {
            let mut settings: Vec<_> =
                seed.map(|seed| (environment::SEED, seed.to_string())).into_iter().collect();
            settings.extend(orders.map(check::order_setting));
            let limit = orders.map_or(LIMIT, check::order_limit);
            answers::run_claims(kit, judged[index], (program, module), names, settings, limit)
        }
    };
    let queue: Mutex<VecDeque<(usize, &Compiled)>> = Mutex::new(built.iter().enumerate().collect());
    let done: Mutex<BTreeMap<usize, Result<Vec<Verdict>>>> = Mutex::default();
    // Not in the head of the loop: the lock would be held while the answer is judged.
    let next = || lock(&queue).pop_front();
    let worker = || {
        while let Some((index, built)) = next() {
            if let Compiled::Binary { program, module } = built {
                let [beside, _] = parts(index, program);
                let seen = run(index, (program, module), &beside);
                lock(&done).insert(index, seen);
            }
        }
    };
    // Claims on the real clock wait, and so do those that hang: twice as many as there are cores keep these busy.
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    thread::scope(|scope| {
        for _ in 0..2 * cores {
            scope.spawn(worker);
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    let whole = |(index, built): (usize, &Compiled)| {
        let (program, module) = match built {
            Compiled::Refused(errors) => return Judged::Unknown(cargo::rendered(errors)),
            Compiled::Binary { program, module } => (program, module),
        };
        let [_, alone] = parts(index, program);
        let beside = done.remove(&index).unwrap_or_else(|| Ok(Vec::new()));
        let seen = beside.and_then(|mut verdicts| {
            verdicts.extend(run(index, (program, module), &alone)?);
            run::in_order(&mut verdicts, &claims[program].names);
            Ok(verdicts)
        });
        seen.map_or_else(|error| Judged::Unknown(format!("{error:#}")), Judged::Verdicts)
    };
    Ok(built.iter().enumerate().map(whole).collect())
}
