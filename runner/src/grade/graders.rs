//! Workers that grade: each takes the next kata of a submission, several at the same time. A submission
//! is read when its turn comes, and forgotten when its result is in the spool.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::collect::{Entry, Katas};
use super::compile::Job;
use super::compiler::Fault;
use super::judge::{self, Ran};
use super::model::{Graded, KataGrade, LevelGrade};
use super::points::Points;
use super::progress::Progress;
use super::spool::{Judged, Key, Spool};
use super::workshop::{Bench, Workshop};
use super::{Claims, clean, clinic, lock, words};
use crate::kit::{Kata, Kit, Level};
use crate::process;
use verdict::{Reason, Status, Verdict};

/// All that a worker needs.
pub struct Graders<'a> {
    pub kit: &'a Kit,
    pub shop: &'a Workshop,
    pub katas: &'a [&'a Kata],
    pub points: &'a Points,
    pub claims: &'a Claims,
    pub spool: &'a Spool,
}

/// What was done, beside the results.
#[derive(Debug, Default)]
pub struct Done {
    /// Submissions that an earlier run had graded.
    pub resumed: AtomicUsize,
    /// Katas whose very text was judged before in this run.
    pub repeated: AtomicUsize,
    /// Results that could not be written down for `--resume`.
    pub unkept: AtomicUsize,
}

/// A submission whose katas are being judged.
struct InWork {
    index: usize,
    key: Key,
    name: String,
    katas: Katas,
    /// What is left to it of its time.
    left: Mutex<Duration>,
    done: Mutex<BTreeMap<usize, KataGrade>>,
}

/// What is still to be done.
struct Queue<'a> {
    entries: Box<dyn Iterator<Item = (usize, &'a Entry)> + Send + 'a>,
    /// Katas of submissions that are read.
    open: VecDeque<(Arc<InWork>, usize)>,
}

/// Texts that are being judged right now: whoever comes with the same waits, and judges it no more.
#[derive(Default)]
struct UnderWay {
    keys: Mutex<BTreeSet<Key>>,
    less: Condvar,
}

/// A text that nobody else judges as long as this lives.
struct Turn<'a>(&'a UnderWay, &'a Key);

impl UnderWay {
    fn wait<'a>(&'a self, key: &'a Key) -> Turn<'a> {
        let keys = lock(&self.keys);
        let free = self.less.wait_while(keys, |keys| keys.contains(key));
        free.unwrap_or_else(PoisonError::into_inner).insert(key.clone());
        Turn(self, key)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        lock(&self.0.keys).remove(self.1);
        self.0.less.notify_all();
    }
}

