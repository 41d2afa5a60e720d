//! `cargo kata watch`: checks on every save, and shows one thing at a time.

mod editor;
mod keys;
mod list;
mod saves;
mod view;

use std::any::Any;
use std::io::{self, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use crossterm::event::KeyEvent;

use crate::claims::check::{self, Checked, State, Whose};
use crate::kit::items::line_of;
use crate::kit::{Kata, Kit, Level};
use crate::learner::{self, Results};
use crate::process;
use crate::ui::output::{GOOD, styled};
use crate::ui::terminal::Terminal;

use self::keys::{Keyboard, read_keys};
use self::saves::{Texts, watch_folder};
use self::view::Body;

/// How long nothing must be saved before judging starts, and how long to wait for that at most: an editor
/// writes a file in several steps within milliseconds.
const QUIET: Duration = Duration::from_millis(20);
const BURST: Duration = Duration::from_millis(200);
/// How often the loop checks for signals, and for changes that were not announced: too short to notice.
const TURN: Duration = Duration::from_millis(100);
/// How long running processes may take to end when the learner quits.
const FAREWELL: Duration = Duration::from_secs(3);

enum News {
    Key(KeyEvent),
    Resized,
    /// Something happened in the folder of the katas.
    Stirred,
    Judged(Result<Results>),
    /// The keyboard is gone.
    Deaf(io::Error),
}

/// Watches until the learner quits.
pub fn run(name: Option<&str>) -> Result<bool> {
    let kit = Kit::find()?;
    let focus = name.map(|name| kit.find_one(name)).transpose()?;
    let focus = focus.map(|(kata, level)| (kata.name.clone(), level.map(|level| level.name.clone())));
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        bail!("watch needs a terminal; `cargo kata check` prints one verdict anywhere");
    }
    let (news, heard) = channel();
    // Without notifications, as on some network drives, the loop still checks by itself.
    let _watcher = watch_folder(&kit, &news).ok();
    let terminal = Terminal::open()?;
    let keyboard = Keyboard::default();
    thread::spawn({
        let (keyboard, news) = (Arc::clone(&keyboard), news.clone());
        move || read_keys(&keyboard, &news)
    });
    let mut watch = Watch {
        only: focus.is_some(),
        focus: focus.unwrap_or_else(|| (kit.katas[0].name.clone(), None)),
        texts: Texts::now(&kit),
        results: learner::remembered(&kit),
        body: Body::of(String::new()),
        notice: String::new(),
        search: None,
        reset_asked: false,
        view: View::Verdict,
        top: 0,
        running: None,
        waiting: Vec::new(),
        then: None,
        kit: Arc::new(kit),
        news,
        keyboard,
        terminal,
    };
    watch.begin();
    let ended = watch.turn(&heard);
    watch.end(&heard);
    ended
}

/// What to show once all katas are judged.
#[derive(Clone, Copy)]
enum Then {
    Next,
    /// The same, for a learner who pressed `n`: explains why if there is no next level.
    NextOrWhyNot,
    List,
}

/// What the body shows. A new verdict replaces only a verdict: anything that the learner asked for stays.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Verdict,
    /// A hint, the lesson, the results of a search.
    Asked,
    List,
}

struct Running {
    katas: Vec<String>,
    since: Instant,
}

struct Watch {
    kit: Arc<Kit>,
    /// Whether only one kata or level was asked for.
    only: bool,
    /// The kata on screen, and the level if it is only one.
    focus: (String, Option<String>),
    texts: Texts,
    results: Results,
    body: Body,
    /// A notice about the last key, shown above the keys.
    notice: String,
    /// The search in the list, as far as it has been typed.
    search: Option<String>,
    /// A reset was requested but not yet confirmed.
    reset_asked: bool,
    view: View,
    /// The first line of it that is shown.
    top: usize,
    /// What is being judged now.
    running: Option<Running>,
    /// The katas to judge next.
    waiting: Vec<String>,
    then: Option<Then>,
    news: Sender<News>,
    keyboard: Keyboard,
    terminal: Terminal,
}

