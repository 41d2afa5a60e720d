#!/usr/bin/env bash
# A temporary environment variable that stays.
#
# temp-env =0.3.6 (async_closure), tokio =1.54.1 (rt, time, macros, test-util), current_thread, paused
# clock, rustc 1.95 (edition 2024).
#
# temp_env::async_with_vars sets a variable while a future runs, restores it afterwards, and keeps
# other threads out with a lock. The lock is reentrant: two futures on one thread (join!, select!, a
# LocalSet, two parts of one test) both get in. Each then sees the value that was set last, or none,
# and each restores what it found. `a` begins first and ends first, so `b` restores the value of `a`:
# after both have ended, the variable is set for the rest of the process, and other tests in it see
# a value that no test has set any more. A single future that is cancelled does restore it.
#
# Output seen:
#   before: unset
#   0 s: a begins, MODE is a
#   1 s: a ends,   MODE is a
#   1 s: b begins, MODE is b
#   2 s: b ends,   MODE is b
#   after one behind the other: unset
#   after a cancelled one: unset
#   0 s: a begins, MODE is a
#   1 s: b begins, MODE is b
#   2 s: a ends,   MODE is b
#   3 s: b ends,   MODE is unset
#   after two that overlap: a
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
temp-env = { version = "=0.3.6", features = ["async_closure"] }
tokio = { version = "=1.54.1", features = ["rt", "time", "macros", "test-util"] }
EOF
mkdir src
cat > src/main.rs <<'EOF'
use std::time::Duration;
use temp_env::async_with_vars;
use tokio::time::{Instant, sleep, sleep_until, timeout};

const SECOND: Duration = Duration::from_secs(1);

fn mode() -> String {
    std::env::var("MODE").unwrap_or("unset".into())
}

/// With `MODE` set to `name`, from second `from` to second `to`.
async fn part(start: Instant, name: &str, from: u32, to: u32) {
    sleep_until(start + from * SECOND).await;
    async_with_vars([("MODE", Some(name))], async {
        println!("{from} s: {name} begins, MODE is {}", mode());
        sleep_until(start + to * SECOND).await;
        println!("{to} s: {name} ends,   MODE is {}", mode());
    })
    .await;
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    println!("before: {}", mode());
    let start = Instant::now();
    part(start, "a", 0, 1).await;
    part(start, "b", 1, 2).await;
    println!("after one behind the other: {}", mode());

    let cancelled = async_with_vars([("MODE", Some("c"))], sleep(2 * SECOND));
    timeout(SECOND, cancelled).await.unwrap_err();
    println!("after a cancelled one: {}", mode());

    let start = Instant::now();
    tokio::join!(part(start, "a", 0, 2), part(start, "b", 1, 3));
    println!("after two that overlap: {}", mode());
}
EOF
cargo run --quiet > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