impl Graders<'_> {
    /// Grades all submissions, several katas at a time.
    pub fn grade(&self, entries: &[Entry], jobs: usize) -> Result<Done> {
        let progress = Progress::new(entries.len(), self.katas.len());
        let queue =
            Mutex::new(Queue { entries: Box::new(entries.iter().enumerate()), open: VecDeque::new() });
        let (under_way, done) = (UnderWay::default(), Done::default());
        let worker = |number: usize| -> Result<()> {
            let bench = self.shop.bench(number)?;
            loop {
                if process::cancelled() {
                    bail!("cancelled");
                }
                let next = self.next(&mut lock(&queue), &progress, &done)?;
                let Some((submission, nth)) = next else { return Ok(()) };
                let kata = self.katas[nth];
                let graded = self.kata(&bench, kata, &submission, &under_way, &done);
                if process::cancelled() {
                    bail!("cancelled");
                }
                progress.kata();
                self.put(&submission, nth, graded, &progress, &done);
            }
        };
        thread::scope(|scope| {
            let workers: Vec<_> = (0..jobs).map(|number| scope.spawn(move || worker(number))).collect();
            workers.into_iter().try_for_each(|worker| {
                worker.join().unwrap_or_else(|_| bail!("a worker of the grader panicked"))
            })
        })?;
        Ok(done)
    }

    /// The next kata that is to be judged. Submissions of which nothing is to be judged are dealt with on
    /// the way.
    fn next(
        &self,
        queue: &mut Queue<'_>,
        progress: &Progress,
        done: &Done,
    ) -> Result<Option<(Arc<InWork>, usize)>> {
        let number = self.katas.len();
        while queue.open.is_empty() && !process::cancelled() {
            let Some((index, entry)) = queue.entries.next() else { break };
            let contents = entry.read(self.katas);
            let key = self.key(&entry.name, &contents);
            if self.spool.has(index, &key) {
                done.resumed.fetch_add(1, Ordering::Relaxed);
                progress.skip(number);
                progress.done(self.spool.done());
                continue;
            }
            match contents {
                Err(why) => {
                    let why = clean::text(&why);
                    let fault = Fault::new(Reason::BadSubmission, &why);
                    let katas = self.katas.iter().map(|kata| self.refused(kata, &fault)).collect();
                    self.keep(index, key, Graded::new(entry.name.clone(), Some(why), katas), done);
                    progress.skip(number);
                    progress.done(self.spool.done());
                }
                Ok(katas) => {
                    let left = Mutex::new(Duration::from_secs(self.shop.limits.submission_seconds));
                    let name = entry.name.clone();
                    let work = Arc::new(InWork { index, key, name, katas, left, done: Mutex::default() });
                    queue.open.extend((0..number).map(|nth| (Arc::clone(&work), nth)));
                }
            }
        }
        Ok(queue.open.pop_front())
    }

    /// Of all that the result of a submission depends on.
    fn key(&self, name: &str, contents: &Result<Katas, String>) -> Key {
        let mut parts = vec![name];
        match contents {
            Err(why) => parts.extend(["refused", why]),
            Ok(katas) => {
                for (kata, text) in katas {
                    parts.push(kata);
                    match text {
                        Ok(text) => parts.extend(["taken", text]),
                        Err(why) => parts.extend(["refused", why]),
                    }
                }
            }
        }
        self.spool.key("submission", &parts)
    }

    /// A kata of a submission is judged; with the last of them the submission is.
    fn put(&self, submission: &InWork, nth: usize, graded: KataGrade, progress: &Progress, all_done: &Done) {
        let mut done = lock(&submission.done);
        done.insert(nth, graded);
        if done.len() == self.katas.len() {
            let katas = std::mem::take(&mut *done).into_values().collect();
            let graded = Graded::new(submission.name.clone(), None, katas);
            self.keep(submission.index, submission.key.clone(), graded, all_done);
            progress.done(self.spool.done());
        }
    }

    fn keep(&self, index: usize, key: Key, graded: Graded, done: &Done) {
        if !self.spool.keep(index, key, graded) {
            done.unkept.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// One kata of one submission.
    fn kata(
        &self,
        bench: &Bench,
        kata: &Kata,
        submission: &InWork,
        under_way: &UnderWay,
        done: &Done,
    ) -> KataGrade {
        let text = match submission.katas.get(&kata.name) {
            None => return self.refused(kata, &Fault::new(Reason::BadSubmission, words::missing(kata))),
            Some(Err(why)) => return self.refused(kata, &Fault::new(Reason::BadSubmission, why)),
            Some(Ok(text)) => text,
        };
        let key = self.spool.key("kata", &[&kata.name, text]);
        let turn = under_way.wait(&key);
        let budget = *lock(&submission.left);
        // Its time counts as if it had been judged here: what is left is the same in every order.
        let known = self.spool.judged(&key).filter(|known| Duration::from_secs_f64(known.seconds) < budget);
        if known.is_some() {
            done.repeated.fetch_add(1, Ordering::Relaxed);
        }
        let judged = known.map_or_else(
            || {
                let start = Instant::now();
                let judged = self.judge(bench, kata, text, budget);
                bench.clear();
                let (verdicts, whole) = judged?;
                let judged = Judged { verdicts, seconds: start.elapsed().as_secs_f64() };
                if whole && judged.verdicts.iter().all(|verdict| verdict.status() != Status::Error) {
                    self.spool.keep_judged(&key, &judged);
                }
                Ok(judged)
            },
            Ok,
        );
        drop(turn);
        match judged {
            Ok(Judged { verdicts, seconds }) => {
                let mut left = lock(&submission.left);
                *left = left.saturating_sub(Duration::from_secs_f64(seconds));
                self.levels(kata, verdicts)
            }
            Err(error) => self.refused(kata, &Fault::new(Reason::HarnessError, words::harness(&error))),
        }
    }

    /// The verdicts on a text, and whether they are whole: `false` if the submission's time ran out.
    fn judge(
        &self,
        bench: &Bench,
        kata: &Kata,
        text: &str,
        budget: Duration,
    ) -> Result<(Vec<Verdict>, bool)> {
        if kata.name == clinic::NAME {
            let Workshop { lints, .. } = *self.shop;
            let round = clinic::Round { shop: self.shop, bench, kata, lints, knows_stubs: true };
            let Ran { verdicts, stopped } = round.judge(text, Instant::now() + budget)?;
            return Ok((verdicts.into_iter().map(clean::verdict).collect(), !stopped));
        }
        let stub = fs::read_to_string(self.kit.stub_file(&kata.name)).context("cannot read the stub")?;
        let job = Job { shop: self.shop, bench, kata, stub: &stub, lints: self.shop.lints };
        let built = job.build(text)?;
        let level = |name: &str| name.split("::").next().unwrap_or_default().to_owned();
        let all = self.claims.get(&kata.name).map(Vec::as_slice).unwrap_or_default();
        let sound: Vec<&str> =
            all.iter().map(String::as_str).filter(|name| !built.faults.contains_key(&level(name))).collect();
        let Ran { mut verdicts, stopped } = match &built.program {
            Some(program) => judge::run(self.shop, bench, program, kata, &sound, Instant::now() + budget)?,
            None => Ran::default(),
        };
        for name in all {
            if let Some(fault) = built.faults.get(&level(name)) {
                verdicts.push(judge::refuse(&format!("{}::{name}", kata.name), fault.reason, &fault.message));
            }
        }
        Ok((verdicts.into_iter().map(clean::verdict).collect(), !stopped))
    }

    /// No claim of the kata could be judged.
    fn refused(&self, kata: &Kata, fault: &Fault) -> KataGrade {
        let all = self.claims.get(&kata.name).map(Vec::as_slice).unwrap_or_default();
        let verdict =
            |name: &String| judge::refuse(&format!("{}::{name}", kata.name), fault.reason, &fault.message);
        self.levels(kata, all.iter().map(verdict).map(clean::verdict).collect())
    }

    /// The verdicts by level, with its points.
    fn levels(&self, kata: &Kata, verdicts: Vec<Verdict>) -> KataGrade {
        let mut by_level: BTreeMap<String, Vec<Verdict>> = BTreeMap::new();
        for verdict in verdicts {
            by_level.entry(verdict.level().to_owned()).or_default().push(verdict);
        }
        let level = |level: &Level| {
            let claims = by_level.remove(&level.name).unwrap_or_default();
            LevelGrade::new(&level.name, self.points.of(kata, level), claims)
        };
        KataGrade::new(&kata.name, kata.levels.iter().map(level).collect())
    }
}
