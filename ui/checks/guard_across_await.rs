//! Three visits at once: all counted at once, shown side by side, each with its own number.

use crate::kata::visit;
use crate::kit;
use std::sync::{Arc, Mutex};

pub async fn check() {
    let visits = Arc::new(Mutex::new(0));
    let seen = kit::watch(async {
        let tasks = [0; 3].map(|_| visit(Arc::clone(&visits)));
        kit::settle().await;
        let free = visits.try_lock().map(|count| *count).ok();
        kit::expect_eq(
            "while the pages are shown all three visits are counted, and nobody holds the lock",
            free,
            Some(3),
            "the lock is held across the `.await`, or the visit is counted after it",
        );
        let mut numbers = Vec::new();
        for task in tasks {
            numbers.push(task.await.unwrap());
        }
        numbers
    })
    .await;
    kit::expect_eq(
        "each visit answers with its own number",
        seen.output,
        [1, 2, 3],
        "the count is read again after the `.await`, when others have counted on",
    );
    kit::expect_eq("three pages at the same time take 10 ms", seen.ms, 10, "one visit waits for another");
}
