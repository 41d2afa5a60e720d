//! `cargo kata watch`: judges on every save, and shows one thing at a time.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::panic;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::{cursor, execute, terminal};
use notify::{EventKind, RecursiveMode, Watcher};

use crate::cache;
use crate::check::{self, Checked, State, Whose};
use crate::companion;
use crate::kit::{Kata, Kit};
use crate::process;
use crate::screen::{DIM, STRONG, colored, styled};

/// How long a burst of saves may go on before what is there is judged.
const BURST: Duration = Duration::from_millis(20);
/// How often the loop looks whether it was interrupted.
const TURN: Duration = Duration::from_millis(100);

const KEYS: &str = "h hint   n next   l list   r run again   q quit";

enum News {
    Key(KeyEvent),
    Resized,
    /// A kata's file was written, made or removed.
    Saved(String),
    Judged(Result<BTreeMap<String, Checked>>),
}

/// Watches until the learner quits.
pub fn run(name: Option<&str>) -> Result<bool> {
    let kit = Kit::find()?;
    let focus = name.map(|name| kit.find_one(name)).transpose()?;
    let focus = focus.map(|(kata, level)| (kata.name.clone(), level.map(|level| level.name.clone())));
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        bail!("watch needs a terminal; `cargo kata check` prints one verdict anywhere");
    }
    let kit = Arc::new(kit);
    let (news, heard) = channel();
    let _watcher = watch_files(&kit, &news)?;
    let _screen = Screen::open()?;
    thread::spawn({
        let news = news.clone();
        move || read_keys(&news)
    });
    let mut watch = Watch {
        only: focus.is_some(),
        focus: focus.unwrap_or_else(|| (kit.katas[0].name.clone(), None)),
        results: BTreeMap::new(),
        body: String::new(),
        running: None,
        waiting: Vec::new(),
        kit,
        news,
    };
    watch.begin();
    watch.turn(&heard)
}

/// Sends a note for each change of a kata's file.
fn watch_files(kit: &Kit, news: &Sender<News>) -> Result<Box<dyn Watcher>> {
    let news = news.clone();
    let katas: Vec<String> = kit.katas.iter().map(|kata| kata.name.clone()).collect();
    let note = move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        for path in &event.paths {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            if path.extension().is_some_and(|ending| ending == "rs")
                && katas.iter().any(|kata| **kata == *name)
            {
                let _ = news.send(News::Saved(name.into_owned()));
            }
        }
    };
    let folder = kit.root.join("katas");
    let begin = |mut watcher: Box<dyn Watcher>| -> notify::Result<Box<dyn Watcher>> {
        // The folder and not the files: editors replace them.
        watcher.watch(&folder, RecursiveMode::NonRecursive)?;
        Ok(watcher)
    };
    let native = notify::recommended_watcher(note.clone()).and_then(|watcher| begin(Box::new(watcher)));
    // Some file systems, and a full table of watches, leave only looking again and again.
    let every = notify::Config::default().with_poll_interval(Duration::from_millis(300));
    native
        .or_else(|_| notify::PollWatcher::new(note, every).and_then(|watcher| begin(Box::new(watcher))))
        .with_context(|| format!("cannot watch {}", folder.display()))
}

fn read_keys(news: &Sender<News>) {
    while let Ok(event) = event::read() {
        let note = match event {
            event::Event::Key(key) if key.kind != KeyEventKind::Release => News::Key(key),
            event::Event::Resize(..) => News::Resized,
            _ => continue,
        };
        if news.send(note).is_err() {
            return;
        }
    }
}

/// The terminal while it is ours. It is given back as it was on every way out.
struct Screen;

impl Screen {
    fn open() -> Result<Screen> {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            Screen::close();
            before(info);
        }));
        let screen = Screen;
        terminal::enable_raw_mode().context("cannot use the terminal")?;
        execute!(io::stdout(), terminal::EnterAlternateScreen, terminal::DisableLineWrap, cursor::Hide)
            .context("cannot use the terminal")?;
        Ok(screen)
    }

    fn close() {
        // On the way out nothing is left to do about an error.
        let _ =
            execute!(io::stdout(), cursor::Show, terminal::EnableLineWrap, terminal::LeaveAlternateScreen);
        let _ = terminal::disable_raw_mode();
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        Screen::close();
    }
}

