//! Calls `consume_budget`, which yields only when the budget of 128 is used up, not after each slice.
//! family: no_yield
//! caught by: it_yields_after_every_slice
//! says: a budget that is not used up

use tokio::task::coop::consume_budget;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let mut sum = 0_u64;
    for slice in values.chunks(slice.max(1)) {
        sum = slice.iter().fold(sum, |sum, value| sum.wrapping_add(*value));
        consume_budget().await;
    }
    sum
}
