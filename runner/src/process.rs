//! Child processes that can be killed together with everything that they started.

use std::io;
use std::process::{ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use process_wrap::std::{ChildWrapper, CommandWrap};

/// Set when running work is no longer wanted: every group that is being waited for is killed.
static CANCELLED: AtomicBool = AtomicBool::new(false);

/// Set when the whole program is to end.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Handles Ctrl-C, or a request to terminate: ends running groups, then the program.
pub fn interrupt() {
    INTERRUPTED.store(true, Ordering::SeqCst);
    cancel();
}

/// Whether [`interrupt`] was called.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Ends the running groups, and those that start before [`allow`].
pub fn cancel() {
    CANCELLED.store(true, Ordering::SeqCst);
}

/// Undoes [`cancel`].
pub fn allow() {
    CANCELLED.store(interrupted(), Ordering::SeqCst);
}

/// Whether [`cancel`] was called.
pub fn cancelled() -> bool {
    CANCELLED.load(Ordering::SeqCst)
}

/// A process and everything that it starts.
pub struct Group(Box<dyn ChildWrapper>);

impl Group {
    /// Starts `command` with its output piped.
    pub fn start_piped(mut command: Command) -> io::Result<Group> {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        Group::start(command)
    }

    /// Starts `command`.
    pub fn start(command: Command) -> io::Result<Group> {
        let mut wrap = CommandWrap::from(command);
        #[cfg(unix)]
        wrap.wrap(process_wrap::std::ProcessGroup::leader());
        #[cfg(windows)]
        wrap.wrap(process_wrap::std::JobObject);
        wrap.spawn().map(Group)
    }

    /// Standard output. Take it once.
    ///
    /// # Errors
    /// If it is not piped, or taken already.
    pub fn take_stdout(&mut self) -> io::Result<ChildStdout> {
        self.0.stdout().take().ok_or_else(|| io::Error::other("it has no output"))
    }

    /// Standard error. Take it once.
    ///
    /// # Errors
    /// If it is not piped, or taken already.
    pub fn take_stderr(&mut self) -> io::Result<ChildStderr> {
        self.0.stderr().take().ok_or_else(|| io::Error::other("it has no output"))
    }

    /// Whether it has ended by now, and how.
    #[cfg(feature = "grade")]
    pub fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {
        self.0.try_wait()
    }

    /// Ends the group, and waits for that.
    pub fn kill(&mut self) -> io::Result<ExitStatus> {
        // It may have ended by itself meanwhile.
        let _ = self.0.kill();
        self.0.wait()
    }

    /// Waits for the end. A cancelled group is killed.
    pub fn wait(&mut self) -> io::Result<ExitStatus> {
        self.wait_until(None)
    }

    /// Waits for the end, and kills the group at the deadline or when it is cancelled.
    pub fn wait_until(&mut self, deadline: Option<Instant>) -> io::Result<ExitStatus> {
        let mut pause = Duration::from_micros(200);
        loop {
            if let Some(status) = self.0.try_wait()? {
                return Ok(status);
            }
            if cancelled() || deadline.is_some_and(|deadline| Instant::now() > deadline) {
                return self.kill();
            }
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(2));
        }
    }
}
