//! Hints after rustc's errors that rustc cannot give: the clinic's case, a signature that is no longer the
//! stub's, a crate that a kata does not have.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{FnArg, ImplItem, Item, Signature};

use crate::kit::items;
use crate::kit::{self, Kata, Kit, read};
use crate::learner::clinic::cases;
use crate::learner::symptoms;
use crate::ui::output::{STRONG, WIDTH, fold, styled};

/// Lines to show after a compile error.
pub fn of_errors(kit: &Kit, kata: &Kata, said: &str) -> Vec<String> {
    let said = anstream::adapter::strip_str(said).to_string();
    let mut lines = Vec::new();
    lines.extend(signature(kit, kata, &said));
    lines.extend(foreign_crate(kit, kata, &said));
    lines.extend(pointer(kit, &said));
    lines
}

/// The clinic's case for the first of rustc's messages that has one.
pub fn pointer(kit: &Kit, said: &str) -> Option<String> {
    let said = anstream::adapter::strip_str(said).to_string();
    let case = messages(&said).find_map(|message| case(kit, message))?;
    Some(format!("what this means: {}", styled(STRONG, &format!("cargo kata clinic {case}"))))
}

// ------------------------------------------------------------------------------------ the clinic's case

/// How much of a case's message an error must share. The tests below pin it down: every case must be recognised,
/// and similar errors outside async code must not.
const ENOUGH: f64 = 0.7;

/// The case with the same message as `message`: the same first line, and most of the others.
fn case(kit: &Kit, message: &str) -> Option<String> {
    let here = Said::of(message);
    let mut best: Option<((f64, usize), String)> = None;
    for case in cases(kit).ok()? {
        let Ok(pinned) = read(&kit.root.join("ui").join(&case.name).with_extension("stderr")) else {
            continue;
        };
        let Some(there) = messages(&pinned).next().map(Said::of) else { continue };
        let shared = there.sentences.intersection(&here.sentences).count();
        let part = (1 + shared) as f64 / (1 + there.sentences.len()) as f64;
        // Tasks occur in many cases, so they tell nothing apart. A value that is moved outside of one may be any:
        // there the type tells.
        let task = |said: &Said| said.sentences.iter().any(|it| it.contains("coroutine"));
        let moved = here.headline.starts_with("error[E0382]");
        let other = task(&there) && !task(&here)
            || moved && !task(&there) && (task(&here) || !there.types.is_subset(&here.types));
        if there.headline != here.headline || part < ENOUGH || other {
            continue;
        }
        let fit = (part, there.types.intersection(&here.types).count());
        if best.as_ref().is_none_or(|(known, _)| fit > *known) {
            best = Some((fit, case.name));
        }
    }
    best.map(|(_, name)| name)
}

