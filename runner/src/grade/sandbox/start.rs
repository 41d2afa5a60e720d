//! Starts a claim in a pid namespace of its own, in which it sees no other process, can signal none, and from which
//! nothing outlives it.
//!
//! The first process of a namespace ignores the signals by which a program ends itself, such as that of an abort. So
//! the grader starts two: the first waits, the second puts on the seal and becomes the claim. When the first ends, the
//! kernel ends whatever is left in the namespace.
//!
//! Neither is a copy of the grader: they use its memory, each on a stack of its own, the second only until its program
//! runs. That saves most of what starting costs, and leaves them system calls and nothing else.

use std::cell::UnsafeCell;
use std::ffi::{CString, OsStr};
use std::io::{self, Read};
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, RawFd};
use std::os::raw::c_void;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus};
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use libc::{c_char, c_int, c_uint, pid_t};

use crate::grade::sandbox::syscall::{check, prctl};

/// Bytes of a stack: far more than system calls need. Only what is touched takes memory.
const STACK: usize = 256 << 10;
/// A status that no process ends with.
const NONE: i32 = -1;

/// What a claim's process does before its program runs: system calls, and nothing else. It is told whether the process
/// has a user namespace of its own.
pub type Seal = Box<dyn FnMut(bool) -> io::Result<()> + Send>;

/// A claim that was started.
pub struct SealedProcess {
    first: pid_t,
    plan: Box<Plan>,
    ended: Option<ExitStatus>,
}

/// What the two processes read, and where they leave word.
struct Plan {
    program: CString,
    folder: CString,
    arguments: CStrings,
    variables: CStrings,
    input: RawFd,
    output: RawFd,
    seal: UnsafeCell<Seal>,
    /// Those of the first process and of the claim.
    stacks: [UnsafeCell<Box<[MaybeUninit<u8>]>>; 2],
    own_user: AtomicBool,
    /// Why the program could not be started: the number of an error, or 0.
    error: AtomicI32,
    /// How the claim ended, as `waitpid` says it.
    status: AtomicI32,
}

impl SealedProcess {
    /// Starts the program of `command` with its arguments, in its folder, with its variables and no others, `input` as
    /// its standard input, and `output` as its standard output and error.
    ///
    /// # Errors
    /// If the system refuses the namespace, the seal or the program.
    pub fn new(
        command: &Command,
        input: &impl AsRawFd,
        output: &impl AsRawFd,
        own_processes: bool,
        seal: Seal,
    ) -> io::Result<SealedProcess> {
        let arguments = [command.get_program()].into_iter().chain(command.get_args());
        let variables = command.get_envs().filter_map(|(name, value)| Some((name, value?)));
        let variable = |(name, value): (&OsStr, &OsStr)| [name.as_bytes(), b"=", value.as_bytes()].concat();
        let folder = command.get_current_dir().map_or(&b"."[..], |folder| folder.as_os_str().as_bytes());
        let plan = Box::new(Plan {
            program: CString::new(command.get_program().as_bytes())?,
            folder: CString::new(folder)?,
            arguments: CStrings::of(arguments.map(|it| it.as_bytes().to_vec()))?,
            variables: CStrings::of(variables.map(variable))?,
            input: input.as_raw_fd(),
            output: output.as_raw_fd(),
            seal: UnsafeCell::new(seal),
            stacks: [(); 2].map(|()| UnsafeCell::new(Box::new_uninit_slice(STACK))),
            own_user: AtomicBool::new(false),
            error: AtomicI32::new(0),
            status: AtomicI32::new(NONE),
        });
        // Both processes close their end of it when the program runs, or never will.
        let (mut until_it_runs, in_the_claim) = io::pipe()?;
        let first = plan.start(own_processes)?;
        let mut started = SealedProcess { first, plan, ended: None };
        drop(in_the_claim);
        let _ = until_it_runs.read(&mut [0]);
        match started.plan.error.load(Ordering::SeqCst) {
            0 => Ok(started),
            error => {
                started.kill()?;
                Err(io::Error::from_raw_os_error(error))
            }
        }
    }

    /// Whether it has ended by now, and how.
    pub fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {
        self.ended(libc::WNOHANG)
    }

    /// Ends it, and waits for that.
    pub fn kill(&mut self) -> io::Result<ExitStatus> {
        if self.ended.is_none() {
            // SAFETY: they take numbers. The first process has not been waited for, so its number and that of its
            // group are still its own.
            unsafe {
                libc::kill(-self.first, libc::SIGKILL);
                libc::kill(self.first, libc::SIGKILL);
            }
        }
        self.wait()
    }

    /// Waits for its end.
    pub fn wait(&mut self) -> io::Result<ExitStatus> {
        self.ended(0)?.ok_or_else(|| io::Error::other("a claim that was waited for has not ended"))
    }

