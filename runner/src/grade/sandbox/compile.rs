//! The sandbox in which submissions are compiled: little memory, little time, no files but its own. It is a
//! process of this same program, which restricts itself and then becomes the compiler.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

/// The first argument that tells this program to be the sandbox.
pub const NAME: &str = "__sandbox";

/// What the sandbox allows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CompileSandbox {
    /// Files and folders that may be read, and programs in them run.
    pub read: Vec<PathBuf>,
    /// Files and folders that may be written as well.
    pub write: Vec<PathBuf>,
    /// Address space, in MiB.
    pub memory_mib: u64,
    /// CPU time, in seconds.
    pub cpu_seconds: u64,
    /// The size of a file that it writes, in MiB.
    pub file_mib: u64,
    /// Whether access to files is restricted: if the system can, it must.
    pub closed: bool,
}

impl CompileSandbox {
    /// `program` in this sandbox; the caller adds arguments and environment.
    pub fn command(&self, program: &Path) -> std::io::Result<Command> {
        let mut command = Command::new(std::env::current_exe()?);
        command.env_clear().arg(NAME).arg(serde_json::to_string(self)?).arg(program);
        Ok(command)
    }
}

/// Becomes the program that the arguments name. Returns only if that fails, with the reason.
pub fn enter(arguments: &[String]) -> String {
    let [sandbox, program, rest @ ..] = arguments else { return "the sandbox needs a program".to_owned() };
    let sandbox: CompileSandbox = match serde_json::from_str(sandbox) {
        Ok(sandbox) => sandbox,
        Err(error) => return format!("not a sandbox: {error}"),
    };
    if let Err(error) = sandbox.shut() {
        return format!("the sandbox cannot be closed: {error}");
    }
    let mut command = Command::new(program);
    command.args(rest);
    #[cfg(unix)]
    return std::os::unix::process::CommandExt::exec(&mut command).to_string();
    #[cfg(not(unix))]
    match command.status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(101)),
        Err(error) => error.to_string(),
    }
}

type Closed = Result<(), Box<dyn std::error::Error>>;

impl CompileSandbox {
    #[cfg(unix)]
    fn shut(&self) -> Closed {
        use rlimit::Resource;
        let lower = |resource: Resource, value: u64| {
            // Keep a limit that is lower already.
            let value = resource.get().map_or(value, |(_, hard)| value.min(hard));
            resource.set(value, value)
        };
        lower(Resource::CPU, self.cpu_seconds)?;
        lower(Resource::CORE, 0)?;
        lower(Resource::FSIZE, self.file_mib << 20)?;
        #[cfg(not(target_os = "macos"))]
        lower(Resource::AS, self.memory_mib << 20)?;
        self.close()
    }

    #[cfg(not(unix))]
    fn shut(&self) -> Closed {
        Ok(())
    }

    #[cfg(target_os = "linux")]
    fn close(&self) -> Closed {
        use landlock::{
            ABI, Access, AccessFs, AccessNet, BitFlags, PathBeneath, PathFd, Ruleset, RulesetAttr,
            RulesetCreatedAttr, RulesetStatus,
        };
        if !self.closed {
            return Ok(());
        }
        let all = AccessFs::from_all(ABI::V5);
        let mut rules =
            Ruleset::default().handle_access(all)?.handle_access(AccessNet::from_all(ABI::V5))?.create()?;
        let mut allow = |path: &Path, access: BitFlags<AccessFs>| -> Closed {
            // A path that does not exist needs no rule.
            let Ok(about) = path.metadata() else { return Ok(()) };
            let access = if about.is_dir() { access } else { access & AccessFs::from_file(ABI::V5) };
            rules = rules.try_clone()?.add_rule(PathBeneath::new(PathFd::new(path)?, access))?;
            Ok(())
        };
        for path in &self.read {
            allow(path, AccessFs::from_read(ABI::V5))?;
        }
        for path in &self.write {
            allow(path, all)?;
        }
        if rules.restrict_self()?.ruleset == RulesetStatus::NotEnforced {
            return Err("this kernel has no Landlock".into());
        }
        Ok(())
    }

    #[cfg(all(unix, not(target_os = "linux")))]
    fn close(&self) -> Closed {
        if self.closed { Err("this system cannot close off files".into()) } else { Ok(()) }
    }
}

/// Whether this system can restrict access to files, found out by a process that tries.
pub fn can_close() -> bool {
    let sandbox = CompileSandbox {
        read: vec!["/".into()],
        write: Vec::new(),
        memory_mib: 4096,
        cpu_seconds: 10,
        file_mib: 1,
        closed: true,
    };
    let Ok(program) = std::env::current_exe() else { return false };
    let Ok(mut command) = sandbox.command(&program) else { return false };
    command.arg("--version").stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    cfg!(target_os = "linux") && command.status().is_ok_and(|status| status.success())
}
