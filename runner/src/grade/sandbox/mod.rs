//! What a submission is compiled and judged in.

#[cfg(target_os = "linux")]
mod calls;
pub mod compile;
pub mod network;
pub mod opening;
pub mod seal;
#[cfg(target_os = "linux")]
pub mod start;
#[cfg(target_os = "linux")]
pub mod syscall;

/// Whether this user may do everything.
pub fn is_root() -> bool {
    #[cfg(unix)]
    // SAFETY: it takes nothing and always succeeds.
    return unsafe { libc::geteuid() } == 0;
    #[cfg(not(unix))]
    return false;
}
