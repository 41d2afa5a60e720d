#!/usr/bin/env bash
# A scripted connection that does not enforce the order of its script.
#
# tokio-test =0.4.6, tokio =1.54.1 (rt, time, io-util, macros, test-util), current_thread, paused
# clock, rustc 1.95.
#
# tokio_test::io::Builder makes a connection from a script: write "ask 1", read "answer 1", write
# "ask 2", read "answer 2". Wrong bytes, an extra write, and a read or write left over all panic. The
# order is not checked: a write looks for its bytes further down the script and skips the reads in
# between. A client that sends both questions before it reads an answer, even in a single write,
# passes; a test that "it waits for the greeting before it speaks" cannot fail. (A wait in the script
# does hold a write back.) A read that comes too early is Pending.
#
# Nothing complains at the end about an error or a wait that was never reached, either: a test that
# "the client copes with a broken pipe" passes for a client that never writes. And a shutdown is not
# part of a script; writes after it are accepted.
#
# Output seen:
#   in turn                             no complaint
#   both questions, then both answers   no complaint
#   both questions in one write         no complaint
#   speaks before the greeting          no complaint
#   reads before it has asked           waits for ever
#   other bytes                         panic
#   one write more than scripted        panic
#   a write left over                   panic
#   a write_error left over             no complaint
#   a read_error left over              no complaint
#   a wait left over                    no complaint
#   a shutdown before the write         no complaint
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
tokio = { version = "=1.54.1", features = ["rt", "time", "io-util", "macros", "test-util"] }
tokio-test = "=0.4.6"
EOF
mkdir src
cat > src/main.rs <<'EOF'
use std::io::{ErrorKind, Result};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;
use tokio_test::io::{Builder, Mock};

/// Runs `client` on a connection with this script for an hour at most, then drops both.
async fn play(name: &str, script: &mut Builder, client: impl AsyncFnOnce(&mut Mock) -> Result<()> + 'static) {
    let mut mock = script.build();
    let local = tokio::task::LocalSet::new();
    let run = local.spawn_local(async move {
        let hour = Duration::from_secs(3600);
        match timeout(hour, client(&mut mock)).await {
            Ok(result) => result.unwrap(),
            Err(_) => {
                // Whether anything is left in the script is another question.
                std::mem::forget(mock);
                return "waits for ever";
            }
        }
        drop(mock);
        "no complaint"
    });
    println!("{name:36}{}", local.run_until(run).await.unwrap_or("panic"));
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    std::panic::set_hook(Box::new(|_| ()));
    let broken = || ErrorKind::BrokenPipe.into();
    let new = Builder::new;
    let dialogue = || {
        let mut script = new();
        script.write(b"ask 1").read(b"answer 1").write(b"ask 2").read(b"answer 2");
        script
    };
    let mut answer = [0; 8];
    play("in turn", &mut dialogue(), async move |io| {
        io.write_all(b"ask 1").await?;
        io.read_exact(&mut answer).await?;
        io.write_all(b"ask 2").await?;
        io.read_exact(&mut answer).await.map(drop)
    })
    .await;
    play("both questions, then both answers", &mut dialogue(), async move |io| {
        io.write_all(b"ask 1").await?;
        io.write_all(b"ask 2").await?;
        io.read_exact(&mut answer).await?;
        io.read_exact(&mut answer).await.map(drop)
    })
    .await;
    play("both questions in one write", &mut dialogue(), async move |io| {
        io.write_all(b"ask 1ask 2").await?;
        io.read_exact(&mut answer).await?;
        io.read_exact(&mut answer).await.map(drop)
    })
    .await;
    play("speaks before the greeting", new().read(b"greeting").write(b"name"), async move |io| {
        io.write_all(b"name").await?;
        io.read_exact(&mut answer).await.map(drop)
    })
    .await;
    play("reads before it has asked", &mut dialogue(), async move |io| {
        io.read_exact(&mut answer).await.map(drop)
    })
    .await;
    play("other bytes", new().write(b"ab"), async |io| io.write_all(b"xy").await).await;
    play("one write more than scripted", new().write(b"ab"), async |io| {
        io.write_all(b"ab").await?;
        io.write_all(b"c").await
    })
    .await;
    play("a write left over", new().write(b"ab"), async |_| Ok(())).await;
    play("a write_error left over", new().write_error(broken()), async |_| Ok(())).await;
    play("a read_error left over", new().read_error(broken()), async |_| Ok(())).await;
    play("a wait left over", new().wait(Duration::from_secs(1)), async |_| Ok(())).await;
    play("a shutdown before the write", new().write(b"ab"), async |io| {
        io.shutdown().await?;
        io.write_all(b"ab").await
    })
    .await;
}
EOF
cargo run --quiet > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
