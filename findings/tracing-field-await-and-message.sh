#!/usr/bin/env bash
# An .await in a log line, and the task can no longer be spawned.
#
# tracing =0.1.44, log =0.4.33, tokio =1.54.1 (rt-multi-thread), rustc 1.95 (edition 2024).
#
# May an argument of a log macro contain an .await, in a task that is spawned? In println!, in log's
# macros and in the message of tracing's: yes. In a field, `info!(n = f().await)`: yes. In the same
# field with a message, `info!(n = f().await, "done")`: no, "future cannot be sent between threads
# safely", although the message is a literal. tracing builds the message first, as Arguments, and keeps
# it as a `&dyn Value` while the field awaits; neither is Send. A field followed by a second one that
# awaits fails in the same way. The error names macro internals (`$($rest)+`, `dyn Value`), nothing
# that the line contains. A `let` before the log line helps.
#
# Output seen:
#   can be spawned         println!("{}", f().await)
#   can be spawned         let _ = format!("{} {}", 1, f().await)
#   can be spawned         log::info!("{}", f().await)
#   can be spawned         tracing::info!("done: {}", f().await)
#   can be spawned         tracing::info!(n = f().await)
#   future cannot be sent  tracing::info!(n = f().await, "done")
#   future cannot be sent  tracing::info!(n = f().await, "done: {}", 1)
#   can be spawned         tracing::info!(n = f().await, text = "done")
#   future cannot be sent  tracing::info!(n = f().await, m = ?f().await)
#   can be spawned         let _ = tracing::info_span!("job", n = f().await)
#   can be spawned         let n = f().await; tracing::info!(n, "done")
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
log = "=0.4.33"
tokio = { version = "=1.54.1", features = ["rt-multi-thread"] }
tracing = "=0.1.44"
EOF
mkdir -p src/bin
n=0
try() {
  n=$((n + 1))
  cat > "src/bin/line_$(printf %02d $n).rs" <<EOF
// $1
async fn f() -> i32 { 7 }
fn main() {
    tokio::runtime::Runtime::new().unwrap().spawn(async { $1; });
}
EOF
}
try 'println!("{}", f().await)'
try 'let _ = format!("{} {}", 1, f().await)'
try 'log::info!("{}", f().await)'
try 'tracing::info!("done: {}", f().await)'
try 'tracing::info!(n = f().await)'
try 'tracing::info!(n = f().await, "done")'
try 'tracing::info!(n = f().await, "done: {}", 1)'
try 'tracing::info!(n = f().await, text = "done")'
try 'tracing::info!(n = f().await, m = ?f().await)'
try 'let _ = tracing::info_span!("job", n = f().await)'
try 'let n = f().await; tracing::info!(n, "done")'
cargo check --quiet --keep-going --message-format=short 2> errors || true
if grep -E '(^|: )error' errors | grep -vE 'future cannot be sent|could not compile'; then
  echo "another error than the one in question" >&2
  exit 2
fi
for file in src/bin/*.rs; do
  verdict="can be spawned"
  if grep -q "^$file.*future cannot be sent" errors; then verdict="future cannot be sent"; fi
  printf '%-23s%s\n' "$verdict" "$(head -1 "$file" | cut -c4-)"
done > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
