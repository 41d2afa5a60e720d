//! Returns Pending and never wakes its task, so it is never polled again.
//! family: lost_wake_up
//! caught by: it_yields_after_every_slice
//! says: a Pending without a wake-up

use futures::pending;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let mut sum = 0_u64;
    for slice in values.chunks(slice.max(1)) {
        sum = slice.iter().fold(sum, |sum, value| sum.wrapping_add(*value));
        pending!();
    }
    sum
}
