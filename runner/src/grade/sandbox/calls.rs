//! Seccomp: the system calls that a claim may make. All others are refused.
//!
//! The list was measured with `.ci/measure-calls`: what the reference solutions of all katas do, with the start and
//! the end of a process and of threads around them. What stands here beside that says why.

use std::collections::BTreeMap;
use std::env;
use std::sync::OnceLock;

use anyhow::Result;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
};

use crate::grade::sandbox::opening::Opening;

/// What is needed to start, to compute, to wait, to print and to end.
const ALWAYS: &[i64] = &[
    // The start of a program: the loader maps its libraries.
    libc::SYS_execve,
    libc::SYS_openat,
    libc::SYS_read,
    libc::SYS_pread64,
    libc::SYS_close,
    libc::SYS_newfstatat,
    libc::SYS_set_tid_address,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_access,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_arch_prctl,
    // As other processors and other versions of glibc have it.
    #[cfg(not(target_arch = "x86_64"))]
    libc::SYS_faccessat,
    libc::SYS_fstat,
    // Memory.
    libc::SYS_brk,
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_madvise,
    // Threads, and waiting for one another. `clone3` gets an answer of its own.
    libc::SYS_futex,
    libc::SYS_clone3,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_sigaltstack,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    // Back from std's handler for a stack that overflows.
    libc::SYS_rt_sigreturn,
    // The kernel's own, to go on waiting when somebody has stopped and continued the process.
    libc::SYS_restart_syscall,
    // Time. A kernel without a shared page for it is asked by a call.
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    // Whether a thread slept where it should have awaited.
    libc::SYS_getrusage,
    // The same in older versions of glibc.
    libc::SYS_nanosleep,
    // Random numbers: the seeds of hash maps and of `select!`.
    libc::SYS_getrandom,
    // The runtime's own waiting, where its build has the network.
    libc::SYS_epoll_create1,
    libc::SYS_epoll_ctl,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_epoll_wait,
    #[cfg(not(target_arch = "x86_64"))]
    libc::SYS_epoll_pwait,
    libc::SYS_eventfd2,
    // std looks whether its three descriptors are open.
    #[cfg(target_arch = "x86_64")]
    libc::SYS_poll,
    #[cfg(not(target_arch = "x86_64"))]
    libc::SYS_ppoll,
    // Printing, and the verdict.
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_lseek,
    libc::SYS_ftruncate,
    // The end.
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// What std and Tokio do with files, in a folder of the claim's own. Not among it: whose a file is and who may use it,
/// its times, its attributes, links, devices.
const FOLDER: &[i64] = &[
    libc::SYS_statx,
    libc::SYS_getdents64,
    // A claim's slow files are pipes.
    libc::SYS_pipe2,
    libc::SYS_unlinkat,
    libc::SYS_readlinkat,
    libc::SYS_readv,
    libc::SYS_pwrite64,
    libc::SYS_fsync,
    libc::SYS_fdatasync,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_mkdir,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_unlink,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_rmdir,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_rename,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_readlink,
    #[cfg(not(target_arch = "x86_64"))]
    libc::SYS_mkdirat,
    #[cfg(not(target_arch = "x86_64"))]
    libc::SYS_renameat,
    #[cfg(not(target_arch = "x86_64"))]
    libc::SYS_renameat2,
];

/// TCP.
const LOOPBACK: &[i64] = &[
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept4,
    libc::SYS_connect,
    libc::SYS_getsockname,
    libc::SYS_getpeername,
    libc::SYS_getsockopt,
    libc::SYS_setsockopt,
    libc::SYS_sendto,
    libc::SYS_recvfrom,
    libc::SYS_readv,
    libc::SYS_shutdown,
];

/// Stands for the process's own id, which is known only when it has been forked. No process has it.
const OWN_ID: u32 = 0x7fff_0001;

/// The filters of one claim.
#[derive(Clone)]
pub struct Calls([BpfProgram; 2]);

impl Calls {
    pub fn of(opening: &Opening) -> Result<Calls> {
        // They are the same for all claims with the same grants, and claims are many.
        static MADE: [OnceLock<Calls>; 4] = [const { OnceLock::new() }; 4];
        let (folder, loopback) = (opening.folder.is_some(), opening.loopback.is_some());
        let made = &MADE[usize::from(folder) + 2 * usize::from(loopback)];
        if let Some(calls) = made.get() {
            return Ok(calls.clone());
        }
        let calls = Calls::make(folder, loopback)?;
        Ok(made.get_or_init(|| calls).clone())
    }

    fn make(folder: bool, loopback: bool) -> Result<Calls> {
        let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
            ALWAYS.iter().map(|&call| (call, Vec::new())).collect();
        let is =
            |argument, how, value: u64| SeccompCondition::new(argument, SeccompCmpArgLen::Dword, how, value);
        let mut limit = |call, argument, condition: fn(u64) -> SeccompCmpOp, values: &[u64]| -> Result<()> {
            let rule = |&value: &u64| Ok(SeccompRule::new(vec![is(argument, condition(value), value)?])?);
            rules.insert(call, values.iter().map(rule).collect::<Result<_>>()?);
            Ok(())
        };
        let equal: fn(u64) -> SeccompCmpOp = |_| SeccompCmpOp::Eq;
        // A thread, no process.
        limit(libc::SYS_clone, 0, SeccompCmpOp::MaskedEq, &[libc::CLONE_THREAD as u64])?;
        // Signals to itself: an abort. Its own limits, and no other process's.
        limit(libc::SYS_tgkill, 0, equal, &[OWN_ID.into()])?;
        limit(libc::SYS_prlimit64, 0, equal, &[0])?;
        // The name of a thread, and of memory that was asked for.
        limit(libc::SYS_prctl, 0, equal, &[libc::PR_SET_NAME, libc::PR_SET_VMA].map(|it| it as u64))?;
        // Not among them: who is sent a signal when bytes come.
        let of_descriptors =
            [libc::F_DUPFD_CLOEXEC, libc::F_GETFD, libc::F_SETFD, libc::F_GETFL, libc::F_SETFL];
        limit(libc::SYS_fcntl, 1, equal, &of_descriptors.map(|it| it as u64))?;
        if folder {
            rules.extend(FOLDER.iter().map(|&call| (call, Vec::new())));
        }
        if loopback {
            rules.extend(LOOPBACK.iter().map(|&call| (call, Vec::new())));
            rules.insert(libc::SYS_socket, tcp()?);
            // Whether a socket of std's is waited for.
            let nonblocking = is(1, SeccompCmpOp::Eq, libc::FIONBIO)?;
            rules.insert(libc::SYS_ioctl, vec![SeccompRule::new(vec![nonblocking])?]);
        }
        let refused = SeccompAction::Errno(libc::EPERM as u32);
        let allowed = filter(rules, refused, SeccompAction::Allow)?;
        // With any other error no thread can be started; with this one glibc calls `clone`.
        let clone3 = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
        let missing = SeccompAction::Errno(libc::ENOSYS as u32);
        Ok(Calls([filter(clone3, SeccompAction::Allow, missing)?, allowed]))
    }

    /// In the forked process: writes its id into the filter. It takes no memory.
    pub fn know_the_process(&mut self) {
        let own = std::process::id();
        for instruction in self.0.iter_mut().flatten().filter(|it| it.k == OWN_ID) {
            instruction.k = own;
        }
    }

    pub fn programs(&self) -> &[BpfProgram] {
        &self.0
    }
}

fn filter(
    rules: BTreeMap<i64, Vec<SeccompRule>>,
    otherwise: SeccompAction,
    these: SeccompAction,
) -> Result<BpfProgram> {
    let architecture = env::consts::ARCH.try_into()?;
    Ok(SeccompFilter::new(rules, otherwise, these, architecture)?.try_into()?)
}

/// The arguments of `socket` by which it is a TCP socket: its family, its type but for flags, its protocol.
fn tcp() -> Result<Vec<SeccompRule>> {
    /// The bits of the second argument that are the type, as the kernel has it.
    const TYPE: u64 = 0xf;
    let is = |argument, how, value: i32| {
        SeccompCondition::new(argument, SeccompCmpArgLen::Dword, how, value as u64)
    };
    let mut rules = Vec::new();
    for family in [libc::AF_INET, libc::AF_INET6] {
        for protocol in [0, libc::IPPROTO_TCP] {
            rules.push(SeccompRule::new(vec![
                is(0, SeccompCmpOp::Eq, family)?,
                is(1, SeccompCmpOp::MaskedEq(TYPE), libc::SOCK_STREAM)?,
                is(2, SeccompCmpOp::Eq, protocol)?,
            ])?);
        }
    }
    Ok(rules)
}
