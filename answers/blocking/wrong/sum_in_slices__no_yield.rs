//! Has a loop without an `.await`, so it never gives its thread back.
//! family: no_yield
//! caught by: it_yields_after_every_slice
//! says: a loop without an .await

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let mut sum = 0_u64;
    for slice in values.chunks(slice.max(1)) {
        for value in slice {
            sum = sum.wrapping_add(*value);
        }
    }
    sum
}
