#!/usr/bin/env bash
# A barrier still counts a wait that was cancelled.
#
# tokio =1.54.1 (rt, time, sync, macros, test-util), async-lock =3.5.0, current_thread, paused clock,
# rustc 1.95.
#
# A barrier for three. One task waits for a second and gives up: a timeout drops its wait(). Later two
# other tasks arrive, and the barrier opens for the two of them, because the cancelled wait still
# counts as an arrival. A task that gives up and retries counts again each time: on its third try it
# passes the barrier alone. Tokio's and async-lock's barriers both behave like this.
#
# "All three are ready" is true behind a barrier only if no wait() was ever cancelled; one timeout
# shifts every later round.
#
# Output seen:
#   tokio: one alone passes: false
#   tokio: two more pass: true
#   tokio: one that tries three times: [false, false, true]
#   async-lock: one alone passes: false
#   async-lock: two more pass: true
#   async-lock: one that tries three times: [false, false, true]
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
async-lock = "=3.5.0"
tokio = { version = "=1.54.1", features = ["rt", "time", "sync", "macros", "test-util"] }
EOF
mkdir src
cat > src/main.rs <<'EOF'
use std::time::Duration;
use tokio::time::timeout;

/// Waits for a second at most. True: the barrier opened.
async fn passes<W: Future>(wait: W) -> bool {
    timeout(Duration::from_secs(1), wait).await.is_ok()
}

async fn story(name: &str, wait: impl AsyncFn(), fresh: impl AsyncFn()) {
    println!("{name}: one alone passes: {}", passes(wait()).await);
    println!("{name}: two more pass: {}", passes(async { tokio::join!(wait(), wait()) }).await);
    let tries = [passes(fresh()).await, passes(fresh()).await, passes(fresh()).await];
    println!("{name}: one that tries three times: {tries:?}");
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let [a, b] = [0, 1].map(|_| tokio::sync::Barrier::new(3));
    story("tokio", async || drop(a.wait().await), async || drop(b.wait().await)).await;
    let [a, b] = [0, 1].map(|_| async_lock::Barrier::new(3));
    story("async-lock", async || drop(a.wait().await), async || drop(b.wait().await)).await;
}
EOF
cargo run --quiet > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
