#!/usr/bin/env bash
# A timeout that a test may exceed.
#
# rstest =0.29.0 (async-timeout), tokio =1.54.1 (rt, time, macros, test-util), rustc 1.95.
#
# #[timeout(300 ms)] of rstest on tests that take 900 ms of real time because they block (a std sleep,
# a long calculation). A plain test fails. An async test passes if it blocks in its last poll, after
# the last .await that returned Pending: rstest looks at its timer only when the test is not ready, and
# a result that is there by then counts. With one more .await that waits after the blocking, the same
# test fails. Whether the limit holds depends on the order of awaiting and blocking.
#
# The timer is the machine's: an hour on a paused clock is within 300 ms.
#
# Output seen:
#   test a_plain_test_that_blocks ... FAILED
#   test b_blocks ... ok
#   test c_waits_then_blocks ... ok
#   test d_blocks_then_awaits_what_is_ready ... ok
#   test e_blocks_then_waits ... FAILED
#   test f_an_hour_of_a_paused_clock ... ok
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

[dev-dependencies]
rstest = { version = "=0.29.0", default-features = false, features = ["async-timeout"] }
tokio = { version = "=1.54.1", features = ["rt", "time", "macros", "test-util"] }
EOF
mkdir src tests
touch src/lib.rs
cat > tests/limits.rs <<'EOF'
use rstest::rstest;
use std::{thread, time::Duration};
use tokio::task::yield_now;

const LIMIT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_millis(900);

#[rstest]
#[timeout(LIMIT)]
fn a_plain_test_that_blocks() {
    thread::sleep(LONG);
}

#[rstest]
#[tokio::test]
#[timeout(LIMIT)]
async fn b_blocks() {
    thread::sleep(LONG);
}

#[rstest]
#[tokio::test]
#[timeout(LIMIT)]
async fn c_waits_then_blocks() {
    yield_now().await;
    thread::sleep(LONG);
}

#[rstest]
#[tokio::test]
#[timeout(LIMIT)]
async fn d_blocks_then_awaits_what_is_ready() {
    thread::sleep(LONG);
    std::future::ready(()).await;
}

#[rstest]
#[tokio::test]
#[timeout(LIMIT)]
async fn e_blocks_then_waits() {
    thread::sleep(LONG);
    yield_now().await;
}

#[rstest]
#[tokio::test(start_paused = true)]
#[timeout(LIMIT)]
async fn f_an_hour_of_a_paused_clock() {
    tokio::time::sleep(Duration::from_secs(3600)).await;
}
EOF
cargo test --quiet --no-run
cargo test --quiet -- --format=pretty 2>&1 | grep '^test [a-f]_' | sort > seen || true
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
