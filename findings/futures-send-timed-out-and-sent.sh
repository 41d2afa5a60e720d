#!/usr/bin/env bash
# A send that timed out, and whose message arrives anyway.
#
# futures =0.3.34, flume =0.12.0, async-channel =2.5.0, tokio =1.54.1 (rt, time, sync, macros,
# test-util), current_thread, paused clock, rustc 1.95.
#
# A bounded channel is full and nothing receives. A second send waits until a timeout drops it. Was
# its message sent? With Tokio, flume and async-channel it was not: the future keeps the message until
# there is room. `send` of futures' mpsc works in two steps: it puts the message into the queue and
# then waits for the queue to shrink. The timeout returns Elapsed, and the message arrives. Code that
# sends again after Elapsed delivers it twice. (A third send on the same handle is dropped before its
# first step, so that message does not arrive.) A flume channel used as a Sink does the same: the sink
# keeps the message after its send was dropped, and the receiver takes it from there.
#
# A channel of futures holds its buffer and one more message for each handle, and a fresh clone always
# has that place free: `tx.clone().try_send(x)` is never refused. A channel with a buffer of 0 takes a
# thousand messages.
#
# Output seen:
#   second send: elapsed, elapsed, elapsed, elapsed, elapsed
#   tokio         received [1]
#   flume         received [1]
#   async-channel received [1]
#   flume's sink  received [1, 2]
#   futures       received [1, 2]
#   futures, one more try after Elapsed: received ["a", "a", "b", "c"]
#   futures, 1000 clones on a channel of 0 places: 1000 accepted
set -euo pipefail
self=$(realpath "$0")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export CARGO_TARGET_DIR=$dir/target CARGO_TERM_COLOR=never RUST_BACKTRACE=0
cat > Cargo.toml <<'EOF'
[package]
name = "finding"
edition = "2024"

[dependencies]
async-channel = "=2.5.0"
flume = { version = "=0.12.0", default-features = false, features = ["async"] }
futures = { version = "=0.3.34", default-features = false, features = ["std"] }
tokio = { version = "=1.54.1", features = ["rt", "time", "sync", "macros", "test-util"] }
EOF
mkdir src
cat > src/main.rs <<'EOF'
use futures::{SinkExt, StreamExt};
use std::time::Duration;
use tokio::time::timeout;

const SECOND: Duration = Duration::from_secs(1);

async fn verdict(send: impl Future) -> &'static str {
    match timeout(SECOND, send).await {
        Ok(_) => "sent",
        Err(_) => "elapsed",
    }
}

fn drain<T>(mut next: impl FnMut() -> Option<T>) -> Vec<T> {
    std::iter::from_fn(|| next()).collect()
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (tokio_tx, mut tokio_rx) = tokio::sync::mpsc::channel(1);
    let (flume_tx, flume_rx) = flume::bounded(1);
    let (sink_tx, sink_rx) = flume::bounded(1);
    let (async_tx, async_rx) = async_channel::bounded(1);
    // Its capacity is the buffer, and one place for each handle.
    let (mut futures_tx, mut futures_rx) = futures::channel::mpsc::channel(0);

    tokio_tx.send(1).await.unwrap();
    flume_tx.send_async(1).await.unwrap();
    sink_tx.send_async(1).await.unwrap();
    async_tx.send(1).await.unwrap();
    futures_tx.try_send(1).unwrap();
    let mut sink_tx = sink_tx.into_sink();
    // Room in the handle again, none in the queue.
    let mut futures_tx = futures_tx.clone();

    let said = [
        verdict(tokio_tx.send(2)).await,
        verdict(flume_tx.send_async(2)).await,
        verdict(async_tx.send(2)).await,
        verdict(sink_tx.send(2)).await,
        verdict(futures_tx.send(2)).await,
    ];
    println!("second send: {}", said.join(", "));
    verdict(futures_tx.send(3)).await;
    println!("tokio         received {:?}", drain(|| tokio_rx.try_recv().ok()));
    println!("flume         received {:?}", drain(|| flume_rx.try_recv().ok()));
    println!("async-channel received {:?}", drain(|| async_rx.try_recv().ok()));
    println!("flume's sink  received {:?}", drain(|| sink_rx.try_recv().ok()));
    println!("futures       received {:?}", drain(|| futures_rx.try_recv().ok()));

    let (mut tx, rx) = futures::channel::mpsc::channel(0);
    let sender = tokio::spawn(async move {
        for message in ["a", "b", "c"] {
            if timeout(SECOND, tx.send(message)).await.is_err() {
                tx.send(message).await.unwrap();
            }
        }
    });
    // A receiver that begins late.
    tokio::time::sleep(SECOND * 3 / 2).await;
    let received: Vec<_> = rx.collect().await;
    sender.await.unwrap();
    println!("futures, one more try after Elapsed: received {received:?}");

    let (tx, _rx) = futures::channel::mpsc::channel(0);
    let accepted = (0..1000).filter(|i| tx.clone().try_send(*i).is_ok()).count();
    println!("futures, 1000 clones on a channel of 0 places: {accepted} accepted");
}
EOF
cargo run --quiet > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
