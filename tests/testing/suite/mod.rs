//! What the claims ask of a learner's tests, and how they run one.

mod judge;
mod run;
mod words;

pub use judge::Level;
