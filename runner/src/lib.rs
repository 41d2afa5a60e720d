//! The command behind `cargo kata`, as two programs: `kata` for learners, and `kata-grade` with what instructors and
//! contributors use besides. A learner waits for what the first one needs only.

pub mod claims;
#[cfg(feature = "grade")]
mod export;
#[cfg(feature = "grade")]
mod grade;
mod kit;
mod learner;
mod process;
mod programs;
#[cfg(feature = "grade")]
mod sync;
mod ui;
#[cfg(feature = "grade")]
mod verify;

#[cfg(feature = "grade")]
pub use programs::instructor::instructor;
pub use programs::learner::learner;
