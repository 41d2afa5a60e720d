//! Workers that grade: each takes the next kata of a submission, several at the same time.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fs;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::collect::Submission;
use super::compile::{Fault, Job};
use super::model::{Graded, KataGrade, LevelGrade};
use super::points::Points;
use super::workshop::{Bench, Workshop};
use super::{Claims, clean, judge, lock, words};
use crate::kit::{Kata, Kit, Level};
use crate::process;
use crate::verdict::Verdict;

/// All that a worker needs.
pub struct Graders<'a> {
    pub kit: &'a Kit,
    pub shop: &'a Workshop,
    pub katas: &'a [&'a Kata],
    pub points: &'a Points,
    pub claims: &'a Claims,
}

impl Graders<'_> {
    /// Grades all submissions, several katas at a time.
    pub fn grade(&self, submissions: &[Submission], jobs: usize) -> Result<Vec<Graded>> {
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
        bench: &Bench,
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

    fn judge(&self, bench: &Bench, kata: &Kata, text: &str, budget: Duration) -> Result<Vec<Verdict>> {
        let stub = fs::read_to_string(self.kit.stub_file(&kata.name)).context("cannot read the stub")?;
        let job = Job { shop: self.shop, bench, kata, stub: &stub, lints: self.shop.lints };
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
        let level = |level: &Level| {
            let claims = by_level.remove(&level.name).unwrap_or_default();
            LevelGrade::new(&level.name, self.points.of(kata, level), claims)
        };
        KataGrade::new(&kata.name, kata.levels.iter().map(level).collect())
    }
}
