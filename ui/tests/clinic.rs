//! Holds every case of `cases.toml` to its message, and runs every cure.
//!
//! On the toolchain that `rust-toolchain.toml` names, messages are compared word for word. On every
//! toolchain the lasting part is: code, line and phrase, which the `//~` comments of a case name
//! (`support/expect.rs`). After an update of Rust or Tokio, `ui/bless` writes the messages anew.

mod support;

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;
use support::cases::{Case, cases};
use support::expect::{Expected, Finder};
use support::package::{Built, Package};
use support::{announce, read, root, run, toolchain};

mod word_for_word {
    use super::*;

    /// What rustc refuses: trybuild compares.
    #[test]
    fn rustc_says_what_is_pinned() {
        if let Err(other) = toolchain::pinned() {
            return announce(&format!("not compared word for word: {other}; see `lasting`"));
        }
        let refused = trybuild::TestCases::new();
        for case in cases_found_by(Finder::Rustc) {
            // Without this file trybuild would be content.
            assert!(blessing() || case.file("stderr").exists(), "{} has no message; run ui/bless", case.name);
            refused.compile_fail(format!("{}.rs", case.name));
        }
    }

    /// What rustc lets pass and Clippy does not.
    #[test]
    fn clippy_says_what_is_pinned() {
        if let Err(other) = toolchain::pinned() {
            return announce(&format!("not compared word for word: {other}; see `lasting`"));
        }
        for case in cases_found_by(Finder::Clippy) {
            let said = clippy(&case);
            let said: Vec<&str> = said.diagnostics.iter().filter_map(|one| one.rendered.as_deref()).collect();
            compare(&case, &said.concat());
        }
    }

    /// What compiles and panics.
    #[test]
    fn the_run_says_what_is_pinned() {
        if let Err(other) = toolchain::pinned() {
            return announce(&format!("not compared word for word: {other}; see `lasting`"));
        }
        for case in cases_found_by(Finder::TheRun) {
            compare(&case, &panic_of(&case));
        }
    }

    /// Compares with `CASE.stderr`, or writes it when trybuild would (`TRYBUILD=overwrite`).
    fn compare(case: &Case, said: &str) {
        let file = case.file("stderr");
        let said = format!("{}\n", portable(said).trim());
        if blessing() {
            return std::fs::write(file, said).expect("a file of this repository");
        }
        let pinned = std::fs::read_to_string(file).unwrap_or_default();
        let name = &case.name;
        assert!(
            said == pinned,
            "{name}\n\nEXPECTED\n{pinned}\nACTUAL\n{said}\nIf this is right, run ui/bless."
        );
    }

    fn blessing() -> bool {
        std::env::var("TRYBUILD").is_ok_and(|wish| wish == "overwrite")
    }
}

mod lasting {
    use super::*;

    /// Code, line and phrase of every case that rustc refuses.
    #[test]
    fn rustc_points_at_the_mistake() {
        judge(Finder::Rustc, |case, expected| expected.found_in(&checked(case).diagnostics));
    }

    /// What the other cases are about: rustc sees nothing wrong.
    #[test]
    fn rustc_says_nothing_where_clippy_or_the_run_does() {
        for case in cases_found_by(Finder::Clippy).into_iter().chain(cases_found_by(Finder::TheRun)) {
            let said = &checked(&case).diagnostics;
            assert!(said.is_empty(), "{}: rustc speaks now: {said:#?}", case.name);
        }
    }

    #[test]
    fn clippy_points_at_the_mistake() {
        judge(Finder::Clippy, |case, expected| expected.found_in(&clippy(case).diagnostics));
    }

    #[test]
    fn the_run_points_at_the_mistake() {
        judge(Finder::TheRun, |case, expected| {
            let said = panic_of(case);
            let place = format!("{}.rs:{}:", case.name, expected.line);
            match said.contains(&place) && said.contains(&expected.phrase) {
                true => Ok(()),
                false => Err(format!("expected  {} at {place}\nseen\n{said}", expected.describe())),
            }
        });
    }

