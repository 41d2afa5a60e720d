#!/usr/bin/env bash
# A framed stream ends after an error, and then goes on.
#
# tokio-util =0.7.20 (codec), futures =0.3.34, tokio =1.54.1 (rt, macros), current_thread, rustc 1.95.
#
# LinesCodec with a maximum length reports a line that is too long, skips it and decodes the next one.
# FramedRead, the stream around it, returns None after each error before it goes on with the good
# lines. None is what the end of a stream looks like, so "skip the bad line" (filter_map with
# Result::ok, or `while let Some(line)` with a continue) silently stops at the first bad line, as if
# the peer had closed the connection. Only code that polls again after None gets the rest.
#
# A codec that puts the error into its Item (Item = Result<…>) does not have this.
#
# Output seen:
#   the decoder alone:
#     Ok(Some("one"))
#     Err(MaxLineLengthExceeded)
#     Ok(Some("two"))
#     Ok(Some("three"))
#   FramedRead, asked six times:
#     Some(Ok("one"))
#     Some(Err(MaxLineLengthExceeded))
#     None
#     Some(Ok("two"))
#     Some(Ok("three"))
#     None
#   filter_map(ok): ["one"]
#   with the error in the item: ["one", "two", "three"]
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
bytes = "1"
futures = { version = "=0.3.34", default-features = false, features = ["std"] }
tokio = { version = "=1.54.1", features = ["rt", "macros"] }
tokio-util = { version = "=0.7.20", features = ["codec"] }
EOF
mkdir src
cat > src/main.rs <<'EOF'
use bytes::BytesMut;
use futures::StreamExt;
use tokio_util::codec::{Decoder, FramedRead, LinesCodec, LinesCodecError};

const INPUT: &[u8] = b"one\na line too long\ntwo\nthree\n";

/// Hands each outcome on as an item, so that the stream has no error of its own.
struct Lenient(LinesCodec);

impl Decoder for Lenient {
    type Item = Result<String, LinesCodecError>;
    type Error = std::io::Error;

    fn decode(&mut self, input: &mut BytesMut) -> Result<Option<Self::Item>, Self::Error> {
        Ok(self.0.decode(input).transpose())
    }
}

fn lines() -> FramedRead<&'static [u8], LinesCodec> {
    FramedRead::new(INPUT, LinesCodec::new_with_max_length(8))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut codec = LinesCodec::new_with_max_length(8);
    let mut input = BytesMut::from(INPUT);
    println!("the decoder alone:");
    for _ in 0..4 {
        println!("  {:?}", codec.decode(&mut input));
    }
    let mut stream = lines();
    println!("FramedRead, asked six times:");
    for _ in 0..6 {
        println!("  {:?}", stream.next().await);
    }
    let kept: Vec<_> = lines().filter_map(async |line| line.ok()).collect().await;
    println!("filter_map(ok): {kept:?}");
    let lenient = FramedRead::new(INPUT, Lenient(LinesCodec::new_with_max_length(8)));
    let kept: Vec<_> = lenient.filter_map(async |line| line.unwrap().ok()).collect().await;
    println!("with the error in the item: {kept:?}");
}
EOF
cargo run --quiet > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
