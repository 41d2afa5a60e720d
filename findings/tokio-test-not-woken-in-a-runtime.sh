#!/usr/bin/env bash
# Pending, not woken, and still correct.
#
# tokio-test =0.4.6, tokio =1.54.1 (rt, time, sync, test-util), futures-lite =2.6.1, current_thread,
# rustc 1.95.
#
# A future that returns Pending without arranging a wake-up hangs; is_woken() of tokio-test's
# task::spawn is there to see that. Tokio's yield_now returns Pending and wakes at once, outside a
# runtime. Inside one (in a #[tokio::test], where such tests usually are) is_woken() is false: Tokio
# keeps the wake-up on a list until the test itself next yields. The same goes for a receive that is
# Pending because the budget of 128 is spent while messages are there. yield_now of futures-lite wakes
# at once in both places.
#
# So `assert!(task.is_woken())` after a yield fails for a correct future, and "Pending and not woken
# means a lost wake-up" is a wrong verdict, unless the test yields once before it looks.
#
# Output seen:
#   yield_now, no runtime            pending: true  woken: true
#   yield_now, in a runtime          pending: true  woken: false
#   yield_now of futures-lite        pending: true  woken: true
#   and after a yield of the test    pending: true  woken: true
#   recv, 72 are left                pending: true  woken: false
#   sleep, when its time has come    pending: true  woken: true
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
futures-lite = "=2.6.1"
tokio = { version = "=1.54.1", features = ["rt", "time", "sync", "test-util"] }
tokio-test = "=0.4.6"
EOF
mkdir src
cat > src/main.rs <<'EOF'
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::yield_now;
use tokio_test::task::spawn;

fn poll_and_look(name: &str, future: impl Future) {
    let mut task = spawn(future);
    let pending = task.poll().is_pending();
    println!("{name:32} pending: {pending:5} woken: {}", task.is_woken());
}

fn main() {
    poll_and_look("yield_now, no runtime", yield_now());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.unwrap().block_on(async {
        poll_and_look("yield_now, in a runtime", yield_now());
        poll_and_look("yield_now of futures-lite", futures_lite::future::yield_now());

        let mut task = spawn(yield_now());
        assert!(task.poll().is_pending());
        yield_now().await;
        println!("{:32} pending: true  woken: {}", "and after a yield of the test", task.is_woken());

        let (tx, mut rx) = mpsc::unbounded_channel();
        (0..200).for_each(|i| tx.send(i).unwrap());
        let received = (0..200).take_while(|_| spawn(rx.recv()).poll().is_ready()).count();
        poll_and_look(&format!("recv, {} are left", 200 - received), rx.recv());

        let mut task = spawn(tokio::time::sleep(Duration::from_secs(1)));
        assert!(task.poll().is_pending());
        tokio::time::advance(Duration::from_secs(1)).await;
        println!("{:32} pending: true  woken: {}", "sleep, when its time has come", task.is_woken());
    });
}
EOF
cargo run --quiet > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