/// The single messages in rustc's output.
fn messages(said: &str) -> impl Iterator<Item = &str> {
    let begins = |line: &str| line.starts_with("error") || line.starts_with("warning");
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in said.split_inclusive('\n') {
        if begins(line) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([said.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| &said[start..end])
}

/// A message without the parts that differ from program to program.
struct Said {
    headline: String,
    sentences: BTreeSet<String>,
    /// The types that it names.
    types: BTreeSet<String>,
}

/// Lines that rustc prints for many errors, or not always.
const NOISE: [&str; 5] =
    ["the lint level is defined", "required by", "this error originates", "for more information", "`#["];

impl Said {
    fn of(message: &str) -> Said {
        // The program decides whether a lint is an error or a warning.
        let first = symptoms::headline(message);
        let headline = first.strip_prefix("error: ").or(first.strip_prefix("warning: ")).unwrap_or(&first);
        // The headline names the type unless it is an opaque `Future`.
        let unused = message.contains("note: futures do nothing unless you");
        let headline = if unused { "unused future" } else { headline };
        let lines = message.lines().skip(1).map(sentence);
        let lines =
            lines.filter(|line| line.contains(' ') && !NOISE.iter().any(|noise| line.starts_with(noise)));
        let quoted = message.split('`').skip(1).step_by(2);
        let words = quoted.flat_map(|text| text.split(|c: char| !c.is_alphanumeric() && c != '_'));
        let types = words.filter(|word| word.starts_with(char::is_uppercase)).map(str::to_owned).collect();
        Said {
            headline: headline.to_owned(),
            sentences: lines.map(|line| symptoms::headline(&line)).collect(),
            types,
        }
    }
}

/// The text of a line after its number, bars and marks; `None` if it shows code.
fn sentence(line: &str) -> String {
    let line = line.trim();
    for start in ["note: ", "help: ", "= note: ", "= help: "] {
        if let Some(rest) = line.strip_prefix(start) {
            return rest.to_owned();
        }
    }
    let Some(rest) = line.strip_prefix('|') else { return String::new() };
    let rest = rest.trim_start_matches([' ', '|', '_']);
    let marks = rest.len() - rest.trim_start_matches(['^', '-']).len();
    if marks == 0 { String::new() } else { rest[marks..].trim().to_owned() }
}

// ------------------------------------------------------------------------------------ the signature

/// The stub's signature, if the error is between the kata and its claims and the kata's signature differs.
fn signature(kit: &Kit, kata: &Kata, said: &str) -> Option<String> {
    let said = said.replace('\\', "/");
    let named = |level: &str| said.contains(&format!("tests/{}/bridge/{level}.rs", kata.name));
    let stub = read(&kit.stub_file(&kata.name)).ok()?;
    let yours = read(&kit.kata_file(&kata.name)).ok()?;
    let (stub_items, your_items) = (syn::parse_file(&stub).ok()?.items, syn::parse_file(&yours).ok()?.items);
    for level in kata.levels.iter().filter(|level| named(&level.name)) {
        let (was, is) = (signatures(&stub_items, &level.items()), signatures(&your_items, &level.items()));
        let changed = was.iter().find(|(name, was)| is.get(*name).is_none_or(|is| plain(is) != plain(was)));
        let Some((name, was)) = changed else { continue };
        let what = if is.contains_key(name) {
            "is no longer the stub's, which was"
        } else {
            "is missing; the stub's was"
        };
        let text = stub.get(was.span().byte_range())?;
        let text: Vec<String> = format!("pub {text}").lines().map(|line| format!("    {line}")).collect();
        return Some(format!(
            "{}\n\n{}",
            fold(&format!("the signature of `{name}` {what}"), WIDTH),
            text.join("\n")
        ));
    }
    None
}

/// The functions among the items called `names`, and the methods of those that are types.
fn signatures<'a>(items: &'a [Item], names: &[String]) -> BTreeMap<String, &'a Signature> {
    let wanted = |item: &&Item| items::name(item).is_some_and(|name| names.contains(&name));
    let mut found = BTreeMap::new();
    for item in items.iter().filter(wanted) {
        match item {
            Item::Fn(function) => drop(found.insert(function.sig.ident.to_string(), &function.sig)),
            Item::Impl(block) => {
                let of = items::name(item).unwrap_or_default();
                for method in &block.items {
                    if let ImplItem::Fn(method) = method {
                        found.insert(format!("{of}::{}", method.sig.ident), &method.sig);
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// A signature without its layout and parameter names.
fn plain(signature: &Signature) -> Vec<String> {
    let text = |span: Span| -> String {
        let text = span.source_text().unwrap_or_default();
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        text.replace(",>", ">").trim_end_matches(',').to_owned()
    };
    let input = |input: &FnArg| match input {
        FnArg::Typed(input) => text(input.ty.span()),
        FnArg::Receiver(receiver) => text(receiver.span()),
    };
    let Signature { asyncness, generics, inputs, output, .. } = signature;
    let bounds = generics.where_clause.as_ref().map(|clause| text(clause.span()));
    let head = [format!("{}", asyncness.is_some()), text(generics.span()), bounds.unwrap_or_default()];
    head.into_iter().chain(inputs.iter().map(input)).chain([text(output.span())]).collect()
}

// ------------------------------------------------------------------------------------ other crates

/// The crates that a kata has, if it uses another one.
fn foreign_crate(kit: &Kit, kata: &Kata, said: &str) -> Option<String> {
    let (_, rest) = said.split_once("use of unresolved module or unlinked crate `")?;
    let (wanted, _) = rest.split_once('`')?;
    let manifest = kit::manifest(&kit.claims(&kata.name)).ok()?;
    let dependencies = manifest.get("dependencies")?.as_table()?;
    // Crates that only the claims need are not listed.
    let ours = |name: &&String| {
        !name.starts_with("tokio-") && name.as_str() != "tokio" && name.as_str() != "futures"
    };
    let more = dependencies.keys().filter(ours).map(|name| format!(", {name}"));
    Some(fold(
        &format!(
            "a kata has std, tokio and futures{}; `{wanted}` is not among them",
            more.collect::<String>()
        ),
        WIDTH,
    ))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::pointer;
    use crate::kit::{Kit, read};
    use crate::learner::clinic::cases;

    fn kit() -> Kit {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner stands in the kit");
        Kit { root: root.to_owned(), katas: Vec::new() }
    }

    #[test]
    fn each_case_of_the_clinic_is_known_by_its_own_words() {
        let kit = kit();
        for case in cases(&kit).expect("the list") {
            let said = read(&kit.root.join("ui").join(&case.name).with_extension("stderr")).expect("pinned");
            if said.contains("panicked at") {
                continue;
            }
            let pointer = pointer(&kit, &said).unwrap_or_default();
            assert!(
                pointer.contains(&format!("cargo kata clinic {}\u{1b}", case.name)),
                "{}: {pointer}",
                case.name
            );
        }
    }

    /// The same code and sentence where no task and no future is about.
    #[test]
    fn an_error_of_another_kind_has_no_case() {
        let loan = "error[E0597]: `x` does not live long enough\n --> katas/fanout.rs:12:13\n  |\n\
            10 |     let r;\n   |         - borrow later stored here\n11 |     {\n12 |         r = &x;\n\
            \x20  |             ^^ borrowed value does not live long enough\n13 |     }\n   |     - `x` dropped here while still borrowed\n";
        let moved = "error[E0382]: borrow of moved value: `v`\n --> katas/fanout.rs:12:20\n  |\n\
            10 |     let v = vec![1];\n   |         - move occurs because `v` has type `Vec<i32>`, which does not implement the `Copy` trait\n\
            11 |     drop(v);\n   |          - value moved here\n12 |     println!(\"{v:?}\");\n   |                ^ value borrowed here after move\n";
        let types = "error[E0308]: mismatched types\n --> katas/fanout.rs:12:20\n  |\n12 |     1\n   |     ^ expected `String`, found integer\n";
        let dropped = "error[E0382]: use of moved value: `text`\n --> katas/fanout.rs:12:14\n  |\n\
            10 |     let text = String::new();\n   |         ---- move occurs because `text` has type `String`, which does not implement the `Copy` trait\n\
            11 |     for _ in 0..2 {\n   |     ------------- inside of this loop\n12 |         drop(text);\n   |              ^^^^ value moved here, in previous iteration of loop\n";
        for said in [loan, moved, types, dropped] {
            assert_eq!(pointer(&kit(), said), None, "{said}");
        }
    }

    /// A receiver of another kind, moved into the tasks of a loop: a clone cures it.
    #[test]
    fn what_tasks_take_in_a_loop_is_one_case_whatever_its_type() {
        for of in ["tokio::sync::watch::Receiver<u32>", "tokio::sync::oneshot::Receiver<u32>", "Vec<u8>"] {
            let said = format!(
                "error[E0382]: use of moved value: `rx`\n --> katas/fanout.rs:12:14\n  |\n10 |     let rx = make();\n   |         -- move occurs \
                 because `rx` has type `{of}`, which does not implement the `Copy` trait\n11 |     for _ in 0..2 {{\n   |     ------------- inside of \
                 this loop\n12 |         tokio::spawn(async move {{\n   |                      ^^^^^^^^^^ value moved here, in \
                 previous iteration of loop\n13 |             drop(rx);\n   |                  -- use occurs due to use in coroutine\n"
            );
            let pointer = pointer(&kit(), &said).unwrap_or_default();
            assert!(pointer.contains("cargo kata clinic moved_in_loop"), "{of}: {pointer}");
        }
    }
}
