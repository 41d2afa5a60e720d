//! Calls `std::thread::yield_now`, which lets other threads run, but no other task.
//! family: no_yield
//! caught by: it_yields_after_every_slice
//! says: it never yielded
//! says: std::thread::yield_now

use std::thread;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let mut sum = 0_u64;
    for slice in values.chunks(slice.max(1)) {
        sum = slice.iter().fold(sum, |sum, value| sum.wrapping_add(*value));
        thread::yield_now();
    }
    sum
}
