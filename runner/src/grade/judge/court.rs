//! Turns a kata's text into verdicts: compiles it on a bench of the workshop, then judges it claim by claim.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::grade::build::compile::Job;
use crate::grade::build::workshop::{Bench, Cleared, Workshop};
use crate::grade::graders::{Judge, Opinion};
use crate::grade::judge::clinic;
use crate::grade::judge::run::{self, Ran, Trials};
use crate::grade::{Claims, Names};
use crate::kit::{Kata, Kit};

/// Everything needed to judge a text.
pub struct Court<'a> {
    pub kit: &'a Kit,
    pub shop: &'a Workshop,
    pub claims: &'a Claims,
}

impl Judge for Court<'_> {
    type Bench = Bench;

    fn bench(&self, number: usize) -> Result<Bench> {
        self.shop.bench(number)
    }

    fn judge(&self, bench: &Bench, kata: &Kata, text: &str, left: Duration) -> Result<Opinion> {
        let _cleared = Cleared(bench);
        let deadline = Instant::now() + left;
        if kata.name == clinic::NAME {
            let Workshop { lints, .. } = *self.shop;
            let round = clinic::Round { shop: self.shop, bench, kata, lints, knows_stubs: true };
            let Ran { verdicts, stopped } = round.judge(text, deadline)?;
            return Ok(Opinion { verdicts, note: None, stopped });
        }
        let Names { all, alone, shape } =
            self.claims.get(&kata.name).context("the kata's claims are not known")?;
        let stub = fs::read_to_string(self.kit.stub_file(&kata.name)).context("cannot read the stub")?;
        let job = Job {
            shop: self.shop,
            bench,
            kata,
            stub: &stub,
            lints: self.shop.lints,
            deadline,
            shape: shape.as_ref(),
        };
        let built = job.build(text)?;
        let level = |name: &str| name.split("::").next().unwrap_or_default().to_owned();
        let sound: Vec<&str> =
            all.iter().map(String::as_str).filter(|name| !built.faults.contains_key(&level(name))).collect();
        let Ran { mut verdicts, stopped } = match &built.program {
            Some(program) => Trials { shop: self.shop, bench, program, kata, alone, deadline }.run(&sound)?,
            None => Ran::default(),
        };
        for name in all {
            if let Some(fault) = built.faults.get(&level(name)) {
                verdicts.push(run::refuse(&format!("{}::{name}", kata.name), fault.reason, &fault.message));
            }
        }
        Ok(Opinion { verdicts, note: built.note, stopped })
    }
}
