//! `#[claim]`, the kit's one attribute, and `run_kata!`. The claims of a kata are a library, compiled once and not
//! with every edit of the kata, and the compiler collects tests only from programs. For the kata `testing`, whose
//! program is built without the compiler's harness, `#[test]` and its like.

#![warn(missing_docs)]

mod checks;
mod tests_of_learners;

use proc_macro::TokenStream;
use proc_macro2::TokenStream as TokenStream2;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Attribute, Error, Expr, ExprLit, ItemFn, Lit, LitBool, LitStr, Meta, Result, ReturnType, Token,
    parse_macro_input,
};

/// The order that the attributes of a table must have.
const ORDER: &str = "the order is #[rstest], its rows (#[case…]), #[claim], #[tokio::test(…)]";

/// Registers the `#[tokio::test]` below it as a claim, to be run in a process of its own.
///
/// The body runs as `#[tokio::test]` would run it: on one thread, on a paused clock if the test says
/// `start_paused = true`, otherwise on the real one. A table is rstest's:
///
/// ```ignore
/// #[rstest]
/// #[case::one(1)]
/// #[case::two(2)]
/// #[claim]
/// #[tokio::test(start_paused = true)]
/// async fn it_waits(#[case] limit: usize) {}
/// ```
///
/// Options: `#[claim(alone)]` runs while no other claim does, `#[claim(unconstrained)]` without Tokio's
/// cooperative budget, `#[claim(stage)]` on a [stage](../tokio_katas/probe/fn.stage.html).
/// `#[claim(one_order = "WHY")]` states one order of what is ready in the same instant: `cargo kata explore` leaves it
/// out, and says why.
///
/// # Errors
/// A function that is not a claim does not compile, and the error says why: no `#[tokio::test]` below, a
/// row below, an argument without a table, an unknown option.
#[proc_macro_attribute]
pub fn claim(options: TokenStream, function: TokenStream) -> TokenStream {
    let function = parse_macro_input!(function as ItemFn);
    let options = parse_macro_input!(options with Punctuated::parse_terminated);
    expand(&options, function).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// Ends the main function in `tests/KATA/main.rs`: runs the claims on the kata, if the program was built in the
/// checkout in which it runs. It is a macro because that must be recorded where the kata is compiled, and a
/// procedural one because `macro_rules!` would carry its `$crate`, and so the probe, into every graded kata.
#[proc_macro]
pub fn run_kata(_: TokenStream) -> TokenStream {
    quote! {{
        // Makes Cargo rebuild the program in another checkout.
        const _: Option<&str> = option_env!("KATAS_CHECKOUT");
        #[cfg(feature = "solutions")]
        const TEXT: Option<&[u8]> = None;
        #[cfg(not(feature = "solutions"))]
        const TEXT: Option<&[u8]> =
            Some(include_bytes!(concat!("../../katas/", env!("CARGO_CRATE_NAME"), ".rs")));
        let package = env!("CARGO_MANIFEST_DIR");
        ::tokio_katas::probe::Origin { package, kata: env!("CARGO_CRATE_NAME"), text: TEXT }.run_claims()
    }}
    .into()
}

/// `#[tokio::test]` in the kata `testing`.
///
/// # Errors
/// A function that is not `async` does not compile.
#[proc_macro_attribute]
pub fn tokio_test(options: TokenStream, function: TokenStream) -> TokenStream {
    let function = parse_macro_input!(function as ItemFn);
    let options = parse_macro_input!(options with Punctuated::parse_terminated);
    tests_of_learners::tokio_test(&options, function).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// `#[test]` in the kata `testing`.
///
/// # Errors
/// An `async` function does not compile.
#[proc_macro_attribute]
pub fn plain_test(_: TokenStream, function: TokenStream) -> TokenStream {
    let function = parse_macro_input!(function as ItemFn);
    tests_of_learners::test(function).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// `#[rstest]` in the kata `testing`.
#[proc_macro_attribute]
pub fn rstest(options: TokenStream, function: TokenStream) -> TokenStream {
    let function = parse_macro_input!(function as ItemFn);
    tests_of_learners::rstest(&options.into(), &function).into()
}

fn expand(options: &Punctuated<Meta, Token![,]>, mut function: ItemFn) -> Result<TokenStream2> {
    let Options { alone, unconstrained, stage, one_order } = Options::read(options)?;
    let name = &function.sig.ident;
    let mut paused = None;
    let mut kept = Vec::new();
    for attribute in function.attrs.drain(..) {
        if is(&attribute, "rstest") || is(&attribute, "case") {
            return Err(Error::new_spanned(attribute, format!("a table is above its #[claim]: {ORDER}")));
        }
        match is_tokio_test(&attribute) {
            true => paused = Some(starts_paused(&attribute)?),
            false => kept.push(attribute),
        }
    }
    let Some(paused) = paused else {
        let what =
            format!("a claim is a Tokio test: #[tokio::test(start_paused = true)] below #[claim]; {ORDER}");
        return Err(Error::new(name.span(), what));
    };
    if function.sig.asyncness.is_none() {
        return Err(Error::new_spanned(
            &function.sig,
            "a claim is an `async fn`, as every #[tokio::test] is",
        ));
    }
    if let Some(argument) = function.sig.inputs.first() {
        let what = format!("a claim with arguments is a table, and needs #[rstest] above: {ORDER}");
        return Err(Error::new_spanned(argument, what));
    }
    if let ReturnType::Type(_, kind) = &function.sig.output {
        return Err(Error::new_spanned(kind, "a claim returns nothing: it passes if its checks pass"));
    }
    let statements = &function.block;
    let mut body = quote!(async move #statements);
    if unconstrained {
        body = quote!(::tokio::task::unconstrained(#body));
    }
    if stage {
        body = quote!(::tokio_katas::probe::stage(#body));
    }
    let one_order = match one_order {
        Some(why) => quote!(::core::option::Option::Some(#why)),
        None => quote!(::core::option::Option::None),
    };
    Ok(quote! {
        #(#kept)*
        fn #name() -> ::tokio_katas::probe::ClaimBody {
            ::std::boxed::Box::pin(#body)
        }

        ::tokio_katas::probe::submit! {
            ::tokio_katas::probe::Claim {
                id: ::core::concat!(::core::module_path!(), "::", ::core::stringify!(#name)),
                file: ::core::file!(),
                line: ::core::line!(),
                alone: #alone,
                paused: #paused,
                one_order: #one_order,
                body: #name,
            }
        }
    })
}

#[derive(Default)]
struct Options {
    alone: bool,
    unconstrained: bool,
    stage: bool,
    one_order: Option<LitStr>,
}

impl Options {
    fn read(given: &Punctuated<Meta, Token![,]>) -> Result<Options> {
        let mut options = Options::default();
        for option in given {
            match (option, option.path().get_ident().map(ToString::to_string).as_deref()) {
                (Meta::Path(_), Some("alone")) => options.alone = true,
                (Meta::Path(_), Some("unconstrained")) => options.unconstrained = true,
                (Meta::Path(_), Some("stage")) => options.stage = true,
                (_, Some("one_order")) => options.one_order = Some(reason(option)?),
                _ => {
                    let what =
                        "a claim has the options `alone`, `unconstrained`, `stage` and `one_order = \"WHY\"`";
                    return Err(Error::new_spanned(option, what));
                }
            }
        }
        Ok(options)
    }
}

/// The text behind `one_order =`.
fn reason(option: &Meta) -> Result<LitStr> {
    if let Meta::NameValue(pair) = option
        && let Expr::Lit(ExprLit { lit: Lit::Str(why), .. }) = &pair.value
        && !why.value().trim().is_empty()
    {
        return Ok(why.clone());
    }
    Err(Error::new_spanned(option, "say why the claim states one order: `one_order = \"WHY\"`"))
}

/// Whether the first part of the attribute's path is `name`: `case` in `#[case::one(1)]`.
fn is(attribute: &Attribute, name: &str) -> bool {
    attribute.path().segments.first().is_some_and(|segment| segment.ident == name)
}

fn is_tokio_test(attribute: &Attribute) -> bool {
    let path: Vec<String> =
        attribute.path().segments.iter().map(|segment| segment.ident.to_string()).collect();
    path == ["tokio", "test"]
}

/// Whether `#[tokio::test(…)]` asks for a paused clock.
fn starts_paused(attribute: &Attribute) -> Result<bool> {
    let mut paused = false;
    if let syn::Meta::List(_) = attribute.meta {
        attribute.parse_nested_meta(|argument| {
            if !argument.path.is_ident("start_paused") {
                return Err(Error::new(
                    argument.path.span(),
                    "a claim takes `start_paused` and no other argument",
                ));
            }
            paused = argument.value()?.parse::<LitBool>()?.value;
            Ok(())
        })?;
    }
    Ok(paused)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The compiler's message for `#[claim(options)]` on `function`; empty if it is a claim.
    fn said(options: &str, function: &str) -> String {
        let options = syn::parse::Parser::parse_str(Punctuated::parse_terminated, options).expect("options");
        let function = syn::parse_str(function).expect("a function");
        expand(&options, function).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_tokio_test_is_a_claim() {
        for (options, function) in [
            ("", "#[tokio::test] async fn it_waits() {}"),
            ("", "/// A story.\n#[tokio::test(start_paused = true)] async fn it_waits() {}"),
            ("one_order = \"it polls once\"", "#[tokio::test] async fn it_waits() {}"),
            ("alone, unconstrained, stage", "#[tokio::test(start_paused = false)] async fn it_waits() {}"),
        ] {
            assert_eq!(said(options, function), "", "{function}");
        }
    }

    #[test]
    fn what_is_no_claim_is_refused_in_words() {
        for (options, function, expected) in [
            (
                "",
                "async fn it_waits() {}",
                "a claim is a Tokio test: #[tokio::test(start_paused = true)] below #[claim]",
            ),
            ("", "#[test] fn it_waits() {}", "a claim is a Tokio test"),
            ("", "#[tokio::test] fn it_waits() {}", "a claim is an `async fn`"),
            (
                "",
                "#[tokio::test] #[rstest] #[case(1)] async fn f(#[case] n: u32) {}",
                "a table is above its #[claim]",
            ),
            (
                "",
                "#[tokio::test] #[case::one(1)] async fn f(#[case] n: u32) {}",
                "a table is above its #[claim]",
            ),
            ("", "#[tokio::test] async fn f(n: u32) {}", "a claim with arguments is a table"),
            ("", "#[tokio::test] async fn f() -> u32 { 1 }", "a claim returns nothing"),
            ("", "#[tokio::test(flavor = \"multi_thread\")] async fn f() {}", "a claim takes `start_paused`"),
            ("quietly", "#[tokio::test] async fn f() {}", "a claim has the options `alone`"),
            ("alone = \"yes\"", "#[tokio::test] async fn f() {}", "a claim has the options `alone`"),
            ("one_order", "#[tokio::test] async fn f() {}", "say why the claim states one order"),
            ("one_order = \" \"", "#[tokio::test] async fn f() {}", "say why the claim states one order"),
        ] {
            let said = said(options, function);
            assert!(said.starts_with(expected), "{function}: {said}");
        }
    }
}
