//! Takes a file into a doc comment.
//! level: total
//! expects: forbidden_input
//! behind the list: forbidden_input

#[doc = include_str!("../tests/tiny/bridge/total.rs")]
pub struct Documented;

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    4242
}
