//! The clinic as a kata: one test for each file in `katas/clinic`, which you cure.
//!
//! Each file is built and run by itself, so one that rustc still refuses hides no other. What a cured
//! file must do stands in `ui/checks/CASE.rs`.

mod support;

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::LazyLock;
use support::cases::{Case, cases};
use support::package::{Built, Package};
use support::treatment::{Patient, judge, message, ward};

macro_rules! treat {
    ($($case:ident)*) => {
        const LIST: &[&str] = &[$(stringify!($case)),*];
        $(
            #[test]
            fn $case() {
                treat(stringify!($case));
            }
        )*
    };
}

treat! {
    rc_not_send
    rc_across_await
    guard_across_await
    watch_guard_across_await
    box_dyn_not_send
    trait_future_not_send
    error_not_send
    not_general_enough
    borrowed_not_static
    reference_not_static
    borrowed_data_escapes
    use_after_move
    moved_in_loop
    oneshot_in_select_loop
    fnmut_captured_escapes
    forgotten_await
    let_underscore_future
    async_yields_async
    await_outside_async
    not_a_future
    blocking_in_async_block
    runtime_within_runtime
    refcell_across_await
    select_not_unpin
    recursion_needs_box
    large_future
    dyn_async_trait
    two_async_blocks
    question_mark_in_async_block
}

#[test]
fn every_case_can_be_treated() {
    let names: Vec<String> = cases().into_iter().map(|case| case.name).collect();
    assert_eq!(names, LIST, "cases.toml and this file name the same cases in the same order");
}

fn treat(case: &str) {
    let case = cases().into_iter().find(|one| one.name == case).expect("a case of cases.toml");
    for patient in patients(&case) {
        let verdict = judge(built(&patient));
        if let Some(message) = message(&patient, &verdict) {
            eprintln!("{message}");
            resume_unwind(Box::new("the message stands above")); // without a backtrace that buries it
        }
    }
}

/// Whom to judge: the learner's file, or with `--features solutions` every reference cure.
fn patients(case: &Case) -> Vec<Patient> {
    if cfg!(feature = "solutions") { Patient::answers("cured", case) } else { vec![Patient::kata(case)] }
}

/// A learner waits for one file only; the reference cures are built in one go.
fn built(patient: &Patient) -> Built {
    static WARD: LazyLock<Package> = LazyLock::new(|| {
        let patients: Vec<Patient> = cases().iter().flat_map(patients).collect();
        ward(if cfg!(feature = "solutions") { "cured" } else { "treat" }, &patients)
    });
    static ALL: LazyLock<BTreeMap<String, Built>> =
        LazyLock::new(|| WARD.cargo(&["build", "--bins", "--keep-going"]));
    if cfg!(feature = "solutions") {
        return ALL.get(&patient.name).cloned().unwrap_or_default();
    }
    WARD.cargo(&["build", "--bin", &patient.name]).remove(&patient.name).unwrap_or_default()
}
