//! Workers that grade: each takes the next kata of a submission, several at the same time. A submission is read
//! when its turn comes, and dropped from memory when its result is in the store. A failure, even a panic of this
//! program, affects only the submission that caused it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use verdict::diagnosis::Table;
use verdict::{Reason, Status, Verdict};

use crate::grade::build::fault::Fault;
use crate::grade::build::names::Claims;
use crate::grade::collect::{Entry, Katas};
use crate::grade::judge::run;
use crate::grade::results::class::Tally;
use crate::grade::results::clean;
use crate::grade::results::model::{Graded, KataGrade, LevelGrade};
use crate::grade::results::points::Points;
use crate::grade::results::progress::{Completion, Progress};
use crate::grade::results::store::{JudgedKata, Key, ResultStore};
use crate::grade::words;
use crate::kit::{Kata, Level};
use crate::process;
use crate::sync::lock;
use crate::ui::panics;

/// Everything that a worker needs.
pub struct Graders<'a, J> {
    pub judge: &'a J,
    pub katas: &'a [&'a Kata],
    pub points: &'a Points,
    pub claims: &'a Claims,
    /// By kata, the mistakes that are known.
    pub mistakes: &'a BTreeMap<String, Table>,
    pub store: &'a ResultStore,
    /// The time that the claims of one submission may take.
    pub submission_limit: Duration,
}

/// Judges katas, for workers that each have a worker directory of their own.
pub trait Judge: Sync {
    type Dir;

    /// The worker directory of the worker `number`.
    fn worker_dir(&self, number: usize) -> Result<Self::Dir>;

    /// The verdicts on a text; its submission has this much time left.
    ///
    /// # Errors
    /// If the grader fails, not the text.
    fn judge(&self, worker_dir: &Self::Dir, kata: &Kata, text: &str, left: Duration) -> Result<Opinion>;
}

/// The findings on a text.
#[derive(Debug, Default)]
pub struct Opinion {
    /// On all claims of the kata.
    pub verdicts: Vec<Verdict>,
    /// A remark about the text as a whole.
    pub note: Option<String>,
    /// Whether the submission's time ran out.
    pub stopped: bool,
}

/// A submission whose katas are being judged.
struct InWork {
    index: usize,
    key: Key,
    name: String,
    katas: Katas,
    /// How much of its time is left.
    left: Mutex<Duration>,
    done: Mutex<BTreeMap<usize, KataGrade>>,
}

/// What is still to be done.
struct Queue<'a> {
    entries: Box<dyn Iterator<Item = (usize, &'a Entry)> + Send + 'a>,
    /// Katas of submissions that have been read.
    open: VecDeque<(Arc<InWork>, usize)>,
    /// Workers that are reading a submission: there may be more to do when they have.
    reading: usize,
}

/// The queue, and the news that something has changed in it. No lock is held while a submission is read.
struct Waiting<'a> {
    queue: Mutex<Queue<'a>>,
    news: Condvar,
}

/// A submission that is being read: over, however the reading ends.
struct Reading<'a, 'b>(&'a Waiting<'b>);

impl Drop for Reading<'_, '_> {
    fn drop(&mut self) {
        lock(&self.0.queue).reading -= 1;
        self.0.news.notify_all();
    }
}

/// What a worker does next.
enum Next<'a> {
    Kata(Arc<InWork>, usize),
    Submission(usize, &'a Entry),
    Nothing,
}

