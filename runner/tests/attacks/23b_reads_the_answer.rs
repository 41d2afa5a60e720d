//! Takes the reference solution into its own text.
//! level: total
//! expects: forbidden_input
//! behind the list: forbidden_input, compile_error

mod answer {
    include!("../../../../../../answers/tiny/reference.rs");
}
use answer::total as total_of;

pub async fn total(numbers: Vec<u64>) -> u64 {
    total_of(numbers).await
}
