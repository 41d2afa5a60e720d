#!/usr/bin/env bash
# When was the mock called?
#
# mockall =0.15.0, async-trait =0.1.92, tokio =1.54.1 (rt, macros), rustc 1.95 (edition 2024).
#
# A mock of a trait with an async fn, and `expect_save().times(1)`. A call whose future is dropped
# without an .await does not count (times(0) is content with it), and its place in a Sequence is that
# of its first poll, not of the call. This catches a forgotten .await. #[async_trait] behaves the same.
# The same trait written as `fn save(&self) -> impl Future + Send` (what an async fn desugars to, and
# how one adds `+ Send`) counts the call itself: a forgotten .await satisfies times(1), and the order
# is that of the calls. Adding `+ Send` to a trait changes what its mock proves.
#
# Output seen:
#   MockNative   times(1), the .await forgotten: complains
#   MockNative   times(0), the .await forgotten: content
#   MockNative   1 before 2, called 1, 2, awaited 2, 1: complains
#   MockBoxed    times(1), the .await forgotten: complains
#   MockBoxed    times(0), the .await forgotten: content
#   MockBoxed    1 before 2, called 1, 2, awaited 2, 1: complains
#   MockSpelled  times(1), the .await forgotten: content
#   MockSpelled  times(0), the .await forgotten: complains
#   MockSpelled  1 before 2, called 1, 2, awaited 2, 1: content
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
async-trait = "=0.1.92"
mockall = "=0.15.0"
tokio = { version = "=1.54.1", features = ["rt", "macros"] }
EOF
mkdir src
cat > src/main.rs <<'EOF'
use mockall::{Sequence, automock};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

#[automock]
trait Native {
    async fn save(&self, id: i32);
}

#[automock]
#[async_trait::async_trait]
trait Boxed {
    async fn save(&self, id: i32);
}

#[automock]
trait Spelled {
    fn save(&self, id: i32) -> impl Future<Output = ()> + Send;
}

fn says(story: impl AsyncFnOnce()) -> &'static str {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    match catch_unwind(AssertUnwindSafe(|| runtime.block_on(story()))) {
        Ok(()) => "content",
        Err(_) => "complains",
    }
}

macro_rules! stories {
    ($mock:ident, $($answer:tt)*) => {{
        let name = stringify!($mock);
        let forgot = says(async || {
            let mut mock = $mock::new();
            mock.expect_save().times(1).$($answer)*;
            drop(mock.save(1));
        });
        println!("{name:12} times(1), the .await forgotten: {forgot}");
        let never = says(async || {
            let mut mock = $mock::new();
            mock.expect_save().times(0).$($answer)*;
            drop(mock.save(1));
        });
        println!("{name:12} times(0), the .await forgotten: {never}");
        let order = says(async || {
            let (mut mock, mut order) = ($mock::new(), Sequence::new());
            for id in [1, 2] {
                mock.expect_save().withf(move |i| *i == id).times(1).in_sequence(&mut order).$($answer)*;
            }
            let (one, two) = (mock.save(1), mock.save(2));
            two.await;
            one.await;
        });
        println!("{name:12} 1 before 2, called 1, 2, awaited 2, 1: {order}");
    }};
}

fn main() {
    set_hook(Box::new(|_| ()));
    stories!(MockNative, return_const(()));
    stories!(MockBoxed, return_const(()));
    stories!(MockSpelled, returning(|_| Box::pin(async {})));
}
EOF
cargo run --quiet > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
