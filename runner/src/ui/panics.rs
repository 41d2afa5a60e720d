//! Panics of this program are bugs in it. A user sees one sentence and never a backtrace, and work that does not
//! depend on what panicked continues.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::process::ExitCode;

use anyhow::{Error, anyhow};

use crate::ui::output::{BAD, note, styled};

thread_local! {
    /// Whether a panic on this thread ends in [`caught`], which reports it.
    static CAUGHT: Cell<bool> = const { Cell::new(false) };
    /// Where the last panic on this thread was.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Installs the hook: from now on a panic is reported in one sentence, whatever `RUST_BACKTRACE` says.
pub fn install() {
    panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let place = info.location().map(|place| format!("{}:{}", place.file(), place.line()));
        if CAUGHT.get() {
            PLACE.set(place);
        } else {
            tell(&words(info.payload(), place));
        }
    }));
}

/// Runs `work`. A panic becomes an error with the panic's message.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Error> {
    let before = CAUGHT.replace(true);
    // State that survives a panic is either behind a lock of ours or written in one piece.
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    CAUGHT.set(before);
    done.map_err(|payload| anyhow!(words(payload.as_ref(), PLACE.take())))
}

/// Does the work of a program. A panic in it is told in one sentence, and ends the program as an error does.
///
/// # Errors
/// Those of `work`.
pub fn guarded(work: impl FnOnce() -> Result<ExitCode, Error>) -> Result<ExitCode, Error> {
    caught(work).unwrap_or_else(|panic| {
        tell(&panic.to_string());
        Ok(ExitCode::from(2))
    })
}

/// Prints what a panic said, as the error that ends the program.
fn tell(panic: &str) {
    note(format!(
        "{} this is a bug in the kit, not in your code: {panic}; please report this line to where you \
         have the kit from",
        styled(BAD, "error:")
    ));
}

fn words(payload: &(dyn Any + Send), place: Option<String>) -> String {
    let said = payload.downcast_ref::<&str>().copied();
    let said = said.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let said = said.unwrap_or("without a word").lines().collect::<Vec<_>>().join(" ");
    let place = place.map(|place| format!(" at {}", place.replace('\\', "/"))).unwrap_or_default();
    format!("it panicked{place}: {said}")
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::process::{Command, ExitCode, exit};

    use super::{caught, guarded, install};

    #[test]
    fn a_panic_is_an_error_with_its_words() {
        assert_eq!(caught(|| 7).ok(), Some(7));
        let error = caught(|| panic!("a {}", "word")).expect_err("it panics").to_string();
        assert!(error.starts_with("it panicked") && error.ends_with(": a word"), "{error}");
        let inner = caught(|| caught(|| panic!("inner")).is_err());
        assert_eq!(inner.ok(), Some(true), "a panic ends where it is caught first");
    }

    /// What the test below starts as a program of its own.
    #[test]
    #[ignore = "it ends the process"]
    fn a_program_that_panics() {
        install();
        let code = guarded(|| panic!("one\ntwo")).ok();
        exit(if code == Some(ExitCode::from(2)) { 2 } else { 99 });
    }

    #[test]
    fn a_panic_is_one_sentence_and_no_backtrace() {
        let mut program = Command::new(env::current_exe().expect("this program"));
        program.args(["--exact", "ui::panics::tests::a_program_that_panics", "--ignored", "--nocapture"]);
        let output = program.env("RUST_BACKTRACE", "1").output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with("error: this is a bug in the kit") && said.contains(": one two;"), "{said}");
        assert!(said.contains("runner/src/ui/panics.rs:") && said.lines().count() == 1, "{said}");
    }
}
