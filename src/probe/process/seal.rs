//! The sandbox of a graded claim. The process restricts itself after it has read its nonce and before any code
//! of the kata runs. From then on it can compute, print and wait, and beyond that do only what its kata is
//! granted.
//!
//! The restrictions hold for the thread that sets them and the threads that it starts. A claim's runtime has
//! started none by then; the watchdog and the harness's own thread run no code of the kata.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, NetPort, PathBeneath, PathFd, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetError, RulesetStatus,
};
use rlimit::Resource;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    apply_filter,
};

use verdict::environment;

/// CPU seconds that a claim's process may use: a last resort, far beyond the watchdog's limit of one second.
const CPU_SECONDS: u64 = 60;
/// Bytes that a file may have: more than any claim writes, and too little to fill a disk soon.
const FILE_SIZE: u64 = 64 << 20;

/// What the sandbox leaves open.
struct Granted {
    /// The claim's own folder.
    folder: Option<PathBuf>,
    /// TCP, and the ports that may be connected to; `None` means all.
    loopback: Option<Option<RangeInclusive<u16>>>,
}

/// Restricts this thread, if the grader asks for it.
///
/// # Errors
/// If the grader asks for it and the kernel cannot do it: then the claim must not run.
pub(crate) fn seal_if_asked() -> Result<(), Box<dyn Error>> {
    let Ok(mib) = env::var(environment::SEAL_MIB) else { return Ok(()) };
    let granted = Granted {
        folder: env::var_os(environment::FOLDER).map(PathBuf::from),
        loopback: env::var_os(environment::SEAL_LOOPBACK)
            .map(|network| (network != "alone").then(ports_to_pick)),
    };
    limit(mib.parse()?)?;
    forbid_files_and_ports(&granted)?;
    forbid_calls(&granted)
}

/// Memory, processor time, the size of a file, and no core file, for the whole process.
fn limit(mib: u64) -> Result<(), Box<dyn Error>> {
    Resource::AS.set(mib << 20, mib << 20)?;
    Resource::CPU.set(CPU_SECONDS, CPU_SECONDS)?;
    Resource::FSIZE.set(FILE_SIZE, FILE_SIZE)?;
    Resource::CORE.set(0, 0)?;
    Ok(())
}

/// Landlock with rules only for what is granted: nothing else can be opened, created, listed, removed, bound or
/// connected to.
fn forbid_files_and_ports(granted: &Granted) -> Result<(), Box<dyn Error>> {
    // Every kernel with Landlock knows ABI 1; what newer ones know is requested as well.
    let all = Ruleset::default().handle_access(AccessFs::from_all(ABI::V5))?;
    let mut rules = match &granted.loopback {
        None => all.handle_access(AccessNet::from_all(ABI::V5))?.create()?,
        // Port 0 means whichever port the system picks.
        Some(None) => {
            all.handle_access(AccessNet::BindTcp)?.create()?.add_rule(NetPort::new(0, AccessNet::BindTcp))?
        }
        Some(Some(ports)) => {
            let rules = all.handle_access(AccessNet::from_all(ABI::V5))?.create()?;
            let rules = rules.add_rule(NetPort::new(0, AccessNet::BindTcp))?;
            let connect = |port| Ok::<_, RulesetError>(NetPort::new(port, AccessNet::ConnectTcp));
            rules.add_rules(ports.clone().map(connect))?
        }
    };
    if let Some(folder) = &granted.folder {
        rules = rules.add_rule(PathBeneath::new(PathFd::new(folder)?, within_a_folder()))?;
    }
    if rules.restrict_self()?.ruleset == RulesetStatus::NotEnforced {
        return Err("this kernel has no Landlock".into());
    }
    Ok(())
}

/// The ports from which the system picks for port 0. No well-known service uses one of them, on this machine or
/// another.
fn ports_to_pick() -> RangeInclusive<u16> {
    let text = fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").unwrap_or_default();
    let mut ports = text.split_whitespace().filter_map(|port| port.parse().ok());
    match (ports.next(), ports.next()) {
        (Some(first), Some(last)) => first..=last,
        // The default on Linux: net.ipv4.ip_local_port_range.
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

/// Seccomp: no other program, no socket (Landlock does not cover UDP, and io_uring bypasses this filter), no
/// access to other processes, no signals to them, no other namespace, and no way out of the process group that
/// is killed at the end.
fn forbid_calls(granted: &Granted) -> Result<(), Box<dyn Error>> {
    let calls = [
        libc::SYS_execve,
        libc::SYS_execveat,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_fork,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_vfork,
        libc::SYS_socketpair,
        libc::SYS_ptrace,
        libc::SYS_kill,
        libc::SYS_rt_sigqueueinfo,
        libc::SYS_pidfd_open,
        libc::SYS_pidfd_getfd,
        libc::SYS_pidfd_send_signal,
        libc::SYS_setpgid,
        libc::SYS_setsid,
        libc::SYS_setns,
        libc::SYS_unshare,
        libc::SYS_io_uring_setup,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
    ];
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = calls.map(|call| (call, Vec::new())).into();
    let sockets = if granted.loopback.is_some() { all_but_tcp()? } else { Vec::new() };
    rules.insert(libc::SYS_socket, sockets);
    let refuse = SeccompAction::Errno(libc::EPERM as u32);
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, refuse, env::consts::ARCH.try_into()?)?;
    let program: BpfProgram = filter.try_into()?;
    Ok(apply_filter(&program)?)
}

/// The arguments of `socket` that ask for anything but a TCP socket: another family, type or protocol.
fn all_but_tcp() -> Result<Vec<SeccompRule>, Box<dyn Error>> {
    /// The bits of the second argument that hold the type: SOCK_TYPE_MASK in the kernel's `include/linux/net.h`.
    const TYPE: u64 = 0xf;
    let is = |argument, how, value: i32| {
        SeccompCondition::new(argument, SeccompCmpArgLen::Dword, how, value as u64)
    };
    let neither = |argument, one, other| -> Result<SeccompRule, Box<dyn Error>> {
        let both = vec![is(argument, SeccompCmpOp::Ne, one)?, is(argument, SeccompCmpOp::Ne, other)?];
        Ok(SeccompRule::new(both)?)
    };
    let mut rules = vec![neither(0, libc::AF_INET, libc::AF_INET6)?, neither(2, 0, libc::IPPROTO_TCP)?];
    for kind in (0..=TYPE as i32).filter(|kind| *kind != libc::SOCK_STREAM) {
        rules.push(SeccompRule::new(vec![is(1, SeccompCmpOp::MaskedEq(TYPE), kind)?])?);
    }
    Ok(rules)
}
