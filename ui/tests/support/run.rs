//! Runs a program for a limited time.

use std::ffi::OsStr;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How a program ended and what it wrote.
pub struct Ran {
    /// `None` if it had to be stopped.
    pub status: Option<ExitStatus>,
    pub stdout: String,
    pub stderr: String,
}

/// Runs `program`, at most for `limit`.
pub fn run(program: impl AsRef<OsStr>, limit: Duration) -> Ran {
    let mut child = Command::new(program)
        .env_remove("RUST_BACKTRACE")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a program that was just built runs");
    let end = Instant::now() + limit;
    let status = loop {
        match child.try_wait().expect("a child of our own") {
            Some(status) => break Some(status),
            None if Instant::now() > end => break None,
            None => thread::sleep(Duration::from_millis(2)),
        }
    };
    if status.is_none() {
        let _ = child.kill();
    }
    let output = child.wait_with_output().expect("a child of our own");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ran { status, stdout: text(output.stdout), stderr: text(output.stderr) }
}
