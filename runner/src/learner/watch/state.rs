//! What the watch knows, what it shows, and what it judges next.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow};

use super::body::Body;
use super::news::News;
use super::saves::Texts;
use crate::claims::check;
use crate::claims::checked::{self, Checked, State, Whose};
use crate::kit::items::line_of;
use crate::kit::{Kata, Kit, Level};
use crate::learner::{self, CheckedKatas};
use crate::process;
use crate::ui::output::{GOOD, styled};
use crate::ui::terminal::Terminal;

/// Held by whoever reads the keyboard.
pub(super) type Keyboard = Arc<Mutex<()>>;

/// What to show once all katas are judged.
#[derive(Clone, Copy)]
pub(super) enum Then {
    Next,
    /// The same, for a learner who asked for it: if there is no going on, why.
    NextOrWhyNot,
    List,
}

/// What the body is about. A verdict that comes in replaces only a verdict: what was asked for
/// stays.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    Verdict,
    /// A hint, the lesson, what a search found.
    Asked,
    List,
}

pub(super) struct Running {
    pub(super) katas: Vec<String>,
    pub(super) since: Instant,
}

pub(super) struct Watch {
    pub(super) kit: Arc<Kit>,
    /// Whether only one kata or level was asked for.
    pub(super) only: bool,
    /// The kata that is shown, and the level if it is only one.
    pub(super) focus: (String, Option<String>),
    pub(super) texts: Texts,
    pub(super) results: CheckedKatas,
    pub(super) body: Body,
    /// A word on the last key, above the keys.
    pub(super) notice: String,
    /// What is searched for in the list, as far as it is typed.
    pub(super) search: Option<String>,
    /// A reset was asked for, and not yet confirmed.
    pub(super) reset_asked: bool,
    pub(super) view: View,
    /// The first line of it that is shown.
    pub(super) top: usize,
    /// What is being judged now.
    pub(super) running: Option<Running>,
    /// The katas to judge next.
    pub(super) waiting: Vec<String>,
    pub(super) then: Option<Then>,
    pub(super) news: Sender<News>,
    pub(super) keyboard: Keyboard,
    pub(super) terminal: Terminal,
}

impl Watch {
    /// The level that is shown: the first of the kata that is not done, one that is begun before others.
    pub(super) fn level(&self) -> Result<(&Kata, &Level)> {
        let (name, only) = &self.focus;
        let (kata, _) = self.kit.find_one(name)?;
        let levels = || kata.levels.iter().filter(|it| only.as_ref().is_none_or(|only| *only == it.name));
        let state = |level: &Level| self.state(name, &level.name);
        let begun = levels().find(|it| !matches!(state(it), State::Done | State::NotStarted));
        let open = begun.or_else(|| levels().find(|it| state(it) != State::Done));
        Ok((kata, open.or_else(|| levels().next()).context("there is no such level")?))
    }

    /// The line in the kata's file on which the level begins.
    pub(super) fn line(&self) -> Option<usize> {
        let (kata, level) = self.level().ok()?;
        line_of(&std::fs::read_to_string(self.kit.kata_file(&kata.name)).ok()?, &level.items())
    }

    /// Where the learner works, as an editor's terminal makes a link of it.
    pub(super) fn place(&self) -> String {
        let line = self.line().map(|line| format!(":{line}")).unwrap_or_default();
        format!("katas/{}.rs{line}", self.focus.0)
    }

    /// Judges `katas`; what is being judged now is out of date and stopped.
    pub(super) fn judge(&mut self, katas: Vec<String>) {
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

    pub(super) fn start(&mut self) {
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

    pub(super) fn judged(&mut self, results: Result<CheckedKatas>) {
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
    pub(super) fn with_all(&mut self, then: Then) {
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
    pub(super) fn go_on(&mut self) {
        let next = learner::next_level(&self.kit, &self.results);
        match next.map(|(kata, level)| (kata.name.clone(), level.name.clone())) {
            None => self.show_list(),
            Some((kata, level)) => {
                let untouched = matches!(self.results.get(&kata), Some(Checked::Untouched));
                self.focus = (kata.clone(), Some(level));
                self.show_focus();
                // While its lesson is read, what it needs is built.
                if untouched && self.running.is_none() {
                    self.judge(vec![kata]);
                }
            }
        }
    }

    /// Why `n` does not go on, where the level that it would go on with is the one that is shown.
    pub(super) fn why_not(&self, level: &str) -> String {
        let why = match self.state(&self.focus.0, level) {
            State::Failing { failed, claims } => format!("{failed} of {claims} claims fail"),
            State::Refused => "the kata does not compile".to_owned(),
            State::NotStarted => "it is still its stub".to_owned(),
            _ => return String::new(),
        };
        format!("n goes on once {level} is done: {why}")
    }

    /// How far a level is.
    pub(super) fn state(&self, kata: &str, level: &str) -> State {
        self.results.get(kata).map_or(State::Unknown, |checked| checked::state(checked, level))
    }

    pub(super) fn show_list(&mut self) {
        self.show(View::List, Body::of(learner::map_text(&self.kit, &self.results)));
    }

    /// The focus once it is judged, where it was not.
    pub(super) fn show_focus_or_judge(&mut self) {
        self.view = View::Verdict;
        if self.results.contains_key(&self.focus.0) {
            self.show_focus();
        } else {
            self.judge(vec![self.focus.0.clone()]);
        }
    }

    pub(super) fn show(&mut self, view: View, body: Body) {
        self.view = view;
        self.body = body;
        self.top = 0;
    }

    pub(super) fn show_focus(&mut self) {
        let (kata, level) = &self.focus;
        let Ok((kata, _)) = self.kit.find_one(kata) else { return };
        let Some(checked) = self.results.get(&kata.name) else { return };
        let level = level.as_deref();
        let mut report = learner::report(&self.kit, kata, level, checked);
        let done: Vec<&Level> =
            kata.levels.iter().filter(|it| level.is_none_or(|only| only == it.name)).collect();
        if done.iter().all(|level| checked::state(checked, &level.name) == State::Done) {
            report.verdict.push(self.praise(kata, &done));
        }
        self.show(View::Verdict, Body::of_report(&report));
    }

    /// What is said once all of `levels` are done: where to compare, and how to go on.
    pub(super) fn praise(&self, kata: &Kata, levels: &[&Level]) -> String {
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

/// What a panic said.
fn words(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic")
}
