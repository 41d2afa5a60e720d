//! What a user sees: the terminal, and texts in it.

pub mod ask;
pub mod markdown;
pub mod output;
pub mod panics;
pub mod terminal;
pub mod text;
