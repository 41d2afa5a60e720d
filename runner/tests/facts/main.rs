//! What the lessons state as facts about Tokio, futures and Rust, tried against the real thing: Tokio
//! 1.54.1 and rustc 1.95 when this was written. A test here fails when such a sentence stops being true,
//! and then the sentence has to change.
//!
//! Each test quotes the sentence in its doc comment, and the quotation is compared with the lesson.

mod blocking;
mod cancel;
mod fanout;
mod future;
mod limit;
mod recover;
mod rustc;
mod select;
mod server;
mod shutdown;
mod state;
mod stream;
mod testing;
mod traits;

use std::fs;
use std::path::Path;
use std::time::Duration;

use syn::{Attribute, Expr, ExprLit, Item, Lit, Meta};
use tokio::time::Instant;

fn ms(number: u64) -> Duration {
    Duration::from_millis(number)
}

/// Milliseconds of virtual time since `start`.
fn ms_since(start: Instant) -> u128 {
    start.elapsed().as_millis()
}

/// Catches what `call` panics with.
fn panic_of<R>(call: impl FnOnce() -> R) -> Option<Box<dyn std::any::Any + Send>> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)).err()
}

/// The text of a panic.
fn text_of(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().cloned();
    text.or_else(|| Some(payload.downcast_ref::<&str>()?.to_string())).expect("a panic with a text")
}

#[test]
fn every_fact_is_quoted_as_its_lesson_states_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the kit");
    let here = root.join("runner/tests/facts");
    let mut facts = 0;
    let beside = fs::read_dir(&here).expect("a folder").map(|entry| entry.expect("an entry").path());
    // What needs axum and reqwest is where they are.
    for path in beside.chain([root.join("tests/kit/server_facts.rs")]) {
        if path.ends_with("main.rs") {
            continue;
        }
        let source = fs::read_to_string(&path).expect("text");
        for item in syn::parse_file(&source).expect("Rust").items {
            let Item::Fn(function) = item else { continue };
            let is_test = |attribute: &Attribute| {
                attribute.path().segments.last().is_some_and(|last| last.ident == "test")
            };
            if !function.attrs.iter().any(is_test) {
                continue;
            }
            let name = &function.sig.ident;
            let doc = doc(&function.attrs);
            let quotations = quotations(&doc);
            assert!(!quotations.is_empty(), "{}: {name} quotes no lesson", path.display());
            for (lesson, words) in quotations {
                let text = fs::read_to_string(root.join(lesson))
                    .unwrap_or_else(|error| panic!("{name} quotes {lesson}: {error}"));
                assert!(flat(&text).contains(words), "{lesson} no longer says what {name} tries: {words}");
            }
            facts += 1;
        }
    }
    assert!(facts >= 50, "only {facts} facts were found in {}", here.display());
}

/// The doc comment in one line.
fn doc(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    flat(&lines.collect::<Vec<_>>().join(" "))
}

/// `PATH.md: "words"`, as often as it is there.
fn quotations(doc: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = doc;
    while let Some((before, after)) = rest.split_once(": \"") {
        let path = before.rsplit(' ').next().unwrap_or_default();
        let (words, beyond) = after.split_once('"').expect("a quotation has an end");
        if path.ends_with(".md") {
            found.push((path, words));
        }
        rest = beyond;
    }
    found
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
