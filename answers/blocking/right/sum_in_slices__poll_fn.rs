//! One poll is one slice.

use std::future::{Future, poll_fn};
use std::task::Poll;

pub fn sum_in_slices(values: &[u64], slice: usize) -> impl Future<Output = u64> {
    let (mut sum, mut slices) = (0_u64, values.chunks(slice.max(1)));
    poll_fn(move |cx| match slices.next() {
        None => Poll::Ready(sum),
        Some(slice) => {
            slice.iter().for_each(|&value| sum = sum.wrapping_add(value));
            cx.waker().wake_by_ref();
            Poll::Pending
        }
    })
}
