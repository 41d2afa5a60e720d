//! Questions to whoever sits at the terminal.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::ui::output::{DIM, note, say, styled};

/// How often it is looked whether Ctrl-C was pressed while nothing is typed.
const LOOK: Duration = Duration::from_millis(50);

/// What is typed, line by line.
pub struct Typed(Receiver<io::Result<String>>);

impl Typed {
    /// Listens from now on.
    pub fn listen() -> Typed {
        let (tell, lines) = channel();
        // A read does not end when Ctrl-C is pressed, so it has a thread of its own.
        thread::spawn(move || io::stdin().lines().try_for_each(|line| tell.send(line)));
        Typed(lines)
    }

    /// The next line; `None` at the end of the input.
    fn line(&self) -> Result<Option<String>> {
        loop {
            match self.0.recv_timeout(LOOK) {
                Ok(line) => return line.context("cannot read the answer").map(Some),
                Err(RecvTimeoutError::Timeout) if process::interrupted() => bail!("interrupted"),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
            }
        }
    }

    /// The number of the choice; `None` at the end of the input, or for `q`.
    pub fn choice(&self, choices: usize) -> Result<Option<usize>> {
        while let Some(answer) = self.line()? {
            match answer.trim() {
                "q" | "quit" => return Ok(None),
                text => match text.parse() {
                    Ok(number) if (1..=choices).contains(&number) => return Ok(Some(number)),
                    _ => note(format!("a number from 1 to {choices}, or q")),
                },
            }
        }
        Ok(None)
    }

    /// Waits for Enter, so that nothing scrolls away unread. Returns false for `q`. Does not wait on a pipe.
    pub fn go_on(&self, what: &str) -> Result<bool> {
        if !at_a_terminal() {
            return Ok(true);
        }
        say(styled(DIM, &format!("{what} (q ends):")));
        Ok(self.line()?.is_some_and(|answer| !matches!(answer.trim(), "q" | "quit")))
    }
}

/// Whether somebody reads what is printed, and can answer.
pub fn at_a_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}
