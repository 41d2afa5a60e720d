#!/usr/bin/env bash
# Where await_holding_lock sees a guard, and where it does not.
#
# rustc and clippy 1.95 (edition 2024), tokio =1.54.1 (rt, macros), async-stream =0.3.6.
#
# clippy's await_holding_lock looks at the type of what is alive across an .await, and only at the
# outermost type. It finds std guards in places where one might not expect it to: returned by a helper
# function, taken as a parameter, inside other crates' macros (select!, join!, stream!, where even a
# `yield` counts as an .await), and as an unnamed temporary (in a `for`, an `if let`, an argument). It
# misses a plain `let g = m.lock();` whose Result is not unwrapped, lock().ok(), a guard in a tuple, a
# Vec or a struct, and a guard bound by a macro_rules! of the same crate. The lock is held just as
# long in all of these. rustc refuses to spawn them (not Send), but under block_on, in a LocalSet or in
# a #[tokio::test] they compile without a warning.
#
# Output seen:
#   seen      let g = m.lock().unwrap(); tick().await; drop(g);
#   seen      let g = helper(m); tick().await; drop(g);
#   seen      tick().await; drop(g);
#   seen      let Ok(g) = m.lock() else { return }; tick().await; drop(g);
#   seen      let (g, n) = (m.lock().unwrap(), 1); save(n).await; drop(g);
#   seen      tokio::select! { _ = tick() => { let g = m.lock().unwrap(); tick().await; drop(g) } }
#   seen      let g = m.lock().unwrap(); tokio::join!(tick(), tick()); drop(g);
#   seen      drop(async_stream::stream! { let g = m.lock().unwrap(); yield g.len(); });
#   seen      for i in m.lock().unwrap().iter() { save(*i).await }
#   seen      if let Some(i) = m.lock().unwrap().pop() { save(i).await }
#   seen      show(&m.lock().unwrap()).await
#   not seen  let g = m.lock(); tick().await; drop(g);
#   not seen  let g = m.lock().ok(); tick().await; drop(g);
#   not seen  let g = (m.lock().unwrap(), 1); tick().await; drop(g);
#   not seen  let g = vec![m.lock().unwrap()]; tick().await; drop(g);
#   not seen  let g = Holder(m.lock().unwrap()); tick().await; drop(g.0);
#   not seen  locked!(m, tick().await)
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
async-stream = "=0.3.6"
tokio = { version = "=1.54.1", features = ["rt", "macros"] }
EOF
mkdir src
cat > src/lib.rs <<'EOF'
#![allow(dead_code, clippy::single_match, clippy::useless_vec)]
use std::sync::{Mutex, MutexGuard};

type Lock = Mutex<Vec<i32>>;
async fn tick() {}
async fn save(_: i32) {}
async fn show(_: &[i32]) {}
fn helper(m: &Lock) -> MutexGuard<'_, Vec<i32>> { m.lock().unwrap() }
struct Holder<'a>(MutexGuard<'a, Vec<i32>>);
macro_rules! locked { ($m:ident, $body:expr) => {{ let g = $m.lock().unwrap(); $body; drop(g); }} }

async fn f01(m: &Lock) { let g = m.lock().unwrap(); tick().await; drop(g); }
async fn f02(m: &Lock) { let g = helper(m); tick().await; drop(g); }
async fn f03(g: MutexGuard<'_, i32>) { tick().await; drop(g); }
async fn f04(m: &Lock) { let Ok(g) = m.lock() else { return }; tick().await; drop(g); }
async fn f05(m: &Lock) { let (g, n) = (m.lock().unwrap(), 1); save(n).await; drop(g); }
async fn f06(m: &Lock) { tokio::select! { _ = tick() => { let g = m.lock().unwrap(); tick().await; drop(g) } } }
async fn f07(m: &Lock) { let g = m.lock().unwrap(); tokio::join!(tick(), tick()); drop(g); }
fn f08(m: &Lock) { drop(async_stream::stream! { let g = m.lock().unwrap(); yield g.len(); }); }
async fn f09(m: &Lock) { for i in m.lock().unwrap().iter() { save(*i).await } }
async fn f10(m: &Lock) { if let Some(i) = m.lock().unwrap().pop() { save(i).await } }
async fn f11(m: &Lock) { show(&m.lock().unwrap()).await }
async fn f12(m: &Lock) { let g = m.lock(); tick().await; drop(g); }
async fn f13(m: &Lock) { let g = m.lock().ok(); tick().await; drop(g); }
async fn f14(m: &Lock) { let g = (m.lock().unwrap(), 1); tick().await; drop(g); }
async fn f15(m: &Lock) { let g = vec![m.lock().unwrap()]; tick().await; drop(g); }
async fn f16(m: &Lock) { let g = Holder(m.lock().unwrap()); tick().await; drop(g.0); }
async fn f17(m: &Lock) { locked!(m, tick().await) }
EOF
cargo clippy --quiet --message-format=short 2> warnings
grep -n '^\(async \)\?fn f[01]' src/lib.rs | while IFS=: read -r line code; do
  verdict="not seen"
  if grep -q "^src/lib.rs:$line:.*held across an await" warnings; then verdict="seen"; fi
  printf '%-10s%s\n' "$verdict" "$(sed 's/^[^{]*{ //; s/ }$//' <<< "$code")"
done > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
