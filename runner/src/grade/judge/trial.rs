//! One claim in a process of its own, which this program starts, watches and ends. No process that has ever held
//! code of a submission stands between the claim and its verdict.

use std::collections::VecDeque;
use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, PipeReader, PipeWriter, Read, Seek, Write};
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
#[cfg(target_os = "linux")]
use std::{fs::Permissions, os::fd::FromRawFd, os::unix::fs::PermissionsExt};

use anyhow::{Context, Result};
use verdict::{Ending, Killed, Reason, UNWRITTEN, Verdict, Written, environment};

use crate::grade::results::folders;
use crate::grade::sandbox::opening::Opening;
#[cfg(target_os = "linux")]
use crate::grade::sandbox::start::SealedProcess;
#[cfg(target_os = "linux")]
use crate::grade::sandbox::syscall::check;
use crate::process::{self, Group};
use crate::sync::lock;

/// Bytes of a record that are read: a verdict with its timeline is shorter.
const LONGEST_RECORD: u64 = 4 << 20;
/// The last bytes of the output that are kept: how a process died stands at its end.
const OUTPUT_KEPT: usize = 16 << 10;
/// How often a claim is looked at, if it does not end before.
const TURN: Duration = Duration::from_millis(2);
/// The first such turn when it has closed its output, as it does when it ends.
const SHORT_TURN: Duration = Duration::from_micros(100);
/// How long a process may take to end when its verdict is written.
const FAREWELL: Duration = Duration::from_millis(500);
/// Files and folders that a claim may have in its own.
const MOST_FILES: usize = 10_000;
/// Bytes that they may hold, all together.
const MOST_BYTES: u64 = 256 << 20;

/// How much a claim may take before it is ended from outside: its own watchdog has better words, and comes first.
pub struct Bounds {
    pub limit: Duration,
    pub output: usize,
    pub deadline: Instant,
}

/// What is known of a claim that was run; nothing if the submission's time was over first.
pub type OneVerdict = Option<Verdict>;

/// Runs the claim `id`, which `command` starts, with nothing open to it but `opening`, if it can be sealed. `folder` is
/// the one that it may write to, `scratch` a place for its record.
pub fn run(
    mut command: Command,
    opening: Option<&Opening>,
    id: &str,
    scratch: &Path,
    folder: Option<&Path>,
    bounds: &Bounds,
) -> Result<OneVerdict> {
    let record = Record::new(scratch).context("cannot write the claim's record")?;
    let (output, input) = io::pipe().context("cannot make a pipe")?;
    command.env(environment::RECORD, environment::STDIN);
    let mut claim = Claim::start(command, opening, record.for_the_claim()?, input)
        .context("the claim cannot be started")?;
    let heard = Heard::listen(output);
    let ended = watch(&mut claim, &record, &heard, folder, bounds)?;
    let (status, killed) = match ended {
        TrialEnd::As(status, killed) => (status, killed),
        TrialEnd::OutOfTime => return Ok(None),
        TrialEnd::TooManyFiles => {
            let what = format!(
                "the claim's folder holds more than {MOST_FILES} files, or more than {} MiB",
                MOST_BYTES >> 20
            );
            return Ok(Some(Verdict::new(id, Reason::OutputLimit, what)));
        }
    };
    let stderr = heard.last();
    let ending = Ending { status, killed, written: record.read()?, stderr: &stderr };
    if record.unwritten(&stderr) {
        anyhow::bail!("the claim's verdict could not be written: is the disk full?");
    }
    let verdict = ending.own_verdict(id).cloned();
    Ok(Some(verdict.unwrap_or_else(|| ending.without_verdict(id))))
}

/// A claim's process.
enum Claim {
    #[cfg(target_os = "linux")]
    Sealed(SealedProcess),
    Open(Group),
}

impl Claim {
    fn start(
        mut command: Command,
        opening: Option<&Opening>,
        record: File,
        output: PipeWriter,
    ) -> Result<Claim> {
        #[cfg(target_os = "linux")]
        if let Some(opening) = opening {
            return opening.start(&command, &record, &output).map(Claim::Sealed);
        }
        #[cfg(not(target_os = "linux"))]
        anyhow::ensure!(opening.is_none(), "this system cannot seal a process");
        command.stdin(record).stdout(output.try_clone()?).stderr(output);
        Ok(Claim::Open(Group::start(command)?))
    }

    fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {
        match self {
            #[cfg(target_os = "linux")]
            Claim::Sealed(claim) => claim.try_wait(),
            Claim::Open(claim) => claim.try_wait(),
        }
    }

    fn kill(&mut self) -> io::Result<ExitStatus> {
        match self {
            #[cfg(target_os = "linux")]
            Claim::Sealed(claim) => claim.kill(),
            Claim::Open(claim) => claim.kill(),
        }
    }
}

enum TrialEnd {
    As(ExitStatus, Option<Killed>),
    OutOfTime,
    TooManyFiles,
}

