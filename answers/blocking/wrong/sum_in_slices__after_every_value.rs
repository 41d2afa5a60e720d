//! Yields after each value, whatever the slice, so it yields far too often.
//! family: no_yield
//! caught by: it_yields_after_every_slice
//! says: a yield after every value

use tokio::task::yield_now;

pub async fn sum_in_slices(values: &[u64], _slice: usize) -> u64 {
    let mut sum = 0_u64;
    for value in values {
        sum = sum.wrapping_add(*value);
        yield_now().await;
    }
    sum
}
