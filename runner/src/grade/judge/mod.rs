//! Runs claims on what was built, and checks the grader itself first.

pub mod clinic;
pub mod court;
pub mod run;
pub mod self_check;
mod trial;
