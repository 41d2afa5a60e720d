//! The compiler clinic: what rustc says to a newcomer's async code, pinned and explained.
//!
//! Start with `README.md`, an index from the sentence on your screen to the case. There is no code
//! here: the programs stand beside this file, and `tests/clinic.rs` holds each to its message.
