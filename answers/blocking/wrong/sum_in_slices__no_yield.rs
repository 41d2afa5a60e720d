//! One loop, and no `.await` in it: an async fn that never gives its thread back.
//! caught by: other_tasks_have_their_turn_between_two_slices
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
