// `pin!` fixes the future to its place, and `as_mut` lends it to `select!` for one turn.

use std::pin::pin;
use std::time::Duration;
use tokio::time::{interval, sleep};

async fn download() -> &'static str {
    sleep(Duration::from_millis(25)).await;
    "all the bytes"
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut work = pin!(download());
    let mut tick = interval(Duration::from_millis(10));
    let mut ticks = 0;
    let bytes = loop {
        tokio::select! {
            bytes = work.as_mut() => break bytes,
            _ = tick.tick() => ticks += 1,
        }
    };
    assert_eq!(bytes, "all the bytes");
    assert!(ticks >= 1, "there was time to report meanwhile");
}
