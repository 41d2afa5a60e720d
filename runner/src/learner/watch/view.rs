//! What is on the screen.

use anyhow::Result;

use super::keys;
use super::state::{Running, Watch};
use crate::ui::output::{DIM, STRONG, styled};
use crate::ui::terminal::Terminal;

impl Watch {
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
