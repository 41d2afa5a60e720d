//! A function that is nothing but assembler, and does nothing.
//! level: total
//! expects: forbidden_api
//! behind the list: forbidden_api

#[unsafe(naked)]
extern "C" fn nothing() {
    core::arch::naked_asm!("ret")
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    nothing();
    numbers.iter().sum()
}
