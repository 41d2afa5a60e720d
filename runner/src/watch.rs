//! `cargo kata watch`: judges on every save, and shows one thing at a time.

use std::any::Any;
use std::fs;
use std::io::{self, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::check::{self, Checked, State, Whose};
use crate::companion::{self, Results};
use crate::kit::{Kata, Kit};
use crate::process;
use crate::screen::{DIM, STRONG, fold, styled};
use crate::terminal::Terminal;

/// How long nothing is saved before what is there is judged, and how long at most that is awaited.
const QUIET: Duration = Duration::from_millis(20);
const BURST: Duration = Duration::from_millis(200);
/// How often the loop looks around: for a signal, for files that changed unannounced.
const TURN: Duration = Duration::from_millis(100);
/// How long what runs may take to end when the learner quits.
const FAREWELL: Duration = Duration::from_secs(3);

const KEYS: &str = "h hint   n next   l list   r run again   q quit";
const MORE_KEYS: &str = "   ↑ ↓ scroll";

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
    // Without it, as on some network drives, the loop still looks by itself.
    let _watcher = watch_folder(&kit, &news).ok();
    let terminal = Terminal::open()?;
    thread::spawn({
        let news = news.clone();
        move || read_keys(&news)
    });
    let mut watch = Watch {
        only: focus.is_some(),
        focus: focus.unwrap_or_else(|| (kit.katas[0].name.clone(), None)),
        texts: kit.katas.iter().map(|kata| text(&kit, &kata.name)).collect(),
        results: companion::remembered(&kit),
        body: String::new(),
        view: View::Verdict,
        top: 0,
        running: None,
        waiting: Vec::new(),
        then: None,
        kit: Arc::new(kit),
        news,
        terminal,
    };
    watch.begin();
    let ended = watch.turn(&heard);
    watch.end(&heard);
    ended
}

/// Sends a note for each change in the folder of the katas. The folder and not the files are
/// watched: editors replace them.
fn watch_folder(kit: &Kit, news: &Sender<News>) -> notify::Result<RecommendedWatcher> {
    let news = news.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
            let _ = news.send(News::Stirred);
        }
    })?;
    watcher.watch(&kit.root.join("katas"), RecursiveMode::NonRecursive)?;
    Ok(watcher)
}

/// What stands in a kata's file, if it can be read.
fn text(kit: &Kit, kata: &str) -> Option<Vec<u8>> {
    fs::read(kit.kata_file(kata)).ok()
}

fn read_keys(news: &Sender<News>) {
    loop {
        let note = match event::read() {
            Ok(event::Event::Key(key)) if key.kind != KeyEventKind::Release => News::Key(key),
            Ok(event::Event::Resize(..)) => News::Resized,
            Ok(_) => continue,
            Err(error) => {
                let _ = news.send(News::Deaf(error));
                return;
            }
        };
        if news.send(note).is_err() {
            return;
        }
    }
}

/// What to show once all katas are judged.
#[derive(Clone, Copy)]
enum Then {
    Next,
    List,
}

/// What the body is about. A verdict that comes in replaces only a verdict: what was asked for
/// stays.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Verdict,
    Hint,
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
    /// The kata that is shown, and the level if it is only one.
    focus: (String, Option<String>),
    /// What stood in the files when last looked at, in the order of the katas.
    texts: Vec<Option<Vec<u8>>>,
    results: Results,
    /// What is shown between the first line and the keys.
    body: String,
    view: View,
    /// The first line of it that is shown.
    top: usize,
    /// What is being judged now.
    running: Option<Running>,
    /// The katas to judge next.
    waiting: Vec<String>,
    then: Option<Then>,
    news: Sender<News>,
    terminal: Terminal,
}

