//! The sandbox of a graded claim. The process seals itself, after it has read its nonce and before
//! any code of the kata runs: from then on it can compute, print and wait, and nothing else.
//!
//! A seal holds for the thread that sets it and for those that it starts. The runtime of a claim
//! has started none yet; the watchdog and the harness's own thread run no code of the kata.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;

use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus};
use rlimit::Resource;
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};

/// What the grader asks for: the address space in MiB. Without it nothing is sealed.
const MEMORY: &str = "TOKIO_KATAS_SEAL_MIB";

/// Seconds of processor time that a claim's process may use: far beyond the watchdog's own limit.
const CPU_SECONDS: u64 = 60;

/// Seals this thread if the grader asks for it.
///
/// # Errors
/// If it was asked for and the kernel cannot: the claim must not run then.
pub(super) fn seal_if_asked() -> Result<(), Box<dyn Error>> {
    let Ok(mib) = env::var(MEMORY) else { return Ok(()) };
    limit(mib.parse()?)?;
    forbid_files_and_sockets()?;
    forbid_processes()
}

/// Memory, processor time, and no core file, for the whole process.
fn limit(mib: u64) -> Result<(), Box<dyn Error>> {
    Resource::AS.set(mib << 20, mib << 20)?;
    Resource::CPU.set(CPU_SECONDS, CPU_SECONDS)?;
    Resource::CORE.set(0, 0)?;
    Ok(())
}

/// Landlock with no rule at all: nothing can be opened, made, listed, removed, bound or connected.
fn forbid_files_and_sockets() -> Result<(), Box<dyn Error>> {
    // ABI 1 is what every kernel with Landlock knows; what a newer one knows is asked for as well.
    let status = Ruleset::default()
        .handle_access(AccessFs::from_all(ABI::V5))?
        .handle_access(AccessNet::from_all(ABI::V5))?
        .create()?
        .restrict_self()?;
    if status.ruleset == RulesetStatus::NotEnforced {
        return Err("this kernel has no Landlock".into());
    }
    Ok(())
}

/// Seccomp: no other program, no socket (Landlock leaves UDP alone, and a ring asks the kernel behind
/// this filter's back), no look at another process and no signal to one, and no way out of the group
/// that is killed at the end.
fn forbid_processes() -> Result<(), Box<dyn Error>> {
    let calls = [
        libc::SYS_execve,
        libc::SYS_execveat,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_fork,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_vfork,
        libc::SYS_socket,
        libc::SYS_socketpair,
        libc::SYS_ptrace,
        libc::SYS_kill,
        libc::SYS_rt_sigqueueinfo,
        libc::SYS_pidfd_send_signal,
        libc::SYS_setpgid,
        libc::SYS_setsid,
        libc::SYS_io_uring_setup,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
    ];
    let rules: BTreeMap<i64, Vec<seccompiler::SeccompRule>> = calls.map(|call| (call, Vec::new())).into();
    let refuse = SeccompAction::Errno(libc::EPERM as u32);
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, refuse, env::consts::ARCH.try_into()?)?;
    let program: BpfProgram = filter.try_into()?;
    Ok(apply_filter(&program)?)
}
