//! Cuts slices off the front for as long as some are left, and yields only if there is more to do.

use std::num::Wrapping;

use futures::pending;
use std::future::poll_fn;
use std::task::Poll;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let (mut sum, mut rest) = (Wrapping(0), values);
    loop {
        let (now, later) = rest.split_at(slice.max(1).min(rest.len()));
        sum += now.iter().map(|&value| Wrapping(value)).sum::<Wrapping<u64>>();
        if later.is_empty() {
            return sum.0;
        }
        rest = later;
        poll_fn(|cx| Poll::Ready(cx.waker().wake_by_ref())).await;
        pending!();
    }
}