struct Watch {
    kit: Arc<Kit>,
    /// Whether only one kata or level was asked for.
    only: bool,
    /// The kata that is shown, and the level if it is only one.
    focus: (String, Option<String>),
    results: BTreeMap<String, Checked>,
    /// What is shown between the first line and the keys.
    body: String,
    /// The katas being judged now.
    running: Option<Vec<String>>,
    /// The katas to judge next.
    waiting: Vec<String>,
    news: Sender<News>,
}

impl Watch {
    /// The first look: what the cache knows is shown at once.
    fn begin(&mut self) {
        for kata in &self.kit.katas {
            if let Some(checked) = cache::load(&self.kit, &kata.name) {
                self.results.insert(kata.name.clone(), checked);
            }
        }
        let stale = |kata: &&Kata| !self.results.contains_key(&kata.name);
        let wanted: Vec<String> = if self.only {
            vec![self.focus.0.clone()]
        } else {
            self.kit.katas.iter().filter(stale).map(|kata| kata.name.clone()).collect()
        };
        if wanted.is_empty() {
            self.go_on();
        }
        self.judge(wanted);
    }

    fn turn(&mut self, heard: &Receiver<News>) -> Result<bool> {
        self.draw()?;
        while !process::interrupted() {
            match heard.recv_timeout(TURN) {
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => bail!("nothing is left to watch"),
                Ok(News::Resized) => {}
                Ok(News::Saved(kata)) => self.saved(kata, heard),
                Ok(News::Judged(results)) => self.judged(results),
                Ok(News::Key(key)) => {
                    if !self.key(key) {
                        break;
                    }
                }
            }
            self.draw()?;
        }
        process::cancel();
        Ok(true)
    }

    /// Takes in a burst of saves, then judges what was saved.
    fn saved(&mut self, kata: String, heard: &Receiver<News>) {
        let mut saved = vec![kata];
        let end = Instant::now() + BURST;
        while let Ok(news) = heard.recv_timeout(end.saturating_duration_since(Instant::now())) {
            match news {
                News::Saved(kata) => saved.push(kata),
                // Everything else can wait for the loop; a lost key press would be noticed.
                other => {
                    let _ = self.news.send(other);
                    break;
                }
            }
        }
        saved.sort();
        saved.dedup();
        if self.only {
            saved.retain(|kata| *kata == self.focus.0);
        }
        // Editors touch files more often than they change them.
        let known = |kata: &String| Some((kata.clone(), cache::load(&self.kit, kata)?));
        let known: Vec<(String, Checked)> = saved.iter().filter_map(known).collect();
        saved.retain(|kata| known.iter().all(|(name, _)| name != kata));
        if saved.is_empty() && self.running.is_none() && !known.is_empty() {
            if !self.only {
                self.focus = (known[0].0.clone(), None);
            }
            self.results.extend(known);
            self.show_focus();
        }
        self.judge(saved);
    }