/// Waits for the end, and brings it about.
fn watch(
    claim: &mut Claim,
    record: &Record,
    heard: &Heard,
    folder: Option<&Path>,
    bounds: &Bounds,
) -> Result<TrialEnd> {
    let start = Instant::now();
    // As much as a machine that is far too busy may need, but no claim of its own does.
    let patience = bounds.limit * 5 + Duration::from_secs(2);
    let mut pause = SHORT_TURN;
    let mut written_at = None;
    let mut turns = 0_u32;
    loop {
        if let Some(status) = claim.try_wait().context("cannot wait for the claim")? {
            return Ok(TrialEnd::As(status, None));
        }
        turns = turns.wrapping_add(1);
        if written_at.is_none() && turns.is_multiple_of(16) && record.is_written() {
            written_at = Some(Instant::now());
        }
        let killed = if heard.bytes() > bounds.output {
            Some(Killed::Flood(bounds.output))
        } else if written_at.is_some_and(|then| then.elapsed() > FAREWELL) {
            Some(Killed::Lingering)
        } else if start.elapsed() > patience {
            Some(Killed::Endless(start.elapsed().as_millis()))
        } else {
            None
        };
        if killed.is_some() {
            return Ok(TrialEnd::As(claim.kill().context("cannot end the claim")?, killed));
        }
        if process::cancelled() || Instant::now() > bounds.deadline {
            claim.kill().context("cannot end the claim")?;
            return Ok(TrialEnd::OutOfTime);
        }
        if turns.is_multiple_of(64)
            && folder.is_some_and(|it| !folders::is_within(it, MOST_FILES, MOST_BYTES))
        {
            claim.kill().context("cannot end the claim")?;
            return Ok(TrialEnd::TooManyFiles);
        }
        if heard.is_over_within(TURN) {
            thread::sleep(pause);
            pause = (pause * 2).min(TURN);
        }
    }
}

/// The file into which a claim writes its verdict, behind the nonce that it finds there. It has no name, lies in
/// memory where the system has such files, and the claim has it as its standard input.
struct Record {
    file: File,
    nonce: String,
}

impl Record {
    fn new(scratch: &Path) -> io::Result<Record> {
        // Keys that the system made up, hashed: no code under test can guess it.
        let secret = || RandomState::new().build_hasher().finish();
        let nonce = format!("{:016x}{:016x}", secret(), secret());
        let mut file = unnamed_file(scratch)?;
        file.write_all(nonce.as_bytes())?;
        file.rewind()?;
        Ok(Record { file, nonce })
    }

    fn for_the_claim(&self) -> Result<File> {
        self.file.try_clone().context("cannot hand over the claim's record")
    }

    /// Whether something stands behind the nonce. The place in the file is the claim's, and stays.
    fn is_written(&self) -> bool {
        self.file.metadata().is_ok_and(|about| about.len() > self.nonce.len() as u64)
    }

    /// Once the claim has ended.
    fn read(&self) -> Result<Written> {
        let mut file = self.for_the_claim()?;
        let mut bytes = Vec::new();
        file.rewind()
            .and_then(|()| file.take(LONGEST_RECORD).read_to_end(&mut bytes))
            .context("cannot read a record")?;
        Ok(Written::read(&String::from_utf8_lossy(&bytes), &self.nonce))
    }

    /// Whether the claim says that it could not write. Only itself knows the nonce.
    fn unwritten(&self, stderr: &str) -> bool {
        stderr.contains(&format!("{}{}", self.nonce, UNWRITTEN))
    }
}

/// Far quicker than a file on a disk, and there is one for each claim.
#[cfg(target_os = "linux")]
fn unnamed_file(_scratch: &Path) -> io::Result<File> {
    // SAFETY: the name ends with a NUL. The descriptor that it returns belongs to nobody else.
    let file = unsafe {
        let file = check(libc::memfd_create(c"record".as_ptr(), libc::MFD_CLOEXEC))?;
        File::from_raw_fd(file as i32)
    };
    // The system makes it a program, and Landlock has no say in files that lie in no folder.
    file.set_permissions(Permissions::from_mode(0o600))?;
    Ok(file)
}

#[cfg(not(target_os = "linux"))]
fn unnamed_file(scratch: &Path) -> io::Result<File> {
    tempfile::tempfile_in(scratch)
}

/// What a claim prints: how much, and the end of it.
struct Heard {
    bytes: Arc<AtomicUsize>,
    last: Arc<Mutex<VecDeque<u8>>>,
    over: Receiver<Never>,
}

/// The other end of the channel says only that it is gone.
enum Never {}

impl Heard {
    /// Reads in a thread of its own, to the end.
    fn listen(mut output: PipeReader) -> Heard {
        let (bytes, last) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(VecDeque::new())));
        let (until_here, over) = channel::<Never>();
        let heard = Heard { bytes: Arc::clone(&bytes), last: Arc::clone(&last), over };
        thread::spawn(move || {
            let _until_here = until_here;
            let mut buffer = vec![0; 16 << 10];
            while let Ok(length @ 1..) = output.read(&mut buffer) {
                let mut last = lock(&last);
                last.extend(&buffer[..length]);
                let too_many = last.len().saturating_sub(OUTPUT_KEPT);
                last.drain(..too_many);
                bytes.fetch_add(length, Ordering::SeqCst);
            }
        });
        heard
    }

    fn bytes(&self) -> usize {
        self.bytes.load(Ordering::SeqCst)
    }

    /// Waits so long, or until nothing more can be printed; true if it cannot.
    fn is_over_within(&self, turn: Duration) -> bool {
        matches!(self.over.recv_timeout(turn), Err(RecvTimeoutError::Disconnected))
    }

    /// The end of it, when the process has ended.
    fn last(&self) -> String {
        // Where nothing is sealed, something that the claim has started may keep the pipe open.
        let _ = self.over.recv_timeout(FAREWELL);
        let last: Vec<u8> = lock(&self.last).iter().copied().collect();
        String::from_utf8_lossy(&last).into_owned()
    }
}