impl Watch {
    /// The first run: what is already known is shown at once.
    fn begin(&mut self) {
        if self.only {
            self.show_focus();
            self.judge(vec![self.focus.0.clone()]);
        } else {
            self.with_all(Then::Next);
        }
        if self.running.is_some() && self.results.is_empty() {
            let patience = "The first run compiles everything, which takes a while.";
            self.show(View::Verdict, Body::of(patience.to_owned()));
        }
    }

    fn turn(&mut self, heard: &Receiver<News>) -> Result<bool> {
        self.draw()?;
        while !process::interrupted() {
            match heard.recv_timeout(TURN) {
                Ok(News::Resized) => {}
                Ok(News::Stirred) => self.stirred(heard),
                Ok(News::Judged(results)) => self.judged(results),
                Ok(News::Key(key)) => {
                    if !self.key(key)? {
                        return Ok(true);
                    }
                }
                Ok(News::Deaf(error)) => return Err(error).context("cannot read the keyboard"),
                Err(RecvTimeoutError::Timeout) => {
                    let changed = self.texts.changed(&self.kit);
                    if changed.is_empty() && self.running.is_none() {
                        continue;
                    }
                    self.saved(changed);
                }
                Err(RecvTimeoutError::Disconnected) => bail!("nothing is left to watch"),
            }
            self.draw()?;
        }
        bail!("interrupted")
    }

