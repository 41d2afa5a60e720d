#!/usr/bin/env bash
# An async fn that spawns itself does not compile.
#
# rustc 1.95 (edition 2024), without other crates; `spawn` has the bounds of Tokio's.
#
# An async fn that awaits itself needs a Box: rustc says so, and Box::pin is the cure. One that spawns
# itself (a crawler: each page spawns the crawl of its links) has no infinite type, and still does not
# compile: E0283, "type annotations needed: cannot satisfy `impl Future<Output = ()>: Send`", although
# there is nothing to annotate. Whether the future is Send is asked while its own body is being
# checked. Box::pin does not help, and neither does a Box of dyn Future + Send. With an async block
# around the call the error is "future cannot be sent between threads safely", and no value is to
# blame; with two functions that spawn each other it is a third one.
#
# What helps is a signature that states the bound, `fn crawl(…) -> impl Future<Output = ()> + Send`
# (or such a Box) with an async block as its body, or an ordinary function in between, `fn start(…)
# { spawn(crawl(…)) }`.
#
# Output seen:
#   awaits itself                    error[E0733]: recursion in an async fn requires boxing
#   awaits itself in a Box           compiles
#   spawns itself                    error[E0283]: type annotations needed: cannot satisfy `impl Future<Output = ()>: Send`
#   spawns itself in a Box           error[E0283]: type annotations needed: cannot satisfy `impl Future<Output = ()>: Send`
#   in a Box of dyn Future + Send    error[E0283]: type annotations needed: cannot satisfy `impl Future<Output = ()>: Send`
#   in an async block                error: future cannot be sent between threads safely
#   two that spawn each other        error: cannot check whether the hidden type of opaque type satisfies auto traits
#   says that it is Send             compiles
#   a Box of it as the return type   compiles
#   an ordinary function between     compiles
set -euo pipefail
self=$(realpath "$0")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export CARGO_TARGET_DIR=$dir/target CARGO_TERM_COLOR=never RUST_BACKTRACE=0
echo 'toolchain.channel = "1.95.0"' > rust-toolchain.toml
try() {
  cat > case.rs <<EOF
#![allow(unused)]
use std::pin::Pin;
fn spawn<F>(f: F) where F: Future + Send + 'static, F::Output: Send + 'static {}
fn main() {}
$2
EOF
  verdict=$(rustc --edition=2024 --emit=metadata --error-format=short case.rs 2>&1 | sed -nE 's/: future created.*//; s/^case.rs[^ ]+ (error.*)/\1/p') || true
  printf '%-33s%s\n' "$1" "${verdict:-compiles}"
}
{
  try 'awaits itself' 'async fn crawl(n: u32) { if n > 0 { crawl(n - 1).await } }'
  try 'awaits itself in a Box' 'async fn crawl(n: u32) { if n > 0 { Box::pin(crawl(n - 1)).await } }'
  try 'spawns itself' 'async fn crawl(n: u32) { if n > 0 { spawn(crawl(n - 1)) } }'
  try 'spawns itself in a Box' 'async fn crawl(n: u32) { if n > 0 { spawn(Box::pin(crawl(n - 1))) } }'
  try 'in a Box of dyn Future + Send' 'async fn crawl(n: u32) { if n > 0 { let next: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(crawl(n - 1)); spawn(next) } }'
  try 'in an async block' 'async fn crawl(n: u32) { if n > 0 { spawn(async move { crawl(n - 1).await }) } }'
  try 'two that spawn each other' 'async fn page() { spawn(link()) } async fn link() { spawn(page()) }'
  try 'says that it is Send' 'fn crawl(n: u32) -> impl Future<Output = ()> + Send { async move { if n > 0 { spawn(crawl(n - 1)) } } }'
  try 'a Box of it as the return type' 'fn crawl(n: u32) -> Pin<Box<dyn Future<Output = ()> + Send>> { Box::pin(async move { if n > 0 { spawn(crawl(n - 1)) } }) }'
  try 'an ordinary function between' 'async fn crawl(n: u32) { if n > 0 { start(n - 1) } } fn start(n: u32) { spawn(crawl(n)) }'
} > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