impl Watch {
    /// The first look: what is known from before is shown at once.
    fn begin(&mut self) {
        if self.only {
            self.show_focus();
            self.judge(vec![self.focus.0.clone()]);
        } else {
            self.with_all(Then::Next);
        }
        if self.running.is_some() && self.results.is_empty() {
            let patience = "The first look compiles everything, which takes a while.";
            self.show(View::Verdict, patience.to_owned());
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
                    if !self.key(key) {
                        return Ok(true);
                    }
                }
                Ok(News::Deaf(error)) => return Err(error).context("cannot read the keyboard"),
                Err(RecvTimeoutError::Timeout) => {
                    let changed = self.changed();
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

    /// Ends what runs, and waits until it has ended.
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

    /// Takes in a burst of saves, then judges what is different.
    fn stirred(&mut self, heard: &Receiver<News>) {
        let until = Instant::now() + BURST;
        while Instant::now() < until {
            match heard.recv_timeout(QUIET) {
                Ok(News::Stirred) => {}
                // Everything else can wait for the loop.
                Ok(other) => {
                    let _ = self.news.send(other);
                    break;
                }
                Err(_) => break,
            }
        }
        let changed = self.changed();
        self.saved(changed);
    }

    /// The katas whose files are not what they were. Editors touch files more often than they
    /// change them.
    fn changed(&mut self) -> Vec<String> {
        let mut changed = Vec::new();
        for (kata, before) in self.kit.katas.iter().zip(&mut self.texts) {
            let now = text(&self.kit, &kata.name);
            if *before != now {
                *before = now;
                changed.push(kata.name.clone());
            }
        }
        changed
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

    /// Judges `katas`; what is being judged now is out of date and stopped.
    fn judge(&mut self, katas: Vec<String>) {
        if let Some(running) = &self.running {
            self.waiting.extend(running.katas.iter().cloned());
            process::cancel();
        }
        self.waiting.extend(katas);
        self.waiting.sort();
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
                (Err(error), _) => self.show(View::Verdict, format!("{error:#}\n\nr tries again")),
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
            Then::List => self.show(View::List, companion::map_text(&self.kit, &self.results)),
        }
    }

    /// Moves to the first level that is not done.
    fn go_on(&mut self) {
        let next = companion::next_level(&self.kit, &self.results);
        match next.map(|(kata, level)| (kata.name.clone(), level.name.clone())) {
            None => self.show(View::List, companion::map_text(&self.kit, &self.results)),
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

    fn show(&mut self, view: View, body: String) {
        self.view = view;
        self.body = body;
        self.top = 0;
    }

    fn show_focus(&mut self) {
        let (kata, level) = &self.focus;
        let Ok((kata, _)) = self.kit.find_one(kata) else { return };
        let Some(checked) = self.results.get(&kata.name) else { return };
        let level = level.as_deref();
        let mut body = companion::report(&self.kit, kata, level, checked);
        let mut levels = kata.levels.iter().filter(|it| level.is_none_or(|only| only == it.name));
        if levels.all(|level| check::state(checked, &level.name) == State::Done) {
            let next = companion::next_level(&self.kit, &self.results);
            let next = next.map_or("l lists all there is".to_owned(), |(kata, level)| {
                format!("n goes on with {}", level.id(kata))
            });
            body += &format!("\n\n{next}");
        }
        self.show(View::Verdict, body);
    }

    /// False to quit.
    fn key(&mut self, key: KeyEvent) -> bool {
        let (_, height) = Terminal::size();
        match key.code {
            KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => process::interrupt(),
            KeyCode::Char('q') => return false,
            KeyCode::Char('h') => {
                let hint = self.hint().unwrap_or_else(|error| format!("{error:#}"));
                self.show(View::Hint, hint);
            }
            KeyCode::Char('l') => self.with_all(Then::List),
            KeyCode::Char('n') => self.with_all(Then::Next),
            KeyCode::Char('r') => {
                self.view = View::Verdict;
                self.judge(vec![self.focus.0.clone()]);
            }
            KeyCode::Esc => self.show_focus(),
            KeyCode::Down => self.top += 1,
            KeyCode::Up => self.top = self.top.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => self.top += height / 2,
            KeyCode::PageUp => self.top = self.top.saturating_sub(height / 2),
            _ => {}
        }
        true
    }

    /// A hint for the level that is shown: the first of the kata that is not done.
    fn hint(&self) -> Result<String> {
        let (name, only) = &self.focus;
        let (kata, _) = self.kit.find_one(name)?;
        let state = |level: &str| {
            self.results.get(name).map_or(State::Unknown, |checked| check::state(checked, level))
        };
        let levels = || kata.levels.iter().filter(|it| only.as_ref().is_none_or(|only| *only == it.name));
        let begun = levels().find(|it| !matches!(state(&it.name), State::Done | State::NotStarted));
        let open = begun.or_else(|| levels().find(|it| state(&it.name) != State::Done));
        let level = open.or_else(|| levels().next()).context("there is no such level")?;
        companion::hint_text(&self.kit, kata, level, false)
    }

    fn draw(&mut self) -> Result<()> {
        let (width, height) = Terminal::size();
        let room = height.saturating_sub(4).max(1);
        let state = match &self.running {
            Some(Running { katas, since }) => {
                let seconds = since.elapsed().as_secs();
                let long = if seconds > 1 { format!(" {seconds} s") } else { String::new() };
                format!("judging {} …{long}", katas.join(", "))
            }
            None => "watching: save a kata, and it is judged".to_owned(),
        };
        let focus = match &self.focus {
            (kata, Some(level)) => format!("{kata}::{level}"),
            (kata, None) => kata.clone(),
        };
        let mut lines = vec![format!("{}   {}", styled(STRONG, &focus), styled(DIM, &state)), String::new()];
        let body = fold(&self.body, width);
        let body: Vec<&str> = body.lines().collect();
        let scrolls = body.len() > room;
        // The last line says how much there is below.
        let shown = if scrolls { room - 1 } else { room };
        self.top = self.top.min(body.len().saturating_sub(shown));
        lines.extend(body.iter().skip(self.top).take(shown).map(|&line| line.to_owned()));
        if scrolls {
            let below = body.len().saturating_sub(self.top + shown);
            lines.push(styled(DIM, &format!("… {below} more lines")));
        }
        lines.resize(room + 2, String::new());
        lines.push(String::new());
        lines.push(styled(STRONG, &format!("{KEYS}{}", if scrolls { MORE_KEYS } else { "" })));
        self.terminal.draw(&lines)
    }
}

/// What a panic said.
fn words(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic")
}
