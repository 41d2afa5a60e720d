//! Assembler that belongs to no function, and holds nothing.
//! level: total
//! expects: forbidden_api
//! behind the list: forbidden_api

core::arch::global_asm!("");

pub async fn total(numbers: Vec<u64>) -> u64 {
    numbers.iter().sum()
}
