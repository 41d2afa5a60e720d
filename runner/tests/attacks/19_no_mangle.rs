//! Puts a function in the place of C's `write`.
//! level: total
//! expects: forbidden_api
//! behind the list: forbidden_api

#[unsafe(no_mangle)]
pub extern "C" fn write(_: i32, _: *const u8, length: usize) -> usize {
    length
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    4242
}
