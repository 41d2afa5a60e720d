//! What was built is looked at, not only what was written: without the list, and with `unsafe`, a right answer that
//! brings along more than the reference's program has is refused for that, whatever made it.

use crate::kit::{graded, level, reasons, reference, submission, write};

/// A function that does nothing, in a list of those that the loader calls.
macro_rules! listed {
    ($list:literal) => {
        concat!(
            "#[used]\n#[unsafe(link_section = \"",
            $list,
            "\")]\nstatic LISTED: extern \"C\" fn() = nothing;\n\nextern \"C\" fn nothing() {}"
        )
    };
}

/// What is brought along, and what is said of it. None of it does anything.
const BROUGHT: [(&str, &str, &str); 6] = [
    ("before_main", listed!(".init_array"), "code that runs before main"),
    ("early_before_main", listed!(".init_array.00001"), "code that runs before main"),
    ("after_main", listed!(".fini_array"), "code that runs after main"),
    (
        "section",
        "#[used]\n#[unsafe(link_section = \".mine\")]\nstatic MINE: u8 = 1;",
        "a section called .mine",
    ),
    (
        "name_of_c",
        "#[unsafe(no_mangle)]\npub extern \"C\" fn getchar() -> i32 {\n    0\n}",
        "a function or static that is called getchar for the linker",
    ),
    (
        "name_for_a_library",
        "#[used]\n#[unsafe(export_name = \"a_name_of_mine\")]\nstatic MINE: u8 = 1;",
        "a function or static that is called a_name_of_mine for the linker",
    ),
];

/// What people write, and what other names and sections of a program might come of.
const HONEST: &str = "
thread_local! {
    static CALLS: std::cell::Cell<u64> = const { std::cell::Cell::new(7) };
    static WORDS: std::cell::RefCell<Vec<String>> = std::cell::RefCell::new(vec![\"a\".to_owned()]);
}
#[used]
static TABLE: [u64; 512] = [3; 512];
static COUNT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
static LAZY: std::sync::LazyLock<std::collections::HashMap<String, f64>> =
    std::sync::LazyLock::new(|| [(\"pi\".to_owned(), 3.14_f64)].into());
#[repr(align(4096))]
struct Page([u8; 4096]);
static PAGE: Page = Page([0; 4096]);
#[global_allocator]
static SYSTEM: std::alloc::System = std::alloc::System;

fn odds_and_ends(number: u64) -> u64 {
    CALLS.with(|calls| calls.set(calls.get() + 1));
    let words = WORDS.with_borrow(|words| words.len() as u64);
    let wide = u128::from(number).pow(3) / 7 % 5 + (i128::from(number as i64) * 3) as u128;
    let real = (number as f64).sin().powi(3) % 2.5 + f64::from(number as f32).ln_1p().cbrt() + LAZY[\"pi\"].exp2();
    let caught = std::panic::catch_unwind(|| number.checked_div(number).unwrap()).unwrap_or(3);
    let last = PAGE.0[number as usize % 4096] as u64 + TABLE[number as usize % 512];
    std::hint::black_box(format!(\"{wide} {real:e} {caught} {words} {last} {:?}\", std::time::Duration::ZERO));
    COUNT.fetch_add(number, std::sync::atomic::Ordering::Relaxed);
    number
}
";

#[test]
fn what_was_built_is_no_more_than_the_kata() {
    let folder = tempfile::tempdir().expect("a folder");
    let answer = |name: &str, text: &str| write(&folder.path().join(name).join("katas/tiny.rs"), text);
    for (name, brought, _) in BROUGHT {
        answer(name, &format!("{}\n{brought}\n", reference()));
    }
    let called =
        reference().replace("numbers.iter().sum()", "numbers.iter().copied().map(odds_and_ends).sum()");
    assert!(called.contains("odds_and_ends"));
    answer("honest", &format!("{called}\n{HONEST}"));
    let path = folder.path().to_str().expect("text");
    let (code, grade) = graded(&[path, "--without-lints"]);
    assert_eq!(code, Some(1), "{grade:#}");
    for (name, _, said) in BROUGHT {
        for level in ["total", "pair"].map(|name_of| level(submission(&grade, name), name_of)) {
            assert_eq!(
                (reasons(level), &level["points"]),
                (vec!["forbidden_api".to_owned()], &0.into()),
                "{name}"
            );
            let message = level["claims"][0]["message"].as_str().expect("a message");
            assert_eq!(message, format!("katas/tiny.rs: not allowed in a graded kata: {said}"), "{name}");
        }
    }
    let honest = submission(&grade, "honest");
    assert_eq!(honest["points"], 5, "{honest:#}");

    // With the list, what is honest is the same, and the rest is refused for its `unsafe`, before anything is built.
    let (code, grade) = graded(&[path]);
    assert_eq!(code, Some(1), "{grade:#}");
    assert_eq!(submission(&grade, "honest")["points"], 5, "{:#}", submission(&grade, "honest"));
    for (name, ..) in BROUGHT {
        assert_eq!(reasons(level(submission(&grade, name), "total")), ["forbidden_api"], "{name}");
    }
}
