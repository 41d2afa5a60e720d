//! What a submission is compiled and judged in.

pub mod cell;
pub mod network;
