//! Tokio as it is, but for `#[tokio::test]`, which adds the test to the list that the claims go through.

pub use tokio::*;
pub use tokio_katas_macros::tokio_test as test;
