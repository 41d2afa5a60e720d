//! `cargo kata watch`: checks on every save, and shows one thing at a time.

mod body;
mod editor;
mod keys;
mod list;
mod news;
mod saves;
mod state;
mod view;

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use self::body::Body;
use self::keys::read_keys;
use self::news::News;
use self::saves::{Texts, watch_folder};
use self::state::{Keyboard, Then, View, Watch};
use crate::kit::Kit;
use crate::learner;
use crate::process;
use crate::ui::terminal::Terminal;

/// How long nothing must be saved before judging starts, and how long to wait for that at most: an editor
/// writes a file in several steps within milliseconds.
const QUIET: Duration = Duration::from_millis(20);
const BURST: Duration = Duration::from_millis(200);
/// How often the loop checks for signals, and for changes that were not announced: too short to notice.
const TURN: Duration = Duration::from_millis(100);
/// How long running processes may take to end when the learner quits.
const FAREWELL: Duration = Duration::from_secs(3);

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
}
