#!/usr/bin/env bash
# A task that spawns its like: the crawler that does not compile.
#
# rustc 1.95 (edition 2024), without other crates; `spawn` has the bounds of Tokio's.
#
# An async fn that awaits itself needs a Box, which rustc says and Box::pin cures. One that *spawns*
# itself (a page spawns the crawl of its links) has no endless type, and does not compile either:
# E0283, "type annotations needed: cannot satisfy `impl Future: Send`", though there is nothing to
# annotate. Whether it is Send is asked while its own body is being checked. Box::pin does not help,
# nor a Box of dyn Future + Send. With an async block around the call the error is another one,
# "future cannot be sent between threads safely", and no line of the program is to blame for it;
# with two functions that spawn each other a third.
#
# What helps is a signature that says it: `fn crawl(…) -> impl Future<Output = ()> + Send` with an
# async block in it, or an ordinary function between, `fn start(…) { spawn(crawl(…)) }`.
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
  try 'an ordinary function between' 'async fn crawl(n: u32) { if n > 0 { start(n - 1) } } fn start(n: u32) { spawn(crawl(n)) }'
} > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
