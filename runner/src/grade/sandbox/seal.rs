//! The seal of a claim's process. It is put on before exec, by code that holds no kata: not one
//! instruction of a submission runs outside of it, constructors before `main` included.
//!
//! What is allowed is named; everything else is refused. `docs/grading.md` says how the list of calls was
//! measured.

#[cfg(target_os = "linux")]
use std::{env, fs::File, os::fd::AsRawFd, process::Command};

#[cfg(target_os = "linux")]
use anyhow::Result;

#[cfg(target_os = "linux")]
use super::start::SealedProcess;
#[cfg(target_os = "linux")]
use crate::grade::sandbox::opening::Opening;

/// What not every kernel's Landlock has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scopes {
    /// Linux 6.12 and later.
    pub signals: bool,
    /// Linux 6.7 and later.
    pub ports: bool,
}

#[cfg(target_os = "linux")]
impl Opening {
    /// Starts `command` sealed, with `input` as its standard input, and `output` as its standard output and error.
    ///
    /// # Errors
    /// If this system cannot.
    pub fn start(
        &self,
        command: &Command,
        input: &impl AsRawFd,
        output: &impl AsRawFd,
    ) -> Result<SealedProcess> {
        let seal = linux::seal(self)?;
        Ok(SealedProcess::new(command, input, output, self.own_processes, seal)?)
    }
}

/// Whether this system can seal a process, with a pid namespace of its own or without: asked of one that is.
#[cfg(target_os = "linux")]
pub fn can_seal(own_processes: bool) -> bool {
    let Ok(program) = env::current_exe() else { return false };
    let mut command = Command::new(&program);
    command.arg("--version");
    let opening = Opening { program, memory_mib: 1024, folder: None, loopback: None, own_processes };
    let Ok(nothing) = File::options().read(true).write(true).open("/dev/null") else { return false };
    let ended = opening.start(&command, &nothing, &nothing).and_then(|mut it| Ok(it.wait()?));
    ended.is_ok_and(|ended| ended.success())
}

/// Whether this kernel's Landlock keeps signals and abstract sockets within a process, and tells ports apart.
#[cfg(target_os = "linux")]
pub fn landlock_has() -> Scopes {
    use landlock::{ABI, Access, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr, Scope};

    let strict = || Ruleset::default().set_compatibility(CompatLevel::HardRequirement);
    Scopes {
        signals: strict().scope(Scope::from_all(ABI::V6)).is_ok(),
        ports: strict().handle_access(AccessNet::from_all(ABI::V4)).is_ok(),
    }
}

/// Elsewhere nothing can.
#[cfg(not(target_os = "linux"))]
pub fn can_seal(_own_processes: bool) -> bool {
    false
}

/// Elsewhere there is none.
#[cfg(not(target_os = "linux"))]
pub fn landlock_has() -> Scopes {
    Scopes::default()
}

#[cfg(target_os = "linux")]
mod linux {
    use std::ops::RangeInclusive;
    use std::os::fd::{AsRawFd, OwnedFd};
    use std::path::PathBuf;
    use std::sync::OnceLock;
    use std::{env, fs, io};

    use anyhow::{Context, Result};
    use landlock::{
        ABI, Access, AccessFs, AccessNet, BitFlags, NetPort, PathBeneath, PathFd, Ruleset, RulesetAttr,
        RulesetCreated, RulesetCreatedAttr, Scope,
    };
    use rlimit::Resource;
    use seccompiler::apply_filter;

    use crate::grade::sandbox::calls::Calls;
    use crate::grade::sandbox::network;
    use crate::grade::sandbox::opening::{Network, Opening};
    use crate::grade::sandbox::start::{self, Seal};
    use crate::grade::sandbox::syscall::{check, prctl};

    /// Seconds of processor time that a claim's process may use: far beyond its watchdog's own limit.
    const CPU_SECONDS: u64 = 60;
    /// Bytes that a file may have.
    const FILE_SIZE: u64 = 64 << 20;
    /// Files and sockets that may be open at once.
    const OPEN_FILES: u64 = 512;
    /// Threads that it may have at once, where the system counts them for each user namespace.
    const THREADS: u64 = 1024;

    /// The seal of a claim, to be put on by its process.
    pub fn seal(opening: &Opening) -> Result<Seal> {
        let rules = rules(opening).context("the claim's files cannot be shut off")?;
        let mut calls = Calls::of(opening)?;
        let memory = opening.memory_mib << 20;
        let alone = opening.loopback == Some(Network::Alone);
        Ok(Box::new(move |own_user| {
            if alone {
                network::leave()?;
            }
            Resource::CPU.set(CPU_SECONDS, CPU_SECONDS)?;
            Resource::FSIZE.set(FILE_SIZE, FILE_SIZE)?;
            Resource::NOFILE.set(OPEN_FILES, OPEN_FILES)?;
            Resource::CORE.set(0, 0)?;
            Resource::AS.set(memory, memory)?;
            // Else it would be all of its user's that are counted.
            if own_user {
                Resource::NPROC.set(THREADS, THREADS)?;
            }
            // It ends with the grader, however that ends.
            start::end_with_parent()?;
            drop_capabilities()?;
            prctl(libc::PR_SET_NO_NEW_PRIVS, 1)?;
            restrict(&rules)?;
            calls.know_the_process();
            calls.programs().iter().try_for_each(|program| {
                // An error's own text would need memory, which this process must not ask for.
                apply_filter(program).map_err(|_| io::Error::from_raw_os_error(libc::ENOTSUP))
            })
        }))
    }