    /// Judges every case of one kind, says what was checked, and fails only after the last.
    fn judge(finder: Finder, verdict: impl Fn(&Case, &Expected) -> Result<(), String>) {
        let mut wrong = Vec::new();
        for case in cases_found_by(finder) {
            let expected = expected(&case);
            let verdict = verdict(&case, &expected);
            let word = if verdict.is_ok() { "ok" } else { "FAILED" };
            announce(&format!("{:24} {} ... {word}", case.name, expected.describe()));
            wrong.extend(verdict.err().map(|what| format!("{}\n{what}", case.name)));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    }
}

/// Each cure is a whole program that asserts its own result: `cargo test --test clinic cures`.
mod cures {
    macro_rules! cures {
        ($($name:ident)*) => {
            pub const LIST: &[&str] = &[$(stringify!($name)),*];
            $(
                #[allow(non_snake_case)]
                mod $name {
                    include!(concat!("../cures/", stringify!($name), ".rs"));

                    #[test]
                    fn runs() {
                        main()
                    }
                }
            )*
        };
    }

    cures! {
        async_yields_async__await
        async_yields_async__direct
        await_outside_async__async
        await_outside_async__block_on
        blocking_in_async_block__await
        blocking_in_async_block__spawn_blocking
        borrowed_data_escapes__own
        borrowed_data_escapes__owned_parameter
        borrowed_not_static
        box_dyn_not_send
        dyn_async_trait__box
        dyn_async_trait__generic
        error_not_send__send
        error_not_send__text
        fnmut_captured_escapes__async_closure
        fnmut_captured_escapes__before
        forgotten_await
        guard_across_await__scope
        guard_across_await__tokio_mutex
        large_future__box
        large_future__vec
        let_underscore_future__await
        let_underscore_future__spawn
        moved_in_loop
        not_a_future__block
        not_a_future__spawn_blocking
        not_general_enough__collect
        not_general_enough__path
        oneshot_in_select_loop
        question_mark_in_async_block__function
        question_mark_in_async_block__named
        rc_across_await__arc
        rc_across_await__scope
        rc_not_send__arc
        rc_not_send__spawn_local
        recursion_needs_box
        refcell_across_await__briefly
        refcell_across_await__cell
        reference_not_static__join
        reference_not_static__own
        runtime_within_runtime__async
        runtime_within_runtime__handle
        select_not_unpin
        trait_future_not_send
        two_async_blocks__boxed
        two_async_blocks__one_block
        use_after_move__clone
        use_after_move__give_back
        watch_guard_across_await
    }

    #[test]
    fn every_cure_in_the_list_runs() {
        let mut listed: Vec<String> = super::cases().into_iter().flat_map(|case| case.cures).collect();
        listed.sort();
        assert_eq!(listed, LIST, "cases.toml and this file name the same cures");
    }
}

fn expected(case: &Case) -> Expected {
    Expected::of(&read(&case.file("rs")))
}

fn cases_found_by(finder: Finder) -> Vec<Case> {
    cases().into_iter().filter(|case| expected(case).finder == finder).collect()
}

static PACKAGE: LazyLock<Package> = LazyLock::new(|| {
    let programs: Vec<_> = cases().iter().map(|case| (case.name.clone(), case.file("rs"))).collect();
    Package::open("cases", &programs)
});

/// What `cargo check` says about a case. All are checked in one go.
fn checked(case: &Case) -> &'static Built {
    static CHECKED: LazyLock<BTreeMap<String, Built>> =
        LazyLock::new(|| PACKAGE.cargo(&["check", "--bins", "--keep-going"]));
    CHECKED.get(&case.name).unwrap_or_else(|| panic!("Cargo says nothing about {}", case.name))
}

fn clippy(case: &Case) -> Built {
    let mut said = PACKAGE.cargo(&["clippy", "--bin", &case.name]);
    said.remove(&case.name).unwrap_or_default()
}

/// What a case writes when it runs and panics.
fn panic_of(case: &Case) -> String {
    let mut built = PACKAGE.cargo(&["build", "--bin", &case.name]);
    let program = built.remove(&case.name).and_then(|built| built.executable);
    let ran = run::run(program.expect("this case compiles"), Duration::from_secs(20));
    assert_eq!(ran.status.and_then(|status| status.code()), Some(101), "it panics:\n{}", ran.stderr);
    ran.stderr
}

/// Takes out what differs from run to run and from machine to machine: the folder and the thread's number.
fn portable(said: &str) -> String {
    let said = said.replace(&format!("{}/ui/", root().display()), "");
    match said.split_once("thread 'main' (") {
        Some((before, after)) => {
            let (_number, after) = after.split_once(") ").expect("a closed bracket");
            format!("{before}thread 'main' {after}")
        }
        None => said,
    }
}
