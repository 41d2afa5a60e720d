//! rstest as it is, but for `#[rstest]`, which counts the rows of a table before rstest makes tests of them.

#[doc(hidden)]
pub use ::rstest as original;
pub use rstest::*;
pub use tokio_katas_macros::rstest;
