//! What the katas and their tests share.
//!
//! At the top level is the vocabulary: the plain types in the katas' signatures. A kata uses nothing else from
//! here. [`probe`] is for the tests: it runs a claim in a process of its own, reads the virtual clock, and
//! records and draws what an answer does with the work that it is given. [`subject`] is what a learner's own tests
//! call, in the kata `testing`.

#![warn(missing_docs)]

mod vocabulary;

pub mod probe;
pub mod subject;

pub use vocabulary::*;