impl<'a> Waiting<'a> {
    fn new(entries: &'a [Entry]) -> Waiting<'a> {
        let entries = Box::new(entries.iter().enumerate());
        Waiting {
            queue: Mutex::new(Queue { entries, open: VecDeque::new(), reading: 0 }),
            news: Condvar::new(),
        }
    }

    /// Katas come before submissions that are not read yet.
    fn next(&self) -> Next<'a> {
        let mut queue = lock(&self.queue);
        loop {
            if let Some((work, nth)) = queue.open.pop_front() {
                return Next::Kata(work, nth);
            }
            if let Some((index, entry)) = queue.entries.next() {
                queue.reading += 1;
                return Next::Submission(index, entry);
            }
            if queue.reading == 0 {
                return Next::Nothing;
            }
            queue = self.news.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Texts that are being judged right now: a worker with the same text waits, and uses the result.
#[derive(Default)]
struct UnderWay {
    keys: Mutex<BTreeSet<Key>>,
    less: Condvar,
}

/// A text that no other worker judges while this is alive.
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

impl<J: Judge> Graders<'_, J> {
    /// Grades all submissions, several katas at a time.
    pub fn grade(&self, entries: &[Entry], jobs: usize) -> Result<Completion> {
        let progress = Progress::new(entries.len(), self.katas.len());
        let waiting = Waiting::new(entries);
        let (under_way, done) = (UnderWay::default(), Completion::default());
        let worker = |number: usize| -> Result<()> {
            let worker_dir = self.judge.worker_dir(number)?;
            loop {
                if process::cancelled() {
                    bail!("cancelled");
                }
                let (submission, nth) = match waiting.next() {
                    Next::Kata(submission, nth) => (submission, nth),
                    Next::Submission(index, entry) => {
                        let _reading = Reading(&waiting);
                        self.take_up(&waiting, index, entry, &progress, &done);
                        continue;
                    }
                    Next::Nothing => return Ok(()),
                };
                let kata = self.katas[nth];
                let graded = self.kata(&worker_dir, kata, &submission, &under_way, &done);
                if process::cancelled() {
                    bail!("cancelled");
                }
                progress.kata();
                self.put(&submission, nth, graded, &progress, &done);
            }
        };
        thread::scope(|scope| {
            let work = |number| panics::caught(|| worker(number)).flatten();
            let workers: Vec<_> = (0..jobs).map(|number| scope.spawn(move || work(number))).collect();
            workers.into_iter().try_for_each(|worker| {
                worker.join().unwrap_or_else(|_| bail!("a worker of the grader panicked"))
            })
        })?;
        Ok(done)
    }

    /// Reads a submission and puts its katas into the queue, unless nothing of it is to be judged.
    fn take_up(
        &self,
        waiting: &Waiting<'_>,
        index: usize,
        entry: &Entry,
        progress: &Progress,
        done: &Completion,
    ) {
        let number = self.katas.len();
        let contents = match panics::caught(|| entry.read(self.katas)) {
            Ok(contents) => contents.map_err(|why| Fault::new(Reason::BadSubmission, clean::text(&why))),
            Err(panic) => Err(Fault::new(Reason::HarnessError, clean::text(&words::harness(&panic)))),
        };
        let key = self.key(&entry.name, &contents);
        if self.store.has(index, &key) {
            done.resumed.fetch_add(1, Ordering::Relaxed);
            progress.skip(number);
            progress.done(self.store.done());
            return;
        }
        match contents {
            Err(fault) => {
                let katas = self.katas.iter().map(|kata| self.refused(kata, &fault)).collect();
                self.keep(index, key, Graded::new(entry.name.clone(), Some(fault.message), katas), done);
                progress.skip(number);
                progress.done(self.store.done());
            }
            Ok(katas) => {
                let left = Mutex::new(self.submission_limit);
                let name = entry.name.clone();
                let work = Arc::new(InWork { index, key, name, katas, left, done: Mutex::default() });
                lock(&waiting.queue).open.extend((0..number).map(|nth| (Arc::clone(&work), nth)));
            }
        }
    }

    /// The key of everything that the result of a submission depends on.
    fn key(&self, name: &str, contents: &Result<Katas, Fault>) -> Key {
        let mut parts = vec![name];
        match contents {
            Err(fault) => parts.extend(["refused", &fault.message]),
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
        self.store.key("submission", &parts)
    }

    /// Records that a kata of a submission is judged; with the last one the submission is graded.
    fn put(
        &self,
        submission: &InWork,
        nth: usize,
        graded: KataGrade,
        progress: &Progress,
        all_done: &Completion,
    ) {
        let mut done = lock(&submission.done);
        done.insert(nth, graded);
        if done.len() == self.katas.len() {
            let katas = std::mem::take(&mut *done).into_values().collect();
            let graded = Graded::new(submission.name.clone(), None, katas);
            self.keep(submission.index, submission.key.clone(), graded, all_done);
            progress.done(self.store.done());
        }
    }

    fn keep(&self, index: usize, key: Key, graded: Graded, done: &Completion) {
        // Counting parses text from a submission, so a bug there must show before the result counts.
        let graded = match panics::caught(|| Tally::default().add(&graded)) {
            Ok(()) => graded,
            Err(panic) => {
                let fault = Fault::new(Reason::HarnessError, words::harness(&panic));
                let katas = self.katas.iter().map(|kata| self.refused(kata, &fault)).collect();
                Graded::new(graded.name, None, katas)
            }
        };
        if !self.store.keep(index, key, graded) {
            done.unkept.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// One kata of one submission.
    fn kata(
        &self,
        worker_dir: &J::Dir,
        kata: &Kata,
        submission: &InWork,
        under_way: &UnderWay,
        done: &Completion,
    ) -> KataGrade {
        let text = match submission.katas.get(&kata.name) {
            None => return self.refused(kata, &Fault::new(Reason::BadSubmission, words::missing(kata))),
            Some(Err(why)) => return self.refused(kata, &Fault::new(Reason::BadSubmission, why)),
            Some(Ok(text)) => text,
        };
        let key = self.store.key("kata", &[&kata.name, text]);
        let turn = under_way.wait(&key);
        let budget = *lock(&submission.left);
        // Its time counts as if it had been judged here, so that the order makes no difference.
        let known = self.store.judged(&key).filter(|known| Duration::from_secs_f64(known.seconds) < budget);
        if known.is_some() {
            done.repeated.fetch_add(1, Ordering::Relaxed);
        }
        let judged = known.map_or_else(
            || {
                let start = Instant::now();
                // A panic is a bug of the grader, and affects only the text that triggers it.
                let (judged, whole) = panics::caught(|| -> Result<_> {
                    let Opinion { verdicts, note, stopped } =
                        self.judge.judge(worker_dir, kata, text, budget)?;
                    let verdicts = verdicts.into_iter().map(clean::verdict).collect();
                    let note = note.map(|note| clean::text(&note));
                    Ok((JudgedKata { verdicts, note, seconds: start.elapsed().as_secs_f64() }, !stopped))
                })
                .flatten()?;
                if whole && judged.verdicts.iter().all(|verdict| verdict.status() != Status::Error) {
                    self.store.keep_judged(&key, &judged);
                }
                Ok(judged)
            },
            Ok,
        );
        drop(turn);
        match judged {
            Ok(JudgedKata { verdicts, note, seconds }) => {
                let mut left = lock(&submission.left);
                *left = left.saturating_sub(Duration::from_secs_f64(seconds));
                KataGrade { note, ..self.levels(kata, verdicts) }
            }
            Err(error) => self.refused(kata, &Fault::new(Reason::HarnessError, words::harness(&error))),
        }
    }

    /// The verdicts if no claim of the kata could be judged.
    fn refused(&self, kata: &Kata, fault: &Fault) -> KataGrade {
        let all = self.claims.get(&kata.name).map(|names| names.all.as_slice()).unwrap_or_default();
        let verdict =
            |name: &String| run::refuse(&format!("{}::{name}", kata.name), fault.reason, &fault.message);
        self.levels(kata, all.iter().map(verdict).map(clean::verdict).collect())
    }

    /// The verdicts by level, with points.
    fn levels(&self, kata: &Kata, verdicts: Vec<Verdict>) -> KataGrade {
        let mut by_level: BTreeMap<String, Vec<Verdict>> = BTreeMap::new();
        for verdict in verdicts {
            by_level.entry(verdict.level().to_owned()).or_default().push(verdict);
        }
        let level = |level: &Level| {
            let claims = by_level.remove(&level.name).unwrap_or_default();
            let grade = LevelGrade::new(&level.name, self.points.of(kata, level), claims);
            let grade = if level.share { grade.by_share() } else { grade };
            match self.mistakes.get(&kata.name) {
                Some(known) => grade.diagnosed(known),
                None => grade,
            }
        };
        KataGrade::new(&kata.name, kata.levels.iter().map(level).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::time::Duration;

    use anyhow::{Result, bail};
    use verdict::Reason;

    use super::{Graders, Judge, Opinion};
    use crate::grade::build::names::Names;
    use crate::grade::collect;
    use crate::grade::judge::run::refuse;
    use crate::grade::results::class::Results;
    use crate::grade::results::model::{Graded, Head};
    use crate::grade::results::points::Points;
    use crate::grade::results::store::{ResultStore, Started};
    use crate::kit::{Kata, Level};

    /// One that has a mistake, and one that fails; what else it sees it takes for right.
    struct Mistaken;

    impl Judge for Mistaken {
        type Dir = ();

        fn worker_dir(&self, _: usize) -> Result<()> {
            Ok(())
        }

        fn judge(&self, (): &(), _: &Kata, text: &str, _: Duration) -> Result<Opinion> {
            match text {
                "panic" => panic!("no char boundary in {text}"),
                "fail" => bail!("the disk is full"),
                _ => {
                    let verdict = refuse("tiny::total::it_adds", Reason::Ok, "");
                    Ok(Opinion { verdicts: vec![verdict], ..Opinion::default() })
                }
            }
        }
    }

    /// A mistake of the grader at one submission is that one's, by name and with its words; it stops no
    /// other, neither with one worker nor with several, and a run that goes on tries that one anew.
    #[test]
    fn a_panic_ends_with_the_submission_that_brings_it_out() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in [("ann", "right"), ("bea", "panic"), ("cid", "fail"), ("dan", "good")] {
            fs::create_dir_all(folder.path().join("many").join(name)).expect("a folder");
            fs::write(folder.path().join("many").join(name).join("tiny.rs"), text).expect("a file");
        }
        let kata = Kata {
            name: "tiny".to_owned(),
            teaches: String::new(),
            feature: None,
            grants: Vec::new(),
            levels: vec![Level::new("total".to_owned(), 3)],
        };
        let (katas, paths) = ([&kata], [folder.path().join("many")]);
        let points = Points::new(&katas, None).expect("points");
        let names = Names { all: vec!["total::it_adds".to_owned()], ..Names::default() };
        let claims = BTreeMap::from([("tiny".to_owned(), names)]);
        let class = collect::list(&paths, &katas).expect("submissions").entries;
        for jobs in [1, 3] {
            let work = folder.path().join("work");
            let started = Started::new(&work, &paths, None, 7).expect("a run");
            let store = ResultStore::open(started, &Head::sample(), class.len()).expect("a store");
            let graders = Graders {
                judge: &Mistaken,
                katas: &katas,
                points: &points,
                claims: &claims,
                mistakes: &BTreeMap::new(),
                store: &store,
                submission_limit: Duration::from_secs(1),
            };
            graders.grade(&class, jobs).expect("a class that is graded to its end");
            let graded: Vec<Graded> = (0..store.number())
                .map(|place| store.read(place))
                .collect::<Result<_>>()
                .expect("all of them");
            let seen: Vec<_> = graded
                .iter()
                .map(|it| (it.name.as_str(), it.points, it.claims().next().expect("a claim").reason.as_str()))
                .collect();
            assert_eq!(
                seen,
                [
                    ("ann", 3, "ok"),
                    ("bea", 0, "harness_error"),
                    ("cid", 0, "harness_error"),
                    ("dan", 3, "ok")
                ]
            );
            let message = graded[1].claims().next().expect("a claim").text(true);
            assert!(
                message.starts_with("the grader failed here, not the answer: it panicked")
                    && message.ends_with("no char boundary in panic"),
                "{message}"
            );
            assert_eq!(store.tally().exit_code(), 2);
            store.remove();
        }
    }
}
