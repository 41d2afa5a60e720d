#!/usr/bin/env bash
# The first poll reverses the order of drops.
#
# rustc 1.95 (edition 2024), without other crates.
#
# A function drops its arguments from last to first. So does an async fn once its future has been
# polled, whether it is cancelled at its first .await or runs to its end. A future that is dropped
# before its first poll drops them from first to last, like the fields of a struct: the arguments are
# in the future, but the code that would bind them has not started. Async closures and methods (with
# self as the first argument) are the same. An async block has one order in all three cases, that in
# which it first mentions its variables.
#
# Where the order matters (a guard and what it guards, a permit and a connection), a task that is
# aborted before it has run, or a branch of a select! that was never polled, is a case of its own, and
# tests that poll the future do not cover it.
#
# Output seen:
#   fn:                               c b a
#   dropped before its first poll
#     async fn:                       a b c
#     async fn, a is self:            a b c
#     async closure:                  a b c
#     async block, mentions b, a, c:  b a c
#   cancelled at its .await
#     async fn:                       c b a
#     async fn, a is self:            c b a
#     async closure:                  c b a
#     async block, mentions b, a, c:  b a c
#   run to its end
#     async fn:                       c b a
#     async fn, a is self:            c b a
#     async closure:                  c b a
#     async block, mentions b, a, c:  b a c
set -euo pipefail
self=$(realpath "$0")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export CARGO_TARGET_DIR=$dir/target CARGO_TERM_COLOR=never RUST_BACKTRACE=0
echo 'toolchain.channel = "1.95.0"' > rust-toolchain.toml
cat > main.rs <<'EOF'
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

struct Noisy(&'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        print!(" {}", self.0);
    }
}

/// Pending once.
struct Once(bool);

impl Future for Once {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

fn plain(_a: Noisy, _b: Noisy, _c: Noisy) {}

async fn function(_a: Noisy, _b: Noisy, _c: Noisy) {
    Once(false).await;
}

fn block(a: Noisy, b: Noisy, c: Noisy) -> impl Future {
    async move {
        let _mentioned = (&b, &a, &c);
        Once(false).await;
    }
}

impl Noisy {
    async fn method(self, _b: Noisy, _c: Noisy) {
        Once(false).await;
    }
}

fn show(name: &str, future: impl Future, polls: usize) {
    print!("  {name:31}");
    let mut future = Box::pin(future);
    for _ in 0..polls {
        let _ = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    }
    drop(future);
    println!();
}

fn main() {
    let abc = || ["a", "b", "c"].map(Noisy);
    print!("{:33}", "fn:");
    let [a, b, c] = abc();
    plain(a, b, c);
    println!();
    let times = ["dropped before its first poll", "cancelled at its .await", "run to its end"];
    for (polls, when) in times.into_iter().enumerate() {
        println!("{when}");
        let closure = async |_a: Noisy, _b: Noisy, _c: Noisy| Once(false).await;
        let [a, b, c] = abc();
        show("async fn:", function(a, b, c), polls);
        let [a, b, c] = abc();
        show("async fn, a is self:", a.method(b, c), polls);
        let [a, b, c] = abc();
        show("async closure:", closure(a, b, c), polls);
        let [a, b, c] = abc();
        show("async block, mentions b, a, c:", block(a, b, c), polls);
    }
}
EOF
rustc --edition=2024 main.rs
./main > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
