#!/usr/bin/env bash
# The most common error of async Rust has no error code.
#
# rustc 1.95 (edition 2024), --error-format=json, Python 3 to read it.
#
# A tool that explains compiler errors by their code (E0277: a trait is not implemented) finds nothing
# to look up for "future cannot be sent between threads safely": its code is null. The missing `Send`
# of the very same Rc is E0277 when the Rc is moved into a thread or is a task's output; inside an
# async block or async fn the code is gone. "lifetime may not live long enough", "captured variable
# cannot escape `FnMut` closure body" and an async closure that is not FnMut have no code either. A
# local that a spawned task borrows, on the other hand, has one of three: E0373 in a block, E0597 as
# an argument of an async fn, E0521 if it is a parameter.
#
# Output seen:
#   Rc moved into a thread                 E0277  `Rc<{integer}>` cannot be sent between threads safely
#   Rc is what a task gives back           E0277  `Rc<{integer}>` cannot be sent between threads safely
#   Rc captured by a task                  none   future cannot be sent between threads safely
#   Rc alive across an .await              none   future cannot be sent between threads safely
#   guard alive across an .await           none   future cannot be sent between threads safely
#   the same in an async fn                none   future cannot be sent between threads safely
#   the same in a Box of dyn Future + Send none   future cannot be sent between threads safely
#   a trait's async fn in a task           none   future cannot be sent between threads safely
#   a parameter, spawned                   E0277  `X` cannot be sent between threads safely
#   a parameter, awaited in a task         none   future cannot be sent between threads safely
#   local borrowed by a block              E0373  async block may outlive the current function, but it borro
#   local borrowed by an async fn          E0597  `s` does not live long enough
#   parameter borrowed by an async fn      E0521  borrowed data escapes outside of function
#   parameter in a Box of dyn Future       none   lifetime may not live long enough
#   closure that takes &str                none   lifetime may not live long enough
#   counter in a closure with a block      none   captured variable cannot escape `FnMut` closure body
#   counter in an async closure            none   async closure does not implement `FnMut` because it captur
set -euo pipefail
self=$(realpath "$0")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export CARGO_TARGET_DIR=$dir/target CARGO_TERM_COLOR=never RUST_BACKTRACE=0
echo 'toolchain.channel = "1.95.0"' > rust-toolchain.toml
cat > try.py <<'EOF'
import json
import subprocess

PRELUDE = """#![allow(unused)]
use std::{future::Future, pin::Pin, rc::Rc, sync::{Arc, Mutex}};
fn spawn<F>(f: F) where F: Future + Send + 'static, F::Output: Send {}
fn each<F: FnMut() -> R, R: Future>(f: F) {}
fn with_str<F: Fn(&str) -> R, R: Future>(f: F) {}
async fn tick() {}
async fn length(s: &str) -> usize { s.len() }
fn main() {}
"""
CASES = {
    "Rc moved into a thread": "fn f() { let r = Rc::new(1); std::thread::spawn(move || r); }",
    "Rc is what a task gives back": "fn f() { spawn(async { Rc::new(1) }); }",
    "Rc captured by a task": "fn f() { let r = Rc::new(1); spawn(async move { println!(\"{r}\"); }); }",
    "Rc alive across an .await": "fn f() { spawn(async { let r = Rc::new(1); tick().await; drop(r); }); }",
    "guard alive across an .await": "fn f(l: Arc<Mutex<i32>>) { spawn(async move { let g = l.lock().unwrap(); tick().await; }); }",
    "the same in an async fn": "async fn g() { let r = Rc::new(1); tick().await; drop(r); } fn f() { spawn(g()); }",
    "the same in a Box of dyn Future + Send": "fn f() -> Pin<Box<dyn Future<Output = ()> + Send>> { Box::pin(async { let r = Rc::new(1); tick().await; drop(r); }) }",
    "a trait's async fn in a task": "trait T { async fn go(&self); } fn f<X: T + Send + Sync + 'static>(x: X) { spawn(async move { x.go().await }); }",
    "a parameter, spawned": "fn f<X: Future<Output = ()> + 'static>(x: X) { spawn(x); }",
    "a parameter, awaited in a task": "fn f<X: Future<Output = ()> + 'static>(x: X) { spawn(async { x.await }); }",
    "local borrowed by a block": "fn f() { let s = String::new(); spawn(async { println!(\"{s}\"); }); }",
    "local borrowed by an async fn": "fn f() { let s = String::new(); spawn(length(&s)); }",
    "parameter borrowed by an async fn": "fn f(s: &str) { spawn(length(s)); }",
    "parameter in a Box of dyn Future": "fn f(s: &str) -> Pin<Box<dyn Future<Output = usize>>> { Box::pin(async move { s.len() }) }",
    "closure that takes &str": "fn f() { with_str(|s| async move { s.len() }); }",
    "counter in a closure with a block": "fn f() { let mut n = 0; each(|| async { n += 1; }); }",
    "counter in an async closure": "fn f() { let mut n = 0; each(async || { n += 1; }); }",
}
for name, code in CASES.items():
    with open("case.rs", "w") as file:
        file.write(PRELUDE + code)
    rustc = ["rustc", "--edition=2024", "--emit=metadata", "--error-format=json", "case.rs"]
    messages = subprocess.run(rustc, capture_output=True, text=True).stderr.splitlines()
    errors = [m for m in map(json.loads, messages) if m.get("level") == "error" and m["spans"]]
    code = (errors[0]["code"] or {}).get("code", "none")
    print(f"{name:39}{code:6} {errors[0]['message'][:58]}")
EOF
python3 try.py > seen
cat seen
sed -n '/^# Output seen:$/,/^set -/s/^#   //p' "$self" > expected
diff expected seen > changes || { echo "changed ('<' was expected, '>' was seen):"; cat changes; exit 1; } >&2
