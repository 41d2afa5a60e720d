#!/usr/bin/env bash
# In a simulated network, 9 ms come before 1 ms.
#
# turmoil =0.7.2, tokio =1.54.1 (rt, time), rustc 1.95.
#
# turmoil gives each host a paused Tokio clock of its own and lets the hosts run one after the other,
# a whole tick each. Within a tick, what two hosts do is ordered not by time but by the order in which
# the hosts were registered. With a tick of 10 ms, what `a` does at 9 ms happens before what `b` does
# at 1 ms if `a` was registered first, and turmoil's sim_elapsed() reads 9 ms and then 1 ms. With
# state that the hosts share, the last writer depends on that order.
#
# Messages take whole ticks as well. With a latency of 0 a round trip takes one tick; with 5 ms it
# takes 10 ms on a tick of 1 ms and 20 ms on a tick of 10 ms, so whether a timeout of 15 ms elapses
# depends on the tick.
#
# Output seen:
#   tick  1 ms, a first: b at 1ms, then a at 9ms
#   tick 10 ms, a first: a at 9ms, then b at 1ms
#   tick 10 ms, b first: b at 1ms, then a at 9ms
#   tick  1 ms, latency 0 ms: there and back in 1ms
#   tick 10 ms, latency 0 ms: there and back in 10ms
#   tick  1 ms, latency 5 ms: there and back in 10ms
#   tick 10 ms, latency 5 ms: there and back in 20ms
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
tokio = { version = "=1.54.1", features = ["rt", "time"] }
turmoil = { version = "=0.7.2", default-features = false }
EOF
mkdir src
cat > src/main.rs <<'EOF'
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::{Instant, sleep};
use turmoil::net::UdpSocket;

const fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

fn order(tick: u64, hosts: [(&'static str, u64); 2]) {
    let log = Arc::new(Mutex::new(Vec::new()));
    let mut sim = turmoil::Builder::new().tick_duration(ms(tick)).build();
    for (name, at) in hosts {
        let log = log.clone();
        sim.client(name, async move {
            sleep(ms(at)).await;
            log.lock().unwrap().push(format!("{name} at {:?}", turmoil::sim_elapsed().unwrap()));
            Ok(())
        });
    }
    sim.run().unwrap();
    println!("tick {tick:2} ms, {} first: {}", hosts[0].0, log.lock().unwrap().join(", then "));
}

fn round_trip(tick: u64, latency: u64) {
    let mut sim = turmoil::Builder::new()
        .tick_duration(ms(tick))
        .min_message_latency(ms(latency))
        .max_message_latency(ms(latency))
        .build();
    sim.host("echo", || async {
        let socket = UdpSocket::bind("0.0.0.0:9").await?;
        loop {
            let (_, from) = socket.recv_from(&mut [0; 8]).await?;
            socket.send_to(b"x", from).await?;
        }
    });
    sim.client("asker", async move {
        let socket = UdpSocket::bind("0.0.0.0:0").await?;
        sleep(ms(20)).await;
        let asked = Instant::now();
        socket.send_to(b"x", "echo:9").await?;
        socket.recv_from(&mut [0; 8]).await?;
        println!("tick {tick:2} ms, latency {latency} ms: there and back in {:?}", asked.elapsed());
        Ok(())
    });
    sim.run().unwrap();
}

fn main() {
    let (a, b) = (("a", 9), ("b", 1));
    order(1, [a, b]);
    order(10, [a, b]);
    order(10, [b, a]);
    for (tick, latency) in [(1, 0), (10, 0), (1, 5), (10, 5)] {
        round_trip(tick, latency);
    }
}
EOF
cargo run --quiet > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
