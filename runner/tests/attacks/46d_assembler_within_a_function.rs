//! A line of assembler within a function, and nothing on it.
//! level: total
//! expects: forbidden_api
//! behind the list: forbidden_api

pub async fn total(numbers: Vec<u64>) -> u64 {
    unsafe { std::arch::asm!("") };
    numbers.iter().sum()
}
