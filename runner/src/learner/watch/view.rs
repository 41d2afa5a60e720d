//! What is on the screen.

use anyhow::Result;

use super::{Running, Watch, keys};
use crate::kit::items::line_of;
use crate::learner::Report;
use crate::ui::output::{DIM, STRONG, fold, styled};
use crate::ui::terminal::Terminal;

/// The text between the first lines and the keys.
pub(super) struct Body {
    whole: String,
    /// The same with the most important part first, for a window that is too small.
    tight: Option<String>,
}

impl Body {
    /// A body with the same text for every window.
    pub fn of(text: String) -> Body {
        Body { whole: text, tight: None }
    }

    /// A body with a report on a kata.
    pub fn of_report(report: &Report) -> Body {
        Body { whole: report.text(), tight: Some(report.verdict_first()) }
    }

    /// The lines for a window.
    fn lines(&self, width: usize, room: usize) -> Vec<String> {
        let lines = |text: &str| fold(text, width).lines().map(str::to_owned).collect::<Vec<_>>();
        let whole = lines(&self.whole);
        match &self.tight {
            Some(tight) if whole.len() > room => lines(tight),
            _ => whole,
        }
    }
}

impl Watch {
    /// The line in the kata's file on which the level begins.
    pub(super) fn line(&self) -> Option<usize> {
        let (kata, level) = self.level().ok()?;
        line_of(&std::fs::read_to_string(self.kit.kata_file(&kata.name)).ok()?, &level.items())
    }

    /// The place to edit, in the form that an editor's terminal turns into a link.
    pub(super) fn place(&self) -> String {
        let line = self.line().map(|line| format!(":{line}")).unwrap_or_default();
        format!("katas/{}.rs{line}", self.focus.0)
    }

    /// Draws the whole screen.
    pub(super) fn draw(&mut self) -> Result<()> {
        let (width, height) = Terminal::size();
        let room = height.saturating_sub(4).max(1);
        let state = match &self.running {
            Some(Running { katas, since }) => {
                let seconds = since.elapsed().as_secs();
                let long = if seconds > 1 { format!(" {seconds} s") } else { String::new() };
                format!("judging {} …{long}", katas.join(", "))
            }
            None => "watching: every save is judged".to_owned(),
        };
        let level = self.focus.1.as_ref().map(|level| format!("   {level}")).unwrap_or_default();
        let mut lines = vec![format!("{}{level}", styled(STRONG, &self.place())), styled(DIM, &state)];
        let body = self.body.lines(width, room);
        let scrolls = body.len() > room;
        // The last line says how much there is below.
        let shown = if scrolls { room - 1 } else { room };
        self.top = self.top.min(body.len().saturating_sub(shown));
        lines.extend(body.iter().skip(self.top).take(shown).cloned());
        if scrolls {
            let below = body.len().saturating_sub(self.top + shown);
            lines.push(styled(DIM, &format!("… {below} more lines   ↑ ↓ scroll")));
        }
        lines.resize(room + 2, String::new());
        lines.push(styled(DIM, &self.notice));
        lines.push(styled(STRONG, &keys::line(width)));
        self.terminal.draw(&lines)
    }
}
