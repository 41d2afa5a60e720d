#!/usr/bin/env bash
# A dropped receive loses a message.
#
# kanal =0.1.1, flume =0.12.0, async-channel =2.5.0, loole =0.6.0, tokio =1.54.1 (rt, time, sync,
# macros, test-util), current_thread, paused clock, rustc 1.95.
#
# A receive waits, a message is sent, and the receive's future is dropped before it is polled again.
# That is what happens when another branch of a select! wins in the same turn. With Tokio, flume,
# async-channel and loole the message stays in the channel for the next receive. kanal has already
# written it into the waiting future (the sender got Ok(true)), and it is dropped with that future.
# Bounded, zero-capacity and unbounded channels all do this.
#
# A select! loop over kanal's recv() and a timer therefore loses each message that is sent in the
# instant in which a tick is due. With a message every 30 ms and a tick every 10 ms on a paused clock,
# that is every message.
#
# Output seen:
#   tokio           send: Ok(())   left: Ok(7)
#   flume           send: Ok(())   left: Ok(7)
#   async-channel   send: Ok(())   left: Ok(7)
#   loole           send: Ok(())   left: Ok(7)
#   kanal bounded   send: Ok(true) left: Ok(None)
#   kanal of zero   send: Ok(true) left: Ok(None)
#   kanal unbounded send: Ok(true) left: Ok(None)
#   a message every 30 ms, a tick every 10 ms, one select! loop:
#   kanal           received []
#   flume           received [1, 2, 3, 4, 5]
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
async-channel = "=2.5.0"
flume = { version = "=0.12.0", default-features = false, features = ["async"] }
futures = { version = "=0.3.34", default-features = false, features = ["std", "async-await"] }
kanal = "=0.1.1"
loole = "=0.6.0"
tokio = { version = "=1.54.1", features = ["rt", "time", "sync", "macros", "test-util"] }
EOF
mkdir src
cat > src/main.rs <<'EOF'
use futures::poll;
use std::fmt::Debug;
use std::time::Duration;
use tokio::time::{interval, sleep};

/// Polls `receive` once, sends, and drops `receive`.
async fn drop_a_receive<T>(name: &str, receive: impl Future<Output = T>, send: impl FnOnce() -> String) {
    let mut receive = std::pin::pin!(receive);
    assert!(poll!(&mut receive).is_pending());
    print!("{name:15} send: {:8} ", send());
}

fn show(x: impl Debug) -> String {
    format!("{x:?}")
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (tx, mut rx) = tokio::sync::mpsc::channel(1);
    drop_a_receive("tokio", rx.recv(), || show(tx.try_send(7))).await;
    println!("left: {:?}", rx.try_recv());
    let (tx, rx) = flume::bounded(1);
    drop_a_receive("flume", rx.recv_async(), || show(tx.try_send(7))).await;
    println!("left: {:?}", rx.try_recv());
    let (tx, rx) = async_channel::bounded(1);
    drop_a_receive("async-channel", rx.recv(), || show(tx.try_send(7))).await;
    println!("left: {:?}", rx.try_recv());
    let (tx, rx) = loole::bounded(1);
    drop_a_receive("loole", rx.recv_async(), || show(tx.try_send(7))).await;
    println!("left: {:?}", rx.try_recv());
    for (name, (tx, rx)) in [
        ("kanal bounded", kanal::bounded_async(1)),
        ("kanal of zero", kanal::bounded_async(0)),
        ("kanal unbounded", kanal::unbounded_async()),
    ] {
        drop_a_receive(name, rx.recv(), || show(tx.try_send(7))).await;
        println!("left: {:?}", rx.try_recv());
    }

    println!("a message every 30 ms, a tick every 10 ms, one select! loop:");
    let (tx, rx) = kanal::unbounded_async();
    let received = select_loop(async move || rx.recv().await.unwrap(), move |i| _ = tx.try_send(i));
    println!("kanal           received {:?}", received.await);
    let (tx, rx) = flume::unbounded();
    let received = select_loop(async move || rx.recv_async().await.unwrap(), move |i| _ = tx.send(i));
    println!("flume           received {:?}", received.await);
}

async fn select_loop<R>(receive: R, send: impl Fn(i32) + Send + 'static) -> Vec<i32>
where
    R: AsyncFn() -> i32 + 'static,
{
    let local = tokio::task::LocalSet::new();
    local.spawn_local(async move {
        for i in 1..=5 {
            sleep(Duration::from_millis(30)).await;
            send(i);
        }
        std::future::pending::<()>().await;
    });
    let received = local.spawn_local(async move {
        let mut ticks = interval(Duration::from_millis(10));
        let end = sleep(Duration::from_millis(165));
        tokio::pin!(end);
        let mut received = Vec::new();
        loop {
            tokio::select! {
                biased;
                _ = &mut end => return received,
                _ = ticks.tick() => {}
                message = receive() => received.push(message),
            }
        }
    });
    local.run_until(received).await.unwrap()
}
EOF
cargo run --quiet > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
