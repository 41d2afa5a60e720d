//! The keyboard, and what each key does.

use std::sync::mpsc::Sender;
use std::sync::{Arc, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::Result;
use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::body::Body;
use super::news::News;
use super::state::{Keyboard, Then, View, Watch};
use super::{editor, list};
use crate::kit::lesson;
use crate::kit::{Kata, Level};
use crate::learner;
use crate::learner::reset;
use crate::process;
use crate::ui::markdown;
use crate::ui::output::{STRONG, styled};
use crate::ui::terminal::Terminal;

/// Key, word and meaning, most important first: a narrow window shows those that fit.
const KEYS: [(&str, &str, &str); 10] = [
    ("q", "quit", "ends the watch"),
    ("?", "keys", "this list"),
    ("h", "hint", "a hint on the level, one more each time"),
    ("n", "next", "moves to the first level that is not done"),
    ("l", "list", "all katas and levels; / searches them"),
    ("s", "lesson", "shows the lesson on the level"),
    ("e", "edit", "opens the kata in $VISUAL or $EDITOR, or in VS Code from its terminal"),
    ("r", "run", "judges the kata again"),
    ("c", "all", "judges all katas that you have started"),
    ("x", "reset", "restores the level's stub, and keeps what you wrote"),
];

/// The keys that fit into a line.
pub(super) fn line(width: usize) -> String {
    let text = |(key, word, _): &(&str, &str, &str)| format!("{key} {word}");
    let mut shown: Vec<String> = Vec::new();
    for entry in &KEYS {
        let entry = text(entry);
        let used: usize = shown.iter().map(|it| it.len() + 2).sum();
        if used + entry.len() <= width {
            shown.push(entry);
        }
    }
    // `quit` comes last, where users look for it.
    let out = shown.len().min(2);
    shown.rotate_left(out);
    if out == 2 {
        let last = shown.len() - 1;
        shown.swap(last - 1, last);
    }
    shown.join("  ")
}

fn explained() -> String {
    let line = |(key, word, what): &(&str, &str, &str)| format!("  {} {word:8} {what}", styled(STRONG, key));
    let more = ["  ↑ ↓ PgUp PgDn  scroll", "  Esc            back to the verdict"].map(str::to_owned);
    let keys = KEYS.iter().skip(2).chain(&KEYS[..2]).map(line);
    let keys: Vec<String> = keys.chain(more).collect();
    keys.join("\n")
}

/// Reads the keyboard, unless somebody else holds it.
pub(super) fn read_keys(keyboard: &Keyboard, news: &Sender<News>) {
    /// How long it is held at a time: an editor waits no longer for the keyboard.
    const LOOK: Duration = Duration::from_millis(50);
    loop {
        let heard = {
            let _held = keyboard.lock().unwrap_or_else(PoisonError::into_inner);
            event::poll(LOOK).and_then(|there| if there { event::read().map(Some) } else { Ok(None) })
        };
        let note = match heard {
            Ok(Some(event::Event::Key(key))) if key.kind != KeyEventKind::Release => News::Key(key),
            Ok(Some(event::Event::Resize(..))) => News::Resized,
            Ok(_) => {
                // An editor may be waiting for it.
                thread::sleep(Duration::from_millis(1));
                continue;
            }
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

impl Watch {
    /// False to quit.
    pub(super) fn key(&mut self, key: KeyEvent) -> Result<bool> {
        if key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL) {
            process::interrupt();
            return Ok(true);
        }
        self.notice.clear();
        if self.search.is_some() {
            self.search_key(key.code);
            return Ok(true);
        }
        let (_, height) = Terminal::size();
        let sure = std::mem::take(&mut self.reset_asked);
        match key.code {
            KeyCode::Char('q') => return Ok(false),
            KeyCode::Char('h') => {
                self.show_of_level(|watch, kata, level| learner::hint_text(&watch.kit, kata, level, false))
            }
            KeyCode::Char('s') => self.show_of_level(|watch, kata, level| {
                Ok(markdown::shown(&lesson::section(&watch.kit, kata, level)?.text))
            }),
            KeyCode::Char('l') => self.with_all(Then::List),
            KeyCode::Char('/') => {
                self.search = Some(String::new());
                self.show_matches();
            }
            KeyCode::Char('n') => self.with_all(Then::NextOrWhyNot),
            KeyCode::Char('r') => {
                self.view = View::Verdict;
                self.judge(vec![self.focus.0.clone()]);
            }
            KeyCode::Char('c') => self.judge_all(),
            KeyCode::Char('e') => self.edit()?,
            KeyCode::Char('x') => self.reset(sure),
            KeyCode::Char('?') => self.show(View::Asked, Body::of(explained())),
            KeyCode::Esc => self.show_focus(),
            KeyCode::Down => self.top += 1,
            KeyCode::Up => self.top = self.top.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => self.top += height / 2,
            KeyCode::PageUp => self.top = self.top.saturating_sub(height / 2),
            KeyCode::Char(other) => self.notice = format!("{other} does nothing; ? lists the keys"),
            _ => {}
        }
        Ok(true)
    }

    /// Shows something about the current level.
    fn show_of_level(&mut self, text: impl Fn(&Watch, &Kata, &Level) -> Result<String>) {
        let shown = self.level().and_then(|(kata, level)| text(self, kata, level));
        self.show(View::Asked, Body::of(shown.unwrap_or_else(|error| format!("{error:#}"))));
    }

    /// Judges what is begun, and lists it.
    fn judge_all(&mut self) {
        let names = self.kit.katas.iter().map(|kata| kata.name.clone());
        let begun: Vec<String> = names.filter(|kata| !self.kit.is_untouched(kata)).collect();
        if begun.is_empty() {
            self.notice = "no kata has been started".to_owned();
            return self.with_all(Then::List);
        }
        self.judge(begun);
        self.then = Some(Then::List);
    }

    /// Restores the level's stub if the key was pressed twice.
    fn reset(&mut self, sure: bool) {
        let reset = self.level().and_then(|(kata, level)| {
            if sure {
                return Ok(reset::put_back(&self.kit, kata, Some(level))?.join("; "));
            }
            let name = level.id(kata);
            Ok(format!("x again restores the stub of {name}; what you wrote is kept"))
        });
        self.reset_asked = !sure && reset.is_ok();
        self.notice = match reset {
            Ok(notice) => notice,
            Err(error) => format!("{error:#}"),
        };
    }

    /// Opens the kata in an editor.
    fn edit(&mut self) -> Result<()> {
        let Some(editor) = editor::Editor::find() else {
            self.notice = format!("set $VISUAL or $EDITOR, or open {} yourself", self.place());
            return Ok(());
        };
        let file = self.kit.kata_file(&self.focus.0);
        let line = self.line();
        let opened = if editor.has_a_window() {
            editor.open(&file, line)
        } else {
            let keyboard = Arc::clone(&self.keyboard);
            let _held = keyboard.lock().unwrap_or_else(PoisonError::into_inner);
            self.terminal.lent(|| editor.open(&file, line))?
        };
        self.notice = match opened {
            Ok(()) => String::new(),
            Err(error) => format!("{} could not be started: {error}", editor.name()),
        };
        Ok(())
    }

    fn search_key(&mut self, code: KeyCode) {
        let Some(search) = &mut self.search else { return };
        match code {
            KeyCode::Char(letter) => search.push(letter),
            KeyCode::Backspace => drop(search.pop()),
            KeyCode::Enter => {
                let found = list::matching(&self.kit, search)
                    .first()
                    .map(|(kata, level)| (kata.name.clone(), Some(level.name.clone())));
                let Some(found) = found else { return };
                self.search = None;
                self.focus = found;
                self.show_focus_or_judge();
                return;
            }
            KeyCode::Esc => {
                self.search = None;
                return self.show_focus();
            }
            _ => return,
        }
        self.show_matches();
    }

    fn show_matches(&mut self) {
        let search = self.search.clone().unwrap_or_default();
        let text = list::text(&self.kit, &self.results, &search);
        self.show(View::Asked, Body::of(text));
        self.notice = format!("/{search}_   Enter opens the first, Esc goes back");
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn the_way_out_is_in_every_window() {
        let all = "h hint  n next  l list  s lesson  e edit  r run  c all  x reset  ? keys  q quit";
        assert_eq!(line(80), all);
        assert_eq!(
            line(60),
            "h hint  n next  l list  s lesson  e edit  r run  ? keys  q quit".replace("  r run", "")
        );
        assert_eq!(line(40), "h hint  n next  l list  ? keys  q quit");
        assert_eq!(line(16), "? keys  q quit");
        assert_eq!(line(8), "q quit");
    }
}