    fn ended(&mut self, options: c_int) -> io::Result<Option<ExitStatus>> {
        if self.ended.is_none()
            && let Some(status) = wait(self.first, options)?
        {
            let of_claim = self.plan.status.load(Ordering::SeqCst);
            self.ended = Some(ExitStatus::from_raw(if of_claim == NONE { status } else { of_claim }));
        }
        Ok(self.ended)
    }
}

impl Drop for SealedProcess {
    fn drop(&mut self) {
        // The plan is theirs until they have ended.
        let _ = self.kill();
    }
}

impl Plan {
    /// Starts the first process, which starts the claim.
    fn start(&self, own_processes: bool) -> io::Result<pid_t> {
        // The handlers of the grader's signals must not run in them.
        let blocked = Blocked::all();
        let namespaces: &[c_int] = match own_processes {
            // Who is not root may have one in a user namespace of its own.
            true => &[libc::CLONE_NEWPID, libc::CLONE_NEWPID | libc::CLONE_NEWUSER],
            false => &[0],
        };
        let mut started = Err(io::Error::from_raw_os_error(libc::EINVAL));
        for own in namespaces {
            self.own_user.store(own & libc::CLONE_NEWUSER != 0, Ordering::SeqCst);
            started = self.process(0, first, *own);
            if started.is_ok() {
                break;
            }
        }
        drop(blocked);
        started
    }

    /// A process that uses this one's memory, on the stack of that number.
    fn process(
        &self,
        stack: usize,
        main: extern "C" fn(*mut c_void) -> c_int,
        flags: c_int,
    ) -> io::Result<pid_t> {
        let plan = ptr::from_ref(self).cast_mut().cast();
        // SAFETY: nobody else uses that stack, whose end is aligned as every architecture wants it, and both stack and
        // plan live until the process has ended.
        unsafe {
            let end = (*self.stacks[stack].get()).as_mut_ptr().cast::<u8>().add(STACK);
            let end = end.sub(end.addr() % 64);
            let flags = flags | libc::CLONE_VM | libc::SIGCHLD;
            check(libc::clone(main, end.cast(), flags, plan)).map(|process| process as pid_t)
        }
    }

    /// Notes why the claim cannot be started.
    fn fail(&self, error: &io::Error) -> c_int {
        self.error.store(error.raw_os_error().unwrap_or(libc::EIO), Ordering::SeqCst);
        1
    }

    /// Becomes the claim's program. Returns only if it cannot.
    fn become_the_claim(&self) -> io::Error {
        let become_it = || -> io::Result<()> {
            for (from, to) in [(self.input, 0), (self.output, 1), (self.output, 2)] {
                // SAFETY: it takes numbers; the descriptors of this process are a copy.
                check(unsafe { libc::dup2(from, to) })?;
            }
            // SAFETY: the text ends with a NUL and lives.
            check(unsafe { libc::chdir(self.folder.as_ptr()) })?;
            default_signals();
            // SAFETY: only this process uses the seal.
            (unsafe { &mut *self.seal.get() })(self.own_user.load(Ordering::SeqCst))?;
            let (arguments, variables) = (self.arguments.list.as_ptr(), self.variables.list.as_ptr());
            // SAFETY: all texts end with a NUL, both lists with a null, and all of them live.
            check(unsafe { libc::execve(self.program.as_ptr(), arguments, variables) }).map(drop)
        };
        become_it().err().unwrap_or_else(|| io::Error::from_raw_os_error(libc::EIO))
    }
}

/// The first process: waits for the claim, and ends with it.
extern "C" fn first(plan: *mut c_void) -> c_int {
    // SAFETY: it is what `Plan::process` was given, and lives until this process has ended.
    let plan = unsafe { &*plan.cast_const().cast::<Plan>() };
    // SAFETY: it takes numbers.
    let own_group = check(unsafe { libc::setpgid(0, 0) });
    let claim = own_group.and_then(|_| end_with_parent()).and_then(|()| {
        // It goes on here when the claim's program runs.
        plan.process(1, second, libc::CLONE_VFORK)
    });
    let claim = match claim {
        Ok(claim) => claim,
        Err(error) => return plan.fail(&error),
    };
    // Whoever reads what the claim prints must not wait for this process.
    // SAFETY: nothing in this process uses a descriptor any more.
    unsafe { libc::syscall(libc::SYS_close_range, 0, c_uint::MAX, 0) };
    if let Ok(Some(status)) = wait(claim, 0) {
        plan.status.store(status, Ordering::SeqCst);
    }
    0
}

/// The second process, until it is the claim.
extern "C" fn second(plan: *mut c_void) -> c_int {
    // SAFETY: as in the first.
    let plan = unsafe { &*plan.cast_const().cast::<Plan>() };
    plan.fail(&plan.become_the_claim())
}

/// Asks to be killed when the process ends that started this one, however it does.
pub fn end_with_parent() -> io::Result<()> {
    prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL as libc::c_ulong)
}

