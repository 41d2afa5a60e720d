//! `#[test]`, `#[tokio::test]` and `#[rstest]` as the kata `testing` sees them. Its program is built without the
//! compiler's own harness, and tests vanish there. Here each registers itself, and the claims run it on one answer
//! after the other.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, Error, Expr, ExprLit, FnArg, ItemFn, Lit, Meta, Result, Token};

use crate::checks::{checks, words};

/// A `#[tokio::test(…)]`.
pub fn tokio_test(options: &Punctuated<Meta, Token![,]>, function: ItemFn) -> Result<TokenStream> {
    if function.sig.asyncness.is_none() {
        return Err(Error::new_spanned(function.sig.fn_token, "a #[tokio::test] is an `async fn`"));
    }
    let clock = if option(options, "start_paused").is_some_and(|value| is(value, "true")) {
        quote!(Paused)
    } else if option(options, "flavor").is_some_and(|value| !is(value, "\"current_thread\"")) {
        quote!(Threads)
    } else if words(&function.block.to_token_stream()).iter().any(|word| word == "pause") {
        // It stops the clock itself.
        quote!(Own)
    } else {
        quote!(Real)
    };
    let name = &function.sig.ident;
    let failure = quote!(::own_tests::Ended::failure(#name().await));
    let body = quote!(::own_tests::Body::Async(|| ::std::boxed::Box::pin(async { #failure })));
    Ok(registered(function, &clock, &body))
}

/// A plain `#[test]`.
pub fn test(function: ItemFn) -> Result<TokenStream> {
    if let Some(keyword) = &function.sig.asyncness {
        return Err(Error::new_spanned(keyword, "an async test is a #[tokio::test]"));
    }
    let name = &function.sig.ident;
    let body = quote!(::own_tests::Body::Plain(|| ::own_tests::Ended::failure(#name())));
    Ok(registered(function, &quote!(None), &body))
}

/// A table: how many rows it has in the source, and the table itself, which rstest makes tests of.
pub fn rstest(options: &TokenStream, function: &ItemFn) -> TokenStream {
    let name = &function.sig.ident;
    let rows = rows(function);
    let checks = checks(function);
    quote! {
        #[::rstest::original::rstest(#options)]
        #function

        const _: () = {
            #[::own_tests::linkme::distributed_slice(::own_tests::TABLES)]
            #[linkme(crate = ::own_tests::linkme)]
            static TABLE: ::own_tests::Table = ::own_tests::Table {
                path: ::core::concat!(::core::module_path!(), "::", ::core::stringify!(#name)),
                rows: #rows,
                checks: #checks,
            };
        };
    }
}

/// The function without what makes it a test, and its entry in the list of tests.
fn registered(mut function: ItemFn, clock: &TokenStream, body: &TokenStream) -> TokenStream {
    let checks = checks(&function);
    let todo = words(&function.block.to_token_stream()).iter().any(|word| word == "todo");
    let ignored = function.attrs.iter().any(|it| it.path().is_ident("ignore"));
    let panics = match function.attrs.iter().find(|it| it.path().is_ident("should_panic")) {
        Some(attribute) => {
            let text = panics_with(attribute);
            quote!(::core::option::Option::Some(#text))
        }
        None => quote!(::core::option::Option::None),
    };
    function.attrs.retain(|it| !it.path().is_ident("ignore") && !it.path().is_ident("should_panic"));
    let name = &function.sig.ident;
    quote! {
        #function

        const _: () = {
            #[::own_tests::linkme::distributed_slice(::own_tests::TESTS)]
            #[linkme(crate = ::own_tests::linkme)]
            static TEST: ::own_tests::Test = ::own_tests::Test {
                path: ::core::concat!(::core::module_path!(), "::", ::core::stringify!(#name)),
                line: ::core::line!(),
                clock: ::own_tests::Clock::#clock,
                ignored: #ignored,
                panics: #panics,
                checks: #checks,
                todo: #todo,
                body: #body,
            };
        };
    }
}

/// The text of `#[should_panic(expected = "…")]`; empty if any will do.
fn panics_with(attribute: &Attribute) -> String {
    let mut text = String::new();
    if let Meta::NameValue(pair) = &attribute.meta {
        text = literal(&pair.value).unwrap_or_default();
    } else if let Meta::List(_) = attribute.meta {
        let _ = attribute.parse_nested_meta(|option| {
            text = literal(&option.value()?.parse()?).unwrap_or_default();
            Ok(())
        });
    }
    text
}

fn literal(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

fn option<'a>(options: &'a Punctuated<Meta, Token![,]>, name: &str) -> Option<&'a Expr> {
    options.iter().find_map(|option| match option {
        Meta::NameValue(pair) if pair.path.is_ident(name) => Some(&pair.value),
        _ => None,
    })
}

fn is(value: &Expr, text: &str) -> bool {
    quote!(#value).to_string() == text
}

/// How many tests a table stands for: its rows, times the values of its arguments. 0 if that cannot be told.
fn rows(function: &ItemFn) -> usize {
    let named = |attribute: &Attribute, name: &str| {
        attribute.path().segments.first().is_some_and(|segment| segment.ident == name)
    };
    let cases = function.attrs.iter().filter(|it| named(it, "case")).count().max(1);
    let arguments = function.sig.inputs.iter().flat_map(|argument| match argument {
        FnArg::Typed(argument) => &argument.attrs[..],
        FnArg::Receiver(_) => &[],
    });
    arguments.fold(cases, |rows, attribute| match attribute.meta.require_list() {
        Ok(list) if named(attribute, "values") => {
            let values = list.parse_args_with(Punctuated::<Expr, Token![,]>::parse_terminated);
            rows * values.map_or(0, |values| values.len())
        }
        Ok(_) if named(attribute, "files") => 0,
        _ => rows,
    })
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    fn function(source: &str) -> ItemFn {
        syn::parse_str(source).expect("a function")
    }

    #[test]
    fn rows_are_counted_wherever_an_attribute_is() {
        for (source, expected) in [
            ("fn f() {}", 1),
            ("#[case(1)] #[case::two(2)] fn f(#[case] n: u32) {}", 2),
            ("#[tokio::test] #[case(1)] #[case(2)] async fn f(#[case] n: u32) {}", 2),
            ("#[case(1)] #[case(2)] fn f(#[case] n: u32, #[values(7, 8, 9)] m: u32) {}", 6),
            ("fn f(#[files(\"*.txt\")] path: PathBuf) {}", 0),
        ] {
            assert_eq!(rows(&function(source)), expected, "{source}");
        }
    }

    /// The clock that a test is registered with.
    #[test]
    fn the_clock_is_what_the_test_asks_for() {
        for (options, body, expected) in [
            ("start_paused = true", "", "Paused"),
            ("", "", "Real"),
            ("start_paused = false", "", "Real"),
            ("flavor = \"multi_thread\", worker_threads = 2", "", "Threads"),
            ("flavor = \"current_thread\"", "", "Real"),
            ("", "tokio::time::pause();", "Own"),
        ] {
            let options =
                syn::parse::Parser::parse_str(Punctuated::parse_terminated, options).expect("options");
            let made = tokio_test(&options, function(&format!("async fn f() {{ {body} }}"))).expect("a test");
            assert!(made.to_string().contains(&format!("Clock :: {expected}")), "{made}");
        }
    }

    #[test]
    fn a_test_of_the_wrong_kind_is_refused_in_words() {
        let said = |made: Result<TokenStream>| made.expect_err("refused").to_string();
        assert_eq!(said(test(function("async fn f() {}"))), "an async test is a #[tokio::test]");
        assert_eq!(
            said(tokio_test(&Punctuated::new(), function("fn f() {}"))),
            "a #[tokio::test] is an `async fn`"
        );
    }

    #[test]
    fn should_panic_keeps_its_text() {
        for (attribute, expected) in [
            ("#[should_panic]", Some("")),
            ("#[should_panic(expected = \"too late\")]", Some("too late")),
            ("#[should_panic = \"too late\"]", Some("too late")),
        ] {
            let function = function(&format!("{attribute} fn f() {{}}"));
            assert_eq!(function.attrs.first().map(panics_with).as_deref(), expected);
        }
    }
}
