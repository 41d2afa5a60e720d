#!/usr/bin/env bash
# A case that fails to compile only if another case passes.
#
# trybuild =1.0.122, cargo and rustc 1.95 (edition 2024), no other crates.
#
# A library rejects a pool of no workers at compile time, with `const { assert!(N > 0) }` in a generic
# function. `cargo build` of such a case fails. A trybuild test with only t.compile_fail reports
# "Expected test case to fail to compile, but it succeeded". With a t.pass of any other file in the
# same TestCases, the case fails to compile, as it should. trybuild runs `cargo check`, which does not
# evaluate the constants of generic code, unless it has something to run; then it uses `cargo build`
# for all cases. So a pinned error depends on the presence of an unrelated passing case, and filtering
# for the one case on the command line removes the passing one and turns the result around. (A warning
# in a passing case is shown, but is not a failure.)
#
# Output seen:
#   evaluation panicked: a pool of no workers
#   -- a_alone
#   test tests/ui/no_workers.rs ... error
#   Expected test case to fail to compile, but it succeeded.
#   test result: FAILED. 0 passed; 1 failed
#   -- b_beside_a_pass
#   test tests/ui/other.rs [should pass] ... ok
#   warning: unused variable: `unused`
#   test tests/ui/no_workers.rs [should fail to compile] ... ok
#   test result: ok. 1 passed; 0 failed
#   -- b_beside_a_pass trybuild=no_workers
#   test tests/ui/no_workers.rs ... error
#   Expected test case to fail to compile, but it succeeded.
#   test result: FAILED. 0 passed; 1 failed
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
trybuild = "=1.0.122"
EOF
mkdir -p src tests/ui
cat > src/lib.rs <<'EOF'
pub struct Pool<const WORKERS: usize>;

impl<const WORKERS: usize> Pool<WORKERS> {
    pub fn start() -> Self {
        const { assert!(WORKERS > 0, "a pool of no workers") };
        Pool
    }
}
EOF
echo 'fn main() { finding::Pool::<0>::start(); }' > tests/ui/no_workers.rs
echo 'fn main() { let unused = 1; }' > tests/ui/other.rs
cat > tests/ui.rs <<'EOF'
#[test]
fn a_alone() {
    trybuild::TestCases::new().compile_fail("tests/ui/no_workers.rs");
}

#[test]
fn b_beside_a_pass() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/other.rs");
    cases.compile_fail("tests/ui/no_workers.rs");
}
EOF
# Which text rustc has for the case is no part of this: the first run writes it down.
TRYBUILD=overwrite cargo test --quiet --test ui b_beside_a_pass > first 2>&1 || { cat first; exit 2; }
grep -o 'evaluation panicked: .*' tests/ui/no_workers.stderr > seen
show() {
  echo "-- $*"
  { cargo test --quiet --test ui -- "$@" 2>&1 || true; } | sed -E 's/\x1b\[[0-9;]*m//g' |
    grep -E '^(test tests/ui|Expected|warning: unused|test result)' | sed -E 's/; 0 ignored.*//' | uniq
}
{
  show a_alone
  show b_beside_a_pass
  show b_beside_a_pass trybuild=no_workers
} >> seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
