//! `#[probe::test]`, and what runs such tests. The claims are a library, so that they are compiled once and
//! not with every edit of a kata; the compiler collects `#[test]` only from a program, and so does what
//! builds on it (rstest).

use proc_macro::TokenStream;
use proc_macro2::{TokenStream as TokenStream2, TokenTree};
use quote::{format_ident, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, ItemFn, Meta, Result, Token, parse_macro_input};

/// A test in a library.
///
/// An async function is run like `#[tokio::test]`, with its arguments; another one like `#[test]`. `alone`
/// before them: nothing else runs at the same time. With `#[case::name(value, …)]` below, it becomes a test
/// for each case, `function::case_1_name`.
#[proc_macro_attribute]
pub fn test(arguments: TokenStream, function: TokenStream) -> TokenStream {
    let function = parse_macro_input!(function as ItemFn);
    expand(arguments.into(), function).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// The end of the main function in `tests/KATA/main.rs`: runs the claims on the kata, if the program is
/// that of the checkout in which it is run. A macro, since this must be noted where the kata is compiled.
#[proc_macro]
pub fn run_kata(_: TokenStream) -> TokenStream {
    quote! {{
        // Has Cargo build the program anew in another checkout.
        const _: Option<&str> = option_env!("KATAS_CHECKOUT");
        #[cfg(feature = "solutions")]
        const TEXT: Option<&[u8]> = None;
        #[cfg(not(feature = "solutions"))]
        const TEXT: Option<&[u8]> =
            Some(include_bytes!(concat!("../../katas/", env!("CARGO_CRATE_NAME"), ".rs")));
        let package = env!("CARGO_MANIFEST_DIR");
        ::tokio_katas::probe::Origin { package, kata: env!("CARGO_CRATE_NAME"), text: TEXT }.run_tests()
    }}
    .into()
}

fn expand(arguments: TokenStream2, mut function: ItemFn) -> Result<TokenStream2> {
    let mut rest = arguments.clone().into_iter();
    let alone = matches!(rest.next(), Some(TokenTree::Ident(word)) if word == "alone");
    let arguments = if alone { rest.skip(1).collect() } else { arguments };
    let (cases, others): (Vec<Attribute>, _) = function
        .attrs
        .drain(..)
        .partition(|it| it.path().segments.first().is_some_and(|it| it.ident == "case"));
    function.attrs = others;
    let (name, asyncness) = (function.sig.ident.clone(), function.sig.asyncness);
    let runtime = asyncness.map(|_| quote!(#[::tokio::main(flavor = "current_thread", #arguments)]));
    let submit = |name: &Ident| {
        quote! {
            ::tokio_katas::probe::submit! {
                ::tokio_katas::probe::Test {
                    path: concat!(module_path!(), "::", stringify!(#name)),
                    file: file!(),
                    alone: #alone,
                    run: #name,
                }
            }
        }
    };
    if cases.is_empty() {
        let submit = submit(&name);
        return Ok(quote!(#runtime #function #submit));
    }
    for parameter in &mut function.sig.inputs {
        if let syn::FnArg::Typed(parameter) = parameter {
            parameter.attrs.clear();
        }
    }
    let digits = cases.len().to_string().len();
    let wait = asyncness.map(|_| quote!(.await));
    let mut tests = Vec::new();
    for (number, attribute) in cases.iter().enumerate() {
        let Case { name: case, values } = case(attribute)?;
        let number = format!("{:0digits$}", number + 1);
        let case =
            case.map_or_else(|| format_ident!("case_{number}"), |case| format_ident!("case_{number}_{case}"));
        let submit = submit(&case);
        tests.push(quote! {
            #runtime
            #asyncness fn #case() {
                super::#name(#values)#wait
            }
            #submit
        });
    }
    Ok(quote! {
        #function

        mod #name {
            use super::*;

            #(#tests)*
        }
    })
}

/// `case::name(values)`.
struct Case {
    name: Option<Ident>,
    values: Punctuated<Expr, Token![,]>,
}

fn case(attribute: &Attribute) -> Result<Case> {
    let name = attribute.path().segments.iter().nth(1).map(|segment| segment.ident.clone());
    let values = match &attribute.meta {
        Meta::List(list) => list.parse_args_with(Punctuated::parse_terminated)?,
        other => return Err(syn::Error::new_spanned(other, "a case wants its values: #[case::name(1, 2)]")),
    };
    Ok(Case { name, values })
}
