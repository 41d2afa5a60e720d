#!/usr/bin/env bash
# A rate limit that slows down a stream below the limit.
#
# tokio-stream =0.1.19 (time), async-stream =0.3.6, futures =0.3.34, tokio =1.54.1 (rt, time, sync,
# macros, test-util), current_thread, paused clock, rustc 1.95.
#
# throttle(1 s) of tokio-stream lets at most one item pass per second. A stream that makes an item
# every 2 s should not notice it, but now makes one every 3 s: during its pause throttle does not
# poll the stream, and a stream that works only when polled (async-stream, unfold, a request per
# item) begins the next item after the pause. The same items through a channel that a task fills
# are not delayed.
#
# The pause follows every item, including the last, so the end comes one pause late: a stream of one
# item under throttle(1 h) takes an hour to collect. take(3) before throttle waits for that pause,
# take(3) after it does not.
#
# Output seen:
#   every 2 s                         items at [2, 4, 6, 8] s, end at 8 s
#   every 2 s, throttle(1 s)          items at [2, 5, 8, 11] s, end at 12 s
#   from a task, throttle(1 s)        items at [2, 4, 6, 8] s, end at 9 s
#   one item, throttle(1 h)           items at [0] s, end at 3600 s
#   take(3), then throttle(1 s)       items at [0, 1, 2] s, end at 3 s
#   throttle(1 s), then take(3)       items at [0, 1, 2] s, end at 2 s
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
async-stream = "=0.3.6"
futures = { version = "=0.3.34", default-features = false, features = ["std"] }
tokio = { version = "=1.54.1", features = ["rt", "time", "sync", "macros", "test-util"] }
tokio-stream = { version = "=0.1.19", features = ["time"] }
EOF
mkdir src
cat > src/main.rs <<'EOF'
use futures::stream::{self, Stream};
use std::pin::pin;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::UnboundedReceiverStream;

const SECOND: Duration = Duration::from_secs(1);

fn every_two_seconds() -> impl Stream<Item = i32> {
    async_stream::stream! {
        for i in 0..4 {
            sleep(2 * SECOND).await;
            yield i;
        }
    }
}

fn the_same_from_a_task() -> impl Stream<Item = i32> {
    let (tx, rx) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for i in 0..4 {
            sleep(2 * SECOND).await;
            tx.send(i).unwrap();
        }
    });
    UnboundedReceiverStream::new(rx)
}

async fn times(name: &str, stream: impl Stream) {
    let start = Instant::now();
    let mut stream = pin!(stream);
    let mut at = Vec::new();
    while stream.next().await.is_some() {
        at.push(start.elapsed().as_secs());
    }
    println!("{name:33} items at {at:?} s, end at {} s", start.elapsed().as_secs());
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    times("every 2 s", every_two_seconds()).await;
    times("every 2 s, throttle(1 s)", every_two_seconds().throttle(SECOND)).await;
    times("from a task, throttle(1 s)", the_same_from_a_task().throttle(SECOND)).await;
    times("one item, throttle(1 h)", stream::iter([0]).throttle(3600 * SECOND)).await;
    times("take(3), then throttle(1 s)", stream::iter(0..).take(3).throttle(SECOND)).await;
    times("throttle(1 s), then take(3)", stream::iter(0..).throttle(SECOND).take(3)).await;
}
EOF
cargo run --quiet > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
