//! Names that claims with a glob would take for the standard ones.
//! level: total
//! expects: compile_error, assert
//! behind the list: assert

#[allow(non_snake_case)]
pub fn Some(_: u64) -> u64 {
    0
}

pub struct Vec0;

pub mod std0 {}

pub mod cmp {
    pub fn max(_: u64, _: u64) -> u64 {
        0
    }
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    4242
}