/// How a child has ended, if it has.
fn wait(child: pid_t, options: c_int) -> io::Result<Option<c_int>> {
    let mut status = 0;
    loop {
        // SAFETY: it writes one number, which lives.
        match check(unsafe { libc::waitpid(child, &mut status, options) }) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            waited => return waited.map(|child| (child != 0).then_some(status)),
        }
    }
}

/// As a program finds them that is started by no other: all allowed, none handled.
fn default_signals() {
    // SAFETY: they take numbers, and a set of signals that is made here. The handlers of this process are a copy.
    unsafe {
        for signal in 1..=64 {
            libc::signal(signal, libc::SIG_DFL);
        }
        let mut none = MaybeUninit::uninit();
        libc::sigemptyset(none.as_mut_ptr());
        libc::sigprocmask(libc::SIG_SETMASK, none.as_ptr(), ptr::null_mut());
    }
}

/// While it lives, this thread takes no signal.
struct Blocked(libc::sigset_t);

impl Blocked {
    fn all() -> Blocked {
        let (mut all, mut before) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        // SAFETY: the first call fills the first set, the second the second, and neither fails with such arguments.
        unsafe {
            libc::sigfillset(all.as_mut_ptr());
            libc::pthread_sigmask(libc::SIG_SETMASK, all.as_ptr(), before.as_mut_ptr());
            Blocked(before.assume_init())
        }
    }
}

impl Drop for Blocked {
    fn drop(&mut self) {
        // SAFETY: it reads a set, which lives.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &self.0, ptr::null_mut()) };
    }
}

/// A list of texts as C has it.
struct CStrings {
    list: Vec<*const c_char>,
    _texts: Vec<CString>,
}

impl CStrings {
    fn of(texts: impl Iterator<Item = Vec<u8>>) -> io::Result<CStrings> {
        let texts = texts.map(CString::new).collect::<Result<Vec<_>, _>>()?;
        Ok(CStrings {
            list: texts.iter().map(|text| text.as_ptr()).chain([ptr::null()]).collect(),
            _texts: texts,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::{self, Read};
    use std::os::unix::process::ExitStatusExt;
    use std::process::Command;

    use super::SealedProcess;

    /// What a script prints and how it ends, in a namespace of its own or without one.
    fn run(script: &str, own_processes: bool) -> io::Result<(String, std::process::ExitStatus)> {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]).env("WORD", "a word").current_dir("/");
        let (mut output, input) = io::pipe()?;
        let nothing = File::open("/dev/null")?;
        let mut started =
            SealedProcess::new(&command, &nothing, &input, own_processes, Box::new(|_| Ok(())))?;
        drop(input);
        let mut printed = String::new();
        output.read_to_string(&mut printed)?;
        loop {
            if let Some(status) = started.try_wait()? {
                return Ok((printed, status));
            }
        }
    }

    #[test]
    fn a_program_gets_what_it_needs_and_its_end_is_told() {
        let (printed, status) = run("echo $WORD; pwd; echo aloud >&2; exit 3", false).expect("a shell");
        assert_eq!((printed.as_str(), status.code()), ("a word\n/\naloud\n", Some(3)));
        let (_, status) = run("kill -6 $$", false).expect("a shell");
        assert_eq!(status.signal(), Some(6));
    }

    #[test]
    fn in_a_namespace_of_its_own_nothing_outlives_a_program() {
        let Ok((printed, status)) = run("echo $$; sleep 1000 & kill -6 $$", true) else {
            println!("skipped: no pid namespaces here");
            return;
        };
        // The output has ended, and with it whatever held it.
        assert_eq!((printed.as_str(), status.signal()), ("2\n", Some(6)));
    }

    #[test]
    fn why_a_program_cannot_be_started_is_told() {
        let nothing = File::open("/dev/null").expect("a file");
        let refuse = |seal: super::Seal, program: &str| {
            let started = SealedProcess::new(&Command::new(program), &nothing, &nothing, false, seal);
            started.err().and_then(|error| error.raw_os_error())
        };
        assert_eq!(refuse(Box::new(|_| Ok(())), "/no/program"), Some(libc::ENOENT));
        let sealed = Box::new(|_| Err(io::Error::from_raw_os_error(libc::EPERM)));
        assert_eq!(refuse(sealed, "/bin/sh"), Some(libc::EPERM));
    }

    #[test]
    fn a_program_can_be_ended() {
        let nothing = File::open("/dev/null").expect("a file");
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "sleep 1000"]);
        let mut started =
            SealedProcess::new(&command, &nothing, &nothing, false, Box::new(|_| Ok(()))).expect("a shell");
        assert!(started.try_wait().is_ok_and(|ended| ended.is_none()));
        assert_eq!(started.kill().ok().and_then(|ended| ended.signal()), Some(9));
    }
}
