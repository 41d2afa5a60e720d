//! The terminal in raw mode on its alternate screen. On every exit it is restored.

use std::io::{self, Write};
use std::panic;
use std::thread;

use anyhow::{Context, Result};
use crossterm::{cursor, execute, queue, terminal};

use crate::ui::output::colored;

/// The terminal in raw mode, until it is dropped.
pub struct Terminal;

impl Terminal {
    /// Takes over the terminal.
    ///
    /// # Errors
    /// If it cannot be put into raw mode.
    pub fn open() -> Result<Terminal> {
        let before = panic::take_hook();
        let owner = thread::current().id();
        panic::set_hook(Box::new(move |info| {
            // A panic in another thread does not end the program, and must not overwrite the screen.
            if thread::current().id() == owner {
                Terminal::close();
                before(info);
            }
        }));
        // Created first, so that each step is undone if the next one fails.
        let opened = Terminal;
        Terminal::take()?;
        Ok(opened)
    }

    fn take() -> Result<()> {
        terminal::enable_raw_mode().context("cannot use the terminal")?;
        execute!(io::stdout(), terminal::EnterAlternateScreen, terminal::DisableLineWrap, cursor::Hide)
            .context("cannot use the terminal")
    }

    fn close() {
        // At this point nothing can be done about an error.
        let _ =
            execute!(io::stdout(), cursor::Show, terminal::EnableLineWrap, terminal::LeaveAlternateScreen);
        let _ = terminal::disable_raw_mode();
    }

    /// Restores the terminal while `other` runs.
    pub fn lent<T>(&self, other: impl FnOnce() -> T) -> Result<T> {
        Terminal::close();
        let done = other();
        Terminal::take()?;
        Ok(done)
    }

    /// Columns and lines.
    pub fn size() -> (usize, usize) {
        let (width, height) = terminal::size().unwrap_or((80, 24));
        (width.into(), height.into())
    }

    /// Shows these lines and nothing else.
    pub fn draw(&self, lines: &[String]) -> Result<()> {
        let mut out = Vec::new();
        queue!(out, cursor::MoveTo(0, 0))?;
        for (nth, line) in lines.iter().enumerate() {
            let start = if nth == 0 { "" } else { "\r\n" };
            if colored() {
                write!(out, "{start}{line}\u{1b}[0m")?;
            } else {
                write!(out, "{start}{}", anstream::adapter::strip_str(line))?;
            }
            queue!(out, terminal::Clear(terminal::ClearType::UntilNewLine))?;
        }
        queue!(out, terminal::Clear(terminal::ClearType::FromCursorDown))?;
        let mut stdout = io::stdout().lock();
        stdout.write_all(&out).and_then(|()| stdout.flush()).context("cannot write to the terminal")
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        Terminal::close();
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    use super::Terminal;

    #[test]
    #[ignore = "the next test runs it in a terminal"]
    fn panics_with_the_screen_open() {
        let _terminal = Terminal::open().expect("a terminal");
        panic!("on purpose");
    }

    #[test]
    fn a_panic_gives_the_terminal_back() {
        let pair = native_pty_system().openpty(PtySize::default()).expect("a terminal");
        let before = format!("{:?}", pair.master.get_termios());
        let mut command = CommandBuilder::new(std::env::current_exe().expect("this program"));
        command.args([
            "ui::terminal::tests::panics_with_the_screen_open",
            "--exact",
            "--ignored",
            "--nocapture",
        ]);
        let mut child = pair.slave.spawn_command(command).expect("it starts");
        let mut reader = pair.master.try_clone_reader().expect("its output");
        drop(pair.slave);
        let mut bytes = Vec::new();
        // On some systems, reading from a closed terminal is an error.
        let _ = reader.read_to_end(&mut bytes);
        assert!(!child.wait().expect("it ends").success());
        let after = format!("{:?}", pair.master.get_termios());

        let text = String::from_utf8_lossy(&bytes);
        let (opened, closed) = (text.find("\u{1b}[?1049h"), text.find("\u{1b}[?1049l"));
        assert!(opened.is_some() && opened < closed && closed < text.find("on purpose"), "{text}");
        assert!(text.find("\u{1b}[?25l") < text.find("\u{1b}[?25h"), "{text}");
        assert_eq!(before, after, "the terminal's modes");
    }
}
