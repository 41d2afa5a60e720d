//! A network of their own for the claims of a kata with the loopback. Landlock knows only ports and seccomp sees
//! no addresses, so other machines are out of reach only in a network that has none. It is a process of this same
//! program, which leaves the system's network and then becomes the tests.

use std::io;
use std::path::Path;
use std::process::Command;

/// The first argument that tells this program to leave the network.
pub const NAME: &str = "__alone";

/// `program` with a network of its own; the caller adds arguments and environment.
pub fn alone(program: &Path) -> io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(NAME).arg(program);
    Ok(command)
}

/// Whether this system gives a process a network of its own, found out by one that tries.
pub fn can_be_alone() -> bool {
    let Ok(mut command) = std::env::current_exe().and_then(|program| alone(&program)) else { return false };
    command.arg("--version").stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    cfg!(target_os = "linux") && command.status().is_ok_and(|status| status.success())
}

/// Becomes the program that the arguments name. Returns only if that fails, with the reason.
#[cfg(target_os = "linux")]
pub fn enter(arguments: &[String]) -> String {
    use std::os::unix::process::CommandExt;

    let [program, rest @ ..] = arguments else { return "there is no program to run".to_owned() };
    if let Err(error) = linux::leave_for_sure() {
        return format!("there is no network of its own to be had: {error}");
    }
    Command::new(program).args(rest).exec().to_string()
}

#[cfg(not(target_os = "linux"))]
pub fn enter(_arguments: &[String]) -> String {
    "this system cannot give a process a network of its own".to_owned()
}

/// Leaves the system's network, between fork and exec.
#[cfg(target_os = "linux")]
pub fn leave() -> io::Result<()> {
    linux::leave_the_network()
}

#[cfg(target_os = "linux")]
mod linux {
    use std::net::{TcpListener, TcpStream};
    use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
    use std::{io, mem};

    use crate::grade::sandbox::syscall::check;

    /// Leaves the system's network for one with nothing but a loopback.
    pub fn leave_the_network() -> io::Result<()> {
        // If this user may not do it, it may in a user namespace of its own.
        unshare(libc::CLONE_NEWUSER | libc::CLONE_NEWNET).or_else(|_| unshare(libc::CLONE_NEWNET))?;
        raise_the_loopback()
    }

    /// The same, and makes sure of it.
    pub fn leave_for_sure() -> io::Result<()> {
        leave_the_network()?;
        let listener = TcpListener::bind("127.0.0.1:0")?;
        TcpStream::connect(listener.local_addr()?)?;
        // An address that no machine has: TEST-NET-1 (RFC 5737).
        match TcpStream::connect("192.0.2.1:9") {
            Err(error) if error.kind() == io::ErrorKind::NetworkUnreachable => Ok(()),
            _ => Err(io::Error::other("other machines can still be reached")),
        }
    }

    fn unshare(what: libc::c_int) -> io::Result<()> {
        // SAFETY: the call takes a number and touches no memory of ours.
        check(unsafe { libc::unshare(what) }).map(drop)
    }

    fn raise_the_loopback() -> io::Result<()> {
        // SAFETY: the call takes numbers, and nothing else owns the new descriptor.
        let socket = unsafe {
            let kind = libc::SOCK_DGRAM | libc::SOCK_CLOEXEC;
            OwnedFd::from_raw_fd(check(libc::socket(libc::AF_INET, kind, 0))? as RawFd)
        };
        // SAFETY: all zeros is a value of this plain structure.
        let mut request: libc::ifreq = unsafe { mem::zeroed() };
        for (to, from) in request.ifr_name.iter_mut().zip(b"lo") {
            *to = *from as libc::c_char;
        }
        request.ifr_ifru.ifru_flags = libc::IFF_UP as libc::c_short;
        // SAFETY: the call reads one such structure, which lives until the call returns.
        check(unsafe { libc::ioctl(socket.as_raw_fd(), libc::SIOCSIFFLAGS, &request) }).map(drop)
    }
}
