//! What the lessons and diagnoses say of the compiler, beyond the messages that `ui/*.stderr` pins.

use std::path::Path;
use std::process::Command;

/// What rustc says to a program: the first lines of its errors and warnings, or nothing.
fn said_to(program: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("program.rs");
    std::fs::write(&source, program).expect("a file");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--edition", "2024", "--emit", "metadata", "--out-dir"])
        .args([folder.path(), &source])
        // There rustup finds the kit's toolchain.
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .output()
        .expect("rustc runs");
    let said = String::from_utf8(output.stderr).expect("text");
    let heads = said.lines().filter(|line| line.starts_with("error") || line.starts_with("warning"));
    let summary = |line: &&str| !line.contains("aborting due to") && !line.contains(" emitted");
    heads.filter(summary).map(str::to_owned).collect()
}

const SEND: &str = "fn send<T: Send>(_: T) {} async fn later() {} ";

/// ui/guard_across_await.md: "rustc 1.95 still counts a guard that has been used until the end of its block"
/// ui/rc_across_await.md: "rustc counts it until the end of its block"
#[test]
fn a_dropped_variable_still_counts_once_it_was_borrowed() {
    let body = |inside: &str| format!("{SEND} fn main() {{ send(async {{ {inside} later().await; }}); }}");
    let not_send = ["error: future cannot be sent between threads safely"];
    for used in [
        "let lock = std::sync::Mutex::new(1); let mut count = lock.lock().unwrap(); *count += 1; drop(count);",
        "let name = std::rc::Rc::new(1); println!(\"{name}\"); drop(name);",
    ] {
        assert_eq!(said_to(&body(used)), not_send, "{used}");
        assert!(said_to(&body(&format!("{{ {used} }}"))).is_empty(), "in a block of its own: {used}");
    }
    assert!(said_to(&body("let name = std::rc::Rc::new(1); drop(name);")).is_empty(), "never borrowed");
}

/// ui/forgotten_await.md: "all silence this message, and none of them saves"
/// ui/forgotten_await.md: "The last at least earns a warning about an unused variable"
/// katas/future.md: "rustc warns (`unused_must_use`), but not about `let _ =`"
#[test]
fn what_silences_a_forgotten_await() {
    let with = |line: &str| said_to(&format!("async fn save(_: &str) {{}} fn main() {{ {line} }}"));
    assert_eq!(with("save(\"ada\");"), ["warning: unused implementer of `Future` that must be used"]);
    for silent in ["let _ = save(\"ada\");", "drop(save(\"ada\"));"] {
        assert!(with(silent).is_empty(), "{silent}");
    }
    assert_eq!(with("let saving = save(\"ada\");"), ["warning: unused variable: `saving`"]);
}

/// ui/recursion_needs_box.md: "E0733 is gone, and you get E0283"
#[test]
fn spawning_a_recursion_asks_in_a_circle() {
    let said = said_to(
        "fn spawn<F: Future + Send + 'static>(future: F) -> F { future }
         async fn countdown(from: u32) { if from > 0 { spawn(countdown(from - 1)).await; } }
         fn main() { drop(countdown(3)); }",
    );
    assert!(said.len() == 1 && said[0].starts_with("error[E0283]"), "{said:?}");
}

/// katas/fanout.md: "On stable Rust you cannot require the future of an `AsyncFn` to be `Send`"
/// katas/traits.md: "on stable Rust you cannot require the future of an `AsyncFn` to be `Send`"
#[test]
fn the_future_of_an_async_fn_has_no_bounds() {
    for bound in ["for<'a> F::CallRefFuture<'a>: Send", "F(..): Send"] {
        let said = said_to(&format!("pub fn run<F: AsyncFn(u8)>(_: F) where {bound} {{}} fn main() {{}}"));
        let unstable = ["E0658", "experimental", "unstable"];
        assert!(said.iter().any(|line| unstable.iter().any(|word| line.contains(word))), "{bound}: {said:?}");
    }
}

/// katas/state.md: "A std `MutexGuard` is not, and the compiler says so"
/// katas/state.md: "In a future that is never spawned it says nothing"
#[test]
fn only_a_spawned_future_has_to_be_send() {
    let held =
        "async { let lock = std::sync::Mutex::new(1); let guard = lock.lock(); later().await; drop(guard); }";
    let with = |call: &str| said_to(&format!("{SEND} fn main() {{ {call}({held}) }}"));
    assert_eq!(with("send"), ["error: future cannot be sent between threads safely"]);
    let silent = with("drop");
    assert!(
        silent.iter().all(|line| line.starts_with("warning: function `send` is never used")),
        "{silent:?}"
    );
}
