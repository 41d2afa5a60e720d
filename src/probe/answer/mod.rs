//! How claims call an answer that is compiled apart from them.

#[doc(hidden)]
pub mod auto_traits;
pub(crate) mod erased;
pub mod subjects;