    /// Judges `katas`; what is being judged now is out of date and stopped.
    fn judge(&mut self, katas: Vec<String>) {
        if katas.is_empty() {
            return;
        }
        if let Some(running) = &self.running {
            self.waiting.extend(running.iter().cloned());
            process::cancel();
        }
        if !self.only {
            self.focus = (katas[0].clone(), None);
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
        self.running = Some(names.clone());
        let (kit, news) = (Arc::clone(&self.kit), self.news.clone());
        thread::spawn(move || {
            let katas: Vec<&Kata> = kit.katas.iter().filter(|kata| names.contains(&kata.name)).collect();
            let results = check::check(&kit, &katas, None, Whose::Learner, colored());
            for (name, checked) in results.iter().flatten() {
                cache::store(&kit, name, checked);
            }
            let _ = news.send(News::Judged(results));
        });
    }

    fn judged(&mut self, results: Result<BTreeMap<String, Checked>>) {
        let judged = self.running.take().unwrap_or_default();
        match results {
            Ok(results) => {
                self.results.extend(results);
                if judged.len() > 1 { self.go_on() } else { self.show_focus() }
            }
            Err(_) if !self.waiting.is_empty() => {}
            Err(error) => self.body = format!("{error:#}"),
        }
        self.start();
    }

    /// Moves to the first level that is not done.
    fn go_on(&mut self) {
        let next = companion::next_level(&self.kit, &self.results);
        match next.map(|(kata, level)| (kata.name.clone(), level.name.clone())) {
            None => self.body = companion::map_text(&self.kit, &self.results),
            Some((kata, level)) => {
                self.focus = (kata, Some(level));
                self.show_focus();
                if !self.only {
                    // A save shows the whole kata again.
                    self.focus.1 = None;
                }
            }
        }
    }

    fn show_focus(&mut self) {
        let (kata, level) = &self.focus;
        let Ok((kata, _)) = self.kit.find_one(kata) else { return };
        let Some(checked) = self.results.get(&kata.name) else { return };
        let level = level.as_deref();
        self.body = companion::report(kata, level, checked);
        let levels = || kata.levels.iter().filter(|it| level.is_none_or(|only| only == it.name));
        if levels().all(|level| check::state(checked, &level.name) == State::Done) {
            let next = companion::next_level(&self.kit, &self.results);
            let next = next.map_or("that was the last one".to_owned(), |(kata, level)| level.id(kata));
            self.body += &format!("next (n): {next}\n");
        }
    }

    /// False to quit.
    fn key(&mut self, key: KeyEvent) -> bool {
        match key.code {
            KeyCode::Char('q') | KeyCode::Esc => return false,
            KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => return false,
            KeyCode::Char('h') => self.body = self.hint().unwrap_or_else(|error| format!("{error:#}")),
            KeyCode::Char('l') => self.body = companion::map_text(&self.kit, &self.results),
            KeyCode::Char('n') => {
                let only = self.only;
                self.go_on();
                self.only = only;
            }
            KeyCode::Char('r') => self.judge(vec![self.focus.0.clone()]),
            _ => {}
        }
        true
    }

    /// A hint for the level that is shown: the first of the kata that is not done.
    fn hint(&self) -> Result<String> {
        let (name, only) = &self.focus;
        let (kata, _) = self.kit.find_one(name)?;
        let checked = self.results.get(name).context("nothing is judged yet")?;
        let open = |name: &str| check::state(checked, name) != State::Done;
        let begun = |name: &str| open(name) && check::state(checked, name) != State::NotStarted;
        let levels = || kata.levels.iter().filter(|it| only.as_ref().is_none_or(|only| *only == it.name));
        let level = levels().find(|it| begun(&it.name)).or_else(|| levels().find(|it| open(&it.name)));
        let level = level.or_else(|| levels().next()).context("there is no such level")?;
        companion::hint_text(&self.kit, kata, level, false)
    }

    fn draw(&self) -> Result<()> {
        let (_, height) = terminal::size().unwrap_or((80, 24));
        let room = usize::from(height).saturating_sub(4).max(1);
        let state = match &self.running {
            Some(names) => styled(DIM, &format!("judging {} …", names.join(", "))),
            None => styled(DIM, "saved files are judged at once"),
        };
        let focus = match &self.focus {
            (kata, Some(level)) => format!("{kata}::{level}"),
            (kata, None) => kata.clone(),
        };
        let mut lines = vec![format!("{}   {state}", styled(STRONG, &focus)), String::new()];
        let body: Vec<&str> = self.body.lines().collect();
        if body.len() > room {
            lines.extend(body[..room - 1].iter().map(|&line| line.to_owned()));
            lines.push(styled(DIM, &format!("… {} more lines", body.len() - (room - 1))));
        } else {
            lines.extend(body.iter().map(|&line| line.to_owned()));
        }
        lines.resize(room + 2, String::new());
        lines.push(String::new());
        lines.push(styled(STRONG, KEYS));

        let mut out = Vec::new();
        crossterm::queue!(out, cursor::MoveTo(0, 0))?;
        for (nth, line) in lines.iter().enumerate() {
            crossterm::queue!(out, terminal::Clear(terminal::ClearType::CurrentLine))?;
            let line = if colored() { line.clone() } else { anstream::adapter::strip_str(line).to_string() };
            write!(out, "{}{line}", if nth == 0 { "" } else { "\r\n" })?;
            crossterm::queue!(out, terminal::Clear(terminal::ClearType::UntilNewLine))?;
        }
        crossterm::queue!(out, terminal::Clear(terminal::ClearType::FromCursorDown))?;
        let mut stdout = io::stdout().lock();
        stdout.write_all(&out)?;
        stdout.flush().context("cannot write to the terminal")
    }
}
