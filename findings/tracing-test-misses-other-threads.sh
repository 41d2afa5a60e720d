#!/usr/bin/env bash
# "Nothing was logged", in a test that logged.
#
# tracing-test =0.2.6, tracing =0.1.44, tokio =1.54.1 (rt-multi-thread, macros), rustc 1.95.
#
# #[traced_test] gives a test logs_contain("…"). For an error that is logged in spawn_blocking, in a
# thread, or in a task of a multi_thread runtime, logs_contain is false although the line is printed;
# for a task of a current_thread runtime it is true. The macro tells the lines of one test from those
# of another by a span around the test, and the current span belongs to a thread. An assertion that
# something was logged fails, which is noticed; `assert!(!logs_contain("error"))` passes whatever the
# task logs. Handing the span over (in_current_span, Span::in_scope) helps.
#
# Output seen:
#   a_task_of_a_current_thread_runtime
#     ERROR a_task_of_a_current_thread_runtime: logs: disk full
#     heard: true
#   b_task_of_a_multi_thread_runtime
#     ERROR logs: disk full
#     heard: false
#   c_the_same_in_the_current_span
#     ERROR c_the_same_in_the_current_span: logs: disk full
#     heard: true
#   d_spawn_blocking
#     ERROR logs: disk full
#     heard: false
#   e_spawn_blocking_in_the_current_span
#     ERROR e_spawn_blocking_in_the_current_span: logs: disk full
#     heard: true
#   f_thread
#     ERROR logs: disk full
#     heard: false
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
tokio = { version = "=1.54.1", features = ["rt-multi-thread", "macros"] }
tracing = "=0.1.44"
tracing-test = "=0.2.6"
EOF
mkdir src tests
touch src/lib.rs
cat > tests/logs.rs <<'EOF'
use tracing::{Instrument, Span, error};
use tracing_test::traced_test;

macro_rules! say {
    () => { println!("heard: {}", logs_contain("disk full")) };
}

#[traced_test]
#[tokio::test]
async fn a_task_of_a_current_thread_runtime() {
    tokio::spawn(async { error!("disk full") }).await.unwrap();
    say!();
}

#[traced_test]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn b_task_of_a_multi_thread_runtime() {
    tokio::spawn(async { error!("disk full") }).await.unwrap();
    say!();
}

#[traced_test]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn c_the_same_in_the_current_span() {
    tokio::spawn(async { error!("disk full") }.in_current_span()).await.unwrap();
    say!();
}

#[traced_test]
#[tokio::test]
async fn d_spawn_blocking() {
    tokio::task::spawn_blocking(|| error!("disk full")).await.unwrap();
    say!();
}

#[traced_test]
#[tokio::test]
async fn e_spawn_blocking_in_the_current_span() {
    let span = Span::current();
    tokio::task::spawn_blocking(move || span.in_scope(|| error!("disk full"))).await.unwrap();
    say!();
}

#[traced_test]
#[test]
fn f_thread() {
    std::thread::spawn(|| error!("disk full")).join().unwrap();
    say!();
}
EOF
cargo test --quiet --no-run
cargo test --quiet -- --nocapture --test-threads=1 --format=pretty 2>&1 |
  sed -E 's/\x1b\[[0-9;]*m//g; s/ \.\.\. /\n/' |
  sed -nE 's/^test ([a-f]_)/\1/p; s/^[0-9-]+T[0-9:.]+Z +/  /p; s/^heard/  heard/p' > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
