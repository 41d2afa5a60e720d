//! Every claim that is written is registered, with every row of its table. rstest drops rows in silence when an
//! attribute is in the wrong place or the library is not compiled with `--cfg test`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, FnArg, ItemFn, Token};

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests' folder").to_owned()
}

/// `KATA::LEVEL::CLAIM` and how many rows it has, for all files of claims.
fn written() -> BTreeMap<String, usize> {
    let mut written = BTreeMap::new();
    for kata in folders(&tests()) {
        let name = file_name(&kata);
        for path in files(&kata).into_iter().filter(|path| !["lib", "main"].contains(&&*file_stem(path))) {
            let text =
                fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            for (claim, rows) in claims_in(&file) {
                written.insert(format!("{name}::{}::{claim}", file_stem(&path)), rows);
            }
        }
    }
    written
}

/// The katas' packages: they have a file `bridge/…` for each level.
fn folders(within: &Path) -> Vec<PathBuf> {
    entries(within).into_iter().filter(|path| path.join("bridge").is_dir()).collect()
}

fn files(within: &Path) -> Vec<PathBuf> {
    entries(within).into_iter().filter(|path| path.extension().is_some_and(|it| it == "rs")).collect()
}

fn entries(within: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(within).unwrap_or_else(|error| panic!("{}: {error}", within.display()));
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

fn file_stem(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

/// The functions of a file that are tests in any way, and how many claims each should become.
fn claims_in(file: &syn::File) -> Vec<(String, usize)> {
    let functions = file.items.iter().filter_map(|item| match item {
        syn::Item::Fn(function) => Some(function),
        _ => None,
    });
    let is_a_test = |function: &&ItemFn| {
        function.attrs.iter().any(|it| is(it, "claim") || is(it, "rstest") || is(it, "case") || is_test(it))
    };
    functions.filter(is_a_test).map(|function| (function.sig.ident.to_string(), rows(function))).collect()
}

fn rows(function: &ItemFn) -> usize {
    let cases = function.attrs.iter().filter(|it| is(it, "case")).count().max(1);
    let attributes = function.sig.inputs.iter().flat_map(|argument| match argument {
        FnArg::Typed(argument) => &argument.attrs[..],
        FnArg::Receiver(_) => &[],
    });
    let values = attributes.filter(|it| is(it, "values")).map(|it| {
        let list = it.parse_args_with(Punctuated::<Expr, Token![,]>::parse_terminated);
        list.expect("a list of values").len()
    });
    cases * values.product::<usize>()
}

fn is(attribute: &Attribute, name: &str) -> bool {
    attribute.path().segments.first().is_some_and(|segment| segment.ident == name)
}

fn is_test(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == "test")
}

/// `KATA::LEVEL::CLAIM` and how many claims are registered under it.
fn registered() -> BTreeMap<String, usize> {
    let mut registered = BTreeMap::new();
    for claim in registry::claims() {
        let name: Vec<&str> = claim.id.split("::").take(3).collect();
        *registered.entry(name.join("::")).or_default() += 1;
    }
    registered
}

#[test]
fn every_claim_is_registered_with_all_its_rows() {
    let (written, registered) = (written(), registered());
    assert!(written.len() > 500, "only {} claims are found in the sources", written.len());
    for (claim, rows) in &written {
        let count = registered.get(claim).copied().unwrap_or(0);
        assert_eq!(
            count, *rows,
            "{claim}: {rows} written, {count} registered. The order is #[rstest], its rows, #[claim], \
             #[tokio::test(…)]; the kata's Cargo.toml has build = \"../build.rs\""
        );
    }
    let ours = |claim: &&String| claim.starts_with("registry::");
    let unknown: Vec<&String> =
        registered.keys().filter(|claim| !written.contains_key(*claim) && !ours(claim)).collect();
    assert!(unknown.is_empty(), "registered, and written nowhere: {unknown:?}");
}

/// Two rows, of which the attribute's place lets one through.
mod misplaced {
    use rstest::rstest;
    use tokio_katas::probe::claim;

    #[rstest]
    #[case::first(1)]
    #[claim]
    #[tokio::test(start_paused = true)]
    #[case::second(2)]
    #[allow(dead_code)]
    async fn between_two_rows(#[case] number: u32) {
        assert!(number > 0);
    }
}

#[test]
fn a_lost_row_is_seen() {
    let source = "#[rstest] #[case::first(1)] #[claim] #[tokio::test] #[case::second(2)] async fn f(#[case] n: u32) {}";
    let file = syn::parse_file(source).expect("a function");
    assert_eq!(claims_in(&file), [("f".to_owned(), 2)]);
    let ours = registry::claims().filter(|claim| claim.id.contains("::misplaced::between_two_rows::"));
    assert_eq!(ours.count(), 1, "rstest gives both rows to the test now: the check above can go");
}

#[test]
fn values_multiply_the_rows() {
    let source = "#[rstest] #[case(1)] #[case(2)] #[claim] #[tokio::test] async fn f(#[case] n: u32, #[values(7, 8, 9)] m: u32) {}";
    assert_eq!(claims_in(&syn::parse_file(source).expect("a function")), [("f".to_owned(), 6)]);
}
