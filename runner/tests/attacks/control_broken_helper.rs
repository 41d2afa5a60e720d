//! A helper that does not compile takes down the level that uses it, and no other.
//! level: total
//! expects: compile_error

fn helper(numbers: Vec<u64>) -> u64 {
    numbers.len().no_such_thing()
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    helper(numbers)
}
