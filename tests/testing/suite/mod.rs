//! What the claims ask of a learner's tests, and how they run one.

mod judge;
mod run;

pub use judge::Level;
