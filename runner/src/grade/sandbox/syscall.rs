//! System calls that no crate wraps as it is needed between fork and exec: they take no memory and no lock.

use std::io;

use libc::{c_int, c_long, c_ulong};

/// What a call returned, or the error that it left.
pub fn check(result: impl Into<c_long>) -> io::Result<c_long> {
    let result = result.into();
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

/// `prctl` with an option that takes a number and touches no memory.
pub fn prctl(option: c_int, value: c_ulong) -> io::Result<()> {
    // SAFETY: it touches no memory.
    check(unsafe { libc::prctl(option, value, 0, 0, 0) }).map(drop)
}
