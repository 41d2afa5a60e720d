#!/usr/bin/env bash
# A test that fails without a word.
#
# rayon =1.12.0, tokio =1.54.1 (rt-multi-thread, macros), rustc and cargo 1.95 (libtest).
#
# Two tests use rayon's global pool, and the second fails with an assert_eq! inside the pool. Run
# alone, it shows its message. Run after the first, it fails with no message, no location and no
# output. A thread of the pool inherits the output capture of the test that started it. What the
# second test prints in the pool, including its panic message, goes to the buffer of the first test,
# which has passed and is not shown; and rayon passes the panic on without printing it again.
#
# A Tokio runtime in a static does the same: what its tasks print is lost. The text of a panic survives
# there, because JoinError carries it; the line that failed does not.
#
# Output seen:
#   -- pool -- b_second
#   ---- b_second stdout ----
#   b_second, in the pool
#   thread '<unnamed>' panicked at tests/pool.rs:12:13:
#   assertion `left == right` failed: the sum
#     left: 2
#    right: 3
#   test result: FAILED. 0 passed; 1 failed; 0 ignored
#   -- pool --
#   test result: FAILED. 1 passed; 1 failed; 0 ignored
#   -- runtime -- b_second
#   ---- b_second stdout ----
#   b_second, in the runtime
#   thread 'tokio-rt-worker' panicked at tests/runtime.rs:16:9:
#   assertion `left == right` failed: the sum
#     left: 2
#    right: 3
#   thread 'b_second' panicked at tests/runtime.rs:18:28:
#   called `Result::unwrap()` on an `Err` value: JoinError::Panic(Id, "assertion `left == right` failed: the sum\n  left: 2\n right: 3", ...)
#   test result: FAILED. 0 passed; 1 failed; 0 ignored
#   -- runtime --
#   ---- b_second stdout ----
#   thread 'b_second' panicked at tests/runtime.rs:18:28:
#   called `Result::unwrap()` on an `Err` value: JoinError::Panic(Id, "assertion `left == right` failed: the sum\n  left: 2\n right: 3", ...)
#   test result: FAILED. 1 passed; 1 failed; 0 ignored
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
rayon = "=1.12.0"
tokio = { version = "=1.54.1", features = ["rt-multi-thread", "macros"] }
EOF
mkdir src tests
touch src/lib.rs
cat > tests/pool.rs <<'EOF'
#[test]
fn a_first() {
    assert_eq!(rayon::join(|| 1, || 2), (1, 2));
    rayon::scope(|s| s.spawn(|_| println!("a_first, in the pool")));
}

#[test]
fn b_second() {
    rayon::scope(|s| {
        s.spawn(|_| {
            println!("b_second, in the pool");
            assert_eq!(1 + 1, 3, "the sum");
        })
    });
}
EOF
cat > tests/runtime.rs <<'EOF'
use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(1).build().unwrap());

#[test]
fn a_first() {
    RUNTIME.block_on(RUNTIME.spawn(async {})).unwrap();
}

#[test]
fn b_second() {
    let task = RUNTIME.spawn(async {
        println!("b_second, in the runtime");
        assert_eq!(1 + 1, 3, "the sum");
    });
    RUNTIME.block_on(task).unwrap();
}
EOF
cargo test --quiet --no-run
show() {
  echo "-- $*"
  { cargo test --quiet --test "$@" --test-threads=1 2>&1 || true; } |
    sed -n '/ stdout ----$/,/^failures:$/p; /^test result/p' |
    sed -E '/^$/d; /^note: /d; /^failures:$/d; s/ \([0-9]+\) panicked/ panicked/; s/; [0-9]+ measured.*//; s/Id\([0-9]+\)/Id/'
}
{
  show pool -- b_second
  show pool --
  show runtime -- b_second
  show runtime --
} > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
