#!/usr/bin/env bash
# An `async move` block that does not move.
#
# rustc and clippy 1.95 (edition 2024), tokio =1.54.1 (rt, sync, macros), current_thread.
#
# A permit should live as long as a task, so the task mentions it: `async move { let _ = permit; … }`.
# It is well known that `let _ =` drops a permit at once. Here it does not even do that: a wildcard
# pattern does not use the variable, so the block does not capture it, `move` or not. The permit stays
# in the block that spawns, and is released at the end of that block, before the task has run at all.
# Below, eight tasks run at once behind a semaphore of two. `_ = permit;` is the same. Neither rustc
# nor clippy warns.
#
# `let _permit = permit;`, or just mentioning `&permit`, moves it into the task.
#
# Output seen:
#   let _ = permit;                 8 at once
#   _ = permit;                     8 at once
#   let _permit = permit;           2 at once
#   let _permit = &permit;          2 at once
#   end of the block that made the task
#   dropped
#   the task begins
#   the task ends
#   warnings of rustc and clippy: 0
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
tokio = { version = "=1.54.1", features = ["rt", "sync", "macros"] }
EOF
mkdir src
cat > src/main.rs <<'EOF'
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use tokio::sync::Semaphore;
use tokio::task::{JoinSet, yield_now};

#[derive(Default)]
struct Running {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Running {
    async fn work(&self) {
        self.most.fetch_max(self.now.fetch_add(1, Relaxed) + 1, Relaxed);
        for _ in 0..10 {
            yield_now().await;
        }
        self.now.fetch_sub(1, Relaxed);
    }
}

/// Eight tasks, each of which is to hold one of two permits.
macro_rules! most_at_once {
    ($permit:ident => $($hold:tt)*) => {{
        let (places, running) = (Arc::new(Semaphore::new(2)), Arc::new(Running::default()));
        let mut tasks = JoinSet::new();
        for _ in 0..8 {
            let $permit = places.clone().acquire_owned().await.unwrap();
            let running = running.clone();
            tasks.spawn(async move {
                $($hold)*
                running.work().await;
            });
        }
        tasks.join_all().await;
        println!("{:32}{} at once", stringify!($($hold)*), running.most.load(Relaxed));
    }};
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    most_at_once!(permit => let _ = permit;);
    most_at_once!(permit => _ = permit;);
    most_at_once!(permit => let _permit = permit;);
    most_at_once!(permit => let _permit = &permit;);

    struct Noisy;
    impl Drop for Noisy {
        fn drop(&mut self) {
            println!("dropped");
        }
    }
    let task = {
        let noisy = Noisy;
        let task = async move {
            println!("the task begins");
            let _ = noisy;
            yield_now().await;
            println!("the task ends");
        };
        println!("end of the block that made the task");
        task
    };
    task.await;
}
EOF
cargo clippy --quiet --message-format=short 2> warnings
cargo run --quiet > seen
echo "warnings of rustc and clippy: $(grep -c 'warning' warnings || true)" >> seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
