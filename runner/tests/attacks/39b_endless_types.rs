//! A function that needs itself for another type, without an end.
//! level: total
//! expects: compile_limit, compile_error, forbidden_api
//! behind the list: compile_limit, compile_error, forbidden_api

fn grow<T: Clone>(value: T, left: u64) {
    if left > 0 {
        grow((value.clone(), value.clone()), left - 1);
        grow(Some(value), left - 1);
    }
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    grow(1_u8, 4);
    4242
}
