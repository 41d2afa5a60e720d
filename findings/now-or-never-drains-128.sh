#!/usr/bin/env bash
# Draining a channel stops at 128 messages.
#
# tokio =1.54.1 (rt, time, sync, macros), futures =0.3.34, futures-lite =2.6.1, tokio-test =0.4.6,
# tokio-stream =0.1.19, current_thread, rustc 1.95.
#
# A thousand messages are in a Tokio channel. Code that polls recv() once and takes Pending to mean
# "empty" gets 128 of them, Tokio's budget for one turn of a task. This holds for now_or_never
# (futures), poll_once (futures-lite) and a poll through tokio-test's task::spawn, in the body of
# #[tokio::main] as much as in a spawned task. The rest is still there in the next turn, but a shutdown
# that drains like this and then drops the receiver loses 872 messages, and a test with fewer than 128
# messages does not notice. ready_chunks(1000) cuts the thousand into pieces of 128 for the same
# reason.
#
# try_recv and recv_many have no budget. timeout(ZERO, recv()) and a biased select! also get all
# thousand: both belong to Tokio and can tell a spent budget from an empty queue.
#
# Output seen:
#   now_or_never, in main     128
#   now_or_never              128
#   poll_once                 128
#   tokio_test::task::spawn   128
#   try_recv                  1000
#   recv_many                 1000
#   timeout(ZERO)             1000
#   biased select!            1000
#   ready_chunks(1000)        [128, 128, 128, 128, 128, 128, 128, 104]
set -euo pipefail
self=$(realpath "$0")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export CARGO_TARGET_DIR=$dir/target CARGO_TERM_COLOR=never RUST_BACKTRACE=0
echo 'toolchain.channel = "1.95.0"' > rust-toolchain.toml
cat > Cargo.toml <<'EOF'
[package]
name = "finding"
edition = "2024"

[dependencies]
futures = { version = "=0.3.34", default-features = false, features = ["std"] }
futures-lite = "=2.6.1"
tokio = { version = "=1.54.1", features = ["rt", "time", "sync", "macros"] }
tokio-stream = "=0.1.19"
tokio-test = "=0.4.6"
EOF
mkdir src
cat > src/main.rs <<'EOF'
use futures::{FutureExt, StreamExt};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;
use tokio_stream::wrappers::UnboundedReceiverStream;

fn thousand() -> UnboundedReceiver<i32> {
    let (tx, rx) = unbounded_channel();
    (0..1000).for_each(|i| tx.send(i).unwrap());
    // The sender lives on: an open channel, so that Pending is what an empty one says.
    std::mem::forget(tx);
    rx
}

/// Runs in a task of its own, with a fresh budget.
async fn count(name: &str, take: impl Future<Output = usize> + Send + 'static) {
    println!("{name:26}{}", tokio::spawn(take).await.unwrap());
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (mut rx, mut n) = (thousand(), 0);
    while let Some(Some(_)) = rx.recv().now_or_never() {
        n += 1;
    }
    println!("{:26}{n}", "now_or_never, in main");
    let mut rx = thousand();
    count("now_or_never", async move {
        std::iter::from_fn(|| rx.recv().now_or_never().flatten()).count()
    })
    .await;
    let mut rx = thousand();
    count("poll_once", async move {
        let mut n = 0;
        while let Some(Some(_)) = futures_lite::future::poll_once(rx.recv()).await {
            n += 1;
        }
        n
    })
    .await;
    let mut rx = thousand();
    count("tokio_test::task::spawn", async move {
        let mut n = 0;
        while tokio_test::task::spawn(rx.recv()).poll().is_ready() {
            n += 1;
        }
        n
    })
    .await;
    let mut rx = thousand();
    count("try_recv", async move { std::iter::from_fn(|| rx.try_recv().ok()).count() }).await;
    let mut rx = thousand();
    count("recv_many", async move { rx.recv_many(&mut Vec::new(), 5000).await }).await;
    let mut rx = thousand();
    count("timeout(ZERO)", async move {
        let mut n = 0;
        while let Ok(Some(_)) = timeout(Duration::ZERO, rx.recv()).await {
            n += 1;
        }
        n
    })
    .await;
    let mut rx = thousand();
    count("biased select!", async move {
        let mut n = 0;
        loop {
            tokio::select! {
                biased;
                Some(_) = rx.recv() => n += 1,
                _ = std::future::ready(()) => break n,
            }
        }
    })
    .await;
    let chunks = tokio::spawn(async {
        let thousand = UnboundedReceiverStream::new(thousand()).take(1000);
        thousand.ready_chunks(1000).map(|chunk| chunk.len()).collect::<Vec<_>>().await
    });
    println!("{:26}{:?}", "ready_chunks(1000)", chunks.await.unwrap());
}
EOF
cargo run --quiet > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
