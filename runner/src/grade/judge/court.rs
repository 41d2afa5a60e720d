//! Turns a kata's text into verdicts: compiles it in a worker directory, then judges it claim by claim.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::grade::build::compile::Job;
use crate::grade::build::environment::BuildEnvironment;
use crate::grade::build::names::{Claims, Names};
use crate::grade::build::worker_dir::{Cleared, WorkerDir};
use crate::grade::clinic;
use crate::grade::graders::{Judge, Opinion};
use crate::grade::judge::clinic::Round;
use crate::grade::judge::run::{self, KataRun, OtherOrders, Trials};
use crate::kit::{Kata, Kit};

/// Everything needed to judge a text.
pub struct Court<'a> {
    pub kit: &'a Kit,
    pub env: &'a BuildEnvironment,
    pub claims: &'a Claims,
}

impl Judge for Court<'_> {
    type Dir = WorkerDir;

    fn worker_dir(&self, number: usize) -> Result<WorkerDir> {
        self.env.worker_dir(number)
    }

    fn judge(&self, worker_dir: &WorkerDir, kata: &Kata, text: &str, left: Duration) -> Result<Opinion> {
        let _cleared = Cleared(worker_dir);
        let deadline = Instant::now() + left;
        let Names { all, alone, left_out, shape } =
            self.claims.get(&kata.name).context("the kata's claims are not known")?;
        let shape = shape.as_ref();
        if kata.name == clinic::NAME {
            let BuildEnvironment { lints, .. } = *self.env;
            let round = Round { env: self.env, worker_dir, kata, lints, knows_stubs: true, shape };
            let (KataRun { verdicts, stopped }, _) = round.judge(text, deadline)?;
            return Ok(Opinion { verdicts, note: None, stopped });
        }
        let stub = fs::read_to_string(self.kit.stub_file(&kata.name)).context("cannot read the stub")?;
        let job =
            Job { env: self.env, worker_dir, kata, stub: &stub, lints: self.env.lints, deadline, shape };
        let built = job.build(text)?;
        let level = |name: &str| name.split("::").next().unwrap_or_default().to_owned();
        let sound: Vec<&str> =
            all.iter().map(String::as_str).filter(|name| !built.faults.contains_key(&level(name))).collect();
        let KataRun { mut verdicts, stopped } = match &built.program {
            Some(program) => {
                let orders = Some(OtherOrders { count: self.env.limits.explore, left_out });
                Trials { env: self.env, worker_dir, program, kata, alone, orders, deadline }.run(&sound)?
            }
            None => KataRun::default(),
        };
        for name in all {
            if let Some(fault) = built.faults.get(&level(name)) {
                verdicts.push(run::refuse(&format!("{}::{name}", kata.name), fault.reason, &fault.message));
            }
        }
        Ok(Opinion { verdicts, note: built.note, stopped })
    }
}