    /// Landlock with no rule but for what is granted: nothing else can be opened, made, listed, removed, run,
    /// bound or connected, and no process outside can be signalled.
    fn rules(opening: &Opening) -> Result<OwnedFd> {
        // What an older kernel does not know is left out: ABI 1 is what each with Landlock has.
        let all = Ruleset::default().handle_access(AccessFs::from_all(ABI::V6))?;
        let all = all.scope(Scope::from_all(ABI::V6))?;
        let mut rules = match opening.loopback {
            None => all.handle_access(AccessNet::from_all(ABI::V6))?.create()?,
            // Port 0 stands for whichever the system picks.
            Some(Network::Alone) => all
                .handle_access(AccessNet::BindTcp)?
                .create()?
                .add_rule(NetPort::new(0, AccessNet::BindTcp))?,
            Some(Network::Shared) => {
                let mut rules = all.handle_access(AccessNet::from_all(ABI::V6))?.create()?;
                rules = rules.add_rule(NetPort::new(0, AccessNet::BindTcp))?;
                for port in ports_to_pick() {
                    rules = rules.add_rule(NetPort::new(port, AccessNet::ConnectTcp))?;
                }
                rules
            }
        };
        let run = AccessFs::ReadFile | AccessFs::Execute;
        rules = allow(rules, &opening.program, run)?;
        for library in libraries() {
            rules = allow(rules, library, run)?;
        }
        if let Some(folder) = &opening.folder {
            rules = allow(rules, folder, within_a_folder())?;
        }
        Option::<OwnedFd>::from(rules).context("this kernel has no Landlock")
    }

    fn allow(rules: RulesetCreated, path: &PathBuf, access: BitFlags<AccessFs>) -> Result<RulesetCreated> {
        let opened = PathFd::new(path).with_context(|| format!("cannot open {}", path.display()))?;
        Ok(rules.add_rule(PathBeneath::new(opened, access))?)
    }

