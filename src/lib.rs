//! What the katas and their tests share.
//!
//! At the top stands the vocabulary: the plain types that appear in the katas' signatures.
//! A kata uses nothing else from here. [`probe`] is for the tests: it runs a claim in a process
//! of its own, reads the virtual clock, watches the work that an answer was given and draws it.

mod vocabulary;

pub mod probe;

pub use vocabulary::*;
