//! What a submission is compiled and judged in.

#[cfg(target_os = "linux")]
mod calls;
pub mod compile;
pub mod network;
pub mod seal;
#[cfg(target_os = "linux")]
pub mod start;