    /// What a program is loaded with: the system's own libraries that this program has, too, and their list.
    fn libraries() -> &'static [PathBuf] {
        static LIBRARIES: OnceLock<Vec<PathBuf>> = OnceLock::new();
        LIBRARIES.get_or_init(|| {
            let own = env::current_exe().ok();
            let maps = fs::read_to_string("/proc/self/maps").unwrap_or_default();
            let mapped = maps.lines().filter_map(|line| Some(PathBuf::from(&line[line.find('/')?..])));
            let mut found: Vec<PathBuf> = mapped.filter(|path| Some(path) != own.as_ref()).collect();
            found.push("/etc/ld.so.cache".into());
            found.retain(|path| path.is_file());
            found.sort();
            found.dedup();
            found
        })
    }

    /// The ports that the system picks from where none is asked for. No service that is known by its port
    /// is among them, on this machine or another.
    fn ports_to_pick() -> RangeInclusive<u16> {
        let text = fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").unwrap_or_default();
        let mut ports = text.split_whitespace().filter_map(|port| port.parse().ok());
        match (ports.next(), ports.next()) {
            (Some(first), Some(last)) => first..=last,
            // As Linux has it from the start.
            _ => 32768..=60999,
        }
    }

    /// Files and folders, to be read, written, made and removed. No program, no device, no socket.
    fn within_a_folder() -> BitFlags<AccessFs> {
        AccessFs::ReadFile
            | AccessFs::ReadDir
            | AccessFs::WriteFile
            | AccessFs::Truncate
            | AccessFs::MakeReg
            | AccessFs::MakeDir
            | AccessFs::RemoveFile
            | AccessFs::RemoveDir
            | AccessFs::Refer
    }

    fn restrict(rules: &OwnedFd) -> io::Result<()> {
        // SAFETY: it takes a descriptor, which lives, and a number.
        check(unsafe { libc::syscall(libc::SYS_landlock_restrict_self, rules.as_raw_fd(), 0) }).map(drop)
    }

    /// Gives up every capability, so that root is a user like others. Who has none loses none.
    fn drop_capabilities() -> io::Result<()> {
        /// `linux/capability.h`: three words for each half of 64 bits.
        #[repr(C)]
        struct Header {
            version: u32,
            pid: libc::c_int,
        }
        const VERSION_3: u32 = 0x2008_0522;
        // Beyond the last one the kernel knows it says so; without the right to, nothing is there to drop.
        for capability in 0..64 {
            if prctl(libc::PR_CAPBSET_DROP, capability).is_err() {
                break;
            }
        }
        let header = Header { version: VERSION_3, pid: 0 };
        let none = [0_u32; 6];
        // SAFETY: both structures are of the size that this version has, and live until the call is over.
        check(unsafe { libc::syscall(libc::SYS_capset, &header, none.as_ptr()) }).map(drop)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::env;
    use std::fs::File;
    use std::io::{self, Read};
    use std::process::Command;

    use super::Opening;

    /// Set for a process that is to try its seal.
    const TRIES: &str = "TRIES_ITS_SEAL";

    /// Calls that reach beyond the process, or change what is not a file's content. Each has an argument for which it
    /// does nothing, should it be allowed.
    const CALLS: [(&str, libc::c_long, [libc::c_long; 3]); 32] = [
        ("kill", libc::SYS_kill, [1, 0, 0]),
        ("tkill", libc::SYS_tkill, [1, 0, 0]),
        ("tgkill", libc::SYS_tgkill, [1, 1, 0]),
        ("rt_sigqueueinfo", libc::SYS_rt_sigqueueinfo, [1, 0, 0]),
        ("pidfd_open", libc::SYS_pidfd_open, [1, 0, 0]),
        ("ptrace", libc::SYS_ptrace, [-1, 0, 0]),
        ("process_vm_readv", libc::SYS_process_vm_readv, [1, 0, 0]),
        ("setpriority", libc::SYS_setpriority, [-1, 0, 0]),
        ("sched_setscheduler", libc::SYS_sched_setscheduler, [-1, 0, 0]),
        ("sched_setaffinity", libc::SYS_sched_setaffinity, [-1, 0, 0]),
        ("ioprio_set", libc::SYS_ioprio_set, [-1, 0, 0]),
        ("prlimit64 of another", libc::SYS_prlimit64, [1, -1, 0]),
        ("setpgid", libc::SYS_setpgid, [-1, 0, 0]),
        ("unshare", libc::SYS_unshare, [0, 0, 0]),
        ("setns", libc::SYS_setns, [-1, 0, 0]),
        ("mount", libc::SYS_mount, [0, 0, 0]),
        ("chroot", libc::SYS_chroot, [0, 0, 0]),
        ("chdir", libc::SYS_chdir, [0, 0, 0]),
        ("fchmod", libc::SYS_fchmod, [-1, 0, 0]),
        ("fchmodat", libc::SYS_fchmodat, [-1, 0, 0]),
        ("fchown", libc::SYS_fchown, [-1, 0, 0]),
        ("fchownat", libc::SYS_fchownat, [-1, 0, 0]),
        ("utimensat", libc::SYS_utimensat, [-1, 0, 0]),
        ("fsetxattr", libc::SYS_fsetxattr, [-1, 0, 0]),
        ("mknodat", libc::SYS_mknodat, [-1, 0, 0]),
        ("symlinkat", libc::SYS_symlinkat, [0, -1, 0]),
        ("linkat", libc::SYS_linkat, [-1, 0, -1]),
        ("socketpair", libc::SYS_socketpair, [-1, 0, 0]),
        ("io_uring_setup", libc::SYS_io_uring_setup, [0, 0, 0]),
        ("bpf", libc::SYS_bpf, [-1, 0, 0]),
        ("perf_event_open", libc::SYS_perf_event_open, [0, 0, -1]),
        ("memfd_create", libc::SYS_memfd_create, [0, -1, 0]),
    ];

    /// Started by the next test, in a sealed process. By itself it tries nothing.
    #[test]
    fn a_process_tries_its_seal() {
        if env::var_os(TRIES).is_none() {
            return;
        }
        for (what, call, [a, b, c]) in CALLS {
            // SAFETY: the pointers are null, and no call writes through them if it is refused.
            let result = unsafe { libc::syscall(call, a, b, c, 0, 0, 0) };
            println!("{what}: {result} {:?}", io::Error::last_os_error().raw_os_error());
        }
        println!("all tried");
    }

    #[test]
    fn what_reaches_beyond_a_sealed_process_is_refused() {
        if !super::can_seal(false) {
            println!("skipped: this system cannot seal a process");
            return;
        }
        let program = env::current_exe().expect("a program");
        let mut command = Command::new(&program);
        command.args(["--exact", "grade::sandbox::seal::tests::a_process_tries_its_seal", "--nocapture"]);
        command.arg("--test-threads=1").env(TRIES, "1");
        let own_processes = super::can_seal(true);
        let opening = Opening { program, memory_mib: 1024, folder: None, loopback: None, own_processes };
        let nothing = File::open("/dev/null").expect("a file");
        let (mut output, input) = io::pipe().expect("a pipe");
        let mut started = opening.start(&command, &nothing, &input).expect("a sealed process");
        drop(input);
        let mut said = String::new();
        output.read_to_string(&mut said).expect("text");
        assert!(started.wait().is_ok_and(|ended| ended.success()) && said.contains("all tried"), "{said}");
        let refused = format!("-1 {:?}", Some(libc::EPERM));
        for (what, ..) in CALLS {
            assert!(said.contains(&format!("{what}: {refused}\n")), "{what} was not refused: {said}");
        }
    }
}
