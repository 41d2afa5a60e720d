//! The seal of a claim's process. It is put on between fork and exec, by code that holds no kata: not one
//! instruction of a submission runs outside of it, constructors before `main` included.
//!
//! What is allowed is named; everything else is refused. `docs/grading.md` says how the list of calls was
//! measured.

use std::process::{Command, Stdio};

use anyhow::Result;

use crate::grade::sandbox::opening::Opening;

impl Opening {
    /// Seals what `command` will start.
    ///
    /// # Errors
    /// If this system cannot.
    #[cfg(target_os = "linux")]
    pub fn seal(&self, command: &mut Command) -> Result<()> {
        linux::seal(self, command)
    }

    /// Seals what `command` will start.
    ///
    /// # Errors
    /// Always: this system cannot.
    #[cfg(not(target_os = "linux"))]
    pub fn seal(&self, _command: &mut Command) -> Result<()> {
        anyhow::bail!("this system cannot seal a process")
    }
}

/// Whether this system can seal a process: asked of one that is.
pub fn can_seal() -> bool {
    let Ok(program) = std::env::current_exe() else { return false };
    let mut command = Command::new(&program);
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    let opening = Opening { program, memory_mib: 1024, folder: None, loopback: None };
    opening.seal(&mut command).is_ok() && command.status().is_ok_and(|status| status.success())
}

#[cfg(target_os = "linux")]
mod linux {
    use std::ops::RangeInclusive;
    use std::os::fd::{AsRawFd, OwnedFd};
    use std::os::unix::process::CommandExt;
    use std::path::PathBuf;
    use std::process::Command;
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

    /// Seconds of processor time that a claim's process may use: far beyond its watchdog's own limit.
    const CPU_SECONDS: u64 = 60;
    /// Bytes that a file may have.
    const FILE_SIZE: u64 = 64 << 20;
    /// Files and sockets that may be open at once.
    const OPEN_FILES: u64 = 512;

    pub fn seal(opening: &Opening, command: &mut Command) -> Result<()> {
        let rules = rules(opening).context("the claim's files cannot be shut off")?;
        let mut calls = Calls::of(opening)?;
        let memory = opening.memory_mib << 20;
        let alone = opening.loopback == Some(Network::Alone);
        let shut = move || -> io::Result<()> {
            if alone {
                network::leave()?;
            }
            Resource::CPU.set(CPU_SECONDS, CPU_SECONDS)?;
            Resource::FSIZE.set(FILE_SIZE, FILE_SIZE)?;
            Resource::NOFILE.set(OPEN_FILES, OPEN_FILES)?;
            Resource::CORE.set(0, 0)?;
            Resource::AS.set(memory, memory)?;
            // It ends with the grader, however that ends.
            prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL as libc::c_ulong)?;
            drop_capabilities()?;
            prctl(libc::PR_SET_NO_NEW_PRIVS, 1)?;
            restrict(&rules)?;
            calls.know_the_process();
            calls.programs().iter().try_for_each(|program| {
                // An error's own text would need memory, which a forked process must not ask for.
                apply_filter(program).map_err(|_| io::Error::from_raw_os_error(libc::ENOTSUP))
            })
        };
        // SAFETY: between fork and exec it only makes system calls, and takes no lock and no memory.
        unsafe { command.pre_exec(shut) };
        Ok(())
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
        check(unsafe { libc::syscall(libc::SYS_landlock_restrict_self, rules.as_raw_fd(), 0) })
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
        check(unsafe { libc::syscall(libc::SYS_capset, &header, none.as_ptr()) })
    }

    fn prctl(option: libc::c_int, value: libc::c_ulong) -> io::Result<()> {
        // SAFETY: these options take a number and touch no memory.
        check(unsafe { libc::prctl(option, value, 0, 0, 0) }.into())
    }

    fn check(result: libc::c_long) -> io::Result<()> {
        if result < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
    }
}
