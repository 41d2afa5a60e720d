//! Whether a test of a learner's can fail, as far as its own text tells.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{ItemFn, ReturnType};

/// Whether anything in the function may make it fail: an assertion, an unwrap, a `?`, what it returns, or a function or
/// macro of the learner's own, which cannot be looked into from here.
pub fn checks(function: &ItemFn) -> bool {
    const WORDS: [&str; 9] = [
        "panic",
        "unreachable",
        "todo",
        "unimplemented",
        "unwrap",
        "unwrap_err",
        "expect",
        "expect_err",
        "?",
    ];
    let body = function.block.to_token_stream();
    let said = words(&body);
    matches!(function.sig.output, ReturnType::Type(..))
        || said.iter().any(|word| WORDS.contains(&word.as_str()) || word.starts_with("assert"))
        || calls_a_helper(&body)
}

/// Whether it calls a function or a macro that is none of those that tests usually call. Methods are left out.
fn calls_a_helper(tokens: &TokenStream) -> bool {
    /// They check nothing.
    const KNOWN: [&str; 40] = [
        "run_job_fanout",
        "map_limited",
        "retry",
        "drain_on_shutdown",
        "batches",
        "advance",
        "async_stream",
        "block_on",
        "channel",
        "dbg",
        "default",
        "drop",
        "empty",
        "eprintln",
        "format",
        "from_fn",
        "from_millis",
        "from_secs",
        "iter",
        "join",
        "join_all",
        "matches",
        "new",
        "now",
        "once",
        "pending",
        "pin",
        "poll_fn",
        "print",
        "println",
        "ready",
        "select",
        "sleep",
        "sleep_until",
        "spawn",
        "timeout",
        "unfold",
        "vec",
        "with_capacity",
        "yield_now",
    ];
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let is = |at: Option<usize>, mark: char| matches!(at.and_then(|at| tokens.get(at)), Some(TokenTree::Punct(it)) if it.as_char() == mark);
    tokens.iter().enumerate().any(|(at, token)| match token {
        TokenTree::Group(group) => calls_a_helper(&group.stream()),
        TokenTree::Ident(name) => {
            let behind = if is(Some(at + 1), '!') { at + 2 } else { at + 1 };
            let called = match tokens.get(behind) {
                Some(TokenTree::Group(group)) => {
                    behind > at + 1 || group.delimiter() == Delimiter::Parenthesis
                }
                _ => false,
            };
            let name = name.to_string();
            let keyword = syn::parse_str::<syn::Ident>(&name).is_err();
            let method = is(at.checked_sub(1), '.');
            called && !method && !keyword && name.starts_with(char::is_lowercase) && !KNOWN.contains(&&*name)
        }
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// All names in it, and its question marks.
pub fn words(tokens: &TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(word) => found.push(word.to_string()),
            TokenTree::Punct(mark) if mark.as_char() == '?' => found.push("?".to_owned()),
            TokenTree::Group(group) => found.extend(words(&group.stream())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(source: &str) -> ItemFn {
        syn::parse_str(source).expect("a function")
    }

    #[test]
    fn whatever_can_fail_is_a_check() {
        for (body, expected) in [
            ("assert_eq!(a, b);", true),
            ("tokio_test::assert_pending!(call.poll());", true),
            ("call().await?;", true),
            ("if bad { panic!() }", true),
            ("call().await.unwrap();", true),
            ("retry(1, x, y, op).await;", false),
            ("println!(\"assert {}\", retry().await);", false),
            ("it_takes_ms(retry(), 10).await;", true),
            ("same!(retry().await, 3);", true),
            ("let (a, b) = tokio::join!(retry(), async { tokio::time::sleep(TEN).await });", false),
            ("for n in (0..3) { Some(n); if (n == 1) { x.push(n) } }", false),
        ] {
            assert_eq!(checks(&function(&format!("async fn f() {{ {body} }}"))), expected, "{body}");
        }
        assert!(checks(&function("async fn f() -> Result<(), String> { retry().await.map_err(text) }")));
    }
}
