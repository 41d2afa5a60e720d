//! Other orders: watched work gives way a drawn number of times at each of its steps, so that what is ready in the
//! same instant runs in another order. Each time it wakes its own task, which keeps the clock where it is: virtual
//! times stay exact.

use std::env;
use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use verdict::{Orders, environment};

use crate::probe::Rng;

/// The orders that this process is asked to try, if there are any.
pub(crate) fn of_this_run() -> Result<Option<Orders>, String> {
    let Ok(asked) = env::var(environment::ORDER) else { return Ok(None) };
    let wrong = |()| format!("{}: `{asked}` is neither a number nor a range like 1-200", environment::ORDER);
    asked.parse().map(Some).map_err(wrong)
}

/// What the present claim draws from.
static DRAWING: Mutex<Option<Drawing>> = Mutex::new(None);

struct Drawing {
    order: u32,
    numbers: Rng,
    drawn: bool,
    /// How often work has given way.
    given_way: u64,
}

fn drawing() -> MutexGuard<'static, Option<Drawing>> {
    DRAWING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The claim `id` begins, in this order.
pub(crate) fn begin(id: &str, order: Option<u32>) {
    *drawing() = order.map(|order| {
        // FNV-1a, with its constants: another claim draws other numbers.
        let name = id.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
        });
        Drawing {
            order,
            numbers: Rng::seeded(name.wrapping_add(u64::from(order))),
            drawn: false,
            given_way: 0,
        }
    });
}

/// How often the work of the present claim has given way so far.
pub(crate) fn given_way() -> u64 {
    drawing().as_ref().map_or(0, |it| it.given_way)
}

/// The order of the present claim, if anything was drawn: otherwise it would end alike in all orders.
pub(crate) fn drawn() -> Option<u32> {
    drawing().as_ref().filter(|it| it.drawn).map(|it| it.order)
}

/// How often watched work gives way before its next step.
#[derive(Debug)]
pub(crate) struct Yields {
    left: u64,
}

impl Yields {
    /// Before half of all steps it does not give way at all; without an order, before none.
    pub(crate) fn draw() -> Yields {
        let left = drawing().as_mut().map_or(0, |drawing| {
            drawing.drawn = true;
            match drawing.numbers.pick(0..2) {
                0 => 0,
                _ => drawing.numbers.pick(1..8),
            }
        });
        Yields { left }
    }

    /// Gives way once more, or is ready.
    pub(crate) fn poll(&mut self, cx: &Context<'_>) -> Poll<()> {
        if self.left == 0 {
            return Poll::Ready(());
        }
        self.left -= 1;
        if let Some(drawing) = drawing().as_mut() {
            drawing.given_way += 1;
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

/// Gives way before the next step of an async block.
pub(crate) async fn give_way() {
    let mut yields = Yields::draw();
    poll_fn(|cx| yields.poll(cx)).await;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use futures::StreamExt;
    use futures::stream::FuturesUnordered;
    use tokio::runtime::Builder;
    use tokio::time::Instant;

    use super::*;
    use crate::probe::Jobs;

    /// The order in which two jobs of 10 ms end, and when, in tasks of their own or in one.
    fn ends(order: Option<u32>, in_tasks: bool) -> (Vec<usize>, u64) {
        begin("a::b::c", order);
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.expect("a runtime").block_on(async {
            let (start, jobs) = (Instant::now(), Jobs::lasting_ms([10, 10]));
            if in_tasks {
                let tasks: Vec<_> = jobs.items().into_iter().map(jobs.work()).map(tokio::spawn).collect();
                for task in tasks {
                    task.await.expect("no panic");
                }
            } else {
                let work: FuturesUnordered<_> = jobs.items().into_iter().map(jobs.work()).collect();
                work.count().await;
            }
            (jobs.end_order(), start.elapsed().as_millis() as u64)
        })
    }

    #[test]
    fn what_ends_in_one_instant_ends_in_other_orders_and_at_the_same_time() {
        for in_tasks in [false, true] {
            assert_eq!(ends(None, in_tasks), (vec![0, 1], 10));
            assert_eq!(drawn(), None, "without an order nothing is drawn");
            let seen: BTreeSet<(Vec<usize>, u64)> =
                (0..50).map(|order| ends(Some(order), in_tasks)).collect();
            assert_eq!(seen, BTreeSet::from([(vec![0, 1], 10), (vec![1, 0], 10)]));
            assert_eq!(drawn(), Some(49));
            for order in 0..50 {
                assert_eq!(ends(Some(order), in_tasks), ends(Some(order), in_tasks), "order {order}");
            }
        }
        begin("a::b::c", None);
    }
}
