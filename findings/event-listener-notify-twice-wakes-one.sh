#!/usr/bin/env bash
# Notifying one listener twice wakes one listener.
#
# event-listener =5.4.2, tokio =1.54.1 (rt, sync, macros), futures =0.3.34, current_thread, rustc 1.95.
#
# Two listeners wait. Two things happen before either runs again, each calls notify(1), and only one
# listener wakes up. In event-listener (which async-lock, async-channel and smol build on) the number
# is not "this many more" but "at least this many notified and not yet run": the second notify(1)
# finds one in that state and does nothing. notify(2) after notify(1) wakes one more. Tokio's
# notify_one, called twice, wakes two; the equivalent here is notify(1.additional()).
#
# With no listener waiting the call has no effect at all, while Tokio's notify_one stores a permit for
# the next one.
#
# Output seen:
#   notify(1), notify(1)           woken [true, false]
#   notify(1), notify(2)           woken [true, true]
#   notify(1.additional()), twice  woken [true, true]
#   tokio notify_one, twice        woken [true, true]
#   notify(1) before listen        woken false
#   tokio notify_one before        woken true
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
event-listener = "=5.4.2"
futures = { version = "=0.3.34", default-features = false, features = ["std", "async-await"] }
tokio = { version = "=1.54.1", features = ["rt", "sync", "macros"] }
EOF
mkdir src
cat > src/main.rs <<'EOF'
use event_listener::{Event, IntoNotification};
use futures::poll;
use std::pin::pin;
use tokio::sync::Notify;

async fn listeners(name: &str, notify: impl Fn(&Event)) {
    let event = Event::new();
    let (mut one, mut two) = (pin!(event.listen()), pin!(event.listen()));
    assert!(poll!(&mut one).is_pending() && poll!(&mut two).is_pending());
    notify(&event);
    let woken = [poll!(one).is_ready(), poll!(two).is_ready()];
    println!("{name:30} woken {woken:?}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    listeners("notify(1), notify(1)", |event| {
        event.notify(1);
        event.notify(1);
    })
    .await;
    listeners("notify(1), notify(2)", |event| {
        event.notify(1);
        event.notify(2);
    })
    .await;
    listeners("notify(1.additional()), twice", |event| {
        event.notify(1.additional());
        event.notify(1.additional());
    })
    .await;

    let notify = Notify::new();
    let (mut one, mut two) = (pin!(notify.notified()), pin!(notify.notified()));
    assert!(poll!(&mut one).is_pending() && poll!(&mut two).is_pending());
    notify.notify_one();
    notify.notify_one();
    let woken = [poll!(one).is_ready(), poll!(two).is_ready()];
    println!("{:30} woken {woken:?}", "tokio notify_one, twice");

    let event = Event::new();
    event.notify(1);
    println!("{:30} woken {:?}", "notify(1) before listen", poll!(pin!(event.listen())).is_ready());
    let notify = Notify::new();
    notify.notify_one();
    println!("{:30} woken {:?}", "tokio notify_one before", poll!(pin!(notify.notified())).is_ready());
}
EOF
cargo run --quiet > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