    /// Stops whatever is running, and waits until it has ended.
    fn end(&mut self, heard: &Receiver<News>) {
        process::cancel();
        let until = Instant::now() + FAREWELL;
        while self.running.is_some() {
            match heard.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(News::Judged(_)) | Err(_) => self.running = None,
                Ok(_) => {}
            }
        }
    }

    /// Collects a burst of saves, then judges what has changed.
    fn stirred(&mut self, heard: &Receiver<News>) {
        let until = Instant::now() + BURST;
        while Instant::now() < until {
            match heard.recv_timeout(QUIET) {
                Ok(News::Stirred) => {}
                // Other news can wait for the loop.
                Ok(other) => {
                    let _ = self.news.send(other);
                    break;
                }
                Err(_) => break,
            }
        }
        let changed = self.texts.changed(&self.kit);
        self.saved(changed);
    }

    fn saved(&mut self, mut katas: Vec<String>) {
        if self.only {
            katas.retain(|kata| *kata == self.focus.0);
        }
        if katas.is_empty() {
            return;
        }
        if !self.only {
            self.focus = (katas[0].clone(), None);
        }
        self.then = None;
        self.view = View::Verdict;
        self.judge(katas);
    }

    /// Judges `katas`; a run in progress is out of date and stopped.
    fn judge(&mut self, katas: Vec<String>) {
        if let Some(running) = &self.running {
            self.waiting.extend(running.katas.iter().cloned());
            process::cancel();
        }
        self.waiting.extend(katas);
        let place = |name: &String| self.kit.katas.iter().position(|kata| kata.name == *name);
        self.waiting.sort_by_key(place);
        self.waiting.dedup();
        self.start();
    }

    fn start(&mut self) {
        if self.running.is_some() || self.waiting.is_empty() {
            return;
        }
        process::allow();
        let names = std::mem::take(&mut self.waiting);
        self.running = Some(Running { katas: names.clone(), since: Instant::now() });
        let (kit, news) = (Arc::clone(&self.kit), self.news.clone());
        thread::spawn(move || {
            let judge = || {
                let katas: Vec<&Kata> = kit.katas.iter().filter(|kata| names.contains(&kata.name)).collect();
                check::check(&kit, &katas, None, Whose::Learner)
            };
            let results = catch_unwind(AssertUnwindSafe(judge));
            let results = results.unwrap_or_else(|payload| Err(anyhow!("a bug: {}", words(&*payload))));
            let _ = news.send(News::Judged(results));
        });
    }

    fn judged(&mut self, results: Result<Results>) {
        self.running = None;
        if self.waiting.is_empty() {
            match (results, self.then.take()) {
                (Ok(results), then) => {
                    self.results.extend(results);
                    match then {
                        Some(then) => self.with_all(then),
                        None if self.view == View::Verdict => self.show_focus(),
                        None if self.view == View::List => self.with_all(Then::List),
                        None => {}
                    }
                }
                (Err(error), _) => self.show(View::Verdict, Body::of(format!("{error:#}\n\nr tries again"))),
            }
        }
        self.start();
    }

    /// Does `then` once there is a result for every kata.
    fn with_all(&mut self, then: Then) {
        let unknown: Vec<String> = self.kit.katas.iter().map(|kata| kata.name.clone()).collect();
        let unknown: Vec<String> =
            unknown.into_iter().filter(|kata| !self.results.contains_key(kata)).collect();
        if !unknown.is_empty() {
            self.then = Some(then);
            if self.running.is_none() {
                self.judge(unknown);
            }
            return;
        }
        match then {
            Then::Next => self.go_on(),
            Then::NextOrWhyNot => {
                let before = self.focus.clone();
                self.go_on();
                if self.focus.0 == before.0
                    && let Some(level) = &self.focus.1
                    && before.1.as_ref().is_none_or(|before| before == level)
                {
                    self.notice = self.why_not(level);
                }
            }
            Then::List => self.show_list(),
        }
    }

    /// Moves to the first level that is not done.
    fn go_on(&mut self) {
        let next = learner::next_level(&self.kit, &self.results);
        match next.map(|(kata, level)| (kata.name.clone(), level.name.clone())) {
            None => self.show_list(),
            Some((kata, level)) => {
                let untouched = matches!(self.results.get(&kata), Some(Checked::Untouched));
                self.focus = (kata.clone(), Some(level));
                self.show_focus();
                // Builds what it needs while the learner reads the lesson.
                if untouched && self.running.is_none() {
                    self.judge(vec![kata]);
                }
            }
        }
    }

    /// Why `n` does not move on, if the next level is the one on screen.
    fn why_not(&self, level: &str) -> String {
        let why = match self.state(&self.focus.0, level) {
            State::Failing { failed, claims } => format!("{failed} of {claims} claims fail"),
            State::Refused => "the kata does not compile".to_owned(),
            State::NotStarted => "it is still its stub".to_owned(),
            _ => return String::new(),
        };
        format!("n goes on once {level} is done: {why}")
    }

    /// The state of a level.
    fn state(&self, kata: &str, level: &str) -> State {
        self.results.get(kata).map_or(State::Unknown, |checked| check::state(checked, level))
    }

    fn show_list(&mut self) {
        self.show(View::List, Body::of(learner::map_text(&self.kit, &self.results)));
    }

    /// What is in focus once it is judged, if it was not before.
    fn show_focus_or_judge(&mut self) {
        self.view = View::Verdict;
        if self.results.contains_key(&self.focus.0) {
            self.show_focus();
        } else {
            self.judge(vec![self.focus.0.clone()]);
        }
    }

    fn show(&mut self, view: View, body: Body) {
        self.view = view;
        self.body = body;
        self.top = 0;
    }

    fn show_focus(&mut self) {
        let (kata, level) = &self.focus;
        let Ok((kata, _)) = self.kit.find_one(kata) else { return };
        let Some(checked) = self.results.get(&kata.name) else { return };
        let level = level.as_deref();
        let mut report = learner::report(&self.kit, kata, level, checked);
        let done: Vec<&Level> =
            kata.levels.iter().filter(|it| level.is_none_or(|only| only == it.name)).collect();
        if done.iter().all(|level| check::state(checked, &level.name) == State::Done) {
            report.verdict.push(self.praise(kata, &done));
        }
        self.show(View::Verdict, Body::of_report(&report));
    }

    /// The text once all of `levels` are done: what to compare with, and how to go on.
    fn praise(&self, kata: &Kata, levels: &[&Level]) -> String {
        let mut lines = vec![styled(GOOD, "Well done.")];
        let reference = self.kit.answers().join(&kata.name).join("reference.rs");
        if let Ok(text) = std::fs::read_to_string(reference) {
            let items = levels.first().map(|level| level.items()).unwrap_or_default();
            let line = line_of(&text, &items).map(|line| format!(":{line}")).unwrap_or_default();
            lines.push(format!("compare with answers/{}/reference.rs{line}", kata.name));
        }
        let next = learner::next_level(&self.kit, &self.results);
        lines.push(next.map_or("l lists all there is".to_owned(), |(kata, level)| {
            format!("n goes on with {}", level.id(kata))
        }));
        lines.join("\n")
    }
}

/// The message of a panic.
fn words(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic")
}
